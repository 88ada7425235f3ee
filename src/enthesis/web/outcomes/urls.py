"""Outcomes, under /outcomes/ for the clinic and /results/ for everybody."""

from django.urls import path

from enthesis.web.outcomes import deciding, public, views

urlpatterns = [
    path("outcomes/", views.dashboard, name="outcomes"),
    path("outcomes/publish/", public.publish, name="outcomes-publish"),
    path("outcomes/rules/", deciding.rules, name="outcome-rules"),
    path("outcomes/<slug:indicator>/", views.indicator, name="outcome"),
    path("outcomes/<slug:indicator>/rows/", views.rows, name="outcome-rows"),
    path("results/", public.results, name="results"),
]
