"""Whom a list showed."""

from django.db import models
from django.db.models import Index


class Shown(models.Model):
    """One page of a list, and whom it showed: one row, whatever their number. Never changed, never removed."""

    at = models.DateTimeField()
    who = models.CharField(max_length=64)
    what = models.CharField(max_length=80)  # as in `Look`, which has the look itself
    clinic = models.IntegerField(null=True)
    whom = models.TextField()  # " C192 P31 ": keys of courses and persons, a blank on both sides of each

    class Meta:
        indexes = (Index(fields=["clinic", "at"], name="shown_by_time"),)
