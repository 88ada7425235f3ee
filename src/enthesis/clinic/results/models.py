"""What a clinic published of its own results."""

from django.db import models

from enthesis.clinic.models import Clinic


class Publication(models.Model):
    """Results as they were shown to everybody from an instant on. Never changed: a later one takes its place.

    There is no room for words of the clinic's own: figures with their denominators, or nothing.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    results = models.JSONField(null=True)  # None: nothing is public from here on

    class Meta:
        ordering = ("pk",)
