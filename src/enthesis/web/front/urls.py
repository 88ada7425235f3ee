"""The clinic's page."""

from django.urls import path

from enthesis.web.front import views

urlpatterns = [
    path("", views.clinic, name="clinic"),
    path("write/", views.write, name="clinic-write"),
]
