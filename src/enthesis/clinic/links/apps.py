"""The app as Django knows it."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "enthesis.clinic.links"
    label = "links"
    verbose_name = "Links sent by e-mail"
    default_auto_field = "django.db.models.BigAutoField"
