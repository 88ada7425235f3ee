"""The app as Django knows it."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "enthesis.clinic.results"
    label = "results"
    default_auto_field = "django.db.models.BigAutoField"
