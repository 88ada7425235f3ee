"""The list of conditions, and the page of each."""

from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from enthesis.clinic.access import LEAD
from enthesis.clinic.own_trials import State, state_of, table_in, table_of
from enthesis.web.evidence.showing import Question, counted_harms, question, questions, readings
from enthesis.web.frame import me
from enthesis.web.guard import public_page
from enthesis.web.said import language_now


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """What is known, condition by condition."""
    who = me(request)
    table = table_of(who.clinic.pk if who.clinic else None)
    context = {"table": table, "is_patient": who.is_patient, "is_lead": LEAD in who.roles}
    return render(request, "web/evidence/index.html", context)


@public_page
def one(request: HttpRequest, problem: str) -> HttpResponse:
    """What trials say about one condition."""
    who = me(request)
    state = state_of(who.clinic.pk if who.clinic else None)
    table = table_in(state)
    condition = table.condition(problem)
    if condition is None:
        raise Http404("no such condition")
    asked = _questions(state, problem, language_now())
    return render(
        request,
        "web/evidence/condition.html",
        {
            "table": table,
            "condition": condition,
            "answered": [each for each in asked if each.figures],
            "open": [each for each in asked if not each.figures],
            "readings": readings(table, condition),
            "counted_harms": counted_harms(table, condition),
            "deviations": table.words.get("deviations", "") if any(each.has_deviations for each in asked) else "",
            "printed": table.words.get("review-printed", ""),
            "has_own": any(row["trial_id"] in table.own for row in table.rows_of(condition)),
            "is_patient": who.is_patient,
            "is_lead": LEAD in who.roles,
        },
    )


@lru_cache(maxsize=64)
def _questions(state: State, problem: str, language: str) -> tuple[Question, ...]:
    """The questions of a condition with their plots, in a language, as long as nobody adds a trial."""
    table = table_in(state)
    condition = table.condition(problem)
    return tuple(question(table, found) for found in questions(table, condition)) if condition else ()
