"""The search box of the log and its filters, sent with GET so that a search has an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy

from requests_app.characters import FORBIDDEN
from requests_app.forms.unmarked import UnmarkedForm
from requests_app.models import Topic
from requests_app.search.filters import Filters, Sort, exemptions, outcomes
from requests_app.search.query import LONGEST, Query, parse
from requests_app.search.searching import years


class LogSearchForm(UnmarkedForm):
    """What is not understood is left out: a list that shows too much is better than an error."""

    q = forms.CharField(
        label="Search the log",
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "autocomplete": "off",
                "list": "log-suggestions",
                "hx-get": reverse_lazy("log-suggestions"),
                "hx-trigger": "input changed delay:200ms",
                "hx-target": "#log-suggestions",
                "hx-sync": "this:replace",
            }
        ),
    )
    year = forms.ChoiceField(label="Year", required=False)
    outcome = forms.ChoiceField(label="Outcome", required=False)
    exemption = forms.ChoiceField(label="Exemption", required=False)
    topic = forms.ChoiceField(label="Topic", required=False)
    # Without words nothing matches better than anything else, and the newest stand first.
    sort = forms.ChoiceField(
        label="Order",
        choices=[("", Sort.RELEVANCE.label), *((s, s.label) for s in (Sort.NEWEST, Sort.OLDEST))],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("year", [(str(year), str(year)) for year in years()], "All years")
        self._offer("outcome", list(outcomes().items()), "All outcomes")
        self._offer("exemption", list(exemptions().items()), "All exemptions")
        topics = Topic.objects.in_use() | Topic.objects.filter(slug=self.data.get("topic", ""))
        self._offer("topic", [(topic.slug, topic.name) for topic in topics], "All topics")
        self.full_clean()

    def _offer(self, name: str, choices: list[tuple[str, str]], everything: str) -> None:
        self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]

    @property
    def text(self) -> str:
        """What stands in the box; a text that is too long is read so far as it goes.

        Without what shows nothing: in a feed it would not be XML.
        """
        return FORBIDDEN.sub(" ", str(self.data.get("q", ""))).strip()

    @property
    def query(self) -> Query:
        return parse(self.text)

    @property
    def filters(self) -> Filters:
        names = ("year", "outcome", "exemption", "topic")
        return Filters(**{name: self.cleaned_data.get(name, "") for name in names})

    @property
    def order(self) -> Sort | None:
        chosen = self.cleaned_data.get("sort")
        return Sort(chosen) if chosen else None

    @property
    def in_words(self) -> str:
        """The search as a person would tell it: "“street lights”, year 2026"."""
        words = [f"“{self.text}”"] if self.text else []
        words += [
            f"{str(self.fields[name].label).lower()} {self.name_of(name, value)}"
            for name, value in self.filters.items()
            if value
        ]
        return ", ".join(words)

    def name_of(self, field: str, value: str) -> str:
        """The words by which a filter's value is offered."""
        offered: list[tuple[str, str]] = self.fields[field].choices  # type: ignore[attr-defined]
        return dict(offered).get(value, value)
