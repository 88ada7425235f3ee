from django.db import migrations, models


class Migration(migrations.Migration):
    """That somebody who did not finish was reminded, so that it is done once."""

    dependencies = (("intake", "0001_initial"),)

    operations = (
        migrations.AddField(
            model_name="evaluation",
            name="reminded_at",
            field=models.DateTimeField(null=True),
        ),
    )
