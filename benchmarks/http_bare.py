"""The unit of `python -m benchmarks http`: a Django view without middleware that reads one patient's row."""

import os

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enthesis.clinic.settings")


def patient(request: HttpRequest, key: int) -> HttpResponse:
    """One patient by primary key."""
    from enthesis.clinic.models import Person

    found = Person.objects.get(pk=key)
    return JsonResponse({"number": found.number, "clinic": found.clinic_id, "sealed": len(found.sealed)})


urlpatterns = [path("patient/<int:key>/", patient)]


def application() -> object:
    """The WSGI application, with the same database settings as the clinic's own."""
    import django
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler

    django.setup(set_prefix=False)
    settings.MIDDLEWARE = []
    settings.ROOT_URLCONF = __name__
    return WSGIHandler()
