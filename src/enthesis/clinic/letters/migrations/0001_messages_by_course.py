"""An index of the messages of the log alone: the inbox is found along it, and no other event pays for it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = (("clinic", "0010_planned_messages_by_end"),)

    operations = (
        migrations.RunSQL(
            "CREATE INDEX letters_by_course ON clinic_storedevent (course_id, seq) WHERE kind = 'MessageWritten'",
            "DROP INDEX letters_by_course",
        ),
    )
