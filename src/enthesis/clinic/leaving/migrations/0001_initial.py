import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What patients asked for: to be erased."""

    initial = True

    dependencies = (("clinic", "0010_planned_messages_by_end"),)

    operations = (
        migrations.CreateModel(
            name="ErasureRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=64)),
                ("state", models.CharField(default="open", max_length=16)),
                ("why", models.CharField(blank=True, max_length=400)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=64)),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.clinic"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("person",), name="erasure_asked_once"
                    )
                ],
            },
        ),
    )
