"""Resources, and the times that are taken."""

from django.db import models
from django.db.models import Index, UniqueConstraint

from enthesis.clinic.models.derived import UNCHECKED
from enthesis.clinic.models.people import Clinic, User
from enthesis.clinic.models.record import CourseRecord


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

    clinic = models.ForeignKey(Clinic, on_delete=models.DO_NOTHING, related_name="+", **UNCHECKED)
    course = models.ForeignKey(CourseRecord, on_delete=models.DO_NOTHING, related_name="booked", **UNCHECKED)
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

    resource = models.ForeignKey(Resource, on_delete=models.DO_NOTHING, related_name="booked", **UNCHECKED)
    course = models.ForeignKey(CourseRecord, on_delete=models.DO_NOTHING, related_name="+", **UNCHECKED)
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
    resource = models.ForeignKey(Resource, on_delete=models.DO_NOTHING, related_name="+", **UNCHECKED)
    step = models.BigIntegerField()
    course = models.ForeignKey(CourseRecord, on_delete=models.DO_NOTHING, related_name="+", **UNCHECKED)
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
