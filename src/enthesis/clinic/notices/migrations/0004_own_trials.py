import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Trials that a clinic adds to the evidence itself."""

    dependencies = (
        ("clinic", "0010_planned_messages_by_end"),
        ("notices", "0003_own_consents"),
    )

    operations = (
        migrations.CreateModel(
            name="OwnTrial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.IntegerField()),
                ("trial", models.CharField(max_length=60)),
                ("rows", models.TextField(blank=True, default="")),
                ("takes_out", models.IntegerField(null=True)),
                ("checked_by", models.CharField(blank=True, default="", max_length=160)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=64)),
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
                    models.UniqueConstraint(fields=("clinic", "number"), name="own_trial_once"),
                    models.UniqueConstraint(fields=("clinic", "takes_out"), name="own_trial_out_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("takes_out", None)), fields=("clinic", "trial"), name="own_trial_by_name"
                    ),
                ],
            },
        ),
    )
