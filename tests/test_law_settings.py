"""The numbers and words of the law over HTTP: what holds, what is to come, adding a value."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from exemptions.dated import DatedValue, dated_values, law_on, overlaid
from exemptions.models import DatedSetting
from exemptions.placeholders import standing_values
from requests_app.actions import dated
from requests_app.actions.base import Refused
from requests_app.models import AuditEvent
from tests import factories as given
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db

LIMITS = {"department": 700, "parliament": 700, "schedule_1_part_1": 700, "other": 500}


def address(name: str = "cost_limit") -> str:
    return reverse("law-new", args=[name])


def typed(day: date, **told: object) -> dict[str, object]:
    return {
        "effective_from_day": str(day.day),
        "effective_from_month": str(day.month),
        "effective_from_year": str(day.year),
        "source": "SI 2030/1 reg 2",
        **told,
    }


def test_a_value_to_come_is_added_and_what_holds_stays() -> None:
    client = signed_in(given.eve())
    page = client.get(address()).text
    assert 'name="other" value="450"' in page
    later = localdate() + timedelta(days=60)
    assert client.post(address(), typed(later, **LIMITS))["Location"] == reverse("law")
    page = client.get(reverse("law")).text
    limits = page[page.index('id="cost_limit"') : page.index('id="hourly_rate"')]
    assert limits.index("Not yet in force") < limits.index("Any other public authority: 500")
    assert limits.index("Any other public authority: 500") < limits.index(">In force<")
    assert limits.index(">In force<") < limits.index("Any other public authority: 450")
    assert "by Eve" in limits
    assert "As shipped with the portal." in limits
    values = DatedSetting.objects.with_shipped()
    assert law_on(localdate(), values).cost_limits["other"] == 450
    assert law_on(later, values).cost_limits["other"] == 500
    assert AuditEvent.objects.filter(verb="dated_setting_added").count() == 1


def test_a_value_for_the_same_day_takes_the_place_of_the_one_before() -> None:
    client = signed_in(given.eve())
    for rate in (30, 32):
        client.post(address("hourly_rate"), typed(date(2026, 4, 1), value=rate))
    values = DatedSetting.objects.with_shipped()["hourly_rate"]
    assert [one.value for one in values] == [25, 32]
    assert DatedSetting.objects.count() == 2, "nothing is lost"


def test_wording_takes_the_values_of_the_day() -> None:
    client = signed_in(given.eve())
    client.post(address("sovereign"), typed(date(2040, 5, 1), value="Their Majesty"))
    told = {"public_authority": "A", "regulator": "R", "authority_type": "other"}
    values = DatedSetting.objects.with_shipped()
    before, after = (
        standing_values(**told, on=day, values=values)
        for day in (date(2040, 4, 30), date(2040, 5, 1))
    )
    assert before["sovereign"] == "His Majesty"
    assert after["sovereign"] == "Their Majesty"


@pytest.mark.parametrize(
    ("name", "told", "message"),
    [
        ("cost_limit", {**LIMITS, "other": ""}, "Enter a whole number above 0"),
        ("cost_limit", {**LIMITS, "other": "0"}, "greater than or equal to 1"),
        ("hourly_rate", {"value": "a lot"}, "must be a whole number"),
        ("sovereign", {"value": " "}, "Enter the name of the sovereign"),
        ("sovereign", {"value": "His Majesty", "source": ""}, "Enter the source"),
        (
            "sovereign",
            {"value": "Her Majesty", "effective_from_month": "13"},
            "must be a real date",
        ),
    ],
)
def test_what_cannot_be_added_is_told_and_kept(
    name: str, told: dict[str, object], message: str
) -> None:
    page = signed_in(given.eve()).post(address(name), typed(localdate(), **told))
    assert page.status_code == 200
    assert "<title>Error: " in page.text
    assert message.lower() in page.text.lower()
    assert not DatedSetting.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cost_limit", {"other": 450}),
        ("cost_limit", {**LIMITS, "other": True}),
        ("hourly_rate", "25"),
        ("hourly_rate", -1),
        ("sovereign", 7),
        ("weather", "fine"),
    ],
)
def test_the_verb_takes_no_value_of_another_shape(name: str, value: object) -> None:
    with pytest.raises(Refused):
        dated.add_dated_setting(
            name, effective_from=localdate(), value=value, source="S", by=given.eve(), at=given.AT
        )


def test_only_an_administrator_adds_and_all_staff_may_read() -> None:
    for who in (given.alice(), given.bob(), given.carol(), given.dora(), given.mallory()):
        client = signed_in(who)
        assert address() not in client.get(reverse("law")).text
        assert client.get(address()).status_code == 403
        assert client.post(address(), typed(localdate(), **LIMITS)).status_code == 403
    assert Client().get(reverse("law")).status_code == 302
    assert signed_in(given.eve()).get(address("weather")).status_code == 404
    assert not DatedSetting.objects.exists()


def test_the_page_costs_as_many_queries_however_many_values_there_are() -> None:
    client = signed_in(given.eve())
    few = queries_of(client, reverse("law"))
    for year in range(2030, 2040):
        client.post(address("hourly_rate"), typed(date(year, 1, 1), value=year))
    assert queries_of(client, reverse("law")) == few


def test_a_name_that_the_law_does_not_know_is_passed_over() -> None:
    value = DatedValue(date(2030, 1, 1), "fine", "S", "")
    assert overlaid(dated_values(), [("weather", value)]) == dated_values()
