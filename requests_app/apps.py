"""The app of the work: requests, answers, review, rendering and the disclosure log."""

from django.apps import AppConfig

from requests_app import checks
from requests_app.outcome_words import vocabularies

__all__ = ["RequestsConfig", "checks"]


class RequestsConfig(AppConfig):
    name = "requests_app"
    verbose_name = "Requests"

    def ready(self) -> None:
        # A broken vocabulary must stop the start, not the first response that is published.
        vocabularies()
