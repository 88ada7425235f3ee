"""Handing a PDF to a browser, and saying so where this machine cannot print."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from enthesis.papers.engine import PapersMissing


def pdf(request: HttpRequest, made: Callable[[], bytes], name: str) -> HttpResponse:
    """The PDF that `made` gives, shown by the browser under `name`; or a page that says what is missing here."""
    try:
        content = made()
    except PapersMissing as missing:
        return render(request, "web/cannot_print.html", {"missing": missing}, status=503)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
