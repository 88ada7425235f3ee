"""A patient's own data."""

from django.urls import path

from enthesis.web.my_data import views

urlpatterns = [
    path("my/export/", views.export, name="export"),
    path("my/delete/", views.delete, name="delete"),
    path("erasures/", views.erasures, name="erasures"),
    path("erasures/law/", views.law, name="erasures-law"),
    path("erasures/<int:request_key>/", views.answer, name="erasure"),
]
