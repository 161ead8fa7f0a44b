"""Every column that holds text, and who fills it: a table that a new column must be added to.

What a person types, or a file or another server brings, is hostile in these tests
(``tests/hostile_portal.py`` writes it there). The rest is the portal's own: chosen from a list,
derived, or sealed.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models

TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)

TYPED = {
    "requests_app.Team": "name",
    "requests_app.Lane": "name",
    "requests_app.LaneStep": "name",
    "requests_app.ReviewStep": "lane_name name",
    "requests_app.StepDecision": "reason",
    "requests_app.FoiRequest": "reference title text outcome_reason facts",
    "requests_app.Requester": "name email postal_address",
    "requests_app.Answer": "text facts",
    "requests_app.AnswerVersion": "text",
    "requests_app.Block": "label number text redactions",
    "requests_app.Claim": "reason where_accessible facts",
    "requests_app.Acknowledgement": "message reason",
    "requests_app.Notice": "content",
    "requests_app.NoticeDecision": "comment",
    "requests_app.AuthorityParticulars": "authority_name authority_address foi_email website "
    "team_name review_how regulator_name regulator_short_name regulator_address regulator_phone "
    "regulator_url licence licence_url",
    "requests_app.ResponseVersion": "content outcome_reason",
    "requests_app.VersionDossier": "content",
    "requests_app.Review": "comment",
    "requests_app.ReviewComment": "text",
    # Both quote the words that could not be printed, or another server's.
    "requests_app.Rendering": "error",
    "requests_app.CachePurge": "error",
    "requests_app.RenderedText": "text",
    "requests_app.Withdrawal": "reason",
    "requests_app.AuditEvent": "detail",
    "requests_app.ChallengeStep": "reference note",
    "requests_app.BankHoliday": "name source",
    "requests_app.ClockEvent": "note",
    "requests_app.ClockEventStrike": "reason",
    "requests_app.DeadlineNotice": "because",
    "requests_app.DisclosablePerson": "name post reason",
    "requests_app.DisclosableRetirement": "reason",
    "requests_app.KeptWords": "fields",
    "requests_app.LinkCheck": "reason final_address",
    "requests_app.Topic": "name",
    "requests_app.LogImport": "name error strange_topics",
    "requests_app.LogImportProblem": "message",
    "requests_app.SensitivityMark": "reason",
    "requests_app.AdaptedWording": "body reason",
    "requests_app.WordingUse": "adapted_body adapted_reason",
    "exemptions.StandardText": "owner retired_reason",
    "exemptions.StandardTextVersion": "body note",
    "exemptions.StandardTextDecision": "note",
    "exemptions.DatedSetting": "source",
    "exemptions.PublicInterestTest": "reasons facts",
    "exemptions.Factor": "text",
    "auth.User": "username first_name last_name email",
    "mfa.Authenticator": "data",
}
# Shown as where a link leads: another server's, or an officer's that no form of ours checked.
ADDRESSES = {"requests_app.Claim.where_accessible", "requests_app.LinkCheck.final_address"}

CHOSEN = {
    "requests_app.AccountMail": "what",
    "requests_app.FoiRequest": "state outcome_override annex_order waiting_for",
    "requests_app.Answer": "disposition regime held",
    "requests_app.AnswerVersion": "disposition",
    "requests_app.Block": "kind",
    "requests_app.Claim": "provision likelihood",
    "requests_app.Acknowledgement": "rule subject",
    "requests_app.Notice": "kind questions",
    "requests_app.NoticeDecision": "decision",
    "requests_app.AuthorityParticulars": "authority_type outcome_vocabulary",
    "requests_app.Review": "decision",
    "requests_app.ReviewComment": "answer_key",
    "requests_app.Rendering": "kind state",
    "requests_app.AuditEvent": "verb",
    "requests_app.ChallengeStep": "kind outcome",
    "requests_app.BankHoliday": "what parts basis",
    "requests_app.ClockEvent": "kind provisions",
    "requests_app.RequesterErasure": "because",
    "requests_app.LaneStep": "bypass_by",
    "requests_app.ReviewStep": "bypass_by",
    "requests_app.StepDecision": "decision",
    "requests_app.LinkCheck": "verdict",
    "requests_app.LogImport": "state",
    "requests_app.LogImportProblem": "column",
    "requests_app.Reminder": "milestone",
    "requests_app.SplitChange": "change",
    "requests_app.AdaptedWording": "provision",
    "requests_app.WordingUse": "provision",
    "exemptions.StandardText": "provision",
    "exemptions.StandardTextDecision": "kind",
    "exemptions.DatedSetting": "name value",
    "exemptions.PublicInterestTest": "conclusion",
    "exemptions.Factor": "side bank",
    "mfa.Authenticator": "type",
}
DERIVED = {
    "requests_app.FoiRequest": "slug calendar_version",
    "requests_app.Acknowledgement": "digest",
    "requests_app.Notice": "digest",
    "requests_app.NoticeDecision": "digest",
    "requests_app.ResponseVersion": "digest answer_rows",
    "requests_app.VersionDossier": "digest",
    "requests_app.Review": "digest",
    "requests_app.Rendering": "sha256",
    "requests_app.FileRemoval": "object_name",
    "requests_app.RenderedDocument": "content object_name",
    "requests_app.EarlierRecord": "digest",
    "requests_app.AuditEvent": "digest",
    "requests_app.StepDecision": "digest",
    "requests_app.Topic": "slug",
    # Made from the version that is published, whose every word is hostile.
    "requests_app.LogEntry": "reference slug title outcome sections request answers annex",
    # Told to nobody, or only compared.
    "requests_app.FormSent": "key location",
    "requests_app.Heartbeat": "name",
    "requests_app.KeptWords": "page",
    "requests_app.LinkCheck": "address",
    "requests_app.LogImport": "content",
    "requests_app.StaffSession": "session_key session_data",
    # Comes back into the blocks, whose every word is hostile.
    "requests_app.SplitChange": "asked before",
    # Sealed or signed; ``test_hostile_words`` asks for one with hostile words.
    "requests_app.Alert": "fingerprint address search words site",
    "requests_app.AccountMail": "address words site",
    "sessions.Session": "session_key session_data",
    "auth.User": "password",
    "account.EmailAddress": "email",
    "account.EmailConfirmation": "key",
}
# Of Django and its packages, written by no page.
PACKAGES = {
    "auth.Permission": "name codename",
    "auth.Group": "name",
    "contenttypes.ContentType": "app_label model",
    "socialaccount.SocialApp": "provider provider_id name client_id secret key settings",
    "socialaccount.SocialAccount": "provider uid extra_data",
    "socialaccount.SocialToken": "token token_secret",
}


def typed() -> Iterator[tuple[type[models.Model], str]]:
    """The columns that are hostile, as model and name."""
    for label, names in TYPED.items():
        for name in names.split():
            yield apps.get_model(label), name


def called(model: type[models.Model], name: str) -> str:
    return f"{model._meta.label}.{name}"


def mark_of(model: type[models.Model], name: str) -> str:
    """A word that stands in every text of this column and nowhere else."""
    return f"zq{model.__name__}{name}qz".replace("_", "").lower()


def columns() -> set[str]:
    """Every column of the database that holds text."""
    return {
        called(model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, TEXTS)
    }


def rows() -> list[str]:
    """What the table above names."""
    tables = (TYPED, CHOSEN, DERIVED, PACKAGES)
    return [
        f"{label}.{name}"
        for table in tables
        for label, names in table.items()
        for name in names.split()
    ]
