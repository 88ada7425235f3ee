"""The tables of notices, and of the words and the trials that a clinic adds itself."""

from django.db import models
from django.db.models import Index, Q, UniqueConstraint

from enthesis.clinic.models import Clinic, Person


class Notice(models.Model):
    """A message that belongs to no visit: what it was given, and where it stands. Written once for its key."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")  # None: an address
    recipient = models.CharField(max_length=40)  # P-0031, or a digest of an address that only this clinic can make
    purpose = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    # JSON of address and values, under the person's key, else the master key. Empty once it has left, or is forgotten.
    sealed = models.BinaryField(default=b"")
    made_at = models.DateTimeField()
    due = models.DateTimeField()
    until = models.DateTimeField()  # afterwards it is of no use and is not sent
    state = models.CharField(max_length=16, blank=True, default="")  # empty, or one of `sending.State`
    channel = models.CharField(max_length=16, blank=True, default="")
    words = models.CharField(max_length=60, blank=True, default="")  # language and version of the text that left
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    says = models.CharField(max_length=400, blank=True, default="")  # why it was refused; a code, no words of a person

    class Meta:
        constraints = (UniqueConstraint(fields=["clinic", "recipient", "purpose", "key"], name="notice_once"),)
        indexes = (
            Index(fields=["until", "due"], name="notice_by_time"),
            Index(fields=["state", "began_at"], name="notice_by_state"),
        )


class OwnText(models.Model):
    """A clinic's own words for one purpose and language, in one version. Never changed: the last version holds."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(max_length=40)
    language = models.CharField(max_length=20)
    number = models.IntegerField()  # 1, 2, ... of this purpose and language
    text = models.TextField(blank=True)  # JSON of `pathway.messages.Typed`; empty: the shipped words again
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        constraints = (UniqueConstraint(fields=["clinic", "purpose", "language", "number"], name="own_text_once"),)


class OwnConsent(models.Model):
    """A clinic's own consent text. A draft changes; once published it never does, but it can be retired.

    A text that somebody signed is never removed: the copy that the patient is given is made from it again.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField(null=True)  # 1, 2, ... of the published ones; None: a draft
    text = models.TextField()  # JSON of `pathway.consent.own.as_values`
    began_as = models.CharField(max_length=60)  # the shipped version or the own one that it was copied from
    revision = models.IntegerField(default=1)  # counts changes: nobody overwrites what somebody else just wrote
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=64)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=64, blank=True, default="")
    retired_at = models.DateTimeField(null=True)
    retired_by = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = (
            UniqueConstraint(fields=["clinic", "number"], name="own_consent_once"),
            UniqueConstraint(fields=["clinic"], condition=Q(number=None), name="own_consent_one_draft"),
        )


class OwnTrial(models.Model):
    """One change of the trials that a clinic has added to the evidence: added, or taken out. Each makes a version.

    Never changed, never removed: the table that a consent named can be put together again.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()  # 1, 2, ... the version that the change made
    trial = models.CharField(max_length=60)
    rows = models.TextField(blank=True, default="")  # JSON: lines with the columns of trials.csv, and citation
    takes_out = models.IntegerField(null=True)  # the number of the addition that counts no longer; None: an addition
    checked_by = models.CharField(max_length=160, blank=True, default="")  # who read the figures a second time
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["clinic", "number"], name="own_trial_once"),
            UniqueConstraint(fields=["clinic", "takes_out"], name="own_trial_out_once"),
            UniqueConstraint(fields=["clinic", "trial"], condition=Q(takes_out=None), name="own_trial_by_name"),
        )
