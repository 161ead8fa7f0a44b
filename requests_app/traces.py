"""An error as the log may tell it: of what kind it is and where it arose, never what it says.

What an error says may be a row ("Failing row contains (3, Name Surname, …)"), or what somebody
typed ("invalid literal for int()"). It knows no log.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator

# They speak of the program's own names.
_OF_CODE = (AttributeError, ImportError, NameError)
# What speaks of the broker: it is told ids only.
_OF_THE_BROKER = ("kombu", "redis", "celery", "billiard")
_OF_CONNECTIONS = ("OperationalError", "InterfaceError")
# What a database, the operating system or a mail server tells without any value.
_CODES = ("sqlstate", "sqlite_errorname", "strerror", "smtp_code")
_PLACES = ("table_name", "column_name", "constraint_name")


def kind_of(error: BaseException) -> str:
    """One line: the class, and what can be told with it: a code, a table, a constraint.

    The sentence of an error is told where its class says that it holds no content
    (``tellable = True``), and of a database that cannot be reached.
    """
    cls = type(error)
    module = "" if cls.__module__ == "builtins" else f"{cls.__module__}."
    told = str(error) if _is_tellable(error) else ", ".join(_facts(error))
    return f"{module}{cls.__qualname__}: {told}" if told else f"{module}{cls.__qualname__}"


def trace_of(error: BaseException) -> str:
    """As Python prints it, with what led to it and its places, each error by its ``kind_of``."""
    told = [
        "".join(["Traceback (most recent call last):\n", *traceback.format_tb(each.__traceback__)])
        + kind_of(each)
        for each in reversed(list(leading_to(error)))
    ]
    return "\n\nwhich led to\n\n".join(told)


def leading_to(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what it was raised from or met while it was handled, and so on."""
    seen = set[int]()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _is_tellable(error: BaseException) -> bool:
    return (
        bool(getattr(error, "tellable", False))
        or isinstance(error, _OF_CODE)
        or type(error).__module__.partition(".")[0] in _OF_THE_BROKER
        or _never_reached_a_database(error)
    )


def _never_reached_a_database(error: BaseException) -> bool:
    """Only a server's answer bears a state; without one the sentence names host and port."""
    classes = {cls.__name__ for cls in type(error).__mro__}
    return getattr(error, "sqlstate", "none") is None and not classes.isdisjoint(_OF_CONNECTIONS)


def _facts(error: BaseException) -> Iterator[str]:
    for name in _CODES:
        if value := getattr(error, name, None):
            yield str(value)
    diagnosis = getattr(error, "diag", None)
    for name in _PLACES:
        if value := getattr(diagnosis, name, None):
            yield str(value)
