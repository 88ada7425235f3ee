"""What trials say, under /evidence/."""

from django.urls import path

from enthesis.web.evidence import views
from enthesis.web.lead import own_trials

urlpatterns = [
    path("evidence/", views.index, name="evidence"),
    path("evidence/own/", own_trials.own, name="evidence-own"),
    path("evidence/own/trial.csv", own_trials.empty_table, name="evidence-own-empty"),
    path("evidence/<slug:problem>/", views.one, name="evidence_of"),
]
