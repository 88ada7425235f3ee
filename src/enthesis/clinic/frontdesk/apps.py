"""The app as Django knows it."""

from django.apps import AppConfig


class FrontDeskConfig(AppConfig):
    name = "enthesis.clinic.frontdesk"
    label = "frontdesk"
    default_auto_field = "django.db.models.BigAutoField"
