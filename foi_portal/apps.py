"""Registers the project itself as an app: it owns the commands ``up`` and the Celery app."""

from django.apps import AppConfig

from foi_portal import storage

# Shared tasks bind to the current Celery app, so it must exist in every Django process.
from foi_portal.celery import app as celery_app

__all__ = ["FoiPortalConfig", "celery_app", "storage"]


class FoiPortalConfig(AppConfig):
    name = "foi_portal"
    verbose_name = "FOI portal"
