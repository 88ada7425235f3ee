"""Mending a course, and closing a day."""

from django.urls import path

from enthesis.web.mending import close, course

urlpatterns = [
    path("calendar/close/", close.close, name="calendar-close"),
    path("courses/<str:number>/mend/", course.mend, name="mend"),
]
