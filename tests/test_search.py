"""The search of the log: what a text means, what is found by it, and what is never found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from hypothesis import example, settings
from hypothesis import given as over
from hypothesis import strategies as st

from requests_app.actions import listing, publishing
from requests_app.models import FoiRequest, LogEntry, Rendering
from requests_app.search import searching
from requests_app.search.document import LogTexts, plain_text
from requests_app.search.engine import engine
from requests_app.search.filters import Filters, Sort
from requests_app.search.lookup import (
    Indexed,
    Lookup,
    facet,
    has,
    indexed,
    key_of,
    matching,
    standing_in,
    year_of,
)
from requests_app.search.query import Query, parse, wanted_words
from requests_app.search.searching import search
from requests_app.search.snippets import marked, snippet
from requests_app.search.words import stems
from tests import factories as given
from tests.visiting import queries_of

LOG = "/disclosure-log/"


# --- words -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("pothole", "Potholes"),
        ("light", "lighting"),
        ("council's", "council’s"),
        ("O'Brien", "O’BRIEN"),
        ("£1,200", "1200"),
        ("Ystradgynlais café", "ystradgynlais cafe"),
        ("ﬁnance", "finance"),
    ],
)
def test_words_that_are_one_word(one: str, another: str) -> None:
    assert stems(one) == stems(another)


@over(st.text())
def test_a_stem_is_nothing_but_letters_and_digits(text: str) -> None:
    for stem in stems(text):
        assert stem.isascii()
        assert stem.isalnum()
        assert stem == stem.lower()


# --- queries ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("", (), ()),
        ("street lights", ((("street",),), (("light",),)), ()),
        ('"street lights"', ((("street", "light"),),), ()),
        ("“street lights”", ((("street", "light"),),), ()),
        ("follow-up", ((("follow", "up"),),), ()),
        ("grit -salt", ((("grit",),),), (("salt",),)),
        ('-"road salt" grit', ((("grit",),),), (("road", "salt"),)),
        ("salt OR grit roads", ((("salt",), ("grit",)), (("road",),)), ()),
        ("salt or grit", ((("salt",),), (("or",),), (("grit",),)), ()),
        ("OR salt OR", ((("salt",),),), ()),
        ('an "open quotation', ((("an",),), (("open",),), (("quotat",),)), ()),
        ("-", (), ()),
        ("£1,200", ((("1200",),),), ()),
        ("NEAR(a b)", ((("near", "a"),), (("b",),)), ()),
        ("title:salt*", ((("titl", "salt"),),), ()),
        ("CAS-84648", ((("cas", "84648"),),), ()),
        ("salt salt", ((("salt",),),), ()),
    ],
)
def test_what_a_text_means(
    text: str, wanted: tuple[tuple[tuple[str, ...], ...], ...], unwanted: tuple[tuple[str, ...]]
) -> None:
    assert parse(text) == Query(wanted, unwanted)


def test_a_text_that_is_too_long_is_read_so_far_as_it_goes() -> None:
    assert parse("word " * 100).cut
    assert not parse("short").cut


SIGNS = st.text(alphabet="ab \"-OR*():^'&|!<>\0“”é€", max_size=40)


@over(SIGNS | st.text(max_size=60))
@example('"')
@example("OR")
@example("a OR -b")
def test_any_text_is_a_query_without_empty_phrases(text: str) -> None:
    query = parse(text)
    phrases = [*query.unwanted, *(phrase for group in query.wanted for phrase in group)]
    assert all(group for group in query.wanted)
    assert all(phrase and all(phrase) for phrase in phrases)


@pytest.mark.django_db
@settings(max_examples=50)
@over(SIGNS | st.text(max_size=60), st.text(max_size=20))
def test_no_text_is_an_error_of_the_database(text: str, value: str) -> None:
    assert list(engine().find(matching(parse(text), [facet("topic", value)]))) == []


# --- the index, against the meaning written down again ---------------------------------

WORDS = ("road", "salt", "grit", "street", "light", "budget")
ROWS = st.lists(st.lists(st.sampled_from(WORDS), max_size=8), min_size=1, max_size=6)
PIECES = st.sampled_from(
    [*WORDS, *(f"-{word}" for word in WORDS), "OR", '"road salt"', '-"grit road"']
)
QUERIES = st.lists(PIECES, max_size=5)


def holds(row: list[str], query: Query) -> bool:
    def stands(phrase: tuple[str, ...]) -> bool:
        width = len(phrase)
        return any(tuple(row[at : at + width]) == phrase for at in range(len(row)))

    wanted = all(any(stands(phrase) for phrase in group) for group in query.wanted)
    return wanted and not any(stands(phrase) for phrase in query.unwanted)


@pytest.mark.django_db
@settings(max_examples=50)
@over(ROWS, QUERIES)
def test_the_index_finds_what_the_query_means(rows: list[list[str]], pieces: list[str]) -> None:
    query = parse(" ".join(pieces))
    engine().clear()
    engine().put(row_of(key, row) for key, row in enumerate(rows))
    found = engine().find(replace(matching(query), limit=100))
    expected = [key for key, row in enumerate(rows) if holds(stems(" ".join(row)), query)]
    assert found == expected[::-1]


def row_of(key: int, row: list[str]) -> Indexed:
    found = stems(" ".join(row))
    pairs = [f"{one}_{two}" for one, two in pairwise(found)]
    return Indexed(key, tuple(dict.fromkeys(["all:records", *found, *pairs])))


@pytest.mark.django_db
def test_a_lookup_is_bounded_and_ordered() -> None:
    engine().put(Indexed(key, ("all:records",)) for key in range(10))
    assert engine().find(Lookup(limit=3)) == [9, 8, 7]
    assert engine().find(Lookup(first=2, end=5, oldest_first=True)) == [2, 3, 4]
    engine().remove([3, 77])
    assert engine().find(Lookup(first=2, end=5)) == [4, 2]


def test_keys_are_in_the_order_of_the_log() -> None:
    early, late = date(2025, 12, 31), date(2026, 1, 1)
    assert key_of(early, 10**9) < key_of(late, 1) < key_of(late, 2)
    assert [year_of(key_of(day, 10**9)) for day in (early, late)] == [2025, 2026]


# --- a log that is longer than what is listed of it -------------------------------------

# Either side of New Year, of a few years and of many.
DAYS = [date(year, 1, 1) + timedelta(days) for year in range(2018, 2026) for days in (-1, 0)]
LONG_LOGS = st.lists(
    st.tuples(st.sampled_from(DAYS), st.lists(st.sampled_from(WORDS), min_size=1, max_size=6)),
    min_size=25,
    max_size=60,
)


@pytest.mark.django_db
@settings(max_examples=100)
@over(LONG_LOGS, st.lists(PIECES, max_size=2), st.integers(1, 2), st.booleans(), st.data())
def test_the_first_of_a_long_log_are_those_that_stand_first(
    days: list[tuple[date, list[str]]],
    pieces: list[str],
    limit: int,
    oldest_first: bool,
    data: st.DataObject,
) -> None:
    rows = [
        indexed(key_of(day, number), LogTexts("", " ".join(words), "", ""), [])
        for number, (day, words) in enumerate(days)
    ]
    engine().clear()
    engine().put(rows)
    keys = sorted(row.key for row in rows)
    stretches = [(0, 2**63 - 1), (0, keys[3]), (0, keys[-2]), (keys[3], keys[-2])]
    first, end = data.draw(st.sampled_from(stretches))
    lookup = replace(
        matching(parse(" ".join(pieces))),
        first=first,
        end=end,
        limit=limit,
        oldest_first=oldest_first,
    )
    found = {row.key for row in rows if has(lookup, frozenset(row.terms))}
    expected = [key for key in keys if key in found and first <= key < end]
    assert engine().find(lookup) == (expected if oldest_first else expected[::-1])[:limit]


A_YEAR = 200


@pytest.fixture
def twenty_years(db: None) -> list[int]:
    """A long log of made-up years; its keys. One record of twenty tells of salt, all of roads."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite reads a word's records in the order of the log, and stops")
    rows = [
        Indexed(
            key_of(date(2006 + number // A_YEAR, 5, 1), number),
            ("all:records", f"year:{2006 + number // A_YEAR}", "road", "t:road")
            + (("salt",) if number % 20 == 0 else ()),
        )
        for number in range(20 * A_YEAR)
    ]
    engine().put(rows)
    with connection.cursor() as cursor:
        # As a server does by itself some minutes later: its plans follow what it knows.
        cursor.execute("ANALYZE requests_app_logindex")
    return [row.key for row in rows]


def found_and_read(lookup: Lookup) -> tuple[list[int], int]:
    """Keys, and how many rows of the index PostgreSQL took in hand for them."""
    before = rows_read()
    found = engine().find(lookup)
    return found, rows_read() - before


def rows_read() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables"
            " WHERE relname = 'requests_app_logindex'"
        )
        return int(cursor.fetchone()[0])


def test_of_a_word_of_every_record_a_stretch_is_read(twenty_years: list[int]) -> None:
    road = replace(matching(parse("road")), limit=10)
    # The eighty newest are of one year; another eighty are gone past to know where they begin.
    most = A_YEAR + 100
    found, read = found_and_read(road)
    assert (found, read < most) == (twenty_years[:-11:-1], True), read
    found, read = found_and_read(replace(road, oldest_first=True))
    assert (found, read < most) == (twenty_years[:10], True), read


def test_of_a_stretch_that_is_asked_for_no_more_is_read(twenty_years: list[int]) -> None:
    """As the best are looked for among what was found."""
    in_title = standing_in("t", parse("road"))
    first, end = twenty_years[-50], twenty_years[-1] + 1
    found, read = found_and_read(replace(in_title, first=first, end=end))
    assert (found, read <= A_YEAR) == (twenty_years[:-51:-1], True), read


def test_of_a_rare_word_only_what_has_it_is_read_besides(twenty_years: list[int]) -> None:
    salt = twenty_years[::20]
    found, read = found_and_read(replace(matching(parse("salt")), limit=10))
    assert (found, read < len(salt) + A_YEAR) == (salt[:-11:-1], True), read


# --- snippets --------------------------------------------------------------------------


def shown(text: str, query: str, *, characters: int = 40) -> str:
    pieces = snippet([text], parse(query).shown, characters=characters)
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("We salt roads.", "road", "We salt [roads]."),
        ("We salt roads.", '"salt road"', "We [salt roads]."),
        ("We salt\n\nroads.", "salt", "We [salt] roads."),
        ("Nothing of it here.", "snow", "Nothing of it here."),
        ("A <b>salt</b> & grit", "salt", "A <b>[salt]</b> & grit"),
        ("", "salt", ""),
        (
            "At the very beginning of a long text there is nothing, but then comes salt at last.",
            "salt",
            "… comes [salt] at last.",
        ),
    ],
)
def test_the_passage_with_the_words(text: str, query: str, expected: str) -> None:
    assert shown(text, query) == expected


@over(st.text(max_size=400), SIGNS)
def test_a_snippet_is_a_part_of_the_text(text: str, query: str) -> None:
    pieces = snippet([text], parse(query).shown, characters=60)
    inside = "".join(piece.text for piece in pieces if piece.text not in {"… ", " …"})
    assert "".join(inside.split()) in "".join(text.split())


def test_a_title_is_shown_whole() -> None:
    pieces = marked("Grit, salt and sand", parse("salt").shown)
    assert [piece.text for piece in pieces] == ["Grit, ", "salt", " and sand"]


def test_mark_up_is_not_searched() -> None:
    text = "We **hold** [the list](https://example.org).\n\n| a | b |\n|---|---|\n| c | d |"
    assert plain_text(text).split() == ["We", "hold", "the", "list.", "a", "b", "c", "d"]


def test_the_mark_of_a_language_is_not_a_word() -> None:
    text = "[cy] Nid yw’r cyngor yn dal [hwn].\n\n- [ga] Tá\n\nA [cy] that stands elsewhere."
    assert plain_text(text) == "Nid yw’r cyngor yn dal [hwn].\nTá\nA [cy] that stands elsewhere."


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("street lights", ("street", "lights")),
        ('"street lights" grit', ("street", "lights", "grit")),
        ('-"street lights" quagga yeti', ("quagga", "yeti")),
        ("–salt “road works” sand", ("road", "works", "sand")),
        ('" - x', ("x",)),
        ("", ()),
    ],
)
def test_what_a_text_asks_for_as_it_was_typed(typed: str, words: tuple[str, ...]) -> None:
    assert wanted_words(typed) == words


def test_an_answer_that_is_a_figure_alone_is_searched() -> None:
    assert plain_text("12.") == "12."


# --- the log ---------------------------------------------------------------------------


def publish(title: str, *, on: date = date(2026, 10, 1), text: str = given.TEXT) -> FoiRequest:
    case = given.approved(title=title, text=text)
    given.make_documents(case)
    publishing.publish(case, on=on, by=given.carol(), at=given.AT)
    given.make_documents(case)
    return case


def titles(query: str, **options: object) -> list[str]:
    results = search(parse(query), **options)  # type: ignore[arg-type]
    return [hit.entry.title for hit in results.hits]


@pytest.fixture
def log(db: None) -> None:
    publish("Street lighting")
    publish("Road salt", on=date(2026, 11, 1), text="1. How many tonnes of salt?\n2. And grit?")
    publish("Gritting routes", on=date(2025, 3, 1), text="1. Which roads are given salt?")


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("lamp", []),
        ("lights", ["Street lighting"]),
        ("1,204", ["Road salt", "Street lighting", "Gritting routes"]),
        ("salt", ["Road salt", "Gritting routes"]),
        ("grit", ["Gritting routes", "Road salt"]),
        ("salt -tonnes", ["Gritting routes"]),
        ("-salt", ["Street lighting"]),
        ('"given salt"', ["Gritting routes"]),
        ('"salt given"', []),
        ("tonnes OR lighting", ["Street lighting", "Road salt"]),
        ("", ["Road salt", "Street lighting", "Gritting routes"]),
    ],
)
def test_what_is_found_the_best_match_first(query: str, found: list[str]) -> None:
    assert titles(query) == found


@pytest.mark.django_db
def test_the_best_match_stands_first_where_its_words_alone_are_common(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Titles with both words, but not side by side, used to push it out of what is looked at."""
    monkeypatch.setattr(searching, "WINDOW", 2)
    publish("Given salt", on=date(2025, 1, 1))
    publish("Salt given", on=date(2025, 2, 1))
    publish("Salt is given", on=date(2025, 3, 1))
    publish("Roads", text="1. Which roads are given salt?")
    assert titles('"given salt"') == ["Given salt", "Roads"]


@pytest.mark.usefixtures("log")
def test_filters_and_order() -> None:
    assert titles("", filters=Filters(year="2025")) == ["Gritting routes"]
    assert titles("salt", filters=Filters(year="2026")) == ["Road salt"]
    assert titles("", filters=Filters(outcome="not-held")) == []
    assert len(titles("", filters=Filters(outcome="information-provided"))) == 3
    assert titles("salt", sort=Sort.OLDEST) == ["Gritting routes", "Road salt"]
    assert titles("grit", sort=Sort.NEWEST) == ["Road salt", "Gritting routes"]


@pytest.mark.django_db
def test_an_exemption_is_a_filter() -> None:
    case = given.received(title="Locks")
    given.particulars()
    row = given.answer(case, disposition="exempt_all")
    given.weighed(case, [given.claim(row)])
    given.publish_draft(case)
    assert titles("", filters=Filters(exemption="31")) == ["Locks"]
    assert titles("", filters=Filters(exemption="40")) == []
    assert titles("burglars") == ["Locks"]
    assert titles("names the locks") == ["Locks"]


# --- what is never found ---------------------------------------------------------------


def leaks(case: FoiRequest) -> bool:
    text = Client().get(LOG, {"q": "lights"}).text
    return case.title in text or LogEntry.objects.exists() or bool(engine().find(Lookup()))


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["complete", "in_review", "approved", "withdrawn"])
def test_what_is_not_public_is_not_found(state: str) -> None:
    case = getattr(given, state)()
    assert not leaks(case)


@pytest.mark.django_db
def test_a_record_is_found_from_the_moment_its_document_is_made() -> None:
    case = given.approved()
    given.make_documents(case)
    publishing.publish(case, on=date(2026, 10, 1), by=given.carol(), at=given.AT)
    assert not leaks(case)
    given.make_documents(case)
    assert titles("lights") == ["Street lighting"]
    publishing.withdraw(case, reason="Too early.", by=given.carol(), at=given.AT)
    assert not leaks(case)


@pytest.mark.django_db
def test_an_index_that_says_too_much_shows_nothing() -> None:
    """The second guard: what the index holds is asked for through the one visibility query."""
    publish("Street lighting")
    Rendering.objects.update(state="failed")
    assert engine().find(Lookup())
    assert titles("lights") == []


@pytest.mark.django_db
def test_the_index_is_written_in_a_transaction_only() -> None:
    case = given.published()
    atomic = connection.in_atomic_block
    connection.in_atomic_block = False
    try:
        with pytest.raises(RuntimeError, match="transaction"):
            listing.list_again(case)
    finally:
        connection.in_atomic_block = atomic


@pytest.mark.usefixtures("log")
def test_the_index_can_be_made_anew() -> None:
    before = titles("salt")
    engine().clear()
    assert titles("salt") == []
    call_command("reindex_log", stdout=(told := StringIO()))
    assert "list 3 records" in told.getvalue()
    assert titles("salt") == before


# --- the page --------------------------------------------------------------------------


@pytest.mark.usefixtures("log")
def test_the_page_shows_what_was_found_and_keeps_what_was_typed() -> None:
    page = Client().get(LOG, {"q": 'salt OR "<i>"', "year": "2025"}).text
    assert '<h2 class="govuk-heading-m" id="found">1 record for' in page
    assert "<mark>salt</mark>" in page
    assert "Year: 2025" in page
    assert f'href="{LOG}?q=salt+OR+%22%3Ci%3E%22"' in page
    assert 'value="salt OR &quot;&lt;i&gt;&quot;"' in page
    assert "<i>" not in page


@pytest.mark.django_db
def test_words_of_a_record_are_never_mark_up() -> None:
    publish("Lights <script>", text="1. Is <img src=x> of light shown?")
    page = Client().get(LOG, {"q": "light"}).text
    assert "<mark>Lights</mark> &lt;script&gt;" in page
    assert "<img" not in page


@pytest.mark.usefixtures("log")
def test_nothing_found_helps_on() -> None:
    page = Client().get(LOG, {"q": "purple lights", "year": "2026"}).text
    assert "No record" in page
    assert "spelling" in page
    assert "?q=purple+OR+lights&amp;year=2026" in page
    assert Client().get(LOG, {"q": "x" * 5000}).status_code == 200


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("address", [LOG, f"{LOG}?q=salt", f"{LOG}?year=2026&topic=parking"])
def test_a_list_costs_as_many_queries_however_many_there_are(address: str) -> None:
    few = queries_of(Client(), address)
    for number in range(5):
        publish(f"Salt {number}")
    assert queries_of(Client(), address) == few


@pytest.mark.usefixtures("log")
def test_more_than_can_be_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "WINDOW", 2)
    assert titles("") == ["Road salt", "Street lighting"]
    assert titles("1,204") == ["Road salt", "Street lighting"]
    page = Client().get(LOG, {"q": "1,204"}).text
    assert "More than 2 records" in page
    assert "The newest 2 are listed, the best match first." in page
