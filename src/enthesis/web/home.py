"""The first page of each role, and the pages that say what went wrong."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enthesis.clinic.lead.first_run import is_open
from enthesis.web.frame import first_page, me
from enthesis.web.front import views as front
from enthesis.web.lead.beginning import steps_left


def first(request: HttpRequest) -> HttpResponse:
    """Each role to the page that its work begins with; who is not signed in to the page of the clinic."""
    if not request.user.is_authenticated:
        only = me(request).clinic is not None
        if not only and is_open():
            return redirect("setup-closed")
        return front.clinic(request) if only else redirect_to_login(request.get_full_path())
    page = "beginning" if steps_left(me(request)) else first_page(me(request).roles)
    return redirect(page) if page else render(request, "web/nobody.html", status=403)


def not_readable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Uses nothing that may itself be broken: no session, no database."""
    return render(None, "500.html", status=500)
