from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def count(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Those that are there when the register begins."""
    from enthesis.clinic.opened import register_mark

    register = apps.get_model("clinic", "CourseRegister")
    clinics = apps.get_model("clinic", "CourseRecord").objects.values("clinic").annotate(number=models.Count("pk"))
    for each in clinics.order_by("clinic"):
        clinic, number = each["clinic"], each["number"]
        register.objects.create(clinic_id=clinic, opened=number, mark=register_mark(clinic, number))


class Migration(migrations.Migration):
    """How many courses each clinic has started, so that one which disappears whole is noticed."""

    dependencies = (("clinic", "0012_restricted"),)

    operations = (
        migrations.CreateModel(
            name="CourseRegister",
            fields=[
                (
                    "clinic",
                    models.OneToOneField(
                        on_delete=models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="clinic.clinic",
                    ),
                ),
                ("opened", models.BigIntegerField()),
                ("mark", models.BinaryField()),
            ],
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    )
