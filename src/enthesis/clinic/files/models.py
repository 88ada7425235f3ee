"""Documents and pictures of patients, sealed."""

from django.db import models

from enthesis.clinic.models import Person


class File(models.Model):
    """One document or picture. Its name and its content are sealed under the person's key: erasing destroys them."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=16)  # keeping.KINDS
    media_type = models.CharField(max_length=40)
    size = models.IntegerField()  # bytes of what is kept
    digest = models.CharField(max_length=64)  # SHA-256 of what is kept
    name = models.BinaryField()  # sealed
    content = models.BinaryField()  # sealed
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    @property
    def number(self) -> str:
        """F-12."""
        return f"F-{self.pk}"
