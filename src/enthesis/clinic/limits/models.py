"""What is counted, and what processes share for a while. Nothing in here is part of the record."""

from django.db import models
from django.db.models import Index


class Count(models.Model):
    """How often something was done in one span of time."""

    key = models.CharField(max_length=120, primary_key=True)  # what, a digest of who, which span
    done = models.IntegerField()
    until = models.BigIntegerField()  # seconds since 1970: afterwards the row is of no use

    class Meta:
        indexes = (Index(fields=["until"], name="count_by_end"),)


class CacheEntry(models.Model):
    """The table of Django's cache (settings.CACHES), in which allauth counts sign-ins: one for all processes."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "enthesis_cache"
