"""Forms for the vocabulary of topics, and for the topics of a case."""

from __future__ import annotations

from typing import Any

from django import forms

from requests_app.gds import GdsForm, Submit, form_helper
from requests_app.models import FoiRequest, Topic


class TopicForm(GdsForm):
    name = forms.CharField(
        label="Name of the topic",
        help_text="As the public would call it, for example “Roads and transport”.",
        max_length=60,
    )
    helper = form_helper(Submit("save", "Save the topic"))


class CaseTopicsForm(GdsForm):
    """The topics in use, and those that the case stands under already."""

    topics = forms.TypedMultipleChoiceField(
        label="Topics",
        help_text="Choose what a reader would look under. Two or three are enough.",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    helper = form_helper(Submit("save", "Save the topics"))

    def __init__(self, *args: Any, case: FoiRequest, **kwargs: Any) -> None:
        chosen = list(case.case_topics.values_list("topic_id", flat=True))
        kwargs["initial"] = {"topics": chosen}
        super().__init__(*args, **kwargs)
        offered = Topic.objects.in_use() | Topic.objects.filter(pk__in=chosen)
        self._topics = {topic.pk: topic for topic in offered.order_by("name")}
        self.fields["topics"].choices = [  # type: ignore[attr-defined]
            (pk, f"{topic.name} (retired)" if topic.retired else topic.name)
            for pk, topic in self._topics.items()
        ]

    def clean_topics(self) -> list[Topic]:
        return [self._topics[pk] for pk in self.cleaned_data["topics"]]
