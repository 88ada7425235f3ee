import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Consent texts that a clinic writes itself."""

    dependencies = (
        ("clinic", "0010_planned_messages_by_end"),
        ("notices", "0002_own_texts"),
    )

    operations = (
        migrations.CreateModel(
            name="OwnConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.IntegerField(null=True)),
                ("text", models.TextField()),
                ("began_as", models.CharField(max_length=60)),
                ("revision", models.IntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField(null=True)),
                ("published_by", models.CharField(blank=True, default="", max_length=64)),
                ("retired_at", models.DateTimeField(null=True)),
                ("retired_by", models.CharField(blank=True, default="", max_length=64)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.clinic",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("clinic", "number"), name="own_consent_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("number", None)), fields=("clinic",), name="own_consent_one_draft"
                    ),
                ],
            },
        ),
    )
