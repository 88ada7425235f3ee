"""Addresses of the words of messages, for leads."""

from django.urls import path

from enthesis.web.texts import views

urlpatterns = [
    path("", views.texts, name="texts"),
    path("<str:purpose>/<str:language>/", views.text, name="text"),
]
