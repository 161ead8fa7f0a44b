"""The forms of review: a comment on each answer of a version, and the decision."""

from __future__ import annotations

from typing import Any

from django import forms

from requests_app.gds import GdsBoundField, GdsForm
from requests_app.response import Response

COMMENT_CHARACTERS = 10_000


class ConfirmForm(GdsForm):
    """Nothing to type: it carries the refusal of a verb to the error summary of the page."""


class ReviewForm(GdsForm):
    """One comment for each answer, one for the whole, bound to the version that was read."""

    digest = forms.CharField(widget=forms.HiddenInput)
    step = forms.IntegerField(widget=forms.HiddenInput, required=False)
    comment = forms.CharField(
        label="Comment on the whole response",
        help_text="The officers of the case read it. It is not published.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=COMMENT_CHARACTERS,
        required=False,
    )

    def __init__(self, response: Response, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names = {answer.key: f"comment_{answer.key}" for answer in response.answers}
        for answer in response.answers:
            self.fields[self._names[answer.key]] = forms.CharField(
                label=f"Comment on the answer to {answer.covers}",
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=COMMENT_CHARACTERS,
                required=False,
            )

    def comment_field(self, answer_key: str) -> GdsBoundField:
        """The box beside this answer."""
        return self[self._names[answer_key]]  # type: ignore[return-value]

    def decision(self) -> dict[str, Any]:
        """What ``return_`` takes: the digest, the comments, the whole comment."""
        return {
            "digest": self.cleaned_data["digest"],
            "comments": {key: self.cleaned_data[name] for key, name in self._names.items()},
            "comment": self.cleaned_data["comment"],
        }

    def based_on(self, digest: str, step: int | None) -> None:
        """From now on what was typed stands against this version and this step."""
        self.data = {**self.data.dict(), "digest": digest, "step": step}  # type: ignore[attr-defined]

    def approval(self) -> dict[str, Any]:
        """What ``approve`` takes: the same, and the step that the page showed."""
        return {**self.decision(), "step": self.cleaned_data["step"]}


class BypassForm(GdsForm):
    """Why a step of the review is left out, bound to the version and the step that were read."""

    digest = forms.CharField(widget=forms.HiddenInput)
    step = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why is this step left out?",
        help_text="It is kept with the version. It is not published.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=COMMENT_CHARACTERS,
        required=False,
    )
