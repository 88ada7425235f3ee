"""Restricted records."""

from django.urls import path

from enthesis.web.restricted import views

urlpatterns = [
    path("patients/<str:number>/restrict/", views.restrict_person, name="restrict"),
    path("patients/<str:number>/emergency/", views.emergency, name="emergency"),
    path("audit/emergencies/", views.emergencies, name="emergencies"),
    path("audit/emergencies/minutes/", views.minutes, name="emergency-minutes"),
]
