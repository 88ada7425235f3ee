"""The log of each course, and what is derived from it."""

from django.db import models
from django.db.models import Index, Q, UniqueConstraint

from enthesis.clinic.models.derived import UNCHECKED
from enthesis.clinic.models.people import Clinic, Person
from enthesis.clinic.numbers import number_of


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


class CourseRegister(models.Model):
    """How many courses were ever started at a clinic, under a mark: one that disappears whole is noticed."""

    clinic = models.OneToOneField(Clinic, on_delete=models.PROTECT, primary_key=True, related_name="+")
    opened = models.BigIntegerField()
    mark = models.BinaryField()  # made with the master key over clinic and number (clinic/opened.py)


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


class AgendaRow(models.Model):
    """*Derived.* One item of a course's agenda, as windows: time passing changes nothing here."""

    clinic = models.ForeignKey(Clinic, on_delete=models.DO_NOTHING, related_name="+", **UNCHECKED)
    course = models.ForeignKey(CourseRecord, on_delete=models.DO_NOTHING, related_name="agenda", **UNCHECKED)
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

    clinic = models.ForeignKey(Clinic, on_delete=models.DO_NOTHING, related_name="+", **UNCHECKED)
    course = models.ForeignKey(CourseRecord, on_delete=models.DO_NOTHING, related_name="lots", **UNCHECKED)
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
