"""What the pages keep for themselves: answers that are not sent yet."""

from django.db import models

from enthesis.clinic.models import CourseRecord


class Draft(models.Model):
    """Half-answered questions of one course, sealed under the person's key. No part of the record: it is thrown away
    when the answers are sent, and unreadable when the person is erased."""

    course = models.ForeignKey(CourseRecord, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    sealed = models.BinaryField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["course", "kind"], name="draft_once"),)
