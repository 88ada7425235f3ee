from collections.abc import Iterable
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from enthesis.clinic import triggers

TABLES = ("clinic_clinicdecision", "clinic_confirmation")


def _run(statements: Iterable[str], editor: BaseDatabaseSchemaEditor) -> None:
    for statement in statements:
        editor.execute(statement, params=None)


def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(triggers.create(editor.connection.vendor, TABLES), editor)


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(triggers.drop(editor.connection.vendor, TABLES), editor)


def _own(name: str) -> Any:
    return models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name=name, to="clinic.clinic"
    )


def _key() -> Any:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    """What a clinic decides for itself and what it confirms by name; neither is ever changed."""

    dependencies = (("clinic", "0003_lot_use"),)

    operations = (
        migrations.CreateModel(
            name="ClinicDecision",
            fields=[
                ("id", _key()),
                ("name", models.CharField(max_length=80)),
                ("value", models.CharField(blank=True, max_length=200)),
                ("since", models.DateTimeField()),
                ("why", models.CharField(blank=True, max_length=400)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=64)),
                ("clinic", _own("decisions")),
            ],
            options={"indexes": [models.Index(fields=["clinic", "name", "since"], name="decision_by_name")]},
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", _key()),
                ("entry", models.CharField(max_length=200)),
                ("version", models.CharField(max_length=80)),
                ("digest", models.CharField(max_length=64)),
                ("confirmed", models.BooleanField()),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=64)),
                ("clinic", _own("confirmations")),
            ],
            options={"indexes": [models.Index(fields=["clinic", "entry", "id"], name="confirmation_by_entry")]},
        ),
        migrations.RunPython(create, drop),
    )
