"""Addresses of the public disclosure log."""

from django.urls import path

from requests_app.views import disclosure_log

urlpatterns = [
    path("", disclosure_log.disclosure_log, name="disclosure-log"),
    path("corrections/", disclosure_log.corrections, name="corrections"),
    path("<slug:slug>/", disclosure_log.record, name="record"),
    path("<slug:slug>/response.pdf", disclosure_log.record_pdf, name="record-pdf"),
]
