from collections.abc import Iterable

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from enthesis.clinic import triggers

TABLES = ("frontdesk_personmerge",)


def _run(statements: Iterable[str], editor: BaseDatabaseSchemaEditor) -> None:
    for statement in statements:
        editor.execute(statement, params=None)


def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(triggers.create(editor.connection.vendor, TABLES), editor)


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(triggers.drop(editor.connection.vendor, TABLES), editor)


class Migration(migrations.Migration):
    """Who is read as whom, which is never changed; and the lots that a clinic has."""

    initial = True
    dependencies = (("clinic", "0010_planned_messages_by_end"),)

    operations = (
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=64)),
                ("sealed", models.BinaryField()),
                ("mark", models.BinaryField()),
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
                    "into",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["clinic", "id"], name="person_merge_by_clinic")],
            },
        ),
        migrations.CreateModel(
            name="StockLot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=200)),
                ("lot", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=60)),
                ("expires", models.DateField()),
                ("gtin", models.CharField(blank=True, max_length=14)),
                ("received", models.IntegerField()),
                ("received_on", models.DateField()),
                ("used_up", models.BooleanField(default=False)),
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
                "constraints": [models.UniqueConstraint(fields=("clinic", "key", "what"), name="stock_lot_once")],
            },
        ),
        migrations.RunPython(create, drop),
    )
