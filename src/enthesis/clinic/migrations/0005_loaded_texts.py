from collections.abc import Iterable

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from enthesis.clinic import triggers

TABLES = ("clinic_loadedtext", "clinic_textturn")


def _run(statements: Iterable[str], editor: BaseDatabaseSchemaEditor) -> None:
    for statement in statements:
        editor.execute(statement, params=None)


def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(triggers.create(editor.connection.vendor, TABLES), editor)


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(triggers.drop(editor.connection.vendor, TABLES), editor)


def _key() -> "models.BigAutoField[int, int]":
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    """The words of questionnaires that a clinic has a licence for, and which it uses; neither is ever changed."""

    dependencies = (("clinic", "0004_decisions_and_confirmations"),)

    operations = (
        migrations.CreateModel(
            name="LoadedText",
            fields=[
                ("id", _key()),
                ("instrument", models.CharField(max_length=40)),
                ("version", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=200)),
                ("file", models.TextField()),
                ("said", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=64)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="clinic.clinic",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("clinic", "instrument", "version", "language"), name="loaded_text_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="TextTurn",
            fields=[
                ("id", _key()),
                ("in_use", models.BooleanField()),
                ("why", models.CharField(blank=True, max_length=400)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=64)),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.clinic"
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="turns", to="clinic.loadedtext"
                    ),
                ),
            ],
        ),
        migrations.RunPython(create, drop),
    )
