"""The pain evaluation of a patient with a course: left and continued at will, what is urgent told to the clinic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic.door import record_all
from enthesis.clinic.errors import Refused
from enthesis.clinic.intake.deciding import urgent_reasons
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway.candidacy import Screening, shipped, what_follows
from enthesis.pathway.events import DrugListTaken, EvaluationAnswered, Event, SymptomReported
from enthesis.web import drafts
from enthesis.web.evaluation import flow
from enthesis.web.evaluation.asks import next_asks, regions, told
from enthesis.web.forms import fields
from enthesis.web.forms.base import RecordForm
from enthesis.web.frame import me, today_at
from enthesis.web.guard import page
from enthesis.web.medicines import prescribers_first
from enthesis.web.patient.forms import add_pain, pain_scores, sides_of
from enthesis.web.patient.questions import made_by
from enthesis.web.patient.views import ANSWERS, answer, back_from
from enthesis.web.recording import TAKEN, sent_before
from enthesis.web.said import plainly, spoken
from enthesis.web.screening import region_of, screened

DRAFT = "evaluation"
_PAGES = {flow.QUESTION: "evaluation", flow.NOW: "evaluation-urgent", flow.CHECK: "evaluation-check"}


class FinishForm(RecordForm):
    """The last question, the pain now; with it everything is sent. Staff, who may type in a paper, names the day."""

    kind = EvaluationAnswered
    title = gettext_lazy("Check and send")
    save_says = gettext_lazy("Send my answers")
    done = "Thank you. Your answers are with the clinic."
    heeds_head = tells_notes = False

    def __init__(
        self,
        data: Any = None,
        *,
        seen: Seen,
        answers: Mapping[str, Any],
        today: date,
        with_patient: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.seen, self.answers, self.today = seen, answers, today
        self.sides = sides_of(seen.course)
        if with_patient:
            self.fields["happened_on"] = answered_on(today)
        add_pain(self, self.sides)

    def events(self) -> list[Event]:
        day = self.cleaned_data.get("happened_on") or self.today
        found = [self.event(**to_record(self.answers, day))]
        found += pain_scores(self, self.sides, start=1, happened_on=day)
        drugs = self.answers.get("meds")
        if isinstance(drugs, list) and self.seen.course.drugs is None:
            listed = tuple(dict.fromkeys(each["med"] for each in drugs))
            only = prescribers_first(listed)
            found.append(
                self.event(DrugListTaken, number=len(found), happened_on=day, drugs=listed, prescriber_only=only)
            )
        return found


def answered_on(today: date) -> forms.DateField:
    """The day of the answers, as staff says it; the door refuses one that has not come or is before the birth."""
    asked = fields.day(_("Day on which this was answered"), missing=_("Give the day on which this was answered."))
    asked.initial = today
    return asked


def to_record(answers: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The fields of `EvaluationAnswered`: the answers, and what follows from them."""
    return {
        "happened_on": day,
        "answers": {**what_follows(answers), **answers},
        "rules": shipped().version,
    }


@dataclass(slots=True)
class OfCourse:
    """The evaluation of one course, kept as a draft under the patient's key."""

    request: HttpRequest
    seen: Seen
    draft: Mapping[str, Any]

    @classmethod
    def open(cls, request: HttpRequest, number: str) -> "OfCourse":
        seen = open_course(number, by=request.user)
        return cls(request, seen, drafts.load(seen, DRAFT))

    @property
    def fixed(self) -> Sequence[str]:
        return region_of(self.seen.course)

    @property
    def answers(self) -> Mapping[str, Any]:
        return dict(self.draft.get("answers", {}))

    @property
    def told(self) -> Sequence[str]:
        return tuple(self.draft.get("told", ()))

    def url(self, step: str) -> str:
        return reverse(_PAGES[step], args=[self.seen.number])

    def keep(self, answers: Mapping[str, Any], told: Sequence[str]) -> None:
        drafts.keep(self.seen, DRAFT, {"answers": answers, "told": told})

    def tell(self, answers: Mapping[str, Any], screening: Screening) -> None:
        """What is urgent is recorded at once, with all that was answered so far, and stands on the worklist."""
        today, made = today_at(self.seen.zone), made_by(self.request)
        reported = SymptomReported(
            id=f"{made}-1",
            happened_on=today,
            symptom=f"evaluation-{made[:12]}",
            level=screening.worst_urgency.value,
            rules=tuple(reason.rule for reason in urgent_reasons(screening)),
        )
        events: list[Event] = [EvaluationAnswered(id=made, **to_record(answers, today)), reported]
        try:
            record_all(events, course=self.seen.number, by=self.request.user, seen=None)
        except Refused as refused:
            if TAKEN not in refused.codes:  # a second copy of this page came first: the clinic knows
                raise

    def context(self) -> dict[str, Any]:
        return {
            "frame": "web/patient/base.html",
            "seen": self.seen,
            "back": back_from(self.request, self.seen.number),
            "with_patient": not me(self.request).is_patient,
            "is_with_clinic": True,
            "here": "next",
        }


@page(*ANSWERS)
def evaluation(request: HttpRequest, number: str) -> HttpResponse:
    """The next question; or, asked for by name, one that was answered before."""
    return flow.question(request, OfCourse.open(request, number))


@page(*ANSWERS, methods=("GET",))
def urgent(request: HttpRequest, number: str) -> HttpResponse:
    """What comes first, and where to go now."""
    sitting = OfCourse.open(request, number)
    return flow.urgent(request, sitting, sitting.answers or dict(sitting.seen.course.answers))


@page(*ANSWERS)
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Everything that was answered, what does not fit together, the pain now, and the button that sends it."""
    sitting = OfCourse.open(request, number)
    seen, before = sitting.seen, sitting.answers
    if sent_before(request, seen):
        return redirect("evaluation-done", number)
    left = len(next_asks(sitting.fixed, before))
    if not before or (left and request.method == "POST"):
        return redirect("evaluation", number)
    form = FinishForm(
        request.POST or None,
        seen=seen,
        answers=before,
        today=today_at(seen.zone),
        with_patient=not me(request).is_patient,
        head=seen.head,
    )
    screening = spoken(screened(before, regions(sitting.fixed, before)))
    context = {
        "screening": screening,
        "left": left,
        "puzzles": puzzles_of(screening),
        "told": told(sitting.fixed, before),
        "question_url": sitting.url(flow.QUESTION),
        "here": "next",
    }
    response = answer(request, seen, form, "web/patient/evaluation_check.html", **context)
    if response.status_code == 302:
        drafts.drop(seen, DRAFT)
        return redirect("evaluation-done", number)
    return response


@page(*ANSWERS, methods=("GET",))
def done(request: HttpRequest, number: str) -> HttpResponse:
    """What the rules make of the answers that were sent, in the patient's words. A clinician decides."""
    seen = open_course(number, by=request.user)
    if not seen.course.answers:
        return redirect("evaluation", number)
    screening = spoken(screened(seen.course.answers, regions(region_of(seen.course), seen.course.answers)))
    context = {
        "seen": seen,
        "screening": screening,
        "told": to_talk_about(screening),
        "back": back_from(request, number),
        "here": "next",
    }
    return render(request, "web/patient/evaluation_done.html", context)


def to_talk_about(screening: Screening) -> list[Any]:
    """What of a result is said to the person who answered."""
    return [
        reason.finding
        for reason in screening.reasons
        if reason.finding.to_patient and reason.outcome.verdict.strictness
    ]


def puzzles_of(screening: Screening) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Answers that do not fit together, each with the questions that can be answered again: name and words."""
    known = shipped().questions
    return [
        (puzzle, [(name, plainly(known[name].text)) for name in pair if name in known])
        for puzzle, pair in zip(screening.puzzles, screening.contradictions, strict=True)
    ]
