"""Correcting an evaluation that is recorded: its answers one by one, and its day. What it replaces stays in the record.

Nothing is recorded before the last page, except a warning sign that a changed answer brings up: the clinic is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from enthesis.clinic.access import CLINICIAN, FRONT_DESK
from enthesis.clinic.door import record_all
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed, Refused
from enthesis.clinic.filing import key_of
from enthesis.clinic.intake.deciding import urgent_reasons
from enthesis.clinic.looks import refusal
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway.candidacy import Screening, what_follows
from enthesis.pathway.course import standing
from enthesis.pathway.events import EvaluationAnswered, SymptomReported
from enthesis.web import drafts
from enthesis.web.clinician.kinds import may_correct
from enthesis.web.evaluation import flow
from enthesis.web.evaluation.asks import next_asks, regions, told
from enthesis.web.forms.base import RecordForm
from enthesis.web.frame import today_at
from enthesis.web.guard import page
from enthesis.web.patient.evaluation import answered_on, puzzles_of, to_record
from enthesis.web.patient.questions import made_by
from enthesis.web.recording import TAKEN, is_saved, sent_before
from enthesis.web.said import spoken
from enthesis.web.screening import region_of, screened

DRAFT = "correction"  # of an evaluation; one of a course at a time
LEFT = "left"  # of an address: the first question that has no answer


class CorrectionForm(RecordForm):
    """The day of the answers; with it the correction is recorded in the mistake's place."""

    kind = EvaluationAnswered
    title = "Correct: pain evaluation"
    save_says = "Save the correction"
    done = "The evaluation is corrected. What it said before stays in the record."

    def __init__(
        self, data: Any = None, *, answers: Mapping[str, Any], day: date | None, today: date, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.answers = answers
        self.fields["happened_on"] = answered_on(day or today)

    def values(self) -> dict[str, Any]:
        return to_record(self.answers, self.cleaned_data["happened_on"])


@dataclass(slots=True)
class Correcting:
    """One recorded evaluation while its answers are changed. The draft is kept under the patient's key."""

    request: HttpRequest
    seen: Seen
    mistake: EvaluationAnswered
    draft: Mapping[str, Any]

    @property
    def fixed(self) -> Sequence[str]:
        return region_of(self.seen.course)

    @property
    def answers(self) -> Mapping[str, Any]:
        return dict(self.draft["answers"]) if self.draft else given(self.mistake.answers)

    @property
    def told(self) -> Sequence[str]:
        if self.draft:
            return tuple(self.draft["told"])
        said = self.mistake.answers
        return [reason.rule for reason in urgent_reasons(screened(said, regions(self.fixed, said)))]

    def url(self, step: str) -> str:
        name = "evaluation-correct" if step == flow.QUESTION else "evaluation-corrected"
        return reverse(name, args=[self.seen.number, self.mistake.id])

    def keep(self, answers: Mapping[str, Any], told: Sequence[str]) -> None:
        drafts.keep(self.seen, DRAFT, {"of": self.mistake.id, "answers": answers, "told": told})

    def tell(self, answers: Mapping[str, Any], screening: Screening) -> None:
        made = made_by(self.request)
        reported = SymptomReported(
            id=f"{made}-1",
            happened_on=today_at(self.seen.zone),
            symptom=f"evaluation-{made[:12]}",
            level=screening.worst_urgency.value,
            rules=tuple(reason.rule for reason in urgent_reasons(screening)),
        )
        try:
            record_all([reported], course=self.seen.number, by=self.request.user, seen=None)
        except Refused as refused:
            if TAKEN not in refused.codes:  # a second copy of this page came first: the clinic knows
                raise

    def context(self) -> dict[str, Any]:
        return {
            "frame": "web/patient/base.html",
            "seen": self.seen,
            "back": reverse("course", args=[self.seen.number]),
            "with_patient": True,
            "is_with_clinic": True,
        }


def given(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Recorded answers without those that follow from others: they follow anew from what is changed."""
    return {
        name: value
        for name, value in answers.items()
        if what_follows({n: v for n, v in answers.items() if n != name}).get(name) != value
    }


@page(CLINICIAN, FRONT_DESK)
def question(request: HttpRequest, number: str, answered: str) -> HttpResponse:
    """One answer once more, or one that was left open; then back to all of them."""
    sitting = _correcting(request, open_course(number, by=request.user), answered)
    if request.method == "GET" and not {flow.AGAIN, LEFT} & set(request.GET):
        return redirect(sitting.url(flow.CHECK))
    return flow.question(request, sitting)


@page(CLINICIAN, FRONT_DESK)
def check(request: HttpRequest, number: str, answered: str) -> HttpResponse:
    """Every answer, each with the way to change it; the day; and the button that records the correction."""
    seen = open_course(number, by=request.user)
    if sent_before(request, seen):
        return redirect("course", number)
    sitting = _correcting(request, seen, answered)
    answers, today = sitting.answers, today_at(seen.zone)
    left = len(next_asks(sitting.fixed, answers))
    form = CorrectionForm(
        request.POST or None,
        answers=answers,
        day=sitting.mistake.happened_on,
        today=today,
        head=seen.head,
        replaces=sitting.mistake.id,
    )
    if is_saved(request, seen, form):
        drafts.drop(seen, DRAFT)
        return redirect("course", number)
    screening = spoken(screened(answers, regions(sitting.fixed, answers)))
    context = {
        "form": form,
        "screening": screening,
        "left": left,
        "puzzles": puzzles_of(screening),
        "told": told(sitting.fixed, answers),
        "question_url": sitting.url(flow.QUESTION),
        "is_correction": True,
        **sitting.context(),
    }
    return render(request, "web/patient/evaluation_check.html", context)


def _correcting(request: HttpRequest, seen: Seen, event: str) -> Correcting:
    if not may_correct(seen, EvaluationAnswered):
        problem = NotAllowed(NOT_YOUR_ROLE, "Correcting an evaluation is not for your role.")
        raise refusal(problem, request.user, "correct evaluation", seen.clinic, key_of(seen.number), seen.person)
    mistake = next((each for each in standing(seen.log) if each.id == event), None)
    if not isinstance(mistake, EvaluationAnswered):
        raise Http404("There is no such evaluation any more.")
    kept = drafts.load(seen, DRAFT)
    return Correcting(request, seen, mistake, kept if kept.get("of") == mistake.id else {})
