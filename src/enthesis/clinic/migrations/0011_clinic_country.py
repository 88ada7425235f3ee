"""Where a clinic is, what it counts in, which language it speaks; empty until the clinic says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("clinic", "0010_planned_messages_by_end"),)

    operations = (
        migrations.AddField("clinic", "country", models.CharField(blank=True, default="", max_length=2)),
        migrations.AddField("clinic", "currency", models.CharField(blank=True, default="", max_length=3)),
        migrations.AddField("clinic", "language", models.CharField(blank=True, default="", max_length=12)),
    )
