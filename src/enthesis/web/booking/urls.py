"""The calendar, and the series of a course."""

from django.urls import path

from enthesis.web.booking import calendar, held, series, times

urlpatterns = [
    path("calendar/", calendar.day, name="calendar"),
    path("calendar/week/", calendar.week, name="calendar-week"),
    path("calendar/list/", calendar.day_list, name="day-list"),
    path("courses/<str:number>/series/", series.series, name="series"),
    path("courses/<str:number>/series/held/", held.held, name="series-held"),
    path("courses/<str:number>/series/times/<str:name>/", times.times, name="series-times"),
    path("courses/<str:number>/series/check/<str:name>/", times.check, name="series-check"),
]
