from collections.abc import Iterable

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from enthesis.clinic import triggers

TABLES = ("clinic_restriction", "clinic_emergencyopening", "clinic_emergencyreview")


def _run(statements: Iterable[str], editor: BaseDatabaseSchemaEditor) -> None:
    for statement in statements:
        editor.execute(statement, params=None)


def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(triggers.create(editor.connection.vendor, TABLES), editor)


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(triggers.drop(editor.connection.vendor, TABLES), editor)


class Migration(migrations.Migration):
    """Whose record is restricted, to whom it is open, and who opened one in an emergency: never changed."""

    dependencies = (("clinic", "0011_clinic_country"),)

    operations = (
        migrations.CreateModel(
            name="EmergencyOpening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("who", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("accounts", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=64)),
                ("sealed", models.BinaryField()),
                ("mark", models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name="person",
            name="restricted",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(condition=models.Q(("restricted", True)), fields=["clinic"], name="person_restricted"),
        ),
        migrations.CreateModel(
            name="EmergencyReview",
            fields=[
                (
                    "opening",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="review",
                        serialize=False,
                        to="clinic.emergencyopening",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("who", models.CharField(max_length=64)),
            ],
        ),
        migrations.AddField(
            model_name="emergencyopening",
            name="clinic",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.clinic"
            ),
        ),
        migrations.AddField(
            model_name="emergencyopening",
            name="person",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.person"
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="clinic",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.clinic"
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="person",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.person"),
        ),
        migrations.AddIndex(
            model_name="emergencyopening",
            index=models.Index(fields=["person", "who", "until"], name="emergency_now"),
        ),
        migrations.AddIndex(
            model_name="emergencyopening",
            index=models.Index(fields=["clinic", "id"], name="emergency_by_clinic"),
        ),
        migrations.RunPython(create, drop),
    )
