"""The index in PostgreSQL: a tsvector of terms without positions, under a GIN index."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from django.db import connection

from requests_app.search.lookup import KEYS_OF_A_DAY, YEAR, Indexed, Lookup, Terms

TABLE = "requests_app_logindex"
FUNCTION = f"{TABLE}_find"
# Without a list of what is not in the index yet: each search would read that list to its end, which
# took ten times as long as the index itself.
CREATE_TERMS = (
    "CREATE INDEX IF NOT EXISTS requests_app_logindex_terms ON requests_app_logindex "
    "USING gin (terms) WITH (fastupdate = off);"
)
DROP_TERMS = "DROP INDEX IF EXISTS requests_app_logindex_terms;"
# Vectors lie beside the table, not in it, so that the rows found are few pages. The planner takes
# looking into one for cheap, and would rather walk the log, or the stretch of it that is asked for,
# and look into each than ask the index, which is a hundred times quicker. Behind OFFSET 0 it sees
# neither the order nor the stretch, and it is told what looking costs. That cost makes it think
# a plan worth compiling (jit), which takes longer than the search.
CREATE_FUNCTION = """
CREATE OR REPLACE FUNCTION requests_app_logindex_find(
    wanted tsquery, first bigint, last bigint, most integer, oldest_first boolean
) RETURNS SETOF bigint LANGUAGE plpgsql STABLE
SET cpu_operator_cost = 0.05 SET enable_seqscan = off SET jit = off AS $function$
BEGIN
    RETURN QUERY EXECUTE
        'SELECT key FROM (SELECT key FROM requests_app_logindex WHERE terms @@ $1 OFFSET 0) found '
        || 'WHERE key >= $2 AND key < $3 ORDER BY key '
        || CASE WHEN oldest_first THEN 'ASC' ELSE 'DESC' END || ' LIMIT $4'
    USING wanted, first, last, most;
END $function$;
"""
NEAREST = f"{TABLE}_nearest"
# The index knows no order: to say which are the newest it reads every record that has a word. So
# it is asked first for those of a stretch, the newest records, eight times as many as are wanted.
# The years of the stretch are terms too, and of two lists the index skips through the longer. Where
# the stretch has too few, no more than about one record of eight has the word, and all of these are
# read. Each year is a list of its own: many of them would take what they spare.
_TIMES_AS_MANY = 8
_FEW_YEARS = 5


def _year_of(key: str) -> str:
    """As ``lookup.year_of``, in SQL."""
    days = f"({key} / {KEYS_OF_A_DAY} - 1)::integer"
    return f"extract(year FROM date '0001-01-01' + {days})::integer"


# Beyond a stretch that is asked for by itself nothing is looked for. There are no years where they
# would be many, and where the log is no longer than the stretch.
CREATE_NEAREST = f"""
CREATE OR REPLACE FUNCTION {NEAREST}(
    wanted tsquery, first bigint, last bigint, most integer, oldest_first boolean
) RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $function$
DECLARE
    since bigint := first;
    until bigint := last;
    years tsquery;
    keys bigint[];
BEGIN
    IF first = 0 AND oldest_first THEN
        SELECT min(key) INTO since FROM {TABLE};
        SELECT key INTO until FROM {TABLE} WHERE key < last
            ORDER BY key OFFSET {_TIMES_AS_MANY} * most LIMIT 1;
    ELSIF first = 0 THEN
        SELECT key INTO since FROM {TABLE} WHERE key < last
            ORDER BY key DESC OFFSET {_TIMES_AS_MANY} * most LIMIT 1;
        SELECT max(key) + 1 INTO until FROM {TABLE} WHERE key < last;
    END IF;
    SELECT string_agg(quote_literal('{YEAR}:' || year), ' | ')::tsquery INTO years
        FROM generate_series({_year_of("since")}, {_year_of("(until - 1)")}) AS year
        HAVING count(*) <= {_FEW_YEARS};
    IF years IS NOT NULL THEN
        keys := ARRAY(SELECT {FUNCTION}(wanted && years, since, until, most, oldest_first));
        IF first > 0 OR cardinality(keys) = most THEN
            RETURN QUERY SELECT unnest(keys);
            RETURN;
        END IF;
    END IF;
    RETURN QUERY SELECT {FUNCTION}(wanted, first, last, most, oldest_first);
END $function$;
"""  # noqa: S608 - names and numbers of this module
DROP_NEAREST = f"DROP FUNCTION IF EXISTS {NEAREST};"
CREATE = """
CREATE TABLE requests_app_logindex (key bigint PRIMARY KEY, terms tsvector NOT NULL)
    WITH (toast_tuple_target = 128);
"""
CREATE += CREATE_FUNCTION
CREATE += CREATE_TERMS
DROP = f"DROP FUNCTION {FUNCTION}; DROP TABLE {TABLE};"
# A tsvector ends at a megabyte. Of a longer record the last terms, which are neighbours, are not
# kept: its words are found, and phrases of its first hundred pages.
_MOST_BYTES = 1_000_000
_BYTES_OF_AN_ENTRY = 4


def put(rows: Iterable[Indexed]) -> None:
    """By COPY: as an INSERT, a row of hundreds of terms takes the client longer than the server."""
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f"COPY {TABLE} (key, terms) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row((row.key, _vector(row.terms)))


def _vector(terms: Terms) -> str:
    """As PostgreSQL writes a tsvector; every term is quoted, so that no colon is a position."""
    return " ".join(f"'{term}'" for term in _within_a_vector(terms))


def _within_a_vector(terms: Terms) -> Iterator[str]:
    size = 0
    for term in terms:
        size += len(term) + _BYTES_OF_AN_ENTRY
        if size > _MOST_BYTES:
            return
        yield term


def remove(keys: Collection[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE key = ANY(%s)", [list(keys)])  # noqa: S608


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608


def find(lookup: Lookup) -> list[int]:
    with connection.cursor() as cursor:
        if lookup.finds_all:
            order = "ASC" if lookup.oldest_first else "DESC"
            cursor.execute(
                f"SELECT key FROM {TABLE} WHERE key >= %s AND key < %s"  # noqa: S608
                f" ORDER BY key {order} LIMIT %s",
                [lookup.first, lookup.end, lookup.limit],
            )
        else:
            function = FUNCTION if _names_a_year(lookup) else NEAREST
            cursor.execute(
                f"SELECT {function}(%s::tsquery, %s, %s, %s, %s)",
                [match(lookup), lookup.first, lookup.end, lookup.limit, lookup.oldest_first],
            )
        return [key for (key,) in cursor.fetchall()]


def _names_a_year(lookup: Lookup) -> bool:
    """Whether the lookup asks for a stretch of the log by itself."""
    terms = (term for group in lookup.wanted for one in group for term in one)
    return any(term.startswith(f"{YEAR}:") for term in terms)


def match(lookup: Lookup) -> str:
    """The lookup as PostgreSQL writes a tsquery; every term is quoted, so none is an operator."""
    found = " & ".join(_any_of(group) for group in lookup.wanted)
    return f"{found} & !{_any_of(lookup.unwanted)}" if lookup.unwanted else found


def _any_of(group: Iterable[Terms]) -> str:
    alternatives = (" & ".join(f"'{term}'" for term in terms) for terms in group)
    return f"({' | '.join(f'({alternative})' for alternative in alternatives)})"
