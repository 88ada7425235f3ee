"""The clinic's people, rooms and devices, under /resources/."""

from django.urls import path

from enthesis.web.resources import views

urlpatterns = [
    path("", views.listed, name="resources"),
    path("new/", views.new, name="resource-new"),
    path("closed/", views.closed, name="resources-closed"),
    path("minutes/", views.minutes, name="resources-minutes"),
    path("<int:key>/", views.one, name="resource"),
]
