from collections.abc import Iterable

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from enthesis.clinic import triggers

TABLES = ("audit_shown",)


def _run(statements: Iterable[str], editor: BaseDatabaseSchemaEditor) -> None:
    for statement in statements:
        editor.execute(statement, params=None)


def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(triggers.create(editor.connection.vendor, TABLES), editor)


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(triggers.drop(editor.connection.vendor, TABLES), editor)


class Migration(migrations.Migration):
    """Whom a list showed; the database refuses to change or remove a row."""

    initial = True

    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="Shown",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("who", models.CharField(max_length=64)),
                ("what", models.CharField(max_length=80)),
                ("clinic", models.IntegerField(null=True)),
                ("whom", models.TextField()),
            ],
            options={
                "indexes": [models.Index(fields=["clinic", "at"], name="shown_by_time")],
            },
        ),
        migrations.RunPython(create, drop),
    )
