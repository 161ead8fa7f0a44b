"""The form by which a word or a number of the law gets a value from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from exemptions.authority import AuthorityType
from exemptions.models import DatedSetting
from requests_app.gds import DateInputField, GdsForm, Submit, form_helper

_SHORT = {"class": "govuk-input--width-5", "inputmode": "numeric"}


def _number(label: str) -> forms.IntegerField:
    widget = forms.TextInput(attrs=dict(_SHORT))
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=1_000_000,
        widget=widget,
        error_messages={"required": "Enter a whole number above 0"},
    )


class DatedSettingForm(GdsForm):
    """``effective_from``, ``source`` and what the setting needs: words, a number, or four."""

    effective_from = DateInputField(
        label="In force from",
        help_text="For example, 1 4 2027. It may be a day to come.",
        error_messages={"required": "Enter the day from which it is in force"},
    )
    helper = form_helper(Submit("save", "Add this value"))

    def __init__(self, name: DatedSetting.Name, current: Any, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {**self._initial(name, current), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.name = name
        if name == DatedSetting.Name.SOVEREIGN:
            self.fields["value"] = forms.CharField(
                label="Name of the sovereign", help_text="For example, His Majesty.", max_length=60
            )
        elif name == DatedSetting.Name.COST_LIMIT:
            self.fields |= {kind.value: _number(kind.label) for kind in AuthorityType}
        else:
            self.fields["value"] = _number(str(name.label))
        self.fields["source"] = forms.CharField(
            label="Source",
            help_text="The instrument and its provision, for example SI 2004/3244 reg 3.",
            max_length=300,
        )

    @staticmethod
    def _initial(name: DatedSetting.Name, current: Any) -> dict[str, Any]:
        return dict(current) if isinstance(current, Mapping) else {"value": current}

    def setting(self) -> dict[str, Any]:
        """What the verb takes."""
        data = self.cleaned_data
        value: Any = data.get("value")
        if self.name == DatedSetting.Name.COST_LIMIT:
            value = {kind.value: data[kind.value] for kind in AuthorityType}
        return {
            "effective_from": data["effective_from"],
            "value": value,
            "source": data["source"],
        }
