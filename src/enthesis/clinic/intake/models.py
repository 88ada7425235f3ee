"""Evaluations of people who are nobody's patients yet, and what a clinic says of itself on its public page."""

from django.db import models
from django.db.models import Index

from enthesis.clinic.models import Clinic, Person
from enthesis.clinic.numbers import number_of

EVALUATION = "E"


class State(models.TextChoices):
    """How far an evaluation has come."""

    BEGUN = "begun"  # somebody answers; the clinic knows nothing of it
    SENT = "sent"  # the clinic has it
    ASKED = "asked"  # the clinic asked for more, and waits for the answer
    TAKING = "taking"  # the clinic takes it on: a person is there, the courses are being recorded
    ACCEPTED = "accepted"
    DECLINED = "declined"
    GONE = "gone"  # destroyed


class Evaluation(models.Model):
    """One evaluation of a stranger. Everything that was typed is sealed under a key of its own.

    Destroying the key destroys the evaluation: the row that stays tells when it was there and what became of it.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.BEGUN)
    wrapped = models.TextField(blank=True, default="")  # its key under the master key; empty: destroyed
    sealed = models.BinaryField(default=b"")  # JSON of `papers.Papers`
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()  # the days for which it is kept are counted from here
    sent_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)  # that it is not finished: said once, and never again
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=64, blank=True, default="")
    reason = models.CharField(max_length=40, blank=True, default="")  # why it was declined, as a code
    destroyed_at = models.DateTimeField(null=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (
            Index(fields=["clinic", "state", "sent_at"], name="evaluation_by_state"),
            Index(fields=["changed_at"], name="evaluation_by_change"),
        )

    @property
    def number(self) -> str:
        return number_of(self.pk, EVALUATION)


class ClinicPage(models.Model):
    """What a clinic says of itself on its public page. Never changed: the last row is what stands there."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    about = models.TextField(blank=True)
    address = models.TextField(blank=True)
    hours = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
