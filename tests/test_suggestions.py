"""What the search box offers while somebody types."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from requests_app.actions import publishing
from requests_app.actions import topics as verbs
from requests_app.search import suggesting
from tests import factories as given
from tests.visiting import queries_of

pytestmark = pytest.mark.django_db

ADDRESS = "/disclosure-log/suggestions/"


def offered(typed: str) -> list[str]:
    answer = Client().get(ADDRESS, {"q": typed})
    assert answer.status_code == 200
    return [unescape(one) for one in re.findall(r'<option value="([^"]*)">', answer.text)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("li", ["Lights & lamps", "Street lights"]),
        ("LIGHTS", ["Lights & lamps", "Street lights"]),
        ("street li", ["Street lights"]),
        ("lights st", ["Street lights"]),
        ("lamp", ["Lights & lamps"]),
        ("l", []),
        ("", []),
        ("ights", []),
        ("street nothing", []),
        ('street -"( li', ["Street lights"]),
        ("\0li", ["Lights & lamps", "Street lights"]),
    ],
)
def test_titles_with_the_words_and_the_beginning_of_one(typed: str, found: list[str]) -> None:
    given.published(title="Street lights")
    given.published(title="Lights & lamps")
    # The same title twice is offered once; what stands in the text alone is not.
    given.published(title="Street lights")
    given.published(title="Road salt", text="1. How many lights stand in the salt store?")
    assert sorted(offered(typed)) == found


def test_topics_of_what_is_published_stand_first() -> None:
    case = given.published(title="Bins")
    verbs.set_topics(case, [given.topic("Bins and recycling")], by=given.alice(), at=given.AT)
    given.topic("Bin lorries")
    assert offered("bin") == ["Bins and recycling", "Bins"]
    publishing.withdraw(case, reason="Wrong.", by=given.carol(), at=given.AT)
    assert offered("bin") == []


def test_it_offers_a_few_and_costs_the_same_however_much_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given.published(title="Lights 0")
    few = queries_of(Client(), f"{ADDRESS}?q=li")
    for number in range(1, 4):
        given.published(title=f"Lights {number}")
    assert queries_of(Client(), f"{ADDRESS}?q=li") == few
    monkeypatch.setattr(suggesting, "MOST", 3)
    assert offered("li") == ["Lights 3", "Lights 2", "Lights 1"]
