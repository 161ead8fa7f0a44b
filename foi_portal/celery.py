"""The Celery application. Tasks live in ``requests_app.tasks`` and carry an id only."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foi_portal.settings")

app = Celery("foi_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
