from django.db import migrations, models

from exemptions.append_only import forbid_changes_again

KINDS = [
    ("department", "Government department, or the Welsh Government"),
    ("parliament", "House of Commons or House of Lords"),
    ("schedule_1_part_1", "Other authority named in Part I of Schedule 1 to the Act"),
    ("other", "Any other public authority"),
]


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0007_notices")]

    operations = [
        # At both ends, so that it is done after the columns came and after they went.
        forbid_changes_again("requests_app_authorityparticulars"),
        migrations.AddField(
            model_name="authorityparticulars",
            name="authority_type",
            field=models.CharField(choices=KINDS, default="other", max_length=20),
        ),
        migrations.AddField(
            model_name="authorityparticulars",
            name="has_audit_functions",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="authorityparticulars",
            name="is_public_record_office",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="authorityparticulars",
            name="outcome_vocabulary",
            field=models.CharField(default="portal", max_length=30),
        ),
        forbid_changes_again("requests_app_authorityparticulars"),
    ]
