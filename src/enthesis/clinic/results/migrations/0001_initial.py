import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What clinics published of their own results."""

    initial = True

    dependencies = (("clinic", "0010_planned_messages_by_end"),)

    operations = (
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=64)),
                ("results", models.JSONField(null=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.clinic"
                    ),
                ),
            ],
            options={"ordering": ("pk",)},
        ),
    )
