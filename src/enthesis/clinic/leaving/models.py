"""What patients asked for."""

from django.db import models
from django.db.models import Q, UniqueConstraint

from enthesis.clinic.models import Clinic, Person


class ErasureRequest(models.Model):
    """A patient asked to be erased. Its answer is kept."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=64)
    state = models.CharField(max_length=16, default="open")  # open | erased | kept | taken-back
    why = models.CharField(max_length=400, blank=True)  # why it is kept, as the patient reads it
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (UniqueConstraint(fields=["person"], condition=Q(state="open"), name="erasure_asked_once"),)
