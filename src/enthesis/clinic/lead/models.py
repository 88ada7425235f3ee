"""Drafts of protocols, protocols that are no longer begun with, and proposals to move courses."""

from django.db import models
from django.db.models import Index, Q, UniqueConstraint

from enthesis.clinic.models import Clinic


class ProtocolDraft(models.Model):
    """A protocol that a clinic works on. It changes until it is published or given up; then it stays."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()
    began_as = models.CharField(max_length=160, blank=True)  # "nutura-back@2026-11"; empty: a file of the clinic's own
    revision = models.IntegerField(default=1)  # counts changes: nobody overwrites what somebody else just wrote
    editors = models.CharField(max_length=400, blank=True)  # who wrote in it, by handle, with spaces
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=64)
    reviewed_at = models.DateTimeField(null=True)  # and no word was changed since
    reviewed_by = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)
    published_as = models.CharField(max_length=160, blank=True)  # empty with `ended_at`: given up

    class Meta:
        indexes = (Index(fields=["clinic", "ended_at"], name="protocol_draft_open"),)


class ProtocolRetired(models.Model):
    """No course begins with this version any more. Courses that follow it go on. Never changed."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    protocol = models.CharField(max_length=100)
    version = models.CharField(max_length=40)
    why = models.CharField(max_length=400)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        constraints = (UniqueConstraint(fields=["clinic", "protocol", "version"], name="protocol_retired_once"),)


class MoveProposal(models.Model):
    """A lead proposes that a course goes on under another version; a clinician decides."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    course = models.CharField(max_length=20)  # its number
    protocol = models.CharField(max_length=100)
    version = models.CharField(max_length=40)
    why = models.CharField(max_length=400)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    ended_at = models.DateTimeField(null=True)  # moved, declined, or proposed anew
    ended_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["clinic", "course"], condition=Q(ended_at__isnull=True), name="one_move_proposed"),
        )
