"""Letters before the response over HTTP: acknowledgement, clarification, extension."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from requests_app.clock import EventKind
from requests_app.models import (
    AuditEvent,
    ClockEvent,
    FoiRequest,
    Notice,
    NoticeDecision,
    NoticeDispatch,
    Rendering,
)
from requests_app.outcome import Disposition
from tests import factories as given
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db

# Twenty and forty working days after the receipt of the factories' case, 26 October 2026.
DUE = date(2026, 11, 23)
FORTIETH = date(2026, 12, 22)


def address(name: str, case: FoiRequest, *args: object) -> str:
    return reverse(name, args=[case.slug, *args])


def on(day: date, name: str) -> dict[str, str]:
    return {
        f"{name}_day": f"{day.day}",
        f"{name}_month": f"{day.month}",
        f"{name}_year": f"{day.year}",
    }


def awaiting(*cites: str) -> FoiRequest:
    """A draft of which one answer awaits the public interest test."""
    given.particulars()
    case = given.received()
    first, *others = given.questions(case)
    given.answer(case, others)
    row = given.answer(case, [first], disposition=Disposition.AWAITING_PUBLIC_INTEREST_TEST)
    for cite in cites:
        given.claim(row, cite)
    return case


def write(case: FoiRequest, kind: str, **typed: str) -> Notice:
    answer = signed_in(given.alice()).post(
        address("notice-new", case, kind), {"write": "1", **typed}
    )
    assert answer.status_code == 302, answer.text
    return Notice.objects.latest("pk")


def extension() -> Notice:
    return write(awaiting("31(1)(a)"), "extension", **on(date(2026, 12, 14), "estimated"))


# --- writing ---------------------------------------------------------------------------


def test_an_acknowledgement_says_when_the_answer_is_due() -> None:
    case = given.complete()
    page = signed_in(given.alice()).get(address("notice-new", case, "acknowledgement"))
    assert f"{DUE:%-d %B %Y}" in page.text
    row = write(case, "acknowledgement", words="We write by e-mail, as you asked.")
    assert (row.value.due, row.value.words) == (DUE, "We write by e-mail, as you asked.")
    assert row.renderings.get().kind == Rendering.Kind.NOTICE


def test_a_clarification_needs_words_and_keeps_what_was_typed() -> None:
    case = given.complete()
    first = given.questions(case)[0]
    page = signed_in(given.alice()).post(
        address("notice-new", case, "clarification"),
        {"write": "1", "words": " ", "questions": [first.pk], **on(date(2026, 12, 1), "reply_by")},
    )
    assert "Say what you need to know (section 1(3))." in page.text
    assert 'value="12"' in page.text
    assert not Notice.objects.exists()


def test_what_no_font_can_print_is_told_beside_the_box_and_stays_typed() -> None:
    page = signed_in(given.alice()).post(
        address("notice-new", given.complete(), "acknowledgement"),
        {"write": "1", "words": "Thank you for writing. 中"},
    )
    assert "No font here can print “中” (U+4E2D" in page.text
    assert "it is after “Thank you for writing.”" in page.text
    assert "Thank you for writing. 中</textarea>" in page.text
    assert not Notice.objects.exists()


def test_a_clarification_of_one_question_leaves_the_others_their_day() -> None:
    case = given.complete()
    second = given.questions(case)[1]
    row = write(case, "clarification", words="Which lamps do you mean?", questions=str(second.pk))
    assert (row.value.covers, row.questions) == ("question 2", [second.pk])


@pytest.mark.parametrize(
    ("cites", "typed", "message"),
    [
        ((), on(date(2026, 12, 14), "estimated"), "No answer awaits the public interest test"),
        (("40(2)",), on(date(2026, 12, 14), "estimated"), "No answer awaits"),
        (("31(1)(a)",), {}, "Enter the day by which you expect to decide."),
        (("31(1)(a)",), on(DUE, "estimated"), "The answer is due on 23 November 2026 in any case"),
        (("31(1)(a)",), on(date(2026, 12, 23), "estimated"), "beyond forty working days"),
        (("31(1)(a)",), on(date(2026, 2, 28), "estimated") | {"estimated_day": "31"}, "real date"),
    ],
)
def test_an_extension_that_the_law_does_not_allow_is_told(
    cites: tuple[str, ...], typed: dict[str, str], message: str
) -> None:
    """s10(3): only qualified exemptions that apply; s17(2): with an estimate of the day."""
    case = awaiting(*cites)
    page = signed_in(given.alice()).post(
        address("notice-new", case, "extension"), {"write": "1", "words": "Kept words.", **typed}
    )
    assert page.status_code == 200
    assert message in page.text
    assert "Kept words." in page.text
    assert not Notice.objects.exists()


def test_an_extension_beyond_forty_days_goes_with_a_reason() -> None:
    typed = on(date(2026, 12, 23), "estimated")
    row = write(awaiting("31(1)(a)"), "extension", longer="We consult a third party.", **typed)
    assert row.value.longer == "We consult a third party."
    exact = on(FORTIETH, "estimated")
    assert write(FoiRequest.objects.get(), "extension", **exact).value.longer == ""


def test_a_preview_stores_nothing_and_shows_the_words() -> None:
    case = given.complete()
    page = signed_in(given.alice()).post(
        address("notice-new", case, "clarification"),
        {"preview": "1", "words": "Which <b>lamps</b>?"},
    )
    assert "Which &lt;b&gt;lamps&lt;/b&gt;?" in page.text
    assert "<b>lamps" not in page.text
    assert not Notice.objects.exists()


def test_a_kind_that_is_none_and_a_case_without_a_requester() -> None:
    case = given.complete(requester=None)
    client = signed_in(given.alice())
    assert client.get(address("notice-new", case, "complaint")).status_code == 404
    page = client.post(address("notice-new", case, "acknowledgement"), {"write": "1"})
    assert "nobody to write to" in page.text


def test_a_clarification_that_was_sent_stops_the_clock_of_its_question_only() -> None:
    """s1(3), s10(6): the other questions keep their day."""
    case = given.complete()
    second = given.questions(case)[1]
    row = write(case, "clarification", words="Which lamps?", questions=str(second.pk))
    client = signed_in(given.alice())
    client.post(address("notice-sent", case, row.number), on(localdate(), "sent_on"))
    event = ClockEvent.objects.get()
    assert (event.kind, event.on) == (EventKind.CLARIFICATION_ASKED, localdate())
    assert [link.question_id for link in event.concerned.all()] == [second.pk]
    case.refresh_from_db()
    assert (case.due_on, case.waiting_for) == (DUE, "clarification")


# --- the second person -----------------------------------------------------------------


def decide(row: Notice, who: str, name: str = "notice-approve", **typed: str) -> int:
    client = signed_in(getattr(given, who)())
    url = address(name, row.foi_request, row.number)
    return client.post(url, {"digest": row.digest, **typed}).status_code


def test_an_extension_is_sent_only_after_another_person_approved_it() -> None:
    row = extension()
    sent = address("notice-sent", row.foi_request, row.number)
    today = on(localdate(), "sent_on")
    assert signed_in(given.alice()).post(sent, today).status_code == 409
    assert decide(row, "bob") == 302
    assert signed_in(given.alice()).post(sent, today).status_code == 302
    event = ClockEvent.objects.get()
    assert (event.kind, event.until) == (EventKind.EXTENSION, date(2026, 12, 14))
    assert event.provisions == ["31(1)(a)"]
    dispatch = NoticeDispatch.objects.get()
    assert (dispatch.sent_on, dispatch.rendering.dated) == (localdate(), localdate())


def test_nobody_approves_what_they_wrote() -> None:
    row = extension()
    given.alice().groups.add(*given.bob().groups.all())
    assert decide(row, "alice") == 403
    assert not NoticeDecision.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeDecision.objects.create(
            notice=row, decision="approved", digest=row.digest,
            reviewer=given.alice(), author=given.alice(), decided_at=given.AT,
        )  # fmt: skip


def test_a_decision_is_about_the_letter_that_was_read_and_is_made_once() -> None:
    row = extension()
    assert decide(row, "bob", digest="0" * 64) == 200
    assert not NoticeDecision.objects.exists()
    assert decide(row, "bob", "notice-return") == 200  # without a comment
    assert decide(row, "bob", "notice-return", comment="Say whose interest.") == 302
    assert decide(row, "bob") == 409
    assert NoticeDecision.objects.get().comment == "Say whose interest."


def test_an_acknowledgement_needs_nobody_else() -> None:
    row = write(given.complete(), "acknowledgement")
    assert decide(row, "bob") == 409
    sent = address("notice-sent", row.foi_request, row.number)
    client = signed_in(given.alice())
    assert client.post(sent, on(localdate(), "sent_on")).status_code == 302
    assert client.post(sent, on(localdate(), "sent_on")).status_code == 200
    assert NoticeDispatch.objects.count() == 1
    assert not ClockEvent.objects.exists()
    verbs = list(AuditEvent.objects.values_list("verb", flat=True))
    assert verbs.count("notice_sent") == 1


def test_a_letter_is_on_the_list_and_on_its_page() -> None:
    row = extension()
    client = signed_in(given.alice())
    listed = client.get(address("notices", row.foi_request)).text
    assert "Extension for the public interest test" in listed
    assert "Waits for approval" in listed
    page = client.get(address("notice", row.foi_request, row.number)).text
    assert "14 December 2026" in page
    assert "Section 31(1)(a): Law enforcement" in page


class TestFeesNotice:
    TYPED = {"fee": "14.6", "words": "120 copies at 10 pence, and the postage."}

    def test_it_says_the_fee_and_stops_the_clock_when_it_is_sent(self) -> None:
        case = given.complete(received_on=localdate() - timedelta(days=3))
        second = given.questions(case)[1]
        row = write(case, "fees", questions=str(second.pk), **self.TYPED)
        assert (row.value.fee, row.value.covers) == ("14.60", "question 2")
        client = signed_in(given.alice())
        assert "£14.60" in client.get(address("notice", case, row.number)).text
        assert not row.needs_approval
        sent = address("notice-sent", case, row.number)
        assert client.post(sent, on(localdate(), "sent_on")).status_code == 302
        event = ClockEvent.objects.get()
        assert (event.kind, event.on) == (EventKind.FEE_NOTICE, localdate())
        assert [block.pk for block in event.questions.all()] == [second.pk]

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({"fee": ""}, "Enter the fee (section 9(1))."),
            ({"fee": "0"}, "Fee must be a penny or more"),
            ({"fee": "ten pounds"}, "Fee must be a number, such as 12.50"),
            ({"words": " "}, "Say what the fee covers."),
        ],
    )
    def test_what_is_missing_is_told_beside_the_box(
        self, typed: dict[str, str], message: str
    ) -> None:
        case = given.complete()
        page = signed_in(given.alice()).post(
            address("notice-new", case, "fees"), {"write": "1", **self.TYPED, **typed}
        )
        assert message in page.text
        assert not Notice.objects.exists()

    def test_no_sum_is_read_before_one_is_typed(self) -> None:
        page = signed_in(given.alice()).get(address("notice-new", given.complete(), "fees")).text
        assert "the sum that you enter" in page
        assert "£0" not in page

    def test_a_notice_that_comes_too_late_is_refused(self) -> None:
        """s9(1): it must be given within the period for complying."""
        case = given.complete(received_on=localdate() - timedelta(days=60))
        row = write(case, "fees", **self.TYPED)
        page = signed_in(given.alice()).post(
            address("notice-sent", case, row.number), on(localdate(), "sent_on")
        )
        assert "comes after the deadline" in page.text
        assert not NoticeDispatch.objects.exists()
