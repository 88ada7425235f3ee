"""The clinic's own application with its whole middleware, and two pages more: what a page shows, as data."""

import os

from django.http import HttpRequest, HttpResponse, JsonResponse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enthesis.clinic.settings")
NEWEST = 20


def course(request: HttpRequest, number: str) -> HttpResponse:
    """What a patient's course page shows: signed in, allowed, looked up, folded, and the look written down."""
    from enthesis.clinic.opening import open_course

    seen = open_course(number, by=request.user)
    return JsonResponse(
        {
            "problem": seen.course.problem,
            "status": seen.course.status.value,
            "diary": [[str(entry.on), str(entry.pain)] for entry in seen.course.diary],
            "next": [[item.activity, str(item.window.opens), str(item.window.closes)] for item in seen.agenda],
        }
    )


def newest(request: HttpRequest, number: str) -> HttpResponse:
    """The newest entries of a course's record, in a line each."""
    from enthesis.clinic.opening import open_course
    from enthesis.web.telling import headline

    seen = open_course(number, by=request.user)
    last = list(seen.log)[-NEWEST:]
    told = [[event.id, str(getattr(event, "happened_on", "")), headline(event, seen.protocol)] for event in last]
    return JsonResponse({"entries": told[::-1]})


def application() -> object:
    """The WSGI application."""
    from django.conf import settings
    from django.contrib.auth.decorators import login_required

    settings.ROOT_URLCONF = __name__
    from django.urls import include, path

    from enthesis.clinic.wsgi import application as made

    globals()["urlpatterns"] = [
        path("data/<str:number>/", login_required(course)),
        path("data/<str:number>/newest/", login_required(newest)),
        path("", include("enthesis.web.urls")),
    ]
    return made
