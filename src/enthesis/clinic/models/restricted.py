"""Which patients' records are restricted, for whom they are open, and who opened one in an emergency."""

from django.db import models
from django.db.models import Index

from enthesis.clinic.models.people import Clinic, Person


class Restriction(models.Model):
    """From here on a person's record is open to these accounts of the staff only; none: to all again.

    Never changed, never removed: the last row of a person counts.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    accounts = models.TextField()  # " U-3 U-17 ": handles with a blank on both sides of each; "": lifted
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    sealed = models.BinaryField()  # why, under the person's key
    mark = models.BinaryField()  # made with the master key over all of this


class EmergencyOpening(models.Model):
    """Somebody opened a restricted record in an emergency. Never changed, never removed."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    who = models.CharField(max_length=64)  # handle: for this account only
    at = models.DateTimeField()
    until = models.DateTimeField()
    sealed = models.BinaryField()  # why, under the person's key

    class Meta:
        indexes = (
            Index(fields=["person", "who", "until"], name="emergency_now"),
            Index(fields=["clinic", "id"], name="emergency_by_clinic"),
        )


class EmergencyReview(models.Model):
    """A lead has looked at an emergency opening. Never changed, never removed."""

    opening = models.OneToOneField(EmergencyOpening, on_delete=models.PROTECT, primary_key=True, related_name="review")
    at = models.DateTimeField()
    who = models.CharField(max_length=64)
