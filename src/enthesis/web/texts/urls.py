"""Addresses of the words of messages and of the consent, for leads."""

from django.urls import path

from enthesis.web.texts import consent, views

urlpatterns = [
    path("", views.texts, name="texts"),
    path("consent/", consent.text, name="consent-text"),
    path("consent/preview/", consent.preview, name="consent-text-preview"),
    path("consent/versions/<int:number>/", consent.version, name="consent-text-version"),
    path("consent/sections/<str:name>/", consent.section, name="consent-text-section"),
    path("<str:purpose>/<str:language>/", views.text, name="text"),
]
