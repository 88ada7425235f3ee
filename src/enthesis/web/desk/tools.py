"""The tools of the desk, and the page that lists those of one's role."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from enthesis.clinic.access import MAY_RECORD, STAFF
from enthesis.pathway import events as e
from enthesis.web.desk.plain import LISTS_DRUGS, REPORTS, SCORES, SCREENS
from enthesis.web.frame import me
from enthesis.web.guard import page


@dataclass(frozen=True, slots=True)
class Tool:
    """One page of the desk: its name among the addresses, what it says of itself, and who may use it."""

    name: str
    title: str
    says: str
    roles: frozenset[str]


TOOLS = (
    Tool(
        "desk-triage",
        "Triage by telephone",
        "Somebody calls after an injection: how urgent it is, what to do now, what to watch for.",
        REPORTS,
    ),
    Tool(
        "desk-drugs",
        "Look up medicines",
        "What a name on a list is, what only its prescriber may stop, when a medicine is left out.",
        LISTS_DRUGS,
    ),
    Tool(
        "desk-screen",
        "Screen for candidacy",
        "A few questions at a time: red flags first, what is missing, what would change the answer.",
        SCREENS,
    ),
    Tool(
        "mix",
        "Mix a solution",
        "What to draw from which stock, what it then really is, and the card for the tray.",
        MAY_RECORD[e.InjectionsGiven],
    ),
    Tool(
        "desk-score",
        "Score a questionnaire",
        "A score by its own published rule, or the change between two of them.",
        SCORES,
    ),
    Tool(
        "structures",
        "What is injected",
        "The catalogue: how each ligament, tendon and joint is reached, its hazards, where it lies.",
        STAFF,
    ),
    Tool(
        "prices",
        "Prices",
        "What each step costs, version by version. An estimate for a patient is made on the course.",
        STAFF,
    ),
)


@page(*STAFF, methods=("GET",))
def tools(request: HttpRequest) -> HttpResponse:
    """What one's role may use."""
    return render(request, "web/desk/tools.html", {"tools": for_roles(me(request).roles)})


def for_roles(roles: Iterable[str]) -> list[Tool]:
    """The tools that some roles may use."""
    return [tool for tool in TOOLS if tool.roles & set(roles)]
