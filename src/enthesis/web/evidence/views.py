"""The list of conditions, and the page of each."""

from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from enthesis.pathway.trials import shipped
from enthesis.web.evidence.showing import Question, question, questions, readings
from enthesis.web.frame import me
from enthesis.web.guard import public_page
from enthesis.web.said import language_now


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """What is known, condition by condition."""
    table = shipped()
    return render(request, "web/evidence/index.html", {"table": table, "is_patient": me(request).is_patient})


@public_page
def one(request: HttpRequest, problem: str) -> HttpResponse:
    """What trials say about one condition."""
    table = shipped()
    condition = table.condition(problem)
    if condition is None:
        raise Http404("no such condition")
    asked = _questions(problem, language_now())
    return render(
        request,
        "web/evidence/condition.html",
        {
            "table": table,
            "condition": condition,
            "answered": [each for each in asked if each.figures],
            "open": [each for each in asked if not each.figures],
            "readings": readings(table, condition),
            "is_patient": me(request).is_patient,
        },
    )


@lru_cache(maxsize=64)
def _questions(problem: str, language: str) -> tuple[Question, ...]:
    """The questions of a condition with their plots, in a language; the table is the same for the whole process."""
    table = shipped()
    condition = table.condition(problem)
    return tuple(question(table, found) for found in questions(table, condition)) if condition else ()
