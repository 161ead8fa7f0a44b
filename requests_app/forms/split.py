"""Forms that correct the split of a request, and the places where a block can be cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property

from requests_app.actions.split_rows import LONGEST_LABEL, MAX_LEVEL
from requests_app.forms.unmarked import UnmarkedForm
from requests_app.gds import RadiosWithHints, Submit, form_helper
from requests_app.models import Block
from requests_app.models.case import REDACTED
from requests_app.response import first_words
from requests_app.splitting.cutting import lines_begin, words_begin

_LONGEST_KEY = 18  # digits
# A line begins, a sentence begins, a list item follows a semicolon or colon.
_CUT = re.compile(r"\n\s*(?=\S)|[.?!:;][)\"”’']*\s+(?=\S)")


def ticked(values: QueryDict) -> list[int]:
    """The keys of the blocks whose boxes are ticked; a script puts all into one field."""
    pks = " ".join(values.getlist("chosen")).split()
    known = (pk for pk in dict.fromkeys(pks) if pk.isascii() and pk.isdecimal())
    return [int(pk) for pk in known if len(pk) <= _LONGEST_KEY]


class SplitForm(UnmarkedForm):
    """Which state of the split the page showed from which a correction is asked."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def based_on(self, revision: int) -> None:
        """From now on what was typed stands against this state."""
        self.data = {**self.data.dict(), "revision": str(revision)}  # type: ignore[attr-defined]

    def wish(self) -> dict[str, Any]:
        """What is asked for, as arguments of the verb."""
        return {}


class BlockForm(SplitForm):
    """What a block is."""

    WISHED = ("kind", "label", "level", "stem", "omitted")

    kind = forms.ChoiceField(
        label="What is it?",
        choices=Block.Kind.choices,
        widget=RadiosWithHints(
            hints={
                Block.Kind.SECTION: "It starts a part of the request. Numbering may begin again "
                "after it.",
                Block.Kind.CONTEXT: "It needs no answer: an introduction, a list that says what "
                "is meant, a signature.",
                Block.Kind.QUESTION: "It asks for something and gets an answer.",
            }
        ),
    )
    label = forms.CharField(
        label="Number as the requester printed it",
        help_text="Like 1., (a) or Q8. Leave it empty if there is none.",
        max_length=LONGEST_LABEL,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    level = forms.TypedChoiceField(
        label="Level",
        choices=[
            (0, "A question of its own"),
            (1, "Part of a question, like (a)"),
            *((level, f"Level {level + 1}") for level in range(2, MAX_LEVEL + 1)),
        ],
        coerce=int,
    )
    stem = forms.BooleanField(
        label="It is answered only through its parts",
        help_text="For a question such as “For each contract, please give:” with (a), (b), (c) "
        "below it.",
        required=False,
    )
    omitted = forms.BooleanField(
        label="Leave it out of the response",
        help_text="For greetings, signatures, footers, quoted mails and what names the requester. "
        "The text as received stays in the case.",
        required=False,
    )
    helper = form_helper(Submit("save", "Save"))

    def wish(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.WISHED}


@dataclass(frozen=True, slots=True)
class CutPoint:
    """A place where a text can be cut: an offset, and the words on both sides of it."""

    offset: int
    before: str
    after: str


def cut_points(text: str) -> Iterator[CutPoint]:
    """Where lines and sentences begin, so that a cut needs no counting of characters."""
    for match in _CUT.finditer(text):
        offset = match.end()
        if text[:offset].strip() and text[offset:].strip():
            yield CutPoint(offset, _last_words(text[:offset]), first_words(text[offset:]))


def _last_words(text: str, limit: int = 50) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else "…" + line[-limit:].partition(" ")[2]


def offset_of(text: str, cursor: int) -> int:
    """Where a text box has its cursor, as an offset: the box shows CR LF as one character."""
    offset = cursor
    for line_end in re.finditer("\r\n", text):
        if line_end.start() >= offset:
            break
        offset += 1
    return offset


def pieces_of(text: str) -> int:
    """How many a cut at every line makes of it; 0 if it has only one."""
    begin = lines_begin(text)
    return len(begin) + 1 if begin else 0


class CutForm(SplitForm):
    """Where to cut a block in two: at the start of a line or a sentence, or before some words.
    A script says where it has the cursor, in characters."""

    offset = forms.TypedChoiceField(
        label="The second part begins with",
        coerce=int,
        empty_value=None,
        widget=RadiosWithHints,
        required=False,
    )
    words = forms.CharField(
        label="Or type the first words of the second part",
        help_text="Copy them exactly from the text above.",
        max_length=300,
        required=False,
    )
    cursor = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    helper = form_helper(Submit("save", "Cut it here"))

    def __init__(self, text: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text
        points = list(cut_points(text))
        if points:
            field = self.fields["offset"]
            field.choices = [(point.offset, point.after) for point in points]  # type: ignore[attr-defined]
            field.widget.hints = {str(point.offset): f"after “{point.before}”" for point in points}
        else:
            del self.fields["offset"]
            self.fields["words"].label = "First words of the second part"

    @cached_property
    def pieces(self) -> int:
        return pieces_of(self.text)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        words = data.get("words") or ""
        if data.get("cursor") is not None:
            data["offset"] = offset_of(self.text, data["cursor"])
        elif words and words not in self.text:
            self.add_error("words", f"“{words}” does not stand in the text. Copy the words exactly")
        elif words:
            data["offset"] = words_begin(self.text, words)
        elif not data.get("offset") and not self.errors:
            self.add_error("words", "Choose a place, or type the first words of the second part")
        return data

    def wish(self) -> dict[str, Any]:
        return {"offset": self.cleaned_data["offset"]}


class RedactForm(SplitForm):
    """Words of a block that are personal data of somebody."""

    passages = forms.CharField(
        label="Words to be removed",
        help_text=f"Copy them exactly, one passage in a line. The response shows {REDACTED} "
        "instead. Empty the box to show everything again.",
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )
    helper = form_helper(Submit("save", "Save"))

    def wish(self) -> dict[str, Any]:
        lines = (line.strip() for line in self.cleaned_data["passages"].splitlines())
        return {"passages": list(dict.fromkeys(line for line in lines if line))}
