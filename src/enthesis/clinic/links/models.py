"""Links that were handed out. Only a digest of each secret is kept."""

from django.db import models
from django.db.models import Index


class Link(models.Model):
    """A secret that stands for something until a moment: whoever holds it need not sign in for that one thing."""

    purpose = models.CharField(max_length=40)  # evaluation | invitation
    subject = models.CharField(max_length=200)  # what it stands for, in codes: no words of a person
    digest = models.BinaryField(max_length=32, unique=True)  # SHA-256 of purpose and secret
    made_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = (Index(fields=["purpose", "subject"], name="link_by_subject"),)
