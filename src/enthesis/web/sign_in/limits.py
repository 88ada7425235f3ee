"""Pages that answer only so often."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from enthesis.clinic.limits import Limit, is_within

View = Callable[..., HttpResponse]


def limited(limit: Limit, *methods: str) -> Callable[[View], View]:
    """Answers 429 where an account, or the address of somebody who is not signed in, asks more often than `limit`.

    `methods`: those that are counted; none: all.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *positional: Any, **named: Any) -> HttpResponse:
            if (not methods or request.method in methods) and not is_within(limit, _who(request)):
                return too_often(request)
            return view(request, *positional, **named)

        return counted

    return wrap


def too_often(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page that says so."""
    return render(request, "429.html", status=429)


def _who(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return str(user.handle)
    return str(get_adapter(request).get_client_ip(request))
