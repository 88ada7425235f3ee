"""Whom the patients of a clinic call; empty until the clinic says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("clinic", "0005_loaded_texts"),)

    operations = (
        migrations.AddField("clinic", "telephone", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddField("clinic", "telephone_when_closed", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddField("clinic", "emergency_number", models.CharField(blank=True, default="", max_length=40)),
    )
