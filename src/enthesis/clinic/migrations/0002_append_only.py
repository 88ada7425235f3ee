from django.db import migrations

from enthesis.clinic import triggers


def _run(statements, schema_editor):
    for statement in statements:
        schema_editor.execute(statement, params=None)


def create(apps, schema_editor):
    _run(triggers.create(schema_editor.connection.vendor), schema_editor)


def drop(apps, schema_editor):
    _run(triggers.drop(schema_editor.connection.vendor), schema_editor)


class Migration(migrations.Migration):
    """The database itself refuses to change or remove a row of the log."""

    dependencies = (("clinic", "0001_initial"),)
    operations = (migrations.RunPython(create, drop),)
