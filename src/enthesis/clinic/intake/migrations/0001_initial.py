import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Evaluations of strangers, and the clinic's public page."""

    initial = True

    dependencies = (("clinic", "0010_planned_messages_by_end"),)

    operations = (
        migrations.CreateModel(
            name="ClinicPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.TextField(blank=True)),
                ("address", models.TextField(blank=True)),
                ("hours", models.TextField(blank=True)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=64)),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.clinic"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("begun", "Begun"),
                            ("sent", "Sent"),
                            ("asked", "Asked"),
                            ("taking", "Taking"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("gone", "Gone"),
                        ],
                        default="begun",
                        max_length=12,
                    ),
                ),
                ("wrapped", models.TextField(blank=True, default="")),
                ("sealed", models.BinaryField(default=b"")),
                ("begun_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.CharField(blank=True, default="", max_length=64)),
                ("reason", models.CharField(blank=True, default="", max_length=40)),
                ("destroyed_at", models.DateTimeField(null=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.clinic"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["clinic", "state", "sent_at"], name="evaluation_by_state"),
                    models.Index(fields=["changed_at"], name="evaluation_by_change"),
                ],
            },
        ),
    )
