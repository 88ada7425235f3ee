"""The app as Django knows it."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "enthesis.clinic.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
