"""Calendars from outside, and those that are read from outside."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q

from enthesis.clinic.models.booking import Resource
from enthesis.clinic.models.people import Clinic, Person


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
