"""Who reaches which page of a case, what a refusal looks like, where a finding leads."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from requests_app.access import url_of
from requests_app.gate.finding import Finding, Place, Severity
from requests_app.models import AuditEvent, FoiRequest
from tests import factories
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db

# Pages of the draft: (name, what its address needs, whether it only takes POST)
DRAFT_PAGES = [
    ("request-details", "", False),
    ("split", "", False),
    ("block", "block", False),
    ("block-cut", "block", False),
    ("block-join", "block", True),
    ("block-move", "block", True),
    ("block-redact", "block", False),
    ("answers", "", False),
    ("answer", "answer", False),
    ("answer-preview", "answer", True),
    ("answer-remove", "answer", True),
    ("paste", "", True),
    ("claim-new", "answer", False),
    ("claim", "claim", False),
    ("claim-remove", "claim", True),
    ("test-new", "", False),
    ("test", "test", False),
    ("test-remove", "test", True),
    ("annex", "", False),
    ("outcome", "", False),
]
EVERYBODY = ["alice", "bob", "carol", "dora", "eve", "mallory"]


def person(name: str) -> User:
    made: User = getattr(factories, name)()
    return made


@pytest.fixture
def case() -> FoiRequest:
    """A draft with one of everything, so that every page has something to show."""
    factories.particulars()
    case = factories.received()
    row = factories.answer(case, disposition="exempt_all")
    factories.weighed(case, [factories.claim(row)])
    return case


def address(case: FoiRequest, name: str, needs: str) -> str:
    row = case.answers.get()
    claim = row.claims.get()
    pks = {
        "block": case.blocks.all()[0].pk,
        "answer": row.pk,
        "claim": claim.pk,
        "test": claim.test_id,
    }
    return reverse(name, args=[case.slug, pks[needs]] if needs else [case.slug])


@pytest.mark.parametrize(("name", "needs", "posts"), DRAFT_PAGES)
class TestPagesOfTheDraft:
    def test_open_for_an_officer(
        self, case: FoiRequest, name: str, needs: str, *, posts: bool
    ) -> None:
        url = address(case, name, needs)
        assert signed_in(factories.alice()).get(url).status_code == (405 if posts else 200)

    def test_send_a_stranger_to_the_sign_in(
        self, case: FoiRequest, client: object, name: str, needs: str, *, posts: bool
    ) -> None:
        url = address(case, name, needs)
        answer = client.post(url) if posts else client.get(url)  # type: ignore[attr-defined]
        assert answer.status_code == 302
        assert answer["Location"] == f"/accounts/login/?next={url}"

    @pytest.mark.parametrize("who", EVERYBODY[1:])
    def test_refuse_whoever_is_no_officer(
        self, case: FoiRequest, who: str, name: str, needs: str, *, posts: bool
    ) -> None:
        url = address(case, name, needs)
        before = AuditEvent.objects.count()
        visitor = signed_in(person(who))
        answer = visitor.post(url) if posts else visitor.get(url)
        assert answer.status_code == 403
        assert "Only" in answer.content.decode()
        assert AuditEvent.objects.count() == before

    def test_say_409_when_the_case_is_in_review(
        self, name: str, needs: str, *, posts: bool
    ) -> None:
        # The check comes before the row is looked for, so any number will do.
        case = factories.in_review()
        url = reverse(name, args=[case.slug, 1] if needs else [case.slug])
        visitor = signed_in(factories.alice())
        answer = visitor.post(url) if posts else visitor.get(url)
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "The case is in review, so nobody can change the draft now." in page
        assert reverse("request", args=[case.slug]) in page

    def test_answer_404_for_a_case_that_is_not_there(
        self, name: str, needs: str, *, posts: bool
    ) -> None:
        url = reverse(name, args=["no-such-case", 1] if needs else ["no-such-case"])
        visitor = signed_in(factories.alice())
        assert (visitor.post(url) if posts else visitor.get(url)).status_code == 404


@pytest.mark.parametrize("name", ["request", "preview"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("alice", 200),
        ("bob", 200),
        ("carol", 200),
        ("eve", 200),
        ("dora", 403),
        ("mallory", 403),
    ],
)
def test_who_may_read_a_case(case: FoiRequest, name: str, who: str, status: int) -> None:
    url = reverse(name, args=[case.slug])
    assert signed_in(person(who)).get(url).status_code == status


def test_rows_of_another_case_are_not_there(case: FoiRequest) -> None:
    other = factories.received(title="Another")
    visitor = signed_in(factories.alice())
    for name, needs, posts in DRAFT_PAGES:
        if needs:
            url = address(case, name, needs).replace(case.slug, other.slug)
            answer = visitor.post(url) if posts else visitor.get(url)
            # What removes is harmless where there is nothing to remove.
            assert answer.status_code == (302 if name.endswith("-remove") else 404), name
    row = case.answers.get()
    assert row.claims.count() == 1


@pytest.mark.parametrize(
    ("place", "pk", "field", "expected"),
    [
        (Place.CASE, None, "", "/requests/{slug}/details/"),
        (Place.WORDING, "31(1)(a)", "body", "/requests/{slug}/annex/31-1-a/#div_id_body"),
        (Place.CASE, None, "dataset", "/requests/{slug}/facts/#div_id_dataset"),
        (Place.OUTCOME, None, "reason", "/requests/{slug}/outcome/#div_id_reason"),
        (Place.ANNEX, None, "", "/requests/{slug}/annex/"),
        (Place.ANSWER, 4, "search_by", "/requests/{slug}/answers/4/facts/#div_id_search_by"),
        (Place.CLAIM, 4, "living", "/requests/{slug}/claims/4/facts/#div_id_living"),
        (
            Place.TEST,
            4,
            "same_information",
            "/requests/{slug}/tests/4/facts/#div_id_same_information",
        ),
        (Place.ANSWER, None, "text", "/requests/{slug}/"),
        (Place.SPLIT, 4, "", "/requests/{slug}/split/#block-4"),
        (Place.SPLIT, None, "", "/requests/{slug}/split/"),
        (Place.ANSWERS, 4, "", "/requests/{slug}/answers/#question-4"),
        (Place.ANSWER, 4, "text", "/requests/{slug}/answers/4/#div_id_text"),
        (Place.ANSWER, 4, "claims", "/requests/{slug}/answers/4/#claims"),
        (Place.CLAIM, 4, "reason", "/requests/{slug}/claims/4/#div_id_reason"),
        (Place.CLAIM, 4, "test", "/requests/{slug}/tests/new/?claim=4"),
        (Place.TEST, 4, "reasons", "/requests/{slug}/tests/4/#div_id_reasons"),
        (Place.LIBRARY, "31(1)(a)", "", "/library/31-1-a/"),
        (Place.PARTICULARS, None, "", "/library/particulars/"),
    ],
)
def test_where_a_finding_is_mended(
    place: Place, pk: int | str | None, field: str, expected: str
) -> None:
    case = factories.received()
    finding = Finding("X-1", "s1", Severity.BLOCKS, "Mend it.", place, "", field, pk)
    assert url_of(finding, case) == expected.format(slug=case.slug)
