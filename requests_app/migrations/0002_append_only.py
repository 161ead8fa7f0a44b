from django.db import migrations

from exemptions.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0001_initial")]

    operations = [
        forbid_changes(
            "requests_app_auditevent",
            "requests_app_authorityparticulars",
            "requests_app_responseversion",
            "requests_app_drafter",
            "requests_app_review",
            "requests_app_reviewcomment",
            "requests_app_rendereddocument",
            "requests_app_dispatch",
            "requests_app_publication",
            "requests_app_withdrawal",
        )
    ]
