import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Clinic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("time_zone", models.CharField(default="UTC", max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed", models.BinaryField(default=b"")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="people", to="clinic.clinic"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CourseRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("head_seq", models.IntegerField(default=0)),
                ("head_digest", models.BinaryField(default=b"")),
                ("head_mark", models.BinaryField(default=b"")),
                ("status", models.CharField(default="not started", max_length=16)),
                ("protocol", models.CharField(default="", max_length=100)),
                ("version", models.CharField(default="", max_length=40)),
                ("problem", models.CharField(default="", max_length=400)),
                ("region", models.CharField(default="", max_length=60)),
                ("side", models.CharField(default="", max_length=10)),
                ("started_on", models.DateField(null=True)),
                ("closed_on", models.DateField(null=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="courses", to="clinic.clinic"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="courses", to="clinic.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("who", models.CharField(max_length=64)),
                ("what", models.CharField(max_length=80)),
                ("allowed", models.BooleanField()),
                ("why", models.CharField(default="", max_length=200)),
                ("clinic", models.IntegerField(null=True)),
                ("course", models.BigIntegerField(null=True)),
                ("person", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["course", "at"], name="look_by_course"),
                    models.Index(fields=["person", "at"], name="look_by_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonKey",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="key",
                        serialize=False,
                        to="clinic.person",
                    ),
                ),
                ("wrapped", models.BinaryField(null=True)),
                ("destroyed_at", models.DateTimeField(null=True)),
                ("destroyed_by", models.CharField(default="", max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="ProtocolCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("protocol", models.CharField(max_length=100)),
                ("version", models.CharField(max_length=40)),
                ("text", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=64)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="protocols",
                        to="clinic.clinic",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StoredEvent",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "course", "seq", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seq", models.IntegerField()),
                ("event_id", models.CharField(max_length=64, unique=True)),
                ("kind", models.CharField(max_length=40)),
                ("happened_on", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=64)),
                ("payload", models.TextField()),
                ("sealed", models.BinaryField(null=True)),
                ("previous", models.BinaryField()),
                ("digest", models.BinaryField()),
                ("mark", models.BinaryField()),
                (
                    "course",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="clinic.courserecord",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgendaRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("activity", models.CharField(max_length=200)),
                ("number", models.IntegerField()),
                ("title", models.CharField(max_length=400)),
                ("kind", models.CharField(max_length=40)),
                ("who", models.CharField(max_length=16)),
                ("opens", models.DateField(null=True)),
                ("ideal", models.DateField(null=True)),
                ("closes", models.DateField(null=True)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("span", models.IntegerField()),
                ("owed", models.BooleanField()),
                ("may", models.BooleanField()),
                ("why_not", models.TextField()),
                ("because", models.TextField()),
                ("not_stated", models.CharField(max_length=60)),
                ("minutes", models.IntegerField(null=True)),
                ("needs", models.CharField(max_length=400)),
                ("visit", models.CharField(max_length=64)),
                ("starts", models.DateTimeField(null=True)),
                ("place", models.IntegerField()),
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
                        related_name="agenda",
                        to="clinic.courserecord",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("owed", True)),
                        fields=["clinic", "who", "span", "last_day", "first_day", "id"],
                        name="agenda_due",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("course", "key"), name="agenda_once")],
            },
        ),
        migrations.CreateModel(
            name="NameWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.BinaryField(max_length=12)),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="words", to="clinic.person"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("clinic", "token", "person"), name="name_word_once")],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("patient", "Patient"),
                            ("therapist", "Therapist"),
                            ("front-desk", "Front Desk"),
                            ("clinician", "Clinician"),
                            ("lead", "Lead"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="clinic.clinic"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="clinic.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", True)),
                        fields=("user", "clinic", "role"),
                        name="membership_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)), fields=("user", "person"), name="patient_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person__isnull", False), ("role", "patient")),
                            models.Q(models.Q(("role", "patient"), _negated=True), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="patient_names_person",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="courserecord",
            index=models.Index(fields=["clinic", "status", "id"], name="course_by_status"),
        ),
        migrations.AddConstraint(
            model_name="protocolcopy",
            constraint=models.UniqueConstraint(fields=("clinic", "protocol", "version"), name="protocol_copy_once"),
        ),
    )
