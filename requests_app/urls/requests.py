"""Addresses of staff work: /requests/ and everything of one case under its reference."""

from __future__ import annotations

from django.urls import path

from requests_app.urls import provision  # noqa: F401 - registers <provision:…>
from requests_app.views import (
    adapting,
    annex,
    answer,
    answer_history,
    answers,
    case,
    challenges,
    claims,
    clock,
    documents,
    facts,
    findings,
    intake,
    keeping,
    lanes,
    letters,
    log_import,
    public_interest,
    publishing,
    requester,
    review,
    sensitivity,
    steps,
    steps_check,
    teams,
    topics,
    work_list,
)
from requests_app.views.split import buttons
from requests_app.views.split import forms as split_forms
from requests_app.views.split import page as split_page

urlpatterns = [
    path("", work_list.work_list, name="requests"),
    path("new/", intake.request_new, name="request-new"),
    path("notices/dismiss/", clock.notices_dismiss, name="notices-dismiss"),
    path("notices/<int:pk>/dismiss/", clock.notice_dismiss, name="notice-dismiss"),
    # An earlier log
    path("import/", log_import.log_imports, name="log-imports"),
    path("import/<int:pk>/", log_import.log_import, name="log-import"),
    path("import/<int:pk>/begin/", log_import.log_import_begin, name="log-import-begin"),
    path(
        "import/<int:pk>/problems.csv", log_import.log_import_problems, name="log-import-problems"
    ),
    path("retention/", requester.retention, name="retention"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.team_new, name="team-new"),
    path("teams/<int:pk>/", teams.team, name="team"),
    path("after-the-answer/", challenges.open_challenges, name="open-challenges"),
    path("lanes/", lanes.lanes, name="lanes"),
    path("lanes/new/", lanes.lane_new, name="lane-new"),
    path("lanes/<int:pk>/", lanes.lane, name="lane"),
    path("<slug:slug>/", case.request, name="request"),
    path("<slug:slug>/lane/", lanes.choose, name="choose-lane"),
    path("<slug:slug>/assign/", teams.assign, name="assign"),
    path("<slug:slug>/topics/", topics.case_topics, name="case-topics"),
    path("<slug:slug>/sensitive/", sensitivity.mark_sensitive, name="mark-sensitive"),
    path("<slug:slug>/sensitive/end/", sensitivity.unmark_sensitive, name="unmark-sensitive"),
    path("<slug:slug>/requester/", requester.requester, name="requester"),
    path("<slug:slug>/requester/export/", requester.requester_export, name="requester-export"),
    path("<slug:slug>/requester/erase/", requester.requester_erase, name="requester-erase"),
    path("<slug:slug>/facts/", facts.case_facts, name="case-facts"),
    path("<slug:slug>/acknowledge/", findings.acknowledge, name="acknowledge"),
    path("<slug:slug>/links/check/", findings.links_check, name="links-check"),
    path("<slug:slug>/details/", intake.details, name="request-details"),
    # The deadline
    path("<slug:slug>/clock/", clock.clock, name="clock"),
    path("<slug:slug>/clock/new/", clock.clock_event_new, name="clock-event-new"),
    path("<slug:slug>/clock/<int:pk>/strike/", clock.clock_event_strike, name="clock-event-strike"),
    # What follows the answer
    path("<slug:slug>/after/", challenges.challenges, name="challenges"),
    path("<slug:slug>/after/review/", challenges.review_asked, name="review-asked"),
    path("<slug:slug>/after/<int:pk>/extend/", challenges.review_extended, name="review-extended"),
    path("<slug:slug>/after/<int:pk>/decide/", challenges.review_decided, name="review-decided"),
    path("<slug:slug>/after/complaint/", challenges.complaint_notified, name="complaint-notified"),
    path(
        "<slug:slug>/after/<int:pk>/regulator/",
        challenges.complaint_decided,
        name="complaint-decided",
    ),
    path(
        "<slug:slug>/after/<int:pk>/strike/", challenges.challenge_strike, name="challenge-strike"
    ),
    # The split
    path("<slug:slug>/split/", split_page.split, name="split"),
    path("<slug:slug>/split/ticked/", buttons.split_ticked, name="split-ticked"),
    path("<slug:slug>/split/undo/", buttons.split_undo, name="split-undo"),
    path("<slug:slug>/split/redo/", buttons.split_redo, name="split-redo"),
    # … of all that are chosen
    path("<slug:slug>/split/chosen/kind/", buttons.block_kind, name="blocks-kind"),
    path("<slug:slug>/split/chosen/omit/", buttons.block_omit, name="blocks-omit"),
    path("<slug:slug>/split/chosen/in/", buttons.block_indent, name="blocks-indent"),
    path("<slug:slug>/split/chosen/out/", buttons.block_outdent, name="blocks-outdent"),
    path("<slug:slug>/split/chosen/join/", buttons.block_join, name="blocks-join"),
    path("<slug:slug>/split/chosen/move/", buttons.block_move, name="blocks-move"),
    # … of one block
    path("<slug:slug>/split/<int:pk>/", split_forms.block, name="block"),
    path("<slug:slug>/split/<int:pk>/kind/", buttons.block_kind, name="block-kind"),
    path("<slug:slug>/split/<int:pk>/label/", buttons.block_label, name="block-label"),
    path("<slug:slug>/split/<int:pk>/omit/", buttons.block_omit, name="block-omit"),
    path("<slug:slug>/split/<int:pk>/in/", buttons.block_indent, name="block-indent"),
    path("<slug:slug>/split/<int:pk>/out/", buttons.block_outdent, name="block-outdent"),
    path("<slug:slug>/split/<int:pk>/cut/", split_forms.block_cut, name="block-cut"),
    path("<slug:slug>/split/<int:pk>/cut/lines/", buttons.block_cut_lines, name="block-cut-lines"),
    path("<slug:slug>/split/<int:pk>/join/", buttons.block_join, name="block-join"),
    path("<slug:slug>/split/<int:pk>/move/", buttons.block_move, name="block-move"),
    path("<slug:slug>/split/<int:pk>/redact/", split_forms.block_redact, name="block-redact"),
    # The draft
    path("<slug:slug>/answers/", answers.answers, name="answers"),
    path("<slug:slug>/answers/open/", answers.questions_open, name="questions-open"),
    path("<slug:slug>/answers/<int:pk>/", answer.answer, name="answer"),
    path("<slug:slug>/answers/<int:pk>/facts/", facts.answer_facts, name="answer-facts"),
    path("<slug:slug>/answers/<int:pk>/preview/", answer.answer_preview, name="answer-preview"),
    path("<slug:slug>/answers/<int:pk>/history/", answer_history.history, name="answer-history"),
    path(
        "<slug:slug>/answers/<int:pk>/history/<int:revision>/restore/",
        answer_history.restore,
        name="answer-restore",
    ),
    path("<slug:slug>/answers/<int:pk>/remove/", answer.answer_remove, name="answer-remove"),
    path("<slug:slug>/kept/", keeping.keep, name="keep"),
    path("<slug:slug>/kept/<int:pk>/discard/", keeping.discard, name="kept-discard"),
    path("<slug:slug>/paste/", answers.paste, name="paste"),
    path("<slug:slug>/answers/<int:answer>/claims/new/", claims.claim_new, name="claim-new"),
    path("<slug:slug>/claims/<int:pk>/", claims.claim, name="claim"),
    path("<slug:slug>/claims/<int:pk>/facts/", facts.claim_facts, name="claim-facts"),
    path("<slug:slug>/claims/<int:pk>/remove/", claims.claim_remove, name="claim-remove"),
    # The guided steps
    path("<slug:slug>/claims/<int:pk>/steps/", steps.claim_steps, name="claim-steps"),
    path(
        "<slug:slug>/claims/<int:pk>/steps/check/",
        steps_check.claim_steps_check,
        name="claim-steps-check",
    ),
    path("<slug:slug>/claims/<int:pk>/steps/<slug:fact>/", steps.claim_step, name="claim-step"),
    path(
        "<slug:slug>/answers/<int:pk>/steps/<provision:provision>/",
        steps.answer_steps,
        name="answer-steps",
    ),
    path(
        "<slug:slug>/answers/<int:pk>/steps/<provision:provision>/check/",
        steps_check.answer_steps_check,
        name="answer-steps-check",
    ),
    path(
        "<slug:slug>/answers/<int:pk>/steps/<provision:provision>/<slug:fact>/",
        steps.answer_step,
        name="answer-step",
    ),
    path("<slug:slug>/tests/new/", public_interest.test_new, name="test-new"),
    path("<slug:slug>/tests/new/rows/", public_interest.test_new_rows, name="test-new-rows"),
    path("<slug:slug>/tests/<int:pk>/rows/", public_interest.test_rows, name="test-rows"),
    path("<slug:slug>/tests/<int:pk>/", public_interest.test, name="test"),
    path("<slug:slug>/tests/<int:pk>/facts/", facts.test_facts, name="test-facts"),
    path("<slug:slug>/tests/<int:pk>/remove/", public_interest.test_remove, name="test-remove"),
    path("<slug:slug>/annex/", annex.annex, name="annex"),
    path("<slug:slug>/annex/<provision:provision>/", adapting.wording_adapt, name="wording-adapt"),
    path(
        "<slug:slug>/annex/<provision:provision>/preview/",
        adapting.wording_adapt_preview,
        name="wording-adapt-preview",
    ),
    path(
        "<slug:slug>/annex/<provision:provision>/standard/",
        adapting.wording_standard,
        name="wording-standard",
    ),
    path("<slug:slug>/outcome/", annex.outcome, name="outcome"),
    path("<slug:slug>/preview/", annex.preview, name="preview"),
    # Review
    path("<slug:slug>/submit/", review.submit, name="submit"),
    path("<slug:slug>/recall/", review.recall, name="recall"),
    path("<slug:slug>/reopen/", review.reopen, name="reopen"),
    path("<slug:slug>/versions/<int:number>/", review.version, name="version"),
    path("<slug:slug>/versions/<int:number>/approve/", review.approve, name="approve"),
    path("<slug:slug>/versions/<int:number>/bypass/", review.bypass, name="bypass"),
    path("<slug:slug>/versions/<int:number>/return/", review.return_, name="return"),
    # Letters before the response
    path("<slug:slug>/letters/", letters.notices, name="notices"),
    path("<slug:slug>/letters/new/<slug:kind>/", letters.notice_new, name="notice-new"),
    path("<slug:slug>/letters/<int:number>/", letters.notice, name="notice"),
    path(
        "<slug:slug>/letters/<int:number>/approve/", letters.notice_approve, name="notice-approve"
    ),
    path("<slug:slug>/letters/<int:number>/return/", letters.notice_return, name="notice-return"),
    path("<slug:slug>/letters/<int:number>/sent/", letters.notice_sent, name="notice-sent"),
    # Documents and what leaves the house
    path("<slug:slug>/documents/", documents.documents, name="documents"),
    path("<slug:slug>/documents/<int:pk>.pdf", documents.document, name="document"),
    path("<slug:slug>/documents/<int:pk>/retry/", documents.document_retry, name="document-retry"),
    path("<slug:slug>/sent/", publishing.sent, name="sent"),
    path("<slug:slug>/publish/", publishing.publish, name="publish"),
    path("<slug:slug>/withdraw/", publishing.withdraw, name="withdraw"),
    path("<slug:slug>/replace/", publishing.replace, name="replace"),
]
