"""Forms for a request as it comes in and for correcting what was typed about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.timezone import localdate

from requests_app.actions.intake import ReceivedRequest, RequesterDetails
from requests_app.characters import printable
from requests_app.forms.unmarked import UnmarkedForm
from requests_app.gds import (
    DATE_PARTS,
    Buttons,
    DateInputField,
    Secondary,
    Submit,
    VerbatimField,
    form_helper,
)
from requests_app.models import AuthorityParticulars
from requests_app.received_files import (
    EXTENSIONS,
    MAX_BYTES,
    TOO_LARGE,
    OwnAddresses,
    ReceivedFile,
    UnreadableFile,
    read_received,
)
from requests_app.splitting import TextTooLong, check_length

TITLE_LENGTH = NAME_LENGTH = 200
RIGHT_OF_ACCESS_BEGAN = date(2005, 1, 1)  # s87, SI 2004/3122


class DetailsForm(UnmarkedForm):
    """What may be corrected later: all but the reference and the text as received."""

    title = forms.CharField(
        max_length=TITLE_LENGTH,
        help_text="A few words that say what is asked. The public will read them.",
    )
    received_on = DateInputField(
        label="Date received",
        help_text="The day it reached the authority, at whatever address. Day 1 is the next "
        "working day.",
    )
    name = forms.CharField(
        label="Requester’s name",
        max_length=NAME_LENGTH,
        help_text="As the requester gave it. It is never published.",
    )
    email = forms.EmailField(
        label="Requester’s e-mail address",
        help_text="Give an e-mail address or a postal address, or both.",
        required=False,
    )
    postal_address = forms.CharField(
        label="Requester’s postal address",
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        max_length=1000,
        required=False,
    )
    helper = form_helper(Submit("save", "Save the details"))

    def clean_received_on(self) -> date:
        received: date = self.cleaned_data["received_on"]
        if received > localdate():
            raise forms.ValidationError("Date received must be today or in the past")
        if received < RIGHT_OF_ACCESS_BEGAN:
            raise forms.ValidationError(
                "Date received must be after 1 January 2005, when the right of access began"
            )
        return received

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        # s8(1)(b): a request states an address for correspondence.
        if not {"email", "postal_address"} & self.errors.keys() and not (
            data.get("email") or data.get("postal_address")
        ):
            self.add_error("email", "Enter an e-mail address or a postal address")
        return data

    def requester(self) -> RequesterDetails:
        data = self.cleaned_data
        return RequesterDetails(
            name=data["name"],
            email=data["email"],
            postal_address=data["postal_address"].replace("\r\n", "\n"),
        )


class IntakeForm(DetailsForm):
    """A new request, typed and pasted or read from a file.

    With the button "read" only the file is checked, and the form comes back with what the file
    says, for the officer to check. A file that is saved with an empty text box is read first;
    where there is something ``told`` of it, the form comes back, too.
    """

    file = forms.FileField(
        label="Upload the request instead",
        help_text="An e-mail (.eml), a Word document (.docx), a PDF or a text file (.txt), up to "
        "10 megabytes. Its words fill in the form for you to check; the file is not kept.",
        widget=forms.FileInput(attrs={"accept": ",".join(EXTENSIONS)}),
        error_messages={"required": "Choose the file to read"},
        required=False,
    )
    reference = forms.CharField(
        max_length=40,
        help_text="Your own, like CAS-84648-H4L3X0. Leave it empty and one is made.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false"}),
        required=False,
    )
    text = VerbatimField(
        label="Text of the request",
        help_text="Paste all of it, as received. You check how it is split on the next page.",
        widget=forms.Textarea(attrs={"rows": 18}),
    )
    # The file is cleaned first: what it says is then checked as if it had been typed.
    field_order = (
        *("file", "reference", "title", "received_on"),
        *("name", "email", "postal_address", "text"),
    )
    helper = form_helper(Submit("save", "Save and split the request"))
    helper.layout = Layout(
        field_order[0], Buttons(Secondary("read", "Read the file")), *field_order[1:]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Enter in any box presses the first button; who has typed a request and chosen no file
        # means to save.
        wanted = "file" in self.files or not self.data.get("text", "").strip()
        self.reading = self.is_bound and "read" in self.data and wanted
        self.fields["file"].required = self.reading
        self.told: tuple[str, ...] = ()

    @property
    def to_check(self) -> bool:
        """Whether a file was read of which somebody must look at what it filled in."""
        return self.reading or bool(self.told)

    def full_clean(self) -> None:
        super().full_clean()
        if self.reading:
            for name in self.errors.keys() - {"file"}:
                del self.errors[name]

    def clean_file(self) -> ReceivedFile | None:
        upload = self.cleaned_data["file"]
        if upload is None:
            return None
        if not self.reading and self.data.get("text", "").strip():
            raise forms.ValidationError(
                "The text box is filled, so this file was not read. Save without it, or choose it "
                "again and press “Read the file” to replace the text"
            )
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        try:
            received = read_received(upload.name, upload.read(), own=_own_addresses())
        except UnreadableFile as error:
            raise forms.ValidationError(str(error)) from error
        typed = {name for name in self.changed_data if self._typed(name)}
        if received.passed_on and not received.received_on and "received_on" not in typed:
            self.data = _without_day(self.data)
        self.data = _filled(self.data, received, keep=set() if self.reading else typed)
        self.told = received.told
        return received

    def _typed(self, name: str) -> bool:
        value = self[name].data
        return any(value) if isinstance(value, list) else bool(value)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not printable(text).strip():
            raise forms.ValidationError("Enter the text of the request")
        try:
            check_length(text)
        except TextTooLong as error:
            raise forms.ValidationError(str(error)) from error
        return text

    def received(self) -> ReceivedRequest:
        data = self.cleaned_data
        return ReceivedRequest(
            reference=data["reference"],
            title=data["title"],
            received_on=data["received_on"],
            text=data["text"],
            requester=self.requester(),
        )


def _own_addresses() -> OwnAddresses:
    """Those of every row of the particulars: mail still comes to an address of last year."""
    rows = AuthorityParticulars.objects.values_list("foi_email", "website")
    return OwnAddresses.of((email for email, _ in rows), (website for _, website in rows))


def _without_day(typed: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """Today, which stood there because nobody touched it, is not the day of a mail passed on."""
    cleared: MultiValueDict[str, Any] = MultiValueDict()
    cleared.update(typed)
    for part in DATE_PARTS:
        cleared[f"received_on_{part}"] = ""
    return cleared


def _filled(
    typed: Mapping[str, Any], received: ReceivedFile, *, keep: set[str]
) -> MultiValueDict[str, Any]:
    """What was typed with what the file says in its place, except in the fields to keep."""
    filled: MultiValueDict[str, Any] = MultiValueDict()
    filled.update(typed)
    filled["text"] = received.text
    said = {
        "title": received.subject[:TITLE_LENGTH],
        "name": received.sender_name[:NAME_LENGTH],
        "email": received.sender_email,
    }
    for name, value in said.items():
        if value and name not in keep:
            filled[name] = value
    day = received.received_on
    if day and "received_on" not in keep:
        for part in DATE_PARTS:
            filled[f"received_on_{part}"] = str(getattr(day, part))
    return filled
