"""Addresses of messages and calendars, for staff and for whoever has a secret one."""

from django.urls import path

from enthesis.web.messages import calendars, views

urlpatterns = [
    path("messages/", views.to_tell, name="messages"),
    path("inbox/", views.inbox, name="inbox"),
    path("courses/<str:number>/messages/", views.of_course, name="course-messages"),
    path("courses/<str:number>/visits/<str:visit>.ics", calendars.visit, name="course-visit-ics"),
    path("my-calendar/", calendars.staff, name="own-calendar"),
    path("feeds/<str:secret>.ics", calendars.feed, name="feed"),
]
patient_urlpatterns = [
    path("calendar/", calendars.patient, name="my-calendar"),
    path("<str:number>/visits/<str:visit>.ics", calendars.own_visit, name="visit-ics"),
]
