"""The pain evaluation: a few questions at a time, what is urgent at once, left and continued at will."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enthesis.clinic.door import record_all
from enthesis.clinic.errors import Refused
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway.candidacy import BadAnswer, Screening, Stage, Verdict, questions, shipped, what_follows
from enthesis.pathway.events import DrugListTaken, EvaluationAnswered, Event, SymptomReported
from enthesis.web import drafts
from enthesis.web.forms.base import RecordForm
from enthesis.web.frame import me, today_at
from enthesis.web.guard import page
from enthesis.web.medicines import prescribers_first
from enthesis.web.patient.forms import add_pain, pain_scores, sides_of
from enthesis.web.patient.questions import NOT_SURE, Ask, QuestionsForm, in_words, made_by, of_candidacy
from enthesis.web.patient.views import ANSWERS, answer, back_from
from enthesis.web.recording import TAKEN, sent_before
from enthesis.web.screening import page_to_ask, region_of, screened

DRAFT = "evaluation"
REGIONS = "regions"


class FinishForm(RecordForm):
    """The last question, the pain now; with it everything is sent."""

    kind = EvaluationAnswered
    title = "Check and send"
    save_says = "Send my answers"
    done = "Thank you. Your answers are with the clinic."
    heeds_head = tells_notes = False

    def __init__(
        self, data: Any = None, *, seen: Seen, answers: Mapping[str, Any], today: date, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.seen, self.answers, self.today = seen, answers, today
        self.sides = sides_of(seen.course)
        add_pain(self, self.sides)

    def events(self) -> list[Event]:
        found = [self.event(**answered(self.answers, self.today))]
        found += pain_scores(self, self.sides, start=1, happened_on=self.today)
        drugs = self.answers.get("meds")
        if isinstance(drugs, list) and self.seen.course.drugs is None:
            listed = tuple(dict.fromkeys(each["med"] for each in drugs))
            only = prescribers_first(listed)
            found.append(
                self.event(DrugListTaken, number=len(found), happened_on=self.today, drugs=listed, prescriber_only=only)
            )
        return found


def answered(answers: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The fields of `EvaluationAnswered`: the answers, and what follows from them."""
    return {
        "happened_on": today,
        "answers": {**what_follows(answers), **answers},
        "rules": shipped().version,
    }


@page(*ANSWERS)
def evaluation(request: HttpRequest, number: str) -> HttpResponse:
    """The next few questions; or, asked for by name, a page that was answered before."""
    seen = open_course(number, by=request.user)
    draft = drafts.load(seen, DRAFT)
    before: dict[str, Any] = draft.get("answers", {})
    if request.method == "POST":
        return _take(request, seen, draft, before)
    regions = _regions(seen, before)
    asks = _wanted(request.GET.get("page", ""), before, regions)
    if not asks:
        return redirect("evaluation-check", number)
    return _show(request, seen, QuestionsForm(asks=asks, before=before), before)


@page(*ANSWERS, methods=("GET",))
def urgent(request: HttpRequest, number: str) -> HttpResponse:
    """What comes first, and where to go now."""
    seen = open_course(number, by=request.user)
    before = drafts.load(seen, DRAFT).get("answers") or dict(seen.course.answers)
    screening = screened(before, _regions(seen, before))
    if screening.verdict is not Verdict.URGENT:
        return redirect("evaluation", number)
    left = bool(page_to_ask(before, _regions(seen, before)))
    context = {"seen": seen, "screening": screening, "left": left, "reasons": _urgent_reasons(screening)}
    return render(request, "web/patient/urgent.html", {**context, "back": back_from(request, number), "here": "next"})


@page(*ANSWERS)
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Everything that was answered, what does not fit together, the pain now, and the button that sends it."""
    seen = open_course(number, by=request.user)
    if sent_before(request, seen):
        return redirect("evaluation-done", number)
    before = drafts.load(seen, DRAFT).get("answers", {})
    regions = _regions(seen, before)
    left = len(questions(before, list(regions))) if regions else 1
    if not before or (left and request.method == "POST"):
        return redirect("evaluation", number)
    form = FinishForm(request.POST or None, seen=seen, answers=before, today=today_at(seen.zone), head=seen.head)
    screening = screened(before, regions)
    context = {
        "screening": screening,
        "left": left,
        "puzzles": [
            (puzzle, _pages_of(pair)) for puzzle, pair in zip(screening.puzzles, screening.contradictions, strict=True)
        ],
        "told": _told(before),
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
    screening = screened(seen.course.answers, _regions(seen, seen.course.answers))
    told = [
        reason.finding
        for reason in screening.reasons
        if reason.finding.to_patient and reason.outcome.verdict.strictness
    ]
    context = {"seen": seen, "screening": screening, "told": told, "back": back_from(request, number), "here": "next"}
    return render(request, "web/patient/evaluation_done.html", context)


# -- one page of questions -----------------------------------------------------------------------------------


def _take(request: HttpRequest, seen: Seen, draft: Mapping[str, Any], before: Mapping[str, Any]) -> HttpResponse:
    """Keep what was answered; show what is urgent before anything else, even before a missing answer."""
    known = {ask.variable: ask for ask in _all_asks(_regions(seen, before))}
    asks = [known[name] for name in request.POST.getlist("asked") if name in known]
    form = QuestionsForm(request.POST, asks=asks, before=before)
    is_whole = form.is_valid()
    answers = {**before, **form.answers()}
    regions = _regions(seen, answers)
    try:
        screening = screened(answers, regions)
    except BadAnswer as bad:
        form.add_error(None, f"{bad.says} {bad.remedy}")
        return _show(request, seen, form, before)
    told = sorted(reason.rule for reason in _urgent_reasons(screening))
    drafts.keep(seen, DRAFT, {"answers": answers, "told": told})
    if set(told) - set(draft.get("told", [])):
        _tell_clinic(request, seen, answers, screening)
        return redirect("evaluation-urgent", seen.number)
    if not is_whole:
        return _show(request, seen, form, answers)
    return redirect("evaluation", seen.number)


def _tell_clinic(request: HttpRequest, seen: Seen, answers: Mapping[str, Any], screening: Screening) -> None:
    """What is urgent is recorded at once, with all that was answered so far, and stands on the clinic's worklist."""
    today, made = today_at(seen.zone), made_by(request)
    reported = SymptomReported(
        id=f"{made}-1",
        happened_on=today,
        symptom=f"evaluation-{made[:12]}",
        level=screening.worst_urgency.value,
        rules=tuple(reason.rule for reason in _urgent_reasons(screening)),
    )
    events: list[Event] = [EvaluationAnswered(id=made, **answered(answers, today)), reported]
    try:
        record_all(events, course=seen.number, by=request.user, seen=None)
    except Refused as refused:
        if TAKEN not in refused.codes:  # a second copy of this page came first: the clinic knows
            raise


def _show(request: HttpRequest, seen: Seen, form: QuestionsForm, before: Mapping[str, Any]) -> HttpResponse:
    regions = _regions(seen, before)
    pages = {each.name: each.title for each in shipped().pages}
    first = shipped().questions.get(form.asks[0].variable)
    screening = screened(before, regions)
    context = {
        "form": form,
        "seen": seen,
        "title": pages.get(first.page, "") if first else "Where it hurts",
        "left": len(questions(before, list(regions))) if regions else 0,
        "is_first": not before,
        "urgent": screening.summary if screening.verdict is Verdict.URGENT else None,
        "back": back_from(request, seen.number),
        "with_patient": not me(request).is_patient,
        "here": "next",
    }
    return render(request, "web/patient/evaluation.html", context)


def _wanted(named: str, before: Mapping[str, Any], regions: Sequence[str]) -> list[Ask]:
    """The questions of the page that was asked for, as far as they were answered; or the next ones."""
    if not regions or named == REGIONS:
        return [_region_ask()]
    again = [q for q in shipped().questions.values() if q.page == named and q.variable in before]
    return [of_candidacy(question) for question in again or page_to_ask(before, regions)]


def _region_ask() -> Ask:
    choices = tuple((region.name, region.for_patient) for region in shipped().regions.values())
    return Ask(REGIONS, "Where does it hurt?", "choice", "The place that this is about.", choices)


def _all_asks(regions: Sequence[str]) -> list[Ask]:
    asked = [q for q in shipped().questions.values() if q.asked and q.stage is Stage.EVALUATION]
    return [_region_ask(), *(of_candidacy(question) for question in asked)]


def _regions(seen: Seen, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Where it hurts: what the course is about, or else what was answered."""
    said = answers.get(REGIONS)
    return region_of(seen.course) or (
        (said,) if isinstance(said, str) and said != NOT_SURE else ("other",) if said else ()
    )


def _urgent_reasons(screening: Screening) -> list[Any]:
    return [reason for reason in screening.reasons if reason.outcome.verdict is Verdict.URGENT]


def _pages_of(variables: Sequence[str]) -> list[tuple[str, str]]:
    """Where each of some answers can be changed: address and the question."""
    known = shipped().questions
    return [(known[name].page, known[name].text) for name in variables if name in known]


def _told(answers: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Every answer as the person gave it: question, answer, page where it can be changed."""
    known = shipped().questions
    found = [(_region_ask().text, in_words(_region_ask(), answers[REGIONS]), REGIONS)] if REGIONS in answers else []
    for name, question in known.items():
        if name in answers:
            found.append((question.text, in_words(of_candidacy(question), answers[name]), question.page))
    return found
