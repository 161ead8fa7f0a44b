"""The app of the work: requests, answers, review, rendering and the disclosure log."""

from django.apps import AppConfig

from requests_app import checks

__all__ = ["RequestsConfig", "checks"]


class RequestsConfig(AppConfig):
    name = "requests_app"
    verbose_name = "Requests"
