"""The app as Django knows it."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "enthesis.clinic.notices"
    label = "notices"
    verbose_name = "Notices"
    default_auto_field = "django.db.models.BigAutoField"
