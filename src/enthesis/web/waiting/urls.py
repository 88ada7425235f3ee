"""The waiting list: who is on it, putting somebody on it, and how the clinic offers times."""

from django.urls import path

from enthesis.web.waiting import views

urlpatterns = [
    path("waiting/", views.waiting, name="waiting"),
    path("waiting/way/", views.way, name="waiting-way"),
    path("courses/<str:number>/waiting/", views.join, name="waiting-join"),
]
