"""Protocols, under /protocols/."""

from django.urls import path

from enthesis.web.lead import views

urlpatterns = [
    path("", views.protocols, name="protocols"),
    path("<str:name>/<str:version>/", views.protocol, name="protocol"),
    path("<str:name>/<str:version>/decide/", views.decisions, name="protocol-decide"),
    path("<str:name>/<str:version>/changes/", views.changes, name="protocol-changes"),
]
