"""The decision aids, under /choices/ and in a patient's course."""

from django.urls import path

from enthesis.web.choices import views

urlpatterns = [
    path("choices/", views.index, name="choices"),
    path("choices/<slug:condition>/", views.aid_page, name="choice"),
    path("choices/<slug:condition>.pdf", views.aid_pdf, name="choice-pdf"),
    path("my/<str:number>/choices/", views.own_choices, name="own-choices"),
]
