"""Addresses of the wording library, by citation, and of the authority's particulars."""

from __future__ import annotations

from django.urls import path

from requests_app.urls import provision  # noqa: F401 - registers <provision:…>
from requests_app.views import holidays, topics
from requests_app.views.library import governance, law, naming, particulars, shelf, uses, wording

urlpatterns = [
    path("", shelf.library, name="library"),
    path("particulars/", particulars.particulars, name="particulars"),
    path("particulars/new/", particulars.particulars_new, name="particulars-new"),
    path(
        "particulars/<int:pk>/documents/",
        particulars.particulars_documents,
        name="particulars-documents",
    ),
    path(
        "particulars/<int:pk>/confirm/", particulars.particulars_confirm, name="particulars-confirm"
    ),
    path("named-people/", naming.people, name="nameable"),
    path("named-people/new/", naming.person_new, name="nameable-new"),
    path("named-people/<int:pk>/retire/", naming.person_retire, name="nameable-retire"),
    path("bank-holidays/", holidays.bank_holidays, name="bank-holidays"),
    path("bank-holidays/add/", holidays.holiday_add, name="holiday-add"),
    path("bank-holidays/switch-off/", holidays.holiday_switch_off, name="holiday-switch-off"),
    path("bank-holidays/recompute/", holidays.holidays_recompute, name="holidays-recompute"),
    path("topics/", topics.topics, name="topics"),
    path("topics/new/", topics.topic_new, name="topic-new"),
    path("topics/<int:pk>/", topics.topic, name="topic"),
    path("topics/<int:pk>/retire/", topics.topic_retire, name="topic-retire"),
    path("topics/<int:pk>/take-back/", topics.topic_take_back, name="topic-take-back"),
    path("law/", law.law, name="law"),
    path("law/<slug:name>/new/", law.law_new, name="law-new"),
    path("<provision:provision>/", wording.wording, name="wording"),
    path("<provision:provision>/preview/", wording.wording_preview, name="wording-preview"),
    path("<provision:provision>/compare/", wording.wording_compare, name="wording-compare"),
    path("<provision:provision>/uses/", uses.wording_uses, name="wording-uses"),
    path("<provision:provision>/review/", governance.wording_review, name="wording-review"),
    path("<provision:provision>/lawyer/", governance.wording_check, name="wording-check"),
    path("<provision:provision>/retire/", governance.wording_retire, name="wording-retire"),
    path(
        "<provision:provision>/versions/<int:number>/",
        wording.wording_version,
        name="wording-version",
    ),
]
