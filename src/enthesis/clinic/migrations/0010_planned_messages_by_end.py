from django.db import migrations, models


class Migration(migrations.Migration):
    """Most planned messages are over: those that may leave are found by their end."""

    dependencies = (("clinic", "0009_calendars_and_messages"),)

    operations = (
        migrations.RemoveIndex(model_name="plannedmessage", name="planned_message_by_time"),
        migrations.AddIndex(
            model_name="plannedmessage",
            index=models.Index(fields=["until", "due"], name="planned_message_by_time"),
        ),
    )
