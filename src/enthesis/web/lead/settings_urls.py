"""The lead's settings and the first run, at the root."""

from django.urls import path

from enthesis.web.lead import beginning, export, health, settings, setup

urlpatterns = [
    path("settings/", settings.settings, name="settings"),
    path("settings/clinic/", settings.clinic, name="settings-clinic"),
    path("settings/booking/", settings.booking, name="settings-booking"),
    path("settings/export/", export.export, name="settings-export"),
    path("settings/export/<str:name>/", export.file, name="settings-export-file"),
    path("before-the-first-patient/", beginning.beginning, name="beginning"),
    path("health/", health.health, name="health"),
    path("ready/", health.ready, name="ready"),
    path("setup/", setup.closed, name="setup-closed"),
    path("setup/<str:secret>/", setup.setup, name="setup"),
]
