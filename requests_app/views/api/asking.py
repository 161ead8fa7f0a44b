"""The parameters of the API: the same as the log's own, but what is wrong is told, not left out.

A page shows too much rather than an error; a program would count what it did not ask for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated

from ninja import Field, Schema
from pydantic import AfterValidator

from requests_app.search.filters import Filters, Sort, exemptions, outcomes
from requests_app.search.query import LONGEST

_YEAR = "^([0-9]{4})?$"
_SLUG = "^[-a-zA-Z0-9_]*$"


def _year(value: str) -> str:
    if not re.fullmatch(_YEAR, value, re.ASCII):
        raise ValueError("Give a year of four digits, such as 2026")
    return value


def _slug(value: str) -> str:
    if not re.fullmatch(_SLUG, value, re.ASCII):
        raise ValueError("Give the slug of a topic, such as roads-and-transport")
    return value


def _one_of(known: Callable[[], Mapping[str, str]]) -> AfterValidator:
    def check(value: str) -> str:
        if value and value not in known():
            raise ValueError(f"There is no “{value[:40]}”. /api/v1/vocabulary lists the values")
        return value

    return AfterValidator(check)


class Named(Schema):
    """Which record."""

    slug: str = Field(description="The reference as it stands in the address of the record.")


class Paging(Schema):
    """Which page of a list."""

    page: int = Field(default=1, ge=1, description="Pages are counted from 1.")


class Search(Paging):
    """A search of the log. An empty filter narrows nothing."""

    q: str = Field(
        default="",
        max_length=LONGEST,
        description="Words in any form, “phrases” in quotation marks, -word, word OR word.",
    )
    year: Annotated[str, AfterValidator(_year)] = Field(
        default="",
        description="The year of publication.",
        json_schema_extra={"pattern": _YEAR},
    )
    outcome: Annotated[str, _one_of(outcomes)] = Field(
        default="",
        description="How the request ended.",
        json_schema_extra={"enum": ["", *outcomes()]},
    )
    exemption: Annotated[str, _one_of(exemptions)] = Field(
        default="",
        description="A section that was relied on.",
        json_schema_extra={"enum": ["", *exemptions()]},
    )
    topic: Annotated[str, AfterValidator(_slug)] = Field(
        default="",
        max_length=60,
        description="The slug of a topic.",
        json_schema_extra={"pattern": _SLUG},
    )
    sort: Sort | None = Field(
        default=None,
        description="The best match first where words are searched for, else the newest.",
    )

    @property
    def filters(self) -> Filters:
        return Filters(
            year=self.year, outcome=self.outcome, exemption=self.exemption, topic=self.topic
        )
