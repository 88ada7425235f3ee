"""The app as Django knows it."""

from django.apps import AppConfig


class LeavingConfig(AppConfig):
    name = "enthesis.clinic.leaving"
    label = "leaving"
    default_auto_field = "django.db.models.BigAutoField"
