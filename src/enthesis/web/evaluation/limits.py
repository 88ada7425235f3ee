"""Not too much at once from one address: counted for all processes of the clinic together."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from enthesis.clinic.limits import Limit, is_within

_HOUR = 3600
# What may be sent from one address in an hour. A family or a practice may share one.
LIMITS = {
    "begin": Limit("evaluation-begin", 10, _HOUR),
    "answer": Limit("evaluation-answer", 600, _HOUR),
    "link": Limit("evaluation-link", 5, _HOUR),
    "send": Limit("evaluation-send", 10, _HOUR),
    "open": Limit("evaluation-open", 60, _HOUR),
}
View = Callable[..., HttpResponse]


def limited(action: str, *, reading: bool = False) -> Callable[[View], View]:
    """Answers 429 with a page that says so where somebody sends (or, `reading`, opens) too much."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *positional: Any, **named: Any) -> HttpResponse:
            if request.method == "POST" or reading:
                address = str(get_adapter().get_client_ip(request))
                if not is_within(LIMITS[action], address):
                    return render(request, "web/evaluation/too_many.html", status=429)
            return view(request, *positional, **named)

        return guarded

    return wrap
