"""Addresses of messages and calendars, for staff and for whoever has a secret one."""

from django.urls import path

from enthesis.clinic.messages.choosing import STOP_PAGE
from enthesis.web.messages import calendars, choosing, of_person, times, views

urlpatterns = [
    path("messages/", views.to_tell, name="messages"),
    path("messages/times/", times.times, name="messages-times"),
    path(f"{STOP_PAGE}/<str:secret>/", choosing.stop_messages, name="stop-messages"),
    path("patients/<str:number>/messages/", of_person.of_person, name="person-messages"),
    path("inbox/", views.inbox, name="inbox"),
    path("courses/<str:number>/messages/", views.of_course, name="course-messages"),
    path("courses/<str:number>/visits/<str:visit>.ics", calendars.visit, name="course-visit-ics"),
    path("my-calendar/", calendars.staff, name="own-calendar"),
    path("feeds/<str:secret>.ics", calendars.feed, name="feed"),
]
patient_urlpatterns = [
    path("messages-settings/", choosing.settings, name="messages-settings"),
    path("calendar/", calendars.patient, name="my-calendar"),
    path("<str:number>/visits/<str:visit>.ics", calendars.own_visit, name="visit-ics"),
]
