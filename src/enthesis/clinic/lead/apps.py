"""The app as Django knows it."""

from django.apps import AppConfig


class LeadConfig(AppConfig):
    name = "enthesis.clinic.lead"
    label = "lead"
    verbose_name = "What a lead decides"
    default_auto_field = "django.db.models.BigAutoField"
