"""Signing in, beside allauth's own pages."""

from django.urls import path

from enthesis.web.sign_in import views

urlpatterns = [
    path("accounts/second-step/", views.second_step, name="second-step"),
    path("accounts/clinics/", views.clinics, name="clinics"),
    path("sign-in-rules/", views.rules, name="sign-in-rules"),
]
