"""The form by which an officer adapts a standard text for one case."""

from __future__ import annotations

from typing import Any

from django import forms

from requests_app.gds import GdsForm


class AdaptForm(GdsForm):
    """The words for this case and why; ``base`` is the version changed, ``revision`` the save seen.

    ``rebased`` stands there only when the library moved on: ticked, the words take the newest
    version into account.
    """

    body = forms.CharField(
        label="Wording for this case",
        help_text=(
            "Change what this case needs and leave the rest. Why the exemption applies to the "
            "information stands beside it, from the claim."
        ),
        widget=forms.Textarea(attrs={"rows": 16}),
        max_length=50_000,
    )
    reason = forms.CharField(
        label="Why does this case need other words?",
        help_text="The reviewer and the library’s editor read it. It is not published.",
        max_length=300,
        error_messages={"required": "Enter why this case needs other words"},
    )
    rebased = forms.BooleanField(required=False)
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, newest: int, stale: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.newest = newest
        self.fields["rebased"].label = f"These words take version {newest} into account"
        if not stale:
            del self.fields["rebased"]

    def adaptation(self) -> dict[str, Any]:
        """What the verb takes: the words are a change of the newest version when that is said."""
        data = {name: self.cleaned_data[name] for name in ("body", "reason", "base", "revision")}
        if self.cleaned_data.get("rebased"):
            data["base"] = self.newest
        return data

    def based_on(self, revision: int) -> None:
        """From now on the words typed stand against this save."""
        self.data = {**self.data.dict(), "revision": str(revision)}  # type: ignore[attr-defined]
