import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Words of messages that a clinic writes itself."""

    dependencies = (
        ("clinic", "0010_planned_messages_by_end"),
        ("notices", "0001_notices"),
    )

    operations = (
        migrations.CreateModel(
            name="OwnText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=20)),
                ("number", models.IntegerField()),
                ("text", models.TextField(blank=True)),
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
                    models.UniqueConstraint(fields=("clinic", "purpose", "language", "number"), name="own_text_once")
                ],
            },
        ),
    )
