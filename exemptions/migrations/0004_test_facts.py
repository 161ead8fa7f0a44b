from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exemptions", "0002_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="publicinteresttest",
            name="facts",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
