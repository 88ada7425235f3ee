"""The table of links."""

from django.db import models
from django.db.models import Index


class Link(models.Model):
    """A link that somebody was sent. Who reads this table can use none of them."""

    purpose = models.CharField(max_length=40)  # "evaluation", "invitation"
    subject = models.CharField(max_length=80)  # what it opens, as its purpose names it
    digest = models.CharField(max_length=64, unique=True)  # of purpose and secret
    made_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = (Index(fields=["purpose", "subject"], name="link_by_subject"),)
