"""Screening for candidacy: a few questions at a time, the answer beside them from the first one on. Nothing is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from enthesis.pathway.candidacy import (
    BadAnswer,
    Kind,
    Reason,
    Screening,
    Stage,
    Verdict,
    questions,
    shipped,
    what_follows,
)
from enthesis.web.desk.plain import SCREENS, as_of, case_text
from enthesis.web.desk.screen_form import StartForm, asks_at, carried, page_of, read_carried, title_of
from enthesis.web.frame import me
from enthesis.web.guard import page
from enthesis.web.patient.questions import Ask, QuestionsForm, in_words, of_candidacy
from enthesis.web.screening import page_to_ask, screened

TEMPLATE = "web/desk/screen.html"
CARRIED = "so_far"
AGAIN = "page"  # the button that opens a page of answered questions again


@dataclass(frozen=True, slots=True)
class Given:
    """One answer, and the page on which it can be changed."""

    asks: str
    answer: str
    page: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say to the answers so far."""

    screening: Screening
    case: Mapping[str, Any]
    given: tuple[Given, ...]
    left: int  # questions that can still matter

    @property
    def reasons(self) -> list[Reason]:
        """Gravest first: what speaks against it, then what is worth weighing, then what speaks for it."""
        return [reason for reason in self.screening.reasons if reason.kind is not Kind.CONSENT]

    @property
    def urgent(self) -> list[Reason]:
        return [reason for reason in self.reasons if reason.outcome.verdict is Verdict.URGENT]

    @property
    def others(self) -> list[Reason]:
        return [reason for reason in self.reasons if reason.outcome.verdict is not Verdict.URGENT]

    @property
    def consent(self) -> list[Reason]:
        return [reason for reason in self.screening.reasons if reason.kind is Kind.CONSENT]

    @property
    def regions(self) -> list[tuple[str, Verdict]]:
        titles = shipped().regions
        return [(titles[name].title, verdict.verdict) for name, verdict in self.screening.by_region.items()]

    @property
    def missing(self) -> list[str]:
        """What was not heard and does not hold the answer back."""
        safety = self.screening.missing_safety
        return _as_asked([name for name in self.screening.missing if name not in safety])

    @property
    def later(self) -> list[str]:
        return _as_asked(self.screening.later)


@page(*SCREENS)
def screen(request: HttpRequest) -> HttpResponse:
    """Where it hurts, then page after page of questions; the answer stands beside them."""
    if request.method != "POST":
        return render(request, TEMPLATE, {"start": StartForm(), "form": None, "is_first": True})
    start = StartForm(request.POST)
    before = read_carried(request.POST.get(CARRIED, ""))
    if not start.is_valid():
        return render(request, TEMPLATE, {"start": start, "form": None, "is_first": True, CARRIED: carried(before)})
    known = asks_at(start.at)
    asks = [known[name] for name in request.POST.getlist("asked") if name in known]
    form = QuestionsForm(request.POST, asks=asks, before=before)
    is_whole = form.is_valid()
    answers = {**before, **form.answers()}
    try:
        judged = judge(answers, start.chosen, start.at)
    except BadAnswer as bad:
        form.add_error(None, f"{bad.says} {bad.remedy}")
        return _shown(request, start, form, *_last_sound(before, start))
    again = request.POST.get(AGAIN, "")
    opened = [ask for name, ask in known.items() if name in answers and page_of(name) == again]
    if opened or is_whole:
        asks = opened or [of_candidacy(each) for each in page_to_ask(answers, start.chosen, start.at)]
        form = QuestionsForm(asks=asks, before=answers)
    return _shown(request, start, form, judged, answers)


def judge(answers: Mapping[str, Any], regions: Sequence[str], stage: Stage) -> Judged:
    """What the rules say to some answers. Raises `BadAnswer`."""
    said = {**what_follows(answers), **answers}
    return Judged(
        screening=screened(answers, regions, stage),
        case={"regions": list(regions), "stage": stage.value, "answers": said},
        given=tuple(
            Given(ask.text, in_words(ask, answers[name]), page_of(name))
            for name, ask in asks_at(Stage.DAY_OF_INJECTION).items()
            if name in answers
        ),
        left=len(questions(answers, list(regions), stage=stage)),
    )


def _last_sound(before: Mapping[str, Any], start: StartForm) -> tuple[Judged, Mapping[str, Any]]:
    """The answers before this page, unless somebody changed what the page carried: then the questions begin anew."""
    try:
        return judge(before, start.chosen, start.at), before
    except BadAnswer:
        return judge({}, start.chosen, start.at), {}


def _shown(
    request: HttpRequest, start: StartForm, form: QuestionsForm, judged: Judged, answers: Mapping[str, Any]
) -> HttpResponse:
    context = {
        "start": start,
        "form": form,
        "judged": judged,
        "title": title_of(form.asks[0].variable) if form.asks else "",
        CARRIED: carried(answers),
        "case": case_text(judged.case),
        "at": as_of(me(request)),
    }
    return render(request, TEMPLATE, context)


def _as_asked(names: Sequence[str]) -> list[str]:
    """Variables as they are asked; the questions of a group together."""
    known: Mapping[str, Ask] = asks_at(Stage.DAY_OF_INJECTION)  # once for all: that takes as long as the judgement
    return [_asks(name, known) for name in names]


def _asks(name: str, known: Mapping[str, Ask]) -> str:
    parts = [ask.text for variable, ask in known.items() if variable == name or variable.startswith(f"{name}.")]
    return " ".join(parts) or name.replace("_", " ")
