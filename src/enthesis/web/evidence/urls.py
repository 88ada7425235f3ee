"""What trials say, under /evidence/."""

from django.urls import path

from enthesis.web.evidence import views

urlpatterns = [
    path("evidence/", views.index, name="evidence"),
    path("evidence/<slug:problem>/", views.one, name="evidence_of"),
]
