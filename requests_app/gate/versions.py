"""What the gate has to say of a version: of what was frozen, as things stand now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils.timezone import localdate

from requests_app.gate.circumstances import circumstances
from requests_app.gate.dossier import Circumstances, Dossier, LinkFile, digest_of, from_texts
from requests_app.gate.finding import Finding, Stage
from requests_app.gate.judging import judge
from requests_app.gate.link_results import results_for, settled
from requests_app.gate.mentioning import mentions_in_version
from requests_app.gate.pages import leaks_in
from requests_app.models import Dispatch, ResponseVersion, VersionDossier
from requests_app.response import digest


def frozen_dossier(version: ResponseVersion) -> Dossier | None:
    """What was frozen with a version; None of one that is older than the gate.

    Raises UnreadableDossier.
    """
    row = VersionDossier.objects.filter(version=version).first()
    return from_texts(row.content, version.content) if row else None


def findings_of_version(
    version: ResponseVersion, *, stage: Stage, day: date, approver: str = "", links: bool = True
) -> tuple[Finding, ...]:
    """What the gate has to say now of what was frozen. Raises UnreadableDossier."""
    dossier = frozen_dossier(version)
    if dossier is None:
        return ()
    now = replace(
        _circumstances_of_version(version, stage, day, approver),
        links=_links(dossier, stage) if links else (),
        leaks=leaks_in(version, dossier),
    )
    return judge(dossier.at(now))


def _links(dossier: Dossier, stage: Stage) -> tuple[LinkFile, ...]:
    current = results_for(dossier)
    return settled(dossier.now.links, current) if stage is Stage.APPROVE else current


def _circumstances_of_version(
    version: ResponseVersion, stage: Stage, day: date, approver: str
) -> Circumstances:
    case = version.foi_request
    return replace(
        circumstances(case, day, stage),
        submitted_on=localdate(version.submitted_at),
        approver=approver,
        intact=_is_intact(version),
        sent_other=_was_sent_otherwise(version),
        mentions=mentions_in_version(version),
    )


def _is_intact(version: ResponseVersion) -> bool:
    row = VersionDossier.objects.get(version=version)
    return digest(version.content) == version.digest and digest_of(row.content) == row.digest


def _was_sent_otherwise(version: ResponseVersion) -> bool:
    """Whether the last letter that was sent to the requester says something else."""
    sent = (
        Dispatch.objects.filter(version__foi_request=version.foi_request_id)
        .select_related("version")
        .order_by("pk")
        .last()
    )
    return sent is not None and sent.version.digest != version.digest
