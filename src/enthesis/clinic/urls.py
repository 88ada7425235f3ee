"""Signing in. The pages include this under their own addresses; without them it stands alone."""

from django.urls import include, path

urlpatterns = [path("accounts/", include("allauth.urls"))]
