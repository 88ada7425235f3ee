"""What a clinic decided and confirmed: its copies of protocols, texts, prices."""

from django.db import models
from django.db.models import Index, UniqueConstraint

from enthesis.clinic.models.people import Clinic


class ProtocolCopy(models.Model):
    """A clinic's own copy of a protocol, in one version. Never changed: another text is another version."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="protocols", db_index=False)
    protocol = models.CharField(max_length=100)
    version = models.CharField(max_length=40)
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        constraints = (UniqueConstraint(fields=["clinic", "protocol", "version"], name="protocol_copy_once"),)


class LoadedText(models.Model):
    """The words of a questionnaire that a clinic may use, in one version and language. Never changed."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="texts", db_index=False)
    instrument = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    language = models.CharField(max_length=20)
    name = models.CharField(max_length=200)  # of the file
    file = models.TextField()
    said = models.TextField()  # JSON of `pathway.instruments.text.Said`: what the file itself left out
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["clinic", "instrument", "version", "language"], name="loaded_text_once"),
        )


class TextTurn(models.Model):
    """A clinic took a loaded text into use, or out of it. Never changed: the last turn is what holds."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(LoadedText, on_delete=models.PROTECT, related_name="turns")
    in_use = models.BooleanField()
    why = models.CharField(max_length=400, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)


class ClinicDecision(models.Model):
    """What a clinic decided for itself, from an instant on. Never changed: another decision takes its place."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    name = models.CharField(max_length=80)  # "on-call", "answers-within:emergency"
    value = models.CharField(max_length=200, blank=True)  # empty: nothing is decided any more
    since = models.DateTimeField()  # it holds from here on, and says nothing of the time before
    why = models.CharField(max_length=400, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        indexes = (Index(fields=["clinic", "name", "since"], name="decision_by_name"),)


class Confirmation(models.Model):
    """A clinic confirmed, or no longer confirms, an entry of knowledge that rests on memory. Never changed."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="confirmations", db_index=False)
    entry = models.CharField(max_length=200)  # "triage:T02"
    version = models.CharField(max_length=80)  # of the file that it stood in
    digest = models.CharField(max_length=64)  # of what the entry said: another text is another entry
    confirmed = models.BooleanField()  # False: withdrawn
    note = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        indexes = (Index(fields=["clinic", "entry", "id"], name="confirmation_by_entry"),)


class PriceListVersion(models.Model):
    """A clinic's price list, in one version. Never changed: another price is another version."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="price_lists", db_index=False)
    version = models.CharField(max_length=40)
    text = models.TextField()  # YAML, as `pathway.prices` reads it
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        constraints = (UniqueConstraint(fields=["clinic", "version"], name="price_list_once"),)
