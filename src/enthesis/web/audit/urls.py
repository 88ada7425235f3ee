"""Who saw what."""

from django.urls import path

from enthesis.web.audit import views

urlpatterns = [
    path("audit/", views.log, name="audit"),
    path("audit/table/", views.table, name="audit-table"),
    path("my/who-looked/", views.own, name="who-looked"),
]
