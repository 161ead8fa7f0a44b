"""The public form that counts working days; sent with GET, so that a count has an address."""

from __future__ import annotations

from typing import Any

from django import forms

from requests_app.clock import MAX_DAYS, STATUTORY_DAYS, Deadline, Event, EventKind, deadline
from requests_app.clock import ImpossibleEvents as Impossible
from requests_app.forms.intake import RIGHT_OF_ACCESS_BEGAN
from requests_app.gds import DateInputField, GdsForm
from requests_app.working_days import Calendar, UnknownYear

EVENTS = (
    EventKind.CLARIFICATION_RECEIVED,
    EventKind.FEE_NOTICE,
    EventKind.FEE_PAID,
    EventKind.EXTENSION,
)


class WorkingDaysForm(GdsForm):
    """A date and a number of days, and what may have happened meanwhile."""

    received_on = DateInputField(
        label="Date received",
        help_text="The day the request reached the authority. For example, 23 11 2026.",
    )
    days = forms.IntegerField(
        label="Working days",
        help_text="20 for a request. 30 for a transferred public record, 40 to ask for a review.",
        min_value=1,
        max_value=MAX_DAYS,
        error_messages={
            "min_value": "Working days must be 1 or more",
            "max_value": f"Working days must be {MAX_DAYS} or fewer",
        },
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        initial=STATUTORY_DAYS,
    )
    clarification_received = DateInputField(
        label="Clarification received",
        help_text="The authority had to ask what was meant. The count starts again on this day.",
        required=False,
    )
    fee_notice = DateInputField(
        label="Fees notice given",
        help_text="From this day to the day of payment no day counts.",
        required=False,
    )
    fee_paid = DateInputField(label="Fee received", required=False)
    extension = DateInputField(
        label="Estimated date of the decision",
        help_text="The authority needs more time to weigh the public interest, and gave this date.",
        required=False,
    )

    def events(self) -> list[Event]:
        data: dict[str, Any] = self.cleaned_data
        return [Event(kind, data[kind]) for kind in EVENTS if data.get(kind)]

    def deadline(self, calendar: Calendar) -> Deadline | None:
        """The result; None, with an error beside its field, when it cannot be counted."""
        if not self.is_valid():
            return None
        received = self.cleaned_data["received_on"]
        if received < RIGHT_OF_ACCESS_BEGAN:
            self.add_error("received_on", "Date received must not be before 1 January 2005")
            return None
        try:
            return deadline(received, self.events(), self.cleaned_data["days"], calendar=calendar)
        except Impossible as error:
            self.add_error(error.kind.value if error.kind else "days", str(error))
        except UnknownYear as error:
            self.add_error("received_on", str(error))
        return None

    @property
    def events_open(self) -> bool:
        """Whether the events are shown unfolded: something stands or is wrong there."""
        return any(self[kind].errors or any(self[kind].value() or ()) for kind in EVENTS)
