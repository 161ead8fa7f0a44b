"""Every rule of the gate with a defect that it finds, and nothing else does, and without one.

The case is the whole case of ``whole_case.json``: it lacks nothing. Each row changes one thing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from exemptions.authority import Authority, AuthorityType
from requests_app.gate.dossier import (
    Dossier,
    FactorFile,
    Leak,
    LinkFile,
    Mention,
    Unprintable,
    from_texts,
    to_json,
)
from requests_app.gate.finding import Acknowledged, Place, Severity, Stage
from requests_app.gate.rules import ALL_RULES
from requests_app.outcome import OutcomeCode
from requests_app.response import canonical_json
from tests import recorded
from tests.dossiers import (
    DAY,
    answer,
    claim,
    claiming,
    dossier_of,
    findings,
    found,
    now,
    of,
    told,
    weighing,
)
from tests.whole_case import AT, bring_in, drafted, set_particulars

Change = Callable[[Dossier], Dossier]


_READ: list[Dossier] = []


@pytest.fixture
def whole(db: None) -> Dossier:
    """The complete case. It is a frozen value, so it is read from rows once for all tests."""
    if not _READ:
        set_particulars()
        _READ.append(dossier_of(bring_in(drafted())))
    return _READ[0]


def block(change: dict[str, object], place: int = 3) -> Change:
    """One block of the request changed."""

    def changed(d: Dossier) -> Dossier:
        rows = list(d.blocks)
        rows[place] = replace(rows[place], **change)  # type: ignore[arg-type]
        return replace(d, blocks=tuple(rows))

    return changed


def department(d: Dossier) -> Dossier:
    return now(d, authority=Authority(type=AuthorityType.DEPARTMENT))


def linked(verdict: str = "", reason: str = "", on: date = DAY) -> Change:
    """With what came of opening the place to which section 21 leads."""
    link = LinkFile("https://www.example.org/contracts/parking-app", verdict, reason, on)
    return lambda d: now(d, links=(link,))


def public_record(made: str) -> Change:
    return lambda d: told(
        d,
        transferred_record="yes",
        record_date=made,
        responsible_authority_consulted="The Home Office agreed.",
    )


def refused_cost(d: Dossier, **facts: str) -> Dossier:
    """All of the request refused on cost, with complete facts."""
    for row in d.answers:
        text = "It would take longer than the law allows. You could ask for one year only."
        d = answer(d, row.key, disposition="refused_cost", held="", claims=(), text=text)
        d = answer(d, row.key, facts={**recorded.of_answer("refused_cost"), **facts})
    return replace(d, tests=())


def refused(disposition: str, **facts: str) -> Change:
    def changed(d: Dossier) -> Dossier:
        d = answer(d, "a1", disposition=disposition, held="", text="We do not answer this.")
        return answer(d, "a1", facts={**recorded.of_answer(disposition), **facts})

    return changed


def silent(d: Dossier, *cites: str, **facts: str) -> Dossier:
    return claiming(d, *(cites or ("31(3)",)), disposition="ncnd", **facts)


def eir(d: Dossier, *cites: str, **facts: str) -> Dossier:
    return answer(claiming(d, *cites, **facts), "a2", regime="eir")


def stray(d: Dossier) -> Dossier:
    row = replace(of(d, "a1"), key="s1", questions=(), covers="")
    return replace(d, answers=(*d.answers, row))


def overlapping(d: Dossier) -> Dossier:
    return answer(d, "a2", questions=(*of(d, "a2").questions, of(d, "a1").questions[0]))


def reordered(d: Dossier) -> Dossier:
    annex = tuple(reversed(sorted_annex(d).response.annex))
    return replace(d, response=replace(d.response, annex=annex), annex_reordered=False)


def sorted_annex(d: Dossier) -> Dossier:
    annex = sorted(d.response.annex, key=lambda section: int(section.provision[:2]))
    return replace(d, response=replace(d.response, annex=tuple(annex)))


def with_particulars(**changes: object) -> Change:
    def changed(d: Dossier) -> Dossier:
        assert d.now.particulars
        return now(d, particulars=replace(d.now.particulars, **changes))  # type: ignore[arg-type]

    return changed


def all_disclosed(d: Dossier) -> Dossier:
    for row in d.answers:
        d = answer(d, row.key, disposition="disclosed", held="yes", claims=(), text="Nine.")
    return replace(d, tests=())


def outcome(d: Dossier) -> Dossier:
    other = replace(d.response.outcome, code=OutcomeCode.GRANTED_IN_FULL)
    return replace(d, response=replace(d.response, outcome=other))


def guidance_moved(d: Dossier) -> Dossier:
    first = replace(d.response.annex[0], guidance_url="https://ico.org.uk/elsewhere/")
    return replace(d, response=replace(d.response, annex=(first, *d.response.annex[1:])))


def gap(d: Dossier) -> Dossier:
    first = replace(d.response.annex[0], wording="It protects {no_such_fact}.")
    return replace(d, response=replace(d.response, annex=(first, *d.response.annex[1:])))


def unworded(d: Dossier) -> Dossier:
    first = replace(d.wordings[0], version=0, body="")
    return replace(d, wordings=(first, *d.wordings[1:]))


A, S, P = Stage.APPROVE, Stage.SEND, Stage.PUBLISH
LONG_AGO = "1990-05-01"


def wording(d: Dossier, **told: Any) -> Dossier:
    first = replace(d.wordings[0], **told)
    return replace(d, wordings=(first, *d.wordings[1:]))


# The defect of each row, and the stage at which it is found.
DEFECTS: list[tuple[str, Stage, str, Change]] = [
    ("STR-01", A, "a question is not answered", block({"answered": False})),
    ("STR-01", A, "a question is left out", block({"omitted": True})),
    ("STR-01", A, "an answer has no words", lambda d: answer(d, "a6", text=" \n")),
    ("STR-01", A, "there is no question", lambda d: replace(d, blocks=())),
    ("STR-02", A, "nothing became of it", lambda d: answer(d, "a6", disposition="", held="")),
    ("STR-02", A, "disclosed but not held", lambda d: answer(d, "a6", held="no")),
    ("STR-02", A, "not held but partly held", lambda d: answer(d, "a4", held="partly")),
    ("STR-03", A, "an answer without question", stray),
    ("STR-03", A, "two answers to a question", overlapping),
    ("STR-04", A, "outside the Act, unchecked",
     lambda d: answer(d, "a6", disposition="outside_foia", held="")),
    ("STR-05", A, "other words than received", block({"as_received": False})),
    ("REG-01", A, "environmental under the Act",
     lambda d: answer(d, "a6", facts={"environmental": "yes"})),
    ("REG-01", A, "an exemption under the Regulations", lambda d: eir(d, "31(1)(a)")),
    ("REG-02", A, "section 21 under the Regulations",
     lambda d: answer(d, "a5", regime="eir")),
    ("REG-02", A, "an exception under the Act", lambda d: claiming(d, "EIR 12(4)(e)")),
    ("REG-03", A, "asks about themselves", lambda d: told(d, own_personal_data="yes")),
    ("REG-03", A, "seems to ask about themselves",
     block({"text": "Please send me my personal data."})),
    ("REG-03", A, "not passed on",
     lambda d: claiming(d, "40(1)", routed_as_subject_access="no")),
    ("EX-01", A, "withheld without a claim",
     lambda d: answer(d, "a6", disposition="exempt_all",
                      facts=recorded.of_answer("exempt_all"))),
    ("EX-02", A, "an unknown provision", lambda d: claim(d, "a3.c1", cite="99(9)")),
    ("EX-02", A, "an obsolete citation",
     lambda d: answer(d, "a6", text="This is exempt by the Data Protection Act 1998.")),
    ("EX-03", A, "no reason", lambda d: claim(d, "a3.c1", reason="")),
    ("EX-03", A, "only the words of the limb",
     lambda d: claim(d, "a2.c1", reason="The prevention or detection of crime.")),
    ("EX-03", A, "reasons left out without saying why",
     lambda d: claim(d, "a3.c1", facts={"reasons_omitted": "yes"})),
    ("EX-03", A, "a gap in the standard text", gap),
    ("EX-04", A, "no likelihood", lambda d: claim(d, "a2.c1", likelihood="")),
    ("EX-04", A, "both are recited",
     lambda d: claim(d, "a2.c1", reason="It would or would be likely to help a thief here.")),
    ("EX-04", A, "another is said than chosen",
     lambda d: claim(d, "a2.c1", likelihood="would",
                     reason="It would be likely to help a thief in these car parks.")),
    *[("EX-05", A, f"no {name}", lambda d, name=name: claim(d, "a2.c1", facts={name: ""}))
      for name in ("interest", "harm", "causal_link", "evidence")],
    ("EX-06", A, "no purpose", lambda d: claiming(d, "31(1)(g)", purpose="")),
    ("EX-06", A, "nobody’s function", lambda d: claiming(d, "31(1)(g)", whose_function="")),
    ("EX-07", A, "30 and 31", lambda d: claiming(d, "30(1)(b)", "31(1)(a)")),
    ("EX-08", A, "35 and 36", lambda d: department(
        answer(claiming(d, "35(1)(a)", "36(2)(c)"), "a2", facts={"second_signatory": "M.O."}))),
    ("EX-08", A, "35 for a council", lambda d: claiming(d, "35(1)(a)")),
    ("EX-09", A, "23 and 24", lambda d: claiming(d, "23(1)", "24(1)")),
    ("EX-09", A, "in the alternative, not signed off",
     lambda d: claiming(d, "23(1)", "24(1)", pleaded_in_alternative="yes")),
    *[("EX-10", A, f"no {name}",
       lambda d, name=name: answer(claiming(d, "36(2)(b)(i)", **{name: ""}), "a2",
                                   facts={"second_signatory": "M.O."}))
      for name in ("qp_name", "qp_office", "qp_authority_paragraph", "opinion_date",
                   "opinion_reasonable_reasons")],
    ("EX-10", A, "an opinion after the notice",
     lambda d: answer(claiming(d, "36(2)(c)", opinion_date="2026-03-21"), "a2",
                      facts={"second_signatory": "M.O."})),
    ("EX-11", A, "33 for a council", lambda d: claiming(d, "33(2)")),
    ("EX-11", A, "no audit", lambda d: now(claiming(d, "33(2)", audit_function=""),
                                           authority=Authority(has_audit_functions=True))),
    ("EX-11", A, "no privilege", lambda d: claiming(d, "34(1)", privilege_of_parliament="")),
    ("EX-11", A, "no House asked", lambda d: claiming(d, "34(1)", house_consulted="")),
    ("EX-11", A, "no correspondent", lambda d: claiming(d, "37(1)(a)", royal_correspondent="")),
    ("EX-11", A, "on behalf of the heir",
     lambda d: claiming(d, "37(1)(ac)", on_behalf_of_senior="yes")),
    ("EX-12", A, "nowhere", lambda d: claim(d, "a5.c1", where_accessible="")),
    ("EX-12", A, "a name without an address",
     lambda d: claim(d, "a5.c1", where_accessible="Our register of contracts")),
    ("EX-12", A, "not this information",
     lambda d: claim(d, "a5.c1", facts={"holds_this_information": "no"})),
    ("EX-12", A, "not for this requester",
     lambda d: claim(d, "a5.c1", facts={"reachable_by_requester": ""})),
    ("EX-12", A, "another section",
     lambda d: claiming(d, "32(1)(a)", disposition="exempt_s21_pointer")),
    ("EX-12", A, "not opened yet", linked()),
    ("EX-12", A, "a page that is gone", linked("gone", "the site answers “404 Not Found”")),
    ("EX-12", A, "a site out of order", linked("doubtful", "no answer came in time")),
    ("EX-13", A, "no evidence",
     lambda d: claiming(d, "22(1)", publication_intention_evidence="")),
    ("EX-13", A, "intended later",
     lambda d: claiming(d, "22(1)", publication_intention_date="2026-03-02")),
    *[("EX-14", A, f"no {name}", lambda d, name=name: claim(d, "a3.c1", facts={name: ""}))
      for name in ("condition", "lia_interest", "lia_necessity", "lia_balance", "living",
                   "special_category", "criminal_offence")],
    ("EX-14", A, "not living", lambda d: claim(d, "a3.c1", facts={"living": "no"})),
    ("EX-14", A, "health, no condition",
     lambda d: claim(d, "a3.c1", facts={"special_category": "yes"})),
    ("EX-15", A, "grade alone",
     lambda d: claim(d, "a3.c1", reason="The officer is of a junior grade, so we withhold it.",
                     facts={"role_expectation": ""})),
    *[("EX-16", A, f"no {name}", lambda d, name=name: claiming(d, "41(1)", **{name: ""}))
      for name in ("source_person", "actionable", "public_interest_defence")],
    *[("EX-17", A, f"no {name}", lambda d, name=name: claiming(d, "43(2)", **{name: ""}))
      for name in ("third_party_consulted", "third_party_consulted_on")],
    ("EX-17", A, "not asked, no reason",
     lambda d: claiming(d, "43(2)", third_party_consulted="no")),
    ("EX-18", A, "no statute", lambda d: claiming(d, "44(1)(a)", statutory_bar="")),
    ("EX-19", A, "no kind", lambda d: claiming(d, "42(1)", privilege_kind="")),
    ("EX-19", A, "perhaps lost", lambda d: claiming(d, "42(1)", not_lost="no")),
    ("EX-20", A, "a test beside it", lambda d: claim(d, "a3.c1", test="t1")),
    ("EX-20", A, "weighed in its reason",
     lambda d: claim(d, "a3.c1", reason="The balance of the public interest lies with privacy.")),
    ("EX-21", A, "nobody consulted", lambda d: told(
        public_record("2020-01-01")(d), responsible_authority_consulted="")),
    ("EX-21", A, "no date", lambda d: told(public_record("2020-01-01")(d), record_date="")),
    ("EX-21", A, "21 on an old record", public_record(LONG_AGO)),
    ("EX-21", A, "42 on an old record",
     lambda d: public_record(LONG_AGO)(answer(claiming(d, "42(1)"), "a5", claims=(),
                                              disposition="disclosed"))),
    ("EX-22", A, "a claim on what is disclosed",
     lambda d: answer(d, "a3", disposition="disclosed")),
    ("EX-22", A, "cited and not claimed",
     lambda d: answer(d, "a6", text="48,212. The rest is exempt under section 43(2).")),
    ("EX-22", A, "another limb in the answer",
     lambda d: answer(d, "a2", text="It is exempt under section 31(1)(b).")),
    ("EX-22", A, "not in the annex",
     lambda d: replace(d, response=replace(d.response, annex=sorted_annex(d).response.annex[1:]))),
    ("EX-22", A, "an order of its own", reordered),
    ("EX-22", A, "no standard text", unworded),
    ("EX-23", A, "redaction not considered",
     lambda d: answer(d, "a2", facts={"redaction_considered": ""})),
    ("EX-23", A, "the rest could be given",
     lambda d: answer(d, "a2", facts={"redaction_considered": "given"})),
    ("PIT-01", A, "not weighed", lambda d: replace(claim(d, "a2.c1", test=""), tests=())),
    ("PIT-02", A, "none for disclosure", lambda d: weighing(d, for_disclosure=())),
    ("PIT-02", A, "none for maintaining", lambda d: weighing(d, for_maintaining=())),
    ("PIT-02", A, "only a general one",
     lambda d: weighing(d, for_disclosure=(FactorFile("Transparency and accountability."),))),
    ("PIT-02", A, "unchanged from the bank",
     lambda d: weighing(d, for_maintaining=(FactorFile("Cameras help.", unchanged=True),))),
    ("PIT-02", A, "no conclusion", lambda d: weighing(d, conclusion="")),
    ("PIT-02", A, "no reasons", lambda d: weighing(d, reasons=" ")),
    ("PIT-03", A, "different information",
     lambda d: weighing(claiming(claiming(d, "43(2)", key="a6"), "31(1)(a)"),
                       claims=("a2.c1", "a6.c1"))),
    ("PIT-04", A, "about the requester",
     lambda d: weighing(d, reasons="Maintaining it outweighs: the requester is a competitor.")),
    ("PIT-05", A, "the words of another case", lambda d: weighing(d, twins=("FOI-1",))),
    ("PIT-06", A, "no date", lambda d: weighing(d, decided_on=None)),
    ("PIT-06", A, "older than the request", lambda d: weighing(d, decided_on=date(2026, 2, 1))),
    ("PIT-06", A, "still to come", lambda d: weighing(d, decided_on=date(2027, 2, 1))),
    ("PIT-07", A, "comes out for disclosure", lambda d: weighing(d, conclusion="disclose")),
    ("PIT-07", A, "a tie", lambda d: weighing(d, reasons="The two sides are evenly balanced.")),
    ("NC-01", A, "the ordinary limb", lambda d: silent(d, "31(1)(a)")),
    ("NC-01", A, "not what became of it", lambda d: claiming(d, "31(3)")),
    ("NC-01", A, "nothing revealed", lambda d: silent(d, confirming_reveals="")),
    ("NC-01", A, "the content weighed",
     lambda d: weighing(silent(d), facts={"about_confirming": "content"})),
    ("NC-02", A, "says that it is held",
     lambda d: answer(silent(d), "a2", text="We hold this and cannot give it.")),
    ("NC-02", P, "a link",
     lambda d: answer(silent(d), "a2", text="See https://www.example.org/x.",
                      facts={"reveals_nothing": ""})),
    ("NC-02", A, "withheld as well", lambda d: silent(d, "31(3)", "31(1)(a)")),
    ("NC-02", A, "another answer otherwise",
     lambda d: silent(d, same_answer_either_way="no")),
    ("NC-03", A, "section 21", lambda d: silent(d, "21(1)")),
    ("NC-03", A, "a trade secret", lambda d: silent(d, "43(1)")),
    ("PRO-01", S, "no way to a review", with_particulars(review_how=" ")),
    ("PRO-02", S, "no address of the regulator", with_particulars(regulator_address="")),
    ("PRO-03", S, "no way to a review, nothing refused",
     lambda d: with_particulars(review_how="")(all_disclosed(d))),
    ("PRO-04", S, "too short", with_particulars(review_ask_days=20)),
    ("PRO-04", S, "too long", with_particulars(review_answer_days=30)),
    ("PRO-05", S, "three months", with_particulars(complaint_weeks=13)),
    ("PRO-06", S, "long not looked at",
     lambda d: now(d, particulars_entered_on=DAY - timedelta(days=61))),
    ("TIM-01", S, "late", lambda d: now(d, day=date(2026, 4, 1))),
    ("TIM-02", S, "no calendar", lambda d: now(d, due=None, calendar_problem="2031 is unknown.")),
    ("TIM-03", A, "an absolute exemption",
     lambda d: claiming(d, "40(1)", disposition="awaiting_pit")),
    ("TIM-03", A, "no date", lambda d: answer(
        claiming(d, "31(1)(a)", disposition="awaiting_pit"), "a2",
        facts={"extension_estimated_date": ""})),
    ("TIM-03", S, "too long", lambda d: now(
        claiming(d, "31(1)(a)", disposition="awaiting_pit"), expected_by=date(2026, 4, 1))),
    ("TIM-04", A, "no reason", lambda d: answer(d, "a6", facts={"clarification_needed": "yes"})),
    ("TIM-04", A, "for no question", lambda d: replace(d, clarified_on=date(2026, 3, 9))),
    ("TIM-05", S, "clear questions late",
     lambda d: now(d, day=date(2026, 4, 10), due=date(2026, 4, 28), clear_due=date(2026, 3, 31))),
    ("CST-01", A, "no hours", lambda d: refused_cost(d, estimate_locate_hours="")),
    ("CST-01", A, "within the limit", lambda d: refused_cost(
        d, estimate_determine_hours="1", estimate_locate_hours="16", estimate_retrieve_hours="1",
        estimate_extract_hours="0")),
    ("CST-01", A, "redaction counted", lambda d: refused_cost(d, other_activities_left_out="no")),
    ("CST-02", A, "no basis", lambda d: refused_cost(d, estimate_basis="")),
    ("CST-02", A, "no help", lambda d: refused_cost(d, refinement_advice="")),
    *[("CST-03", A, name, lambda d, name=name, value=value: refused_cost(
        d, **{"aggregated": "yes", "aggregated_requests": "FOI-1, FOI-2",
              "aggregated_persons": "same_person", "aggregated_similar": "yes",
              "aggregated_working_days": "60", name: value}))
      for name, value in (("aggregated_requests", ""), ("aggregated_persons", "different"),
                          ("aggregated_similar", "no"), ("aggregated_working_days", "61"))],
    ("CST-04", A, "an answer beside it", lambda d: answer(
        refused_cost(d), "a6", disposition="disclosed", held="yes", text="48,212.")),
    ("VEX-01", A, "about the person", lambda d: answer(
        refused("refused_vexatious")(d), "a1", text="You are vexatious.")),
    ("VEX-01", A, "not aimed at the request", refused("refused_vexatious", about_the_request="")),
    ("VEX-01", A, "nobody agreed", refused("refused_vexatious", second_signatory="")),
    ("VEX-02", A, "no earlier request", refused("refused_repeated", previous_request="")),
    ("VEX-02", A, "not complied with", refused("refused_repeated", previous_complied="no")),
    ("VEX-02", A, "no earlier notice", refused("refused_repeated", notice_left_out="yes")),
    ("ASS-01", A, "nobody to turn to", lambda d: answer(d, "a4", facts={"who_may_hold": ""})),
    *[("ASS-02", A, f"no {name}", lambda d, name=name: answer(d, "a4", facts={name: ""}))
      for name in ("search_where", "search_when", "search_by")],
    ("FRM-01", A, "a form is asked for", block({"text": "Send it as a spreadsheet."})),
    ("FRM-01", A, "not said whether", lambda d: told(d, preferred_format="CSV")),
    ("FRM-01", S, "another form", lambda d: told(d, preferred_format="CSV", format_honoured="no")),
    *[("FRM-02", A, f"no {name}", lambda d, name=name: told(
        d, **{"dataset": "yes", "dataset_reusable": "yes", "dataset_licence": "OGL",
              "dataset_in_publication_scheme": "yes", name: ""}))
      for name in ("dataset_reusable", "dataset_licence", "dataset_in_publication_scheme")],
    ("FRM-03", A, "a spreadsheet as it is", lambda d: told(d, native_spreadsheet="yes")),
    ("FIL-03", P, "a removed name elsewhere", lambda d: replace(d, leaks=(1,))),
    ("FIL-03", A, "a withheld word in the response", lambda d: replace(d, word_leaks=(2,))),
    ("FIL-03", P, "a withheld word on a page", lambda d: now(
        d, leaks=(Leak("public record", "word", 1),))),
    ("FIL-03", A, "a removed name in the letter", lambda d: now(
        d, leaks=(Leak("letter", "passage", 1),))),
    ("FIL-05", A, "a small number", lambda d: answer(
        d, "a6", text="| Ward | Cases |\n|---|---|\n| North | 3 |")),
    ("FIL-05", A, "not said how", lambda d: told(d, small_numbers="suppressed")),
    ("PUB-01", P, "the requester is named", lambda d: now(
        d, mentions=(Mention(Place.CASE, "", "The title", "the requester’s name"),))),
    ("PUB-01", A, "the requester’s life", block({"text": "Is it swept? I live in it."})),
    ("PUB-02", A, "a name", lambda d: answer(d, "a6", text="Ask Julian Sample about it.")),
    ("PUB-03", P, "another outcome", outcome),
    ("PUB-04", P, "another letter", lambda d: now(d, sent_other=True)),
    ("PUB-05", A, "an accusation", block({"text": "Why is the corrupt contractor still paid?"})),
    ("PUB-05", A, "an address", block({"text": "Why was 01632 960 001 not called back?"})),
    ("PUB-07", P, "links opened long ago", lambda d: now(d, day=date(2026, 4, 20))),
    ("PUB-07", P, "guidance moved", guidance_moved),
    ("PUB-07", P, "opened yesterday", linked("works", on=DAY - timedelta(days=1))),
    ("PUB-07", P, "out of order today", linked("doubtful", "no answer came in time")),
    ("GOV-01", A, "their own work", lambda d: now(d, approver="otto.officer")),
    ("GOV-01", A, "nobody signed section 36", lambda d: answer(
        claiming(d, "36(2)(c)"), "a2", facts={"second_signatory": ""})),
    ("GOV-01", A, "signed by the drafter",
     refused("refused_vexatious", second_signatory="Otto.Officer")),
    ("GOV-02", S, "damaged", lambda d: now(d, intact=False)),
    ("GOV-03", A, "not kept", lambda d: told(d, documents_kept="")),
    ("STY-01", A, "spaces", lambda d: answer(d, "a2", text="Exempt under section 31 (1) (a).")),
    ("STY-01", A, "the old name", lambda d: claim(
        d, "a3.c1", reason="It would contravene Article 5 of the GDPR.")),
    ("STY-02", A, "an old file", lambda d: claim(
        d, "a2.c1", reason="See law-enforcement-foi-section-31.pdf (ico.org.uk) on this model.")),
    ("STY-03", A, "a character that no font has", lambda d: now(d, unprintable=(
        Unprintable(Place.ANSWER, "a6", "text", "The answer", "中", "see"),))),
    ("STY-04", A, "too long", lambda d: answer(d, "a2", text="Lamps are lit at dusk. " * 20_000)),
    ("LIB-01", A, "retired", lambda d: wording(d, retired="since 1 March 2026: out of date")),
    ("LIB-02", A, "moved on beneath", lambda d: wording(d, own=1, version=2)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "stage", "change"),
    [
        pytest.param(rule, stage, change, id=f"{rule}-{what}")
        for rule, stage, what, change in DEFECTS
    ],
)
def test_defect_is_found_by_its_rule_and_by_no_other(
    whole: Dossier, rule: str, stage: Stage, change: Change
) -> None:
    assert found(change(now(whole, stage=stage))) == {rule}


def test_every_rule_has_a_defect() -> None:
    assert {rule for rule, *_ in DEFECTS} == {rule.id for rule in ALL_RULES}


@pytest.mark.parametrize("stage", Stage)
def test_complete_case_has_nothing_to_find(whole: Dossier, stage: Stage) -> None:
    assert found(now(whole, stage=stage)) == set()


# What is complete although it looks like a defect.
SOUND: list[tuple[str, Change]] = [
    ("a purpose named", lambda d: claiming(d, "31(1)(g)")),
    ("35 for a department", lambda d: department(claiming(d, "35(1)(a)"))),
    ("in the alternative, signed off", lambda d: claiming(
        d, "23(1)", "24(1)", pleaded_in_alternative="yes", alternative_signed_off_by="The SRO")),
    ("36 with its opinion", lambda d: answer(
        claiming(d, "36(2)(b)(i)"), "a2", facts={"second_signatory": "M.O."})),
    ("36 on statistics", lambda d: answer(
        claiming(d, "36(2)(c)", statistical_information="yes", qp_name="", opinion_date=""), "a2",
        facts={"second_signatory": "M.O."})),
    ("33 for auditors", lambda d: now(
        claiming(d, "33(2)"), authority=Authority(has_audit_functions=True))),
    ("34 with its privilege", lambda d: claiming(d, "34(1)")),
    ("37 with its correspondent", lambda d: claiming(d, "37(1)(ac)")),
    ("22 planned before", lambda d: claiming(d, "22(1)")),
    ("41 in confidence", lambda d: claiming(d, "41(1)")),
    ("43 and the company asked", lambda d: claiming(d, "43(2)")),
    ("44 with its statute", lambda d: claiming(d, "44(1)(a)")),
    ("42 with its privilege", lambda d: claiming(d, "42(1)")),
    ("40(1) passed on", lambda d: told(claiming(d, "40(1)"), own_personal_data="partly")),
    ("24 alone", lambda d: claiming(d, "24(1)")),
    ("a young transferred record", public_record("2020-01-01")),
    ("reasons left out, and why", lambda d: claim(
        d, "a3.c1", reason="", facts={"reasons_omitted": "yes",
                                      "reasons_omitted_why": "They name the officer."})),
    ("an exception under the Regulations", lambda d: eir(d, "EIR 12(5)(b)")),
    ("39 on what is environmental", lambda d: eir(d, "39(1)(a)")),
    ("neither confirmed nor denied", silent),
    ("whether it is held is not said", lambda d: answer(
        silent(d), "a2", text="We neither confirm nor deny that we hold this. Whether or not it is "
        "held, the annex explains why we cannot say.")),
    ("refused on cost", refused_cost),
    ("36 hours for a department", lambda d: department(refused_cost(d))),
    ("vexatious", refused("refused_vexatious")),
    ("repeated", refused("refused_repeated")),
    ("more time to weigh", lambda d: claiming(d, "31(1)(a)", disposition="awaiting_pit")),
    ("outside the Act, checked", lambda d: answer(
        d, "a6", disposition="outside_foia", held="",
        facts={"outside_foia_check": "The minutes have nothing."})),
    ("partly held", lambda d: answer(d, "a6", held="partly")),
    ("two exemptions on the same information", lambda d: claiming(d, "31(1)(a)", "43(2)")),
    ("weighed together on two answers", lambda d: weighing(
        claiming(claiming(d, "43(2)", key="a6"), "31(1)(a)"), claims=("a2.c1", "a6.c1"),
        facts={"same_information": "yes"})),
    ("a name that was looked at", lambda d: told(
        answer(d, "a6", text="Ask Julian Sample about it."),
        names_reviewed="Julian Sample, Head of Parking: speaks for the council in public.")),
    ("small numbers looked at", lambda d: told(
        answer(d, "a6", text="| North | 3 |"), small_numbers="reviewed",
        small_numbers_how="Wards are large.")),
    ("a form that is kept to", lambda d: told(d, preferred_format="CSV", format_honoured="yes")),
    ("no preference", lambda d: told(d, preferred_format="none")),
    ("streets and schools", lambda d: answer(
        d, "a6", text="Victoria Road, St Mary School, James Street and Charlotte Park.")),
    ("another law’s section", lambda d: answer(
        d, "a6", text="It is an offence under section 23 of the Commissioners Act.")),
    ("denied", lambda d: answer(d, "a6", text="We do not rely on section 43(2) here.")),
    ("nothing refused", all_disclosed),
]  # fmt: skip


@pytest.mark.parametrize("change", [pytest.param(change, id=what) for what, change in SOUND])
def test_sound_case_raises_no_alarm(whole: Dossier, change: Change) -> None:
    for stage in Stage:
        assert found(change(now(whole, stage=stage))) == set()


# --- warnings -------------------------------------------------------------------------


def test_reason_answers_a_warning_until_it_says_something_else(whole: Dossier) -> None:
    bare = now(told(whole, documents_kept=""), acknowledged=())
    (finding,) = findings(bare, "GOV-03")
    assert finding.severity is Severity.WARNS
    answered = Acknowledged(
        "GOV-03", finding.digest, "They are on paper.", "otto", whole.now.acknowledged[0].at
    )
    (again,) = findings(now(bare, acknowledged=(answered,)), "GOV-03")
    assert again.acknowledged == answered
    assert not again.stops
    other = replace(answered, digest="0" * 64)
    (open_,) = findings(now(bare, acknowledged=(other,)), "GOV-03")
    assert open_.stops


def test_reason_never_answers_what_blocks(whole: Dossier) -> None:
    bare = claim(whole, "a2.c1", likelihood="")
    (finding,) = findings(bare, "EX-04")
    answered = Acknowledged("EX-04", finding.digest, "No.", "otto", AT)
    assert "EX-04" in found(now(bare, acknowledged=(answered,)))


def test_letter_to_an_address_that_publishes_passes_the_gate_of_publication(whole: Dossier) -> None:
    moved = now(guidance_moved(whole), stage=Stage.SEND)
    assert found(moved) == set()
    assert found(now(moved, recipient_publishes=True)) == {"PUB-07"}


# --- the value itself -----------------------------------------------------------------


def test_dossier_comes_back_from_its_json(whole: Dossier) -> None:
    text = to_json(whole)
    back = from_texts(text, canonical_json(whole.response))
    assert back == whole
    assert to_json(back) == text


def test_link_that_works_today_is_no_finding(whole: Dossier) -> None:
    for stage in Stage:
        assert found(now(linked("works")(whole), stage=stage)) == set()


def test_dossier_names_no_requester(whole: Dossier) -> None:
    text = to_json(whole)
    for word in ("Sam Sample", "sam.sample@example.org", "12 Invented Row", "ZZ9 9ZZ"):
        assert word not in text
