"""The app as Django knows it."""

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "enthesis.clinic.limits"
    label = "limits"
    default_auto_field = "django.db.models.BigAutoField"
