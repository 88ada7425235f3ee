"""The lead's copy of the clinic's data, as files that other programs read."""

from collections.abc import Iterator
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from enthesis.clinic.access import LEAD
from enthesis.clinic.lead import export as data
from enthesis.web.frame import me
from enthesis.web.guard import page


@page(LEAD, methods=("GET",))
def export(request: HttpRequest) -> HttpResponse:
    """What can be taken along."""
    return render(request, "web/lead/export.html", {"lists": data.LISTS})


@page(LEAD, methods=("GET",))
def file(request: HttpRequest, name: str) -> HttpResponse:
    """One file, written while it is read. The audit holds that it was taken."""
    who = me(request)
    assert who.clinic is not None  # a role is a role in a clinic
    lines: Iterator[str]
    if name == "events.jsonl":
        lines, kind = data.courses(who.clinic, by=request.user), "application/x-ndjson"
    elif name.removesuffix(".csv") in data.LISTS and name.endswith(".csv"):
        lines, kind = data.table(name.removesuffix(".csv"), who.clinic, by=request.user), "text/csv; charset=utf-8"
    else:
        raise Http404("There is no such list.")
    answer = StreamingHttpResponse(lines, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return cast(HttpResponse, answer)  # the guard hands on whatever is answered
