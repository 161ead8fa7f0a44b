from django.db import migrations

from exemptions.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("exemptions", "0001_initial")]

    operations = [forbid_changes("exemptions_standardtextversion")]
