"""What the database holds. The log is the truth; what is marked *derived* can be thrown away and made again."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from enthesis.clinic.numbers import PERSON, number_of


class Role(models.TextChoices):
    """What somebody is in one clinic. The words are those of `pathway.protocol.model.Role`."""

    PATIENT = "patient"
    THERAPIST = "therapist"
    FRONT_DESK = "front-desk"
    CLINICIAN = "clinician"
    LEAD = "lead"


class Clinic(models.Model):
    """A clinic. Each record belongs to exactly one."""

    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=64, default="UTC")  # IANA name; days are counted on its calendar
    telephone = models.CharField(max_length=40, blank=True, default="")  # whom patients call, by day
    telephone_when_closed = models.CharField(max_length=40, blank=True, default="")
    emergency_number = models.CharField(max_length=40, blank=True, default="")  # of the country: 112, 911
    meeting_link = models.CharField(max_length=300, blank=True, default="")  # where telehealth visits are held

    def __str__(self) -> str:
        return self.name


class Users(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account; without a password nobody can sign in to it until one is set."""
        user = self.model(email=self.normalize_email(email).strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account. It may do nothing by itself: rights come from memberships."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)  # as other people in the clinic see it
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.handle

    @property
    def handle(self) -> str:
        """How the log names this account: "U-17". It stays when a name changes, and names nobody by itself."""
        return f"U-{self.pk}"


class Person(models.Model):
    """A patient. Name, birthday and contact are sealed under the person's own key."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="people")
    sealed = models.BinaryField(default=b"")  # JSON of `people.Profile`
    made_at = models.DateTimeField(auto_now_add=True)

    @property
    def number(self) -> str:
        return number_of(self.pk, PERSON)


class PersonKey(models.Model):
    """A person's key, wrapped under the master key. Without it the person's words are noise, for ever."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="key")
    wrapped = models.BinaryField(null=True)
    destroyed_at = models.DateTimeField(null=True)
    destroyed_by = models.CharField(max_length=64, default="")


class Membership(models.Model):
    """One role of one account in one clinic; a patient's names the person whose record it opens."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="memberships")

    class Meta:
        constraints = (
            UniqueConstraint(
                fields=["user", "clinic", "role"], condition=Q(person__isnull=True), name="membership_once"
            ),
            UniqueConstraint(fields=["user", "person"], condition=Q(person__isnull=False), name="patient_once"),
            CheckConstraint(
                condition=Q(role="patient", person__isnull=False) | (~Q(role="patient") & Q(person__isnull=True)),
                name="patient_names_person",
            ),
        )


class CourseRecord(models.Model):
    """One course: where its log stands (`head_...`), and *derived* columns to find it by."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="courses")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="courses")
    head_seq = models.IntegerField(default=0)
    head_digest = models.BinaryField(default=b"")
    head_mark = models.BinaryField(default=b"")
    status = models.CharField(max_length=16, default="not started")
    protocol = models.CharField(max_length=100, default="")
    version = models.CharField(max_length=40, default="")
    problem = models.CharField(max_length=400, default="")
    region = models.CharField(max_length=60, default="")
    side = models.CharField(max_length=10, default="")
    started_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        indexes = (Index(fields=["clinic", "status", "id"], name="course_by_status"),)

    @property
    def number(self) -> str:
        return number_of(self.pk)


class StoredEvent(models.Model):
    """One event of the log. Never changed, never removed: the database refuses both (triggers.py)."""

    pk = models.CompositePrimaryKey("course", "seq")
    course = models.ForeignKey(CourseRecord, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.IntegerField()
    event_id = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=40)
    happened_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)
    payload = models.TextField()  # JSON of the other fields; exactly these bytes are in the digest
    sealed = models.BinaryField(null=True)  # JSON of the personal fields, under the person's key
    previous = models.BinaryField()  # digest of the event before; 32 zero bytes at the first
    digest = models.BinaryField()  # SHA-256 of all of this (docs/record.md)
    mark = models.BinaryField()  # made with the master key over the digest


# Derived rows follow from the log: `rebuild --check` proves them, so the database need not check each one again.
_UNCHECKED: dict[str, Any] = {"db_index": False, "db_constraint": False}


class AgendaRow(models.Model):
    """*Derived.* One item of a course's agenda, as windows: time passing changes nothing here."""

    clinic = models.ForeignKey(Clinic, on_delete=models.DO_NOTHING, related_name="+", **_UNCHECKED)
    course = models.ForeignKey(CourseRecord, on_delete=models.DO_NOTHING, related_name="agenda", **_UNCHECKED)
    key = models.CharField(max_length=200)
    activity = models.CharField(max_length=200)
    number = models.IntegerField()
    title = models.CharField(max_length=400)
    kind = models.CharField(max_length=40)
    who = models.CharField(max_length=16)
    opens = models.DateField(null=True)
    ideal = models.DateField(null=True)
    closes = models.DateField(null=True)
    first_day = models.DateField()  # due from this day on (derive.days)
    last_day = models.DateField()  # overdue after it; the last day there is where nothing is stated
    span = models.IntegerField()  # days from the one to the other: among rows of one span, both have the same order
    owed = models.BooleanField()
    may = models.BooleanField()
    why_not = models.TextField()  # one reason a line
    because = models.TextField()
    not_stated = models.CharField(max_length=60)
    minutes = models.IntegerField(null=True)
    needs = models.CharField(max_length=400)
    visit = models.CharField(max_length=64)
    starts = models.DateTimeField(null=True)  # of the booked visit
    place = models.IntegerField()  # order in the protocol

    class Meta:
        constraints = (UniqueConstraint(fields=["course", "key"], name="agenda_once"),)
        indexes = (
            Index(
                fields=["clinic", "who", "span", "last_day", "first_day", "id"],
                name="agenda_due",
                condition=Q(owed=True),
            ),
        )


class LotUse(models.Model):
    """*Derived.* One part of one injection that counts, by the lot on its vial: what a recall is looked up in."""

    clinic = models.ForeignKey(Clinic, on_delete=models.DO_NOTHING, related_name="+", **_UNCHECKED)
    course = models.ForeignKey(CourseRecord, on_delete=models.DO_NOTHING, related_name="lots", **_UNCHECKED)
    event = models.CharField(max_length=64)  # id of the injection
    place = models.IntegerField()  # which part of its solution, counted from 0
    lot = models.CharField(max_length=100)  # its letters and digits (`lot_key`)
    written = models.CharField(max_length=200)  # as it was typed
    part = models.CharField(max_length=200)
    syringe = models.CharField(max_length=60)
    day = models.DateField(null=True)
    expires = models.DateField(null=True)

    class Meta:
        constraints = (UniqueConstraint(fields=["course", "event", "place"], name="lot_use_once"),)
        indexes = (Index(fields=["clinic", "lot", "day"], name="lot_use_by_lot"),)


class Resource(models.Model):
    """A person, a room or a device that a visit can take up. It keeps its name: bookings are made with it."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="resources", db_index=False)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)  # clinician | therapist | room | device, or what the clinic calls it
    skills = models.CharField(max_length=400, blank=True)  # words, one space between them
    site = models.CharField(max_length=80, blank=True)  # empty: goes anywhere
    hours = models.TextField(default="{}")  # JSON: weekday -> [[from, to], ...]
    in_use = models.BooleanField(default=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # of a person

    class Meta:
        constraints = (UniqueConstraint(fields=["clinic", "name"], name="resource_once"),)


class OtherHours(models.Model):
    """What a resource works on one day instead of that weekday's hours."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="other_hours", db_index=False)
    day = models.DateField()
    hours = models.TextField(default="[]")  # JSON: [[from, to], ...]; none: closed
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (UniqueConstraint(fields=["resource", "day"], name="other_hours_once"),)


class BookedVisit(models.Model):
    """*Derived.* One visit that is booked, whatever it takes up: what calendars and day lists are made of."""

    clinic = models.ForeignKey(Clinic, on_delete=models.DO_NOTHING, related_name="+", **_UNCHECKED)
    course = models.ForeignKey(CourseRecord, on_delete=models.DO_NOTHING, related_name="booked", **_UNCHECKED)
    visit = models.CharField(max_length=64)
    activity = models.CharField(max_length=200)
    starts = models.DateTimeField()
    minutes = models.IntegerField()  # without buffers
    telehealth = models.BooleanField()
    confirmed = models.BooleanField()
    moves = models.IntegerField()  # how often it got another time
    resources = models.CharField(max_length=400)  # names, one a line

    class Meta:
        constraints = (UniqueConstraint(fields=["course", "visit"], name="booked_visit_once"),)
        indexes = (Index(fields=["clinic", "starts"], name="booked_visit_by_start"),)


class BookedTime(models.Model):
    """*Derived.* For how long one booked visit takes up one resource, buffers included; in steps since 1970."""

    resource = models.ForeignKey(Resource, on_delete=models.DO_NOTHING, related_name="booked", **_UNCHECKED)
    course = models.ForeignKey(CourseRecord, on_delete=models.DO_NOTHING, related_name="+", **_UNCHECKED)
    visit = models.CharField(max_length=64)
    activity = models.CharField(max_length=200)
    first = models.BigIntegerField()
    last = models.BigIntegerField()  # the step behind the last one that is taken

    class Meta:
        constraints = (UniqueConstraint(fields=["course", "visit", "resource"], name="booked_time_once"),)
        indexes = (Index(fields=["resource", "first", "last"], name="booked_time_by_resource"),)


class TakenStep(models.Model):
    """*Derived.* One step of one resource that is taken. Its key is what makes a double booking impossible."""

    pk = models.CompositePrimaryKey("resource", "step")
    resource = models.ForeignKey(Resource, on_delete=models.DO_NOTHING, related_name="+", **_UNCHECKED)
    step = models.BigIntegerField()
    course = models.ForeignKey(CourseRecord, on_delete=models.DO_NOTHING, related_name="+", **_UNCHECKED)
    visit = models.CharField(max_length=64)

    class Meta:
        indexes = (Index(fields=["course", "visit"], name="taken_step_by_visit"),)


class Hold(models.Model):
    """Times kept free for one course for a while: a series that a patient thinks about, a move that was proposed, an
    offer. Its steps stand among `TakenStep`, as visit `holding.MARK` and its key; a course has one hold at a time."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="+", db_index=False)
    course = models.OneToOneField(CourseRecord, on_delete=models.CASCADE, related_name="hold")
    key = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=16)  # series | move | offer
    series = models.TextField()  # JSON: what would be booked or moved (`holding.Held`)
    until = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        indexes = (Index(fields=["clinic", "until"], name="hold_by_end"),)


class WaitingEntry(models.Model):
    """A patient who would take another time for a booked visit, or any time for one that found none."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    course = models.ForeignKey(CourseRecord, on_delete=models.PROTECT, related_name="waiting")
    visit = models.CharField(max_length=64, blank=True)  # the booked visit that would move; empty: none is booked
    item = models.CharField(max_length=200)  # which visit of the course (`ToBook.wanted.id`)
    wishes = models.TextField(default="{}")  # JSON: weekdays, times, notice in hours
    since = models.DateTimeField()
    until = models.DateField(null=True)
    state = models.CharField(max_length=16, default="waiting")  # waiting | placed | withdrawn | over
    made_by = models.CharField(max_length=64)

    class Meta:
        indexes = (Index(fields=["clinic", "state", "since"], name="waiting_by_age"),)


class Offer(models.Model):
    """A time that was offered to somebody on the waiting list. Its answer is kept."""

    entry = models.ForeignKey(WaitingEntry, on_delete=models.PROTECT, related_name="offers")
    starts = models.DateTimeField()
    minutes = models.IntegerField()
    resources = models.CharField(max_length=400)  # names, one a line
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=16, default="open")  # open | accepted | declined | lapsed | lost
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (UniqueConstraint(fields=["entry"], condition=Q(state="open"), name="offer_one_open"),)
        indexes = (Index(fields=["state", "until"], name="offer_by_end"),)


class OutsideCalendar(models.Model):
    """A calendar kept elsewhere, whose busy times a resource is not booked at."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="outside")
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=500, blank=True)  # of a feed; empty: a file that was brought
    read_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=400, blank=True)  # why the last reading failed
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)


class OutsideBusy(models.Model):
    """One busy time of a calendar kept elsewhere, in steps since 1970."""

    calendar = models.ForeignKey(OutsideCalendar, on_delete=models.CASCADE, related_name="busy", db_index=False)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+", db_index=False)
    first = models.BigIntegerField()
    last = models.BigIntegerField()

    class Meta:
        indexes = (
            Index(fields=["resource", "first", "last"], name="outside_busy_by_resource"),
            Index(fields=["calendar"], name="outside_busy_by_calendar"),
        )


class CalendarFeed(models.Model):
    """A secret address under which a calendar can be read. Only a digest of the secret is kept."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="+", db_index=False)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, null=True, related_name="feeds")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="feeds")  # a patient's own
    secret = models.BinaryField(max_length=32, unique=True)  # SHA-256
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    revoked_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            CheckConstraint(
                condition=Q(resource__isnull=False, person__isnull=True)
                | Q(resource__isnull=True, person__isnull=False),
                name="feed_of_one",
            ),
        )


class PlannedMessage(models.Model):
    """*Derived.* A message that is to leave because of a visit: moves with it, and goes when it is cancelled."""

    clinic = models.ForeignKey(Clinic, on_delete=models.DO_NOTHING, related_name="+", **_UNCHECKED)
    course = models.ForeignKey(CourseRecord, on_delete=models.DO_NOTHING, related_name="+", **_UNCHECKED)
    key = models.CharField(max_length=160)  # purpose, visit and which of its times: sent once
    purpose = models.CharField(max_length=40)
    visit = models.CharField(max_length=64)
    due = models.DateTimeField()
    until = models.DateTimeField()  # afterwards it is of no use and is not sent

    class Meta:
        constraints = (UniqueConstraint(fields=["course", "key"], name="planned_message_once"),)
        indexes = (Index(fields=["until", "due"], name="planned_message_by_time"),)  # most are over: found by their end


class Sending(models.Model):
    """One message on its way out: written before it is handed over, so that no second one ever is."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    course = models.ForeignKey(CourseRecord, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=160)
    purpose = models.CharField(max_length=40)
    visit = models.CharField(max_length=64)
    channel = models.CharField(max_length=16)
    state = models.CharField(max_length=16)  # handing-over | sent | refused | unknown
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    says = models.CharField(max_length=400, blank=True)  # why it was refused; a code, no words of a person

    class Meta:
        constraints = (UniqueConstraint(fields=["course", "key"], name="sending_once"),)
        indexes = (Index(fields=["clinic", "state", "began_at"], name="sending_by_state"),)


class NameWord(models.Model):
    """*Derived.* One word of a person's name, or the beginning of one, unreadable without the master key."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    token = models.BinaryField(max_length=12)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="words")

    class Meta:
        constraints = (UniqueConstraint(fields=["clinic", "token", "person"], name="name_word_once"),)


class ProtocolCopy(models.Model):
    """A clinic's own copy of a protocol, in one version. Never changed: another text is another version."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="protocols", db_index=False)
    protocol = models.CharField(max_length=100)
    version = models.CharField(max_length=40)
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        constraints = (UniqueConstraint(fields=["clinic", "protocol", "version"], name="protocol_copy_once"),)


class LoadedText(models.Model):
    """The words of a questionnaire that a clinic may use, in one version and language. Never changed."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="texts", db_index=False)
    instrument = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    language = models.CharField(max_length=20)
    name = models.CharField(max_length=200)  # of the file
    file = models.TextField()
    said = models.TextField()  # JSON of `pathway.instruments.text.Said`: what the file itself left out
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["clinic", "instrument", "version", "language"], name="loaded_text_once"),
        )


class TextTurn(models.Model):
    """A clinic took a loaded text into use, or out of it. Never changed: the last turn is what holds."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(LoadedText, on_delete=models.PROTECT, related_name="turns")
    in_use = models.BooleanField()
    why = models.CharField(max_length=400, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)


class ClinicDecision(models.Model):
    """What a clinic decided for itself, from an instant on. Never changed: another decision takes its place."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    name = models.CharField(max_length=80)  # "on-call", "answers-within:emergency"
    value = models.CharField(max_length=200, blank=True)  # empty: nothing is decided any more
    since = models.DateTimeField()  # it holds from here on, and says nothing of the time before
    why = models.CharField(max_length=400, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        indexes = (Index(fields=["clinic", "name", "since"], name="decision_by_name"),)


class Confirmation(models.Model):
    """A clinic confirmed, or no longer confirms, an entry of knowledge that rests on memory. Never changed."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="confirmations", db_index=False)
    entry = models.CharField(max_length=200)  # "triage:T02"
    version = models.CharField(max_length=80)  # of the file that it stood in
    digest = models.CharField(max_length=64)  # of what the entry said: another text is another entry
    confirmed = models.BooleanField()  # False: withdrawn
    note = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        indexes = (Index(fields=["clinic", "entry", "id"], name="confirmation_by_entry"),)


class PriceListVersion(models.Model):
    """A clinic's price list, in one version. Never changed: another price is another version."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="price_lists", db_index=False)
    version = models.CharField(max_length=40)
    text = models.TextField()  # YAML, as `pathway.prices` reads it
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        constraints = (UniqueConstraint(fields=["clinic", "version"], name="price_list_once"),)


class Look(models.Model):
    """Somebody looked at a record, or was refused. Never changed, never removed. Holds codes, no words."""

    at = models.DateTimeField()
    who = models.CharField(max_length=64)
    what = models.CharField(max_length=80)  # open-course, record InjectionsGiven, worklist, people, erase
    allowed = models.BooleanField()
    why = models.CharField(max_length=200, default="")  # codes of the refusal
    clinic = models.IntegerField(null=True)
    course = models.BigIntegerField(null=True)
    person = models.BigIntegerField(null=True)

    class Meta:
        indexes = (
            Index(fields=["course", "at"], name="look_by_course"),
            Index(fields=["person", "at"], name="look_by_person"),
        )
