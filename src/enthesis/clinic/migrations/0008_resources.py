import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who and what a visit takes up; a key of the database makes it impossible to take a step of it twice."""

    dependencies = (("clinic", "0007_price_lists"),)

    operations = (
        migrations.CreateModel(
            name="Resource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("kind", models.CharField(max_length=40)),
                ("skills", models.CharField(blank=True, max_length=400)),
                ("site", models.CharField(blank=True, max_length=80)),
                ("hours", models.TextField(default="{}")),
                ("in_use", models.BooleanField(default=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resources",
                        to="clinic.clinic",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OtherHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("hours", models.TextField(default="[]")),
                ("why", models.CharField(blank=True, max_length=200)),
                (
                    "resource",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="other_hours",
                        to="clinic.resource",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BookedTime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("visit", models.CharField(max_length=64)),
                ("activity", models.CharField(max_length=200)),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="clinic.courserecord",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="booked",
                        to="clinic.resource",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TakenStep",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "resource", "step", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("step", models.BigIntegerField()),
                ("visit", models.CharField(max_length=64)),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="clinic.courserecord",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="clinic.resource",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.UniqueConstraint(fields=("clinic", "name"), name="resource_once"),
        ),
        migrations.AddConstraint(
            model_name="otherhours",
            constraint=models.UniqueConstraint(fields=("resource", "day"), name="other_hours_once"),
        ),
        migrations.AddIndex(
            model_name="bookedtime",
            index=models.Index(fields=["resource", "first", "last"], name="booked_time_by_resource"),
        ),
        migrations.AddConstraint(
            model_name="bookedtime",
            constraint=models.UniqueConstraint(fields=("course", "visit", "resource"), name="booked_time_once"),
        ),
        migrations.AddIndex(
            model_name="takenstep",
            index=models.Index(fields=["course", "visit"], name="taken_step_by_visit"),
        ),
    )
