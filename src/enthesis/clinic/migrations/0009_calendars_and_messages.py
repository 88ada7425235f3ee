import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Every booked visit as a row; times held; a waiting list; calendars from and for elsewhere; messages of visits."""

    dependencies = (("clinic", "0008_resources"),)

    operations = (
        migrations.AddField(
            model_name="clinic",
            name="meeting_link",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.CreateModel(
            name="OutsideCalendar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("address", models.CharField(blank=True, max_length=500)),
                ("read_at", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=400)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=64)),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="outside", to="clinic.resource"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WaitingEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("visit", models.CharField(blank=True, max_length=64)),
                ("item", models.CharField(max_length=200)),
                ("wishes", models.TextField(default="{}")),
                ("since", models.DateTimeField()),
                ("until", models.DateField(null=True)),
                ("state", models.CharField(default="waiting", max_length=16)),
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
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="waiting", to="clinic.courserecord"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts", models.DateTimeField()),
                ("minutes", models.IntegerField()),
                ("resources", models.CharField(max_length=400)),
                ("made_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("state", models.CharField(default="open", max_length=16)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="clinic.waitingentry"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BookedVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("visit", models.CharField(max_length=64)),
                ("activity", models.CharField(max_length=200)),
                ("starts", models.DateTimeField()),
                ("minutes", models.IntegerField()),
                ("telehealth", models.BooleanField()),
                ("confirmed", models.BooleanField()),
                ("moves", models.IntegerField()),
                ("resources", models.CharField(max_length=400)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="clinic.clinic",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="booked",
                        to="clinic.courserecord",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["clinic", "starts"], name="booked_visit_by_start")],
                "constraints": [models.UniqueConstraint(fields=("course", "visit"), name="booked_visit_once")],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret", models.BinaryField(max_length=32, unique=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=64)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="clinic.clinic",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="feeds", to="clinic.person"
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feeds",
                        to="clinic.resource",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person__isnull", True), ("resource__isnull", False)),
                            models.Q(("person__isnull", False), ("resource__isnull", True)),
                            _connector="OR",
                        ),
                        name="feed_of_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60, unique=True)),
                ("kind", models.CharField(max_length=16)),
                ("series", models.TextField()),
                ("until", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=64)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="clinic.clinic",
                    ),
                ),
                (
                    "course",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hold", to="clinic.courserecord"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["clinic", "until"], name="hold_by_end")],
            },
        ),
        migrations.CreateModel(
            name="OutsideBusy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                (
                    "resource",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="clinic.resource",
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="busy",
                        to="clinic.outsidecalendar",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["resource", "first", "last"], name="outside_busy_by_resource"),
                    models.Index(fields=["calendar"], name="outside_busy_by_calendar"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=160)),
                ("purpose", models.CharField(max_length=40)),
                ("visit", models.CharField(max_length=64)),
                ("due", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "clinic",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="clinic.clinic",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="clinic.courserecord",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["due"], name="planned_message_by_time")],
                "constraints": [models.UniqueConstraint(fields=("course", "key"), name="planned_message_once")],
            },
        ),
        migrations.CreateModel(
            name="Sending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=160)),
                ("purpose", models.CharField(max_length=40)),
                ("visit", models.CharField(max_length=64)),
                ("channel", models.CharField(max_length=16)),
                ("state", models.CharField(max_length=16)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("says", models.CharField(blank=True, max_length=400)),
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
                    "course",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.courserecord",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["clinic", "state", "began_at"], name="sending_by_state")],
                "constraints": [models.UniqueConstraint(fields=("course", "key"), name="sending_once")],
            },
        ),
        migrations.AddIndex(
            model_name="waitingentry",
            index=models.Index(fields=["clinic", "state", "since"], name="waiting_by_age"),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(fields=["state", "until"], name="offer_by_end"),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("entry",), name="offer_one_open"
            ),
        ),
    )
