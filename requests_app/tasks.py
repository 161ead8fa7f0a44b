"""What the worker does. Tasks carry an id, hold no logic, and may be repeated without harm."""

from __future__ import annotations

import logging
from typing import Any

from celery import shared_task
from celery.signals import worker_init

from requests_app import audit
from requests_app.actions import (
    account_mail,
    alert_mail,
    alerts,
    erasing,
    links,
    log_import,
    notices,
    proving,
    purging,
    reminders,
    storing,
)
from requests_app.actions import rendering as documents
from requests_app.database_time import database_now
from requests_app.producing import produce
from requests_app.rendering.isolation import LIMITS
from requests_app.rendering.pdf import warm_up

logger = logging.getLogger(__name__)

# Seconds. The last resort, for a task that hangs although its child has ended: the child's own
# limits are what ends a document. Whoever is killed leaves the row's lease to run out, and the
# sweeper tells of it again or fails it with a reason.
RENDER_LIMIT = LIMITS.wall_seconds + 60


@shared_task(name="requests_app.tasks.render", time_limit=RENDER_LIMIT)
def render(rendering_id: int) -> None:
    produce(rendering_id, at=database_now)


@shared_task(name="requests_app.tasks.sweep")
def sweep() -> None:
    documents.sweep(at=database_now())
    log_import.sweep(at=database_now())
    purging.sweep(at=database_now())
    storing.sweep(at=database_now())


@shared_task(name="requests_app.tasks.open_link", soft_time_limit=45, time_limit=60)
def open_link(link_id: int) -> None:
    links.open_link(link_id, at=database_now)


@shared_task(name="requests_app.tasks.sweep_links")
def sweep_links() -> None:
    links.sweep(at=database_now())


@shared_task(name="requests_app.tasks.purge_cache")
def purge_cache(purge_id: int) -> None:
    purging.purge(purge_id, at=database_now)


@shared_task(name="requests_app.tasks.remove_file")
def remove_file(removal_id: int) -> None:
    storing.remove(removal_id)


@shared_task(name="requests_app.tasks.work_on_log")
def work_on_log(log_import_id: int) -> None:
    log_import.work_on(log_import_id, at=database_now)


@shared_task(name="requests_app.tasks.mail_deadline_notices")
def mail_deadline_notices() -> None:
    notices.mail_notices(at=database_now())


@shared_task(name="requests_app.tasks.remind")
def remind() -> None:
    reminders.remind(at=database_now())


@shared_task(name="requests_app.tasks.mail_confirmation")
def mail_confirmation(alert_id: int) -> None:
    alert_mail.mail_confirmation(alert_id, at=database_now())


@shared_task(name="requests_app.tasks.mail_confirmations")
def mail_confirmations() -> None:
    alert_mail.mail_confirmations(at=database_now())


@shared_task(name="requests_app.tasks.mail_alerts")
def mail_alerts() -> None:
    alert_mail.mail_alerts(at=database_now())


@shared_task(name="requests_app.tasks.mail_account")
def mail_account(mail_id: int) -> None:
    account_mail.mail_account(mail_id, at=database_now())


@shared_task(name="requests_app.tasks.mail_accounts")
def mail_accounts() -> None:
    account_mail.mail_accounts(at=database_now())


@shared_task(name="requests_app.tasks.verify_audit")
def verify_audit() -> None:
    """The hash of each night stands in the log, outside the database that it vouches for."""
    proof = audit.verify()
    proving.note(proving.Whole.AUDIT, holds=not proof.broken, at=database_now())
    if proof.broken:
        logger.critical("the audit trail is broken: %s", proof.broken)
    else:
        logger.info("the audit trail holds: %s rows, hash %s", proof.rows, proof.head)


@shared_task(name="requests_app.tasks.apply_retention")
def apply_retention() -> None:
    logger.info("%s requesters erased", erasing.apply_retention(at=database_now()))
    logger.info("%s unconfirmed addresses deleted", alerts.forget_alerts(at=database_now()))


@worker_init.connect
def prepare_worker(**_: Any) -> None:
    """The worker is warm and frozen before it forks its children, now and when one is replaced;
    each of them forks a limited child a document."""
    warm_up()
