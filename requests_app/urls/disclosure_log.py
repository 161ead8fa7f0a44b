"""Addresses of the public disclosure log."""

from django.urls import path

from requests_app.views import alerts, disclosure_log, log_feeds

urlpatterns = [
    path("", disclosure_log.disclosure_log, name="disclosure-log"),
    path("feed.atom", log_feeds.log_feed, name="log-feed"),
    path("suggestions/", disclosure_log.log_suggestions, name="log-suggestions"),
    path("records.csv", log_feeds.log_csv, name="log-csv"),
    path("alerts/new/", alerts.alert_new, name="alert-new"),
    path("alerts/asked/", alerts.alert_asked, name="alert-asked"),
    path("alerts/confirm/<str:token>/", alerts.alert_confirm, name="alert-confirm"),
    path("alerts/confirmed/", alerts.alert_confirmed, name="alert-confirmed"),
    path("alerts/stop/<str:token>/", alerts.alert_stop, name="alert-stop"),
    path("corrections/", disclosure_log.corrections, name="corrections"),
    path("<slug:slug>/", disclosure_log.record, name="record"),
    path("<slug:slug>/response.pdf", disclosure_log.record_pdf, name="record-pdf"),
]
