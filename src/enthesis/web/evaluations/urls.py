"""The inbox of evaluations."""

from django.urls import path

from enthesis.web.evaluations import views

urlpatterns = [
    path("", views.evaluations, name="evaluations"),
    path("keep/", views.keep, name="evaluations-keep"),
    path("<str:number>/", views.evaluation, name="evaluation-received"),
]
