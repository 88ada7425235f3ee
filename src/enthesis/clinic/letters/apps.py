"""The app as Django knows it: an index of its own, and no table."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "enthesis.clinic.letters"
    label = "letters"
    verbose_name = "Letters"
    default_auto_field = "django.db.models.BigAutoField"
