import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Messages that belong to no visit."""

    initial = True

    dependencies = (("clinic", "0010_planned_messages_by_end"),)

    operations = (
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recipient", models.CharField(max_length=40)),
                ("purpose", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=160)),
                ("sealed", models.BinaryField(default=b"")),
                ("made_at", models.DateTimeField()),
                ("due", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("state", models.CharField(blank=True, default="", max_length=16)),
                ("channel", models.CharField(blank=True, default="", max_length=16)),
                ("words", models.CharField(blank=True, default="", max_length=60)),
                ("began_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("says", models.CharField(blank=True, default="", max_length=400)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.clinic",
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
                    models.Index(fields=["until", "due"], name="notice_by_time"),
                    models.Index(fields=["state", "began_at"], name="notice_by_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("clinic", "recipient", "purpose", "key"), name="notice_once")
                ],
            },
        ),
    )
