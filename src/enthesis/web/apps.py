"""The app as Django knows it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "enthesis.web"
    label = "web"
    verbose_name = "Web pages"
