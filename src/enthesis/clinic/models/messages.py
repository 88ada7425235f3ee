"""What is to be sent about a visit, and what was."""

from django.db import models
from django.db.models import Index, UniqueConstraint

from enthesis.clinic.models.derived import UNCHECKED
from enthesis.clinic.models.people import Clinic
from enthesis.clinic.models.record import CourseRecord


class PlannedMessage(models.Model):
    """*Derived.* A message that is to leave because of a visit: moves with it, and goes when it is cancelled."""

    clinic = models.ForeignKey(Clinic, on_delete=models.DO_NOTHING, related_name="+", **UNCHECKED)
    course = models.ForeignKey(CourseRecord, on_delete=models.DO_NOTHING, related_name="+", **UNCHECKED)
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
