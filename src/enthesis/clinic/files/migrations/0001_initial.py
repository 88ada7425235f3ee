import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = (("clinic", "0010_planned_messages_by_end"),)

    operations = (
        migrations.CreateModel(
            name="File",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=16)),
                ("media_type", models.CharField(max_length=40)),
                ("size", models.IntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("name", models.BinaryField()),
                ("content", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=64)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="clinic.person"
                    ),
                ),
            ],
        ),
    )
