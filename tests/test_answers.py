"""The drafting workbench over HTTP: grouping, writing, moving, losing nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from requests_app.models import Answer, AuditEvent, Block, FoiRequest
from requests_app.outcome import Disposition
from requests_app.workflow import Role
from tests import factories
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> Client:
    return signed_in(factories.alice())


def workbench(case: FoiRequest) -> str:
    return reverse("answers", args=[case.slug])


def url(row: Answer, name: str = "answer") -> str:
    return reverse(name, args=[row.foi_request.slug, row.pk])


def ticked(*blocks: Block, **more: object) -> dict[str, object]:
    return {"questions": [block.pk for block in blocks], **more}


def written(row: Answer, text: str = "We hold none.", **more: str) -> dict[str, str]:
    said = {"text": text, "disposition": "not_held", "revision": str(row.revision)}
    return {**said, **more}


class TestWorkbench:
    def test_shows_each_question_with_how_far_it_has_come(self, alice: Client) -> None:
        case = factories.with_questions(4)
        one, two, three, _ = factories.questions(case)
        factories.answer(case, [one])
        factories.answer(case, [two], text="We may.", disposition="exempt_all")
        factories.answer(case, [three], text="", disposition="")
        page = alice.get(workbench(case)).content.decode()
        for state in ("Complete", "1 missing", "Begun", "Not answered"):
            assert f">{state}</strong>" in page
        assert "2 of 4 questions answered" in page
        assert "We hold 1,204 of them." in page, "the preview"

    def test_stands_in_the_sections_of_the_request(self, alice: Client) -> None:
        case = factories.received("Lamps\n\n1. How many?\n\nTrees\n\n1. How many?")
        for block in case.blocks.filter(text__in=["Lamps", "Trees"]):
            factories.mark(block, "section")
        page = alice.get(workbench(case)).content.decode()
        assert page.index('id="part-1">Lamps') < page.index('id="part-2">Trees')

    def test_ticks_the_open_questions_of_a_section_without_javascript(self, alice: Client) -> None:
        case = factories.with_questions(3)
        first = factories.questions(case)[0]
        factories.answer(case, [first])
        page = alice.get(workbench(case) + "?select=0").content.decode()
        assert page.count(" checked") == 2
        assert f'id="id_questions_{first.pk}" checked' not in page

    def test_same_number_of_queries_for_ten_answers_more(self, alice: Client) -> None:
        def case_of(count: int) -> FoiRequest:
            case = factories.with_questions(count)
            claims = [
                factories.claim(factories.answer(case, [question], disposition="exempt_all"))
                for question in factories.questions(case)
            ]
            factories.weighed(case, claims)
            return case

        few, many = workbench(case_of(2)), workbench(case_of(12))
        assert queries_of(alice, few) == queries_of(alice, many)


class TestGrouping:
    def test_several_questions_get_one_answer(self, alice: Client) -> None:
        case = factories.with_questions(3)
        one, two, _ = factories.questions(case)
        answer = alice.post(workbench(case), ticked(one, two, new="1"))
        row = Answer.objects.get()
        assert answer["Location"] == url(row)
        assert set(row.questions.all()) == {one, two}
        assert "Answer to questions 1 and 2" in alice.get(url(row)).content.decode()

    def test_a_question_moves_to_another_answer(self, alice: Client) -> None:
        case = factories.with_questions(3)
        one, two, three = factories.questions(case)
        left, right = factories.answer(case, [one, two]), factories.answer(case, [three])
        answer = alice.post(workbench(case), ticked(two, move="1", answer=right.pk))
        assert answer["Location"] == url(right)
        assert set(left.questions.all()) == {one}
        assert set(right.questions.all()) == {two, three}

    def test_an_answer_that_lost_its_last_question_keeps_its_words(self, alice: Client) -> None:
        case = factories.with_questions(2)
        one, two = factories.questions(case)
        left, right = factories.answer(case, [one], text="Hard work"), factories.answer(case, [two])
        alice.post(workbench(case), ticked(one, move="1", answer=right.pk))
        page = alice.get(workbench(case)).content.decode()
        assert "Answers without a question" in page
        assert url(left) in page

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            ({"new": "1"}, "Select at least one question"),
            ({"move": "1"}, "Select at least one question"),
            ({"questions": ["999999"], "new": "1"}, "select one of the options"),
        ],
    )
    def test_bad_input_is_told(self, alice: Client, data: dict[str, object], message: str) -> None:
        case = factories.with_questions(2)
        page = alice.post(workbench(case), data).content.decode()
        assert page.count(message) >= 2
        assert Answer.objects.count() == 0

    def test_ticks_stay_when_the_target_is_missing(self, alice: Client) -> None:
        case = factories.with_questions(2)
        one, two = factories.questions(case)
        factories.answer(case, [two])
        page = alice.post(workbench(case), ticked(one, move="1", answer="")).content.decode()
        assert "Select the answer to move the questions to" in page
        assert f'id="id_questions_{one.pk}" checked' in page

    def test_an_answer_of_another_case_is_no_target(self, alice: Client) -> None:
        case, other = factories.with_questions(1), factories.with_questions(1)
        row = factories.answer(other)
        alice.post(workbench(case), ticked(*factories.questions(case), move="1", answer=row.pk))
        assert row.questions.count() == 1

    def test_repeating_it_is_harmless(self, alice: Client) -> None:
        case = factories.with_questions(2)
        row = factories.answer(case)
        again = ticked(*factories.questions(case), move="1", answer=row.pk)
        alice.post(workbench(case), again)
        alice.post(workbench(case), again)
        assert row.questions.count() == 2


class TestWriting:
    def test_an_answer_is_saved(self, alice: Client) -> None:
        row = factories.answer(factories.with_questions(1), text="", disposition="")
        assert alice.post(url(row), written(row))["Location"] == url(row)
        row.refresh_from_db()
        assert (row.text, row.disposition) == ("We hold none.", "not_held")

    def test_it_is_saved_on_the_way_to_a_claim(self, alice: Client) -> None:
        row = factories.answer(factories.with_questions(1))
        answer = alice.post(url(row), written(row, "We withhold it.", claim="1"))
        assert answer["Location"] == reverse("claim-new", args=[row.foi_request.slug, row.pk])
        row.refresh_from_db()
        assert row.text == "We withhold it."

    def test_it_may_be_saved_half_done(self, alice: Client) -> None:
        row = factories.answer(factories.with_questions(1))
        alice.post(url(row), written(row, "", disposition=""))
        row.refresh_from_db()
        assert (row.text, row.disposition) == ("", "")
        page = alice.get(url(row)).content.decode()
        assert "Write the answer to question 1." in page
        assert "Say what became of question 1." in page
        assert "(optional)" not in page

    def test_every_disposition_is_offered(self, alice: Client) -> None:
        row = factories.answer(factories.with_questions(1))
        page = alice.get(url(row)).content.decode()
        for disposition in Disposition:
            assert f'value="{disposition.value}"' in page

    def test_what_is_too_long_is_told_and_kept(self, alice: Client) -> None:
        row = factories.answer(factories.with_questions(1))
        page = alice.post(url(row), written(row, "word " * 11_000)).content.decode()
        assert '<div id="id_text_error">' in page
        assert "word word word" in page
        row.refresh_from_db()
        assert row.text == "We hold 1,204 of them."

    @pytest.mark.parametrize("revision", ["", "x"])
    def test_a_damaged_revision_overwrites_nothing(self, alice: Client, revision: str) -> None:
        row = factories.answer(factories.with_questions(1))
        page = alice.post(url(row), written(row, "Mine", revision=revision)).content.decode()
        assert "There is a problem" in page
        assert "Mine" in page
        row.refresh_from_db()
        assert row.text == "We hold 1,204 of them."

    @pytest.mark.fault("F1")
    def test_what_somebody_else_saved_is_not_overwritten(self, alice: Client) -> None:
        row = factories.answer(factories.with_questions(1), text="As I found it")
        opened = written(row, "The lamps are new")
        other = signed_in(factories.person("alan", Role.OFFICER, name="Alan"))
        other.post(url(row), written(row, "The lamps are old", disposition="disclosed"))
        answer = alice.post(url(row), opened)
        row.refresh_from_db()
        assert (answer.status_code, row.text) == (409, "The lamps are old")
        page = answer.content.decode()
        assert "Somebody else saved this answer" in page
        assert "Saved by Alan" in page
        assert "<del>old</del>" in page
        assert "<ins>new</ins>" in page
        assert "The lamps are new</textarea>" in page, "still in the box"
        # Having seen theirs, I may save: theirs stays in the history.
        assert f'name="revision" value="{row.revision}"' in page
        alice.post(url(row), written(row, "Both words"))
        row.refresh_from_db()
        assert row.text == "Both words"
        history = alice.get(url(row, "answer-history")).content.decode()
        assert "The lamps are old" in history

    def test_both_texts_are_put_into_the_box_and_nothing_is_saved(self, alice: Client) -> None:
        row = factories.answer(factories.with_questions(1), text="As I found it")
        opened = written(row, "My words", both="1")
        alice.post(url(row), written(row, "Their words"))
        page = alice.post(url(row), opened).content.decode()
        assert "Their words\n\nMy words</textarea>" in page
        row.refresh_from_db()
        assert row.text == "Their words"
        assert f'name="revision" value="{row.revision}"' in page

    def test_who_takes_theirs_keeps_their_own_as_a_draft(self, alice: Client) -> None:
        row = factories.answer(factories.with_questions(1))
        opened = alice.get(url(row)).context["kept"]
        mine = written(row, "My words", kept=opened.token)
        other = signed_in(factories.person("alan", Role.OFFICER))
        other.post(url(row), written(row, "Their words"))
        alice.post(url(row), mine)
        page = alice.get(url(row)).content.decode()
        assert "Their words</textarea>" in page
        assert "You have text that was not saved" in page
        assert "My words" in page

    def test_the_second_half_of_a_double_click_is_saved_once(self, alice: Client) -> None:
        row = factories.answer(factories.with_questions(1))
        twice = written(row, "My words")
        assert [alice.post(url(row), twice).status_code for _ in range(2)] == [302, 302]
        assert row.foi_request.answer_versions.filter(text="My words").count() == 1
        assert AuditEvent.objects.filter(verb="answer_saved").count() == 2

    def test_comments_of_the_version_that_came_back_stand_beside_it(self, alice: Client) -> None:
        case = factories.returned(comments={"a1": "Which year is this?"})
        page = alice.get(url(case.answers.get())).content.decode()
        assert "Which year is this?" in page
        assert "Please look at it again." in page

    def test_comments_are_gone_when_the_next_version_went_out(self, alice: Client) -> None:
        case = factories.approved()
        alice.post(reverse("reopen", args=[case.slug]))
        assert "came back" not in alice.get(url(case.answers.get())).content.decode()

    def test_same_number_of_queries_for_ten_claims_more(self, alice: Client) -> None:
        def answer_with(cites: list[str]) -> Answer:
            row = factories.answer(factories.with_questions(1), disposition="exempt_all")
            for cite in cites:
                factories.claim(row, cite)
            return row

        limbs = [f"31(1)({letter})" for letter in "abcdefghi"]
        few, many = answer_with(limbs[:1]), answer_with(limbs)
        assert queries_of(alice, url(few)) == queries_of(alice, url(many))


class TestNext:
    def test_leads_to_the_next_open_question_and_begins_its_answer(self, alice: Client) -> None:
        case = factories.with_questions(3)
        one, two, three = factories.questions(case)
        factories.answer(case, [one])
        row = factories.answer(case, [two], text="", disposition="")
        answer = alice.post(url(row), written(row, next="1"))
        three.refresh_from_db()
        assert three.answer is not None
        assert answer["Location"] == url(three.answer)

    def test_begins_again_at_the_top(self, alice: Client) -> None:
        case = factories.with_questions(2)
        one, two = factories.questions(case)
        row = factories.answer(case, [two])
        answer = alice.post(url(row), written(row, next="1"))
        one.refresh_from_db()
        assert one.answer is not None
        assert answer["Location"] == url(one.answer)

    def test_leads_to_an_answer_that_lacks_something(self, alice: Client) -> None:
        case = factories.with_questions(2)
        one, two = factories.questions(case)
        row, open_ = factories.answer(case, [one]), factories.answer(case, [two], disposition="")
        assert alice.post(url(row), written(row, next="1"))["Location"] == url(open_)

    def test_leads_to_all_questions_when_none_is_left(self, alice: Client) -> None:
        case = factories.with_questions(1)
        row = factories.answer(case)
        assert alice.post(url(row), written(row, next="1"))["Location"] == workbench(case)


class TestPreview:
    def test_shows_words_that_are_not_saved(self, alice: Client) -> None:
        row = factories.answer(factories.with_questions(2))
        answer = alice.post(url(row, "answer-preview"), written(row, "- one\n- **two**"))
        fragment = answer.content.decode()
        assert "<li><strong>two</strong></li>" in fragment.replace("\n", "")
        assert "In respect of questions 1 and 2:" in fragment
        assert "Not held" in fragment
        assert "<html" not in fragment
        row.refresh_from_db()
        assert row.text == "We hold 1,204 of them."
        assert AuditEvent.objects.filter(verb="answer_saved").count() == 1

    def test_shows_the_annex_that_the_answer_leads_to(self, alice: Client) -> None:
        row = factories.answer(factories.with_questions(1), disposition="exempt_all")
        factories.claim(row, reason="It names the locks.")
        fragment = alice.post(url(row, "answer-preview"), written(row)).content.decode()
        assert "What section 31(1)(a) says, in general." in fragment
        assert "It names the locks." in fragment

    def test_script_is_shown_as_words(self, alice: Client) -> None:
        row = factories.answer(factories.with_questions(1))
        typed = written(row, "<script>alert(1)</script> [x](javascript:alert(1))")
        fragment = alice.post(url(row, "answer-preview"), typed).content.decode()
        assert "<script" not in fragment
        assert "javascript:" not in fragment.replace("[x](javascript:alert(1))", "")

    def test_what_is_too_long_is_told(self, alice: Client) -> None:
        row = factories.answer(factories.with_questions(1))
        answer = alice.post(url(row, "answer-preview"), written(row, "word " * 11_000))
        assert answer.status_code == 200
        assert "govuk-error-message" in answer.content.decode()

    def test_a_disposition_that_does_not_exist_is_none(self, alice: Client) -> None:
        row = factories.answer(factories.with_questions(1))
        answer = alice.post(url(row, "answer-preview"), written(row, disposition="nonsense"))
        assert answer.status_code == 200


class TestPaste:
    def test_gives_markdown(self, alice: Client) -> None:
        case = factories.with_questions(1)
        html = '<p style="color:red">See <b>this</b></p><ul><li>one</li><li>two</li></ul>'
        answer = alice.post(reverse("paste", args=[case.slug]), {"html": html})
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        text = answer.content.decode()
        assert "See **this**" in text
        assert "- one\n- two" in text.replace("* ", "- ")
        assert "<" not in text

    def test_refuses_what_is_too_much(self, alice: Client) -> None:
        case = factories.with_questions(1)
        answer = alice.post(reverse("paste", args=[case.slug]), {"html": "x" * 2_100_000})
        assert answer.status_code == 413


class TestRemove:
    def test_its_questions_are_open_again(self, alice: Client) -> None:
        case = factories.with_questions(2)
        row = factories.answer(case, disposition="exempt_all")
        factories.weighed(case, [factories.claim(row)])
        assert alice.post(url(row, "answer-remove"))["Location"] == workbench(case)
        assert Answer.objects.count() == 0
        assert "0 of 2 questions answered" in alice.get(workbench(case)).content.decode()

    def test_repeating_it_is_harmless(self, alice: Client) -> None:
        row = factories.answer(factories.with_questions(1))
        target = url(row, "answer-remove")
        alice.post(target)
        assert alice.post(target).status_code == 302
        assert AuditEvent.objects.filter(verb="answer_removed").count() == 1


class TestUnanswered:
    def test_questions_go_back_and_what_was_written_is_kept(self, alice: Client) -> None:
        case = factories.with_questions(3)
        one, two, three = factories.questions(case)
        row = factories.answer(case, [one, two], text="Of two questions.")
        factories.answer(case, [three], text="Of the third.")
        address = reverse("questions-open", args=[case.slug])
        page = alice.post(address, ticked(one, three), follow=True).content.decode()
        assert "unanswered again. What was written is kept" in page
        assert [block.answer for block in factories.questions(case)] == [None, row, None]
        assert sorted(Answer.objects.values_list("text", flat=True)) == [
            "Of the third.",
            "Of two questions.",
        ]
        assert AuditEvent.objects.latest("pk").detail == {"questions": 2}

    def test_an_empty_answer_goes_without_a_word(self, alice: Client) -> None:
        case = factories.with_questions(1)
        factories.answer(case, text="", disposition="")
        address = reverse("questions-open", args=[case.slug])
        page = alice.post(address, ticked(*factories.questions(case)), follow=True)
        assert "What was written" not in page.content.decode()
        assert not Answer.objects.exists()

    def test_nothing_ticked_is_told_and_a_repeat_is_harmless(self, alice: Client) -> None:
        case = factories.with_questions(1)
        factories.answer(case)
        address = reverse("questions-open", args=[case.slug])
        assert "Select at least one question" in alice.post(address).content.decode()
        for _ in range(2):
            assert alice.post(address, ticked(*factories.questions(case))).status_code == 302
        assert AuditEvent.objects.filter(verb="left_open").count() == 1


class TestNothingTypedIsLost:
    def test_when_the_case_was_submitted_meanwhile(self, alice: Client) -> None:
        case = factories.in_review()
        row = Answer.objects.get()
        answer = alice.post(url(row), written(row, "An hour of <work>."))
        assert (answer.status_code, case.state) == (409, "in_review")
        assert "An hour of &lt;work&gt;.</textarea>" in answer.content.decode()

    def test_when_the_answer_was_removed_meanwhile(self, alice: Client) -> None:
        case = factories.with_questions(1)
        row = factories.answer(case)
        address, typed = url(row), written(row, "An hour of work.")
        alice.post(url(row, "answer-remove"))
        answer = alice.post(address, typed)
        assert answer.status_code == 404
        page = answer.content.decode()
        assert "An hour of work.</textarea>" in page
        assert "not_held" not in page

    def test_when_the_role_was_taken_away_meanwhile(self) -> None:
        row = factories.answer(factories.with_questions(1))
        answer = signed_in(factories.bob()).post(url(row), written(row, "An hour of work."))
        assert answer.status_code == 403
        assert "An hour of work.</textarea>" in answer.content.decode()
