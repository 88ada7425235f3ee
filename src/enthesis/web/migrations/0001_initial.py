import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = (("clinic", "0001_initial"),)

    operations = (
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("sealed", models.BinaryField()),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="clinic.courserecord"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("course", "kind"), name="draft_once")],
            },
        ),
    )
