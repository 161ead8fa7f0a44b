from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exemptions", "0003_governance"),
    ]

    operations = [
        migrations.AddField(
            model_name="publicinteresttest",
            name="facts",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
