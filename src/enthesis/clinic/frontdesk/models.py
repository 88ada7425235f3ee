"""Tables of the front desk."""

from django.db import models
from django.db.models import Index

from enthesis.clinic.models import Clinic, Person


class PersonMerge(models.Model):
    """From here on a person is read as another one; `into` None: no longer. Never changed: the last row counts."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    into = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    sealed = models.BinaryField()  # JSON under the person's key: why, and what the person was known by before
    mark = models.BinaryField()  # made with the master key over all of this

    class Meta:
        indexes = (Index(fields=["clinic", "id"], name="person_merge_by_clinic"),)


class StockLot(models.Model):
    """A lot of something that the clinic has, as it is printed on the box."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=200)  # "dextrose 50%": name and strength as on the vial
    lot = models.CharField(max_length=60)
    key = models.CharField(max_length=60)  # its letters and digits: one lot is kept once
    expires = models.DateField()  # the last day it may be used
    gtin = models.CharField(max_length=14, blank=True)
    received = models.IntegerField()  # vials, all deliveries together
    received_on = models.DateField()
    used_up = models.BooleanField(default=False)  # no vial is left: no longer offered
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["clinic", "key", "what"], name="stock_lot_once"),)
