"""One question at a time, whoever answers: what is asked, what is kept, what is urgent shown before anything else."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enthesis.clinic.intake.deciding import urgent_reasons
from enthesis.pathway.candidacy import BadAnswer, Screening, Verdict
from enthesis.web.evaluation.asks import ask_named, next_asks, regions, title_of
from enthesis.web.patient.questions import Ask, QuestionsForm
from enthesis.web.said import spoken
from enthesis.web.screening import screened

QUESTION, NOW, CHECK = "question", "now", "check"
AGAIN = "page"  # of an address: the question that is to be answered once more


class Sitting(Protocol):
    """Somebody's evaluation while it is being answered."""

    @property
    def fixed(self) -> Sequence[str]:
        """The regions that are no question any more, because a course is about them."""

    @property
    def answers(self) -> Mapping[str, Any]: ...

    @property
    def told(self) -> Sequence[str]:
        """The rules whose urgent result was shown already."""

    def url(self, step: str) -> str: ...

    def keep(self, answers: Mapping[str, Any], told: Sequence[str]) -> None: ...

    def tell(self, answers: Mapping[str, Any], screening: Screening) -> None:
        """Something urgent is new: the clinic is told, where it knows who answers."""

    def context(self) -> dict[str, Any]:
        """What its pages show besides."""


def question(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The next question; or, asked for by name, one that was answered before."""
    if request.method == "POST":
        return _take(request, sitting)
    answers = sitting.answers
    named = request.GET.get(AGAIN, "")
    ask = ask_named(named, sitting.fixed, answers) if named else None
    asks = [ask] if ask else next_asks(sitting.fixed, answers)[:1]
    if not asks:
        return redirect(sitting.url(CHECK))
    return _show(request, sitting, QuestionsForm(asks=asks, before=answers), answers)


def urgent(request: HttpRequest, sitting: Sitting, answers: Mapping[str, Any]) -> HttpResponse:
    """What comes first, and where to go now. The page says all that is needed: no connection is needed to read it."""
    here = regions(sitting.fixed, answers)
    screening = screened(answers, here)
    if screening.verdict is not Verdict.URGENT:
        return redirect(sitting.url(QUESTION))
    screening = spoken(screening)
    context = {
        "screening": screening,
        "left": bool(next_asks(sitting.fixed, answers)),
        "reasons": urgent_reasons(screening),
        "question_url": sitting.url(QUESTION),
        "check_url": sitting.url(CHECK),
    }
    return render(request, "web/evaluation/urgent.html", {**context, **sitting.context()})


def _take(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Keep what was answered; show what is urgent before anything else, even before a missing answer."""
    before = sitting.answers
    named = (ask_named(name, sitting.fixed, before) for name in request.POST.getlist("asked")[:20])
    asks = [ask for ask in named if ask]
    form = QuestionsForm(request.POST, asks=asks, before=before)
    is_whole = form.is_valid()
    answers = _fitting({**before, **form.answers()})
    try:
        screening = screened(answers, regions(sitting.fixed, answers))
    except BadAnswer as bad:
        form.add_error(None, f"{bad.says} {bad.remedy}")
        return _show(request, sitting, form, before)
    told = sorted(reason.rule for reason in urgent_reasons(screening))
    is_new = bool(set(told) - set(sitting.told))
    sitting.keep(answers, told)
    if is_new:
        sitting.tell(answers, screening)
        return redirect(sitting.url(NOW))
    if not is_whole and asks:
        return _show(request, sitting, form, answers)
    return redirect(sitting.url(QUESTION))


def _fitting(answers: dict[str, Any]) -> dict[str, Any]:
    """Without the parts of a knee that hurts no more."""
    from enthesis.clinic.intake.places import IN_THE_KNEE, knees_of

    parts = answers.get(IN_THE_KNEE)
    if isinstance(parts, list):
        kept = [part for part in parts if str(part).partition(":")[0] in knees_of(answers)]
        if kept or knees_of(answers):
            answers[IN_THE_KNEE] = kept
        else:
            del answers[IN_THE_KNEE]
    return answers


def _show(request: HttpRequest, sitting: Sitting, form: QuestionsForm, answers: Mapping[str, Any]) -> HttpResponse:
    here = regions(sitting.fixed, answers)
    screening = screened(answers, here)
    left = len(next_asks(sitting.fixed, answers)) if here else 0
    done = sum(1 for name in answers if name != form.asks[0].variable) if form.asks else 0
    context = {
        "form": form,
        "title": title_of(form.asks[0]) if form.asks else _("Where it hurts"),
        "left": left,
        "done": done,
        "whole": done + max(left, 1),
        "before": _before(answers, form.asks),
        "question_url": sitting.url(QUESTION),
        "now_url": sitting.url(NOW),
        "is_first": not answers,
        "has_map": any(ask.kind in ("places", "knee") for ask in form.asks),
        "urgent": spoken(screening.summary) if screening.verdict is Verdict.URGENT else None,
    }
    return render(request, "web/evaluation/question.html", {**context, **sitting.context()})


def _before(answers: Mapping[str, Any], asks: Sequence[Ask]) -> str:
    """The name of the question before this one; "" where this is the first."""
    names = list(answers)
    here = asks[0].variable if asks else ""
    place = names.index(here) if here in names else len(names)
    return names[place - 1] if place else ""
