"""Puts the triggers of every append-only table anew: PostgreSQL's TRUNCATE passed the old ones."""

from django.db import migrations

from exemptions.append_only import forbid_changes

TABLES = (
    *("acknowledgement", "auditevent", "authorityparticulars", "bankholiday", "challengestep"),
    *("clockevent", "clockeventstrike", "dispatch", "drafter", "notice", "noticedecision"),
    *("noticedispatch", "publication", "rendereddocument", "responseversion", "review"),
    *("reviewcomment", "versiondossier", "withdrawal", "wordinguse"),
)
LAW = ("standardtextversion", "standardtextdecision", "datedsetting")


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0015_audit_chain"), ("exemptions", "0004_test_facts")]

    operations = [
        forbid_changes(
            *(f"requests_app_{name}" for name in TABLES), *(f"exemptions_{name}" for name in LAW)
        )
    ]
