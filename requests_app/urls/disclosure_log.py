"""Addresses of the public disclosure log."""

from django.urls import path

from requests_app.views import disclosure_log, log_feeds

urlpatterns = [
    path("", disclosure_log.disclosure_log, name="disclosure-log"),
    path("feed.atom", log_feeds.log_feed, name="log-feed"),
    path("records.csv", log_feeds.log_csv, name="log-csv"),
    path("corrections/", disclosure_log.corrections, name="corrections"),
    path("<slug:slug>/", disclosure_log.record, name="record"),
    path("<slug:slug>/response.pdf", disclosure_log.record_pdf, name="record-pdf"),
]
