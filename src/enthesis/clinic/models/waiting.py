"""Who waits for a time, and what was offered."""

from django.db import models
from django.db.models import Index, Q, UniqueConstraint

from enthesis.clinic.models.people import Clinic
from enthesis.clinic.models.record import CourseRecord


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
