"""The app as Django knows it."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "enthesis.clinic.intake"
    label = "intake"
    verbose_name = "Evaluations of strangers"
    default_auto_field = "django.db.models.BigAutoField"
