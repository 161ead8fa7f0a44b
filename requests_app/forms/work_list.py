"""The filters of the work list, sent with GET so that a filtered list has an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import Q

from requests_app.forms.unmarked import UnmarkedForm
from requests_app.querysets import FoiRequestQuerySet
from requests_app.workflow import State


class WorkListForm(UnmarkedForm):
    """What is not understood is left out: a list that shows too much is better than an error."""

    q = forms.CharField(label="Reference or title", required=False, max_length=200)
    state = forms.ChoiceField(
        label="State",
        choices=[("", "All"), *((state.value, state.label) for state in State)],
        required=False,
    )
    mine = forms.BooleanField(label="Only my cases", required=False)

    def narrow(self, cases: FoiRequestQuerySet, person: User) -> FoiRequestQuerySet:
        """The cases that fit what was asked for, mine being ``person``'s."""
        self.full_clean()
        asked: dict[str, Any] = self.cleaned_data
        if words := asked.get("q"):
            cases = cases.filter(Q(reference__icontains=words) | Q(title__icontains=words))
        if state := asked.get("state"):
            cases = cases.filter(state=state)
        if asked.get("mine"):
            cases = cases.filter(officer=person)
        return cases
