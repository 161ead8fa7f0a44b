"""What is withheld is looked for in the response, and in the words of the finished pages."""

from __future__ import annotations

import pytest
from django.utils.timezone import localdate, now

from requests_app.actions import review, splitting
from requests_app.compiling import load_draft
from requests_app.gate.finding import Place, Stage
from requests_app.gate.gathering import findings_of
from requests_app.gate.versions import findings_of_version
from requests_app.models import FoiRequest, RenderedText, Rendering
from requests_app.producing import produce
from requests_app.rendering import RenderFailed
from requests_app.rendering.reading_back import text_of
from tests import factories
from tests.factories import AT, alice, bob

pytestmark = pytest.mark.django_db

PASSAGE = "Ada Example of 3 Mill Lane"


@pytest.fixture(autouse=True)
def authority(db: None) -> None:
    factories.particulars()


def submitted(*, text: str = "We hold 1,204 of them.", words: str = "") -> FoiRequest:
    """In review, with a passage of its request removed and these words listed as withheld."""
    case = factories.received(text=f"1. How many did {PASSAGE} see?")
    factories.answer(case, text=text)
    block = factories.questions(case)[0]
    splitting.redact_block(block, passages=[PASSAGE], by=alice(), at=AT)
    if words:
        factories.record(FoiRequest.objects.get(pk=case.pk), {"withheld_words": words})
    review.submit(case, by=alice(), at=AT)
    return case


def said(case: FoiRequest, stage: Stage) -> list[str]:
    found = findings_of_version(case.versions.get(), stage=stage, day=localdate(AT))
    return [row.message for row in found if row.rule == "FIL-03"]


class TestPages:
    @pytest.mark.parametrize("stage", Stage)
    def test_passage_on_a_finished_page_is_found(self, stage: Stage) -> None:
        case = submitted()
        factories.make_documents(case, text="How many did Ada Example\nof 3 Mill Lane see?")
        letter, record = said(case, stage)
        assert "(passage 1) stand in the letter" in letter
        assert "stand in the public record" in record

    def test_it_stops_approval_and_publication(self) -> None:
        case = submitted()
        factories.make_documents(case, text=f"As {PASSAGE} knows.")
        with pytest.raises(review.Incomplete, match="passage 1"):
            review.approve(case, digest=case.versions.get().digest, comments={}, by=bob(), at=AT)

    def test_passage_broken_within_a_word_is_found(self) -> None:
        case = submitted()
        factories.make_documents(case, text="Ada Ex ample of 3 Mill La\nne")
        assert len(said(case, Stage.APPROVE)) == 2

    def test_clean_pages_pass(self) -> None:
        case = submitted()
        factories.make_documents(case, text="How many did [personal information removed] see?")
        assert said(case, Stage.APPROVE) == []

    def test_requester_may_stand_in_the_letter_and_nowhere_else(self) -> None:
        case = submitted(words="Robin Sample")
        factories.make_documents(case, text="Dear Robin Sample")
        (message,) = said(case, Stage.APPROVE)
        assert "public record" in message

    def test_authority_may_name_itself(self) -> None:
        case = submitted(words="Northmere District Council")
        factories.make_documents(case, text="Northmere District Council\n1 Example Street")
        assert said(case, Stage.APPROVE) == []

    def test_short_word_is_not_found_in_others(self) -> None:
        case = submitted(words="Al Ex")
        factories.make_documents(case, text="legal expenses, al\nexander, a lex")
        assert said(case, Stage.APPROVE) == []


class TestDraft:
    def test_listed_word_in_an_answer_is_told_while_it_is_written(self) -> None:
        case = factories.with_questions(1)
        factories.answer(case, text="The key is kept by J. Keeper.")
        factories.record(case, {"withheld_words": "Nobody\nJ. Keeper"})
        draft = load_draft(FoiRequest.objects.get(pk=case.pk))
        (found,) = [row for row in findings_of(draft, day=localdate(AT)) if row.rule == "FIL-03"]
        assert (found.place, found.field) == (Place.CASE, "withheld_words")
        assert "Number 2 of the words listed as withheld" in found.message
        assert "Keeper" not in found.message


def test_worker_reads_back_what_it_made() -> None:
    case = submitted()
    for row in Rendering.objects.filter(version__foi_request=case):
        produce(row.pk, at=now)
    assert {row.rendering.kind for row in RenderedText.objects.all()} == {"letter", "record"}
    for row in RenderedText.objects.all():
        assert "We hold 1,204 of them." in " ".join(row.text.split())


def test_pages_that_cannot_be_read_back_are_a_failure_with_a_reason() -> None:
    with pytest.raises(RenderFailed, match="cannot be read back"):
        text_of(b"%PDF-1.7 no pages")
