"""Which form belongs to which address, which kind of event, and which item of an agenda."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from enthesis.clinic.access import CLINICIAN, EVERYBODY, FRONT_DESK, MAY_CORRECT, MAY_RECORD
from enthesis.clinic.instrument_texts import in_use
from enthesis.clinic.opening import Seen
from enthesis.pathway.agenda import CONCERN, PRESCRIBER, Item
from enthesis.pathway.events import Happening
from enthesis.pathway.protocol.model import Kind
from enthesis.web.clinician.forms import (
    course,
    decisions,
    goal,
    imaging,
    injection,
    papers,
    questionnaires,
    safety,
    visits,
)
from enthesis.web.clinician.forms.base import CourseForm
from enthesis.web.consent.forms import AnswerForm
from enthesis.web.frame import today_at
from enthesis.web.links import link
from enthesis.web.questionnaires import answerable

FORMS: Mapping[str, type[CourseForm]] = {
    form.slug: form
    for form in (
        decisions.CandidacyForm,
        decisions.ReviewForm,
        decisions.PlanForm,
        decisions.PlanChangedForm,
        injection.InjectionForm,
        visits.BookForm,
        visits.MoveForm,
        visits.CancelForm,
        visits.ConfirmedForm,
        visits.MissedForm,
        visits.AttendedForm,
        visits.DoneForm,
        visits.TherapyForm,
        papers.ConsentForm,
        papers.ConsentWithdrawnForm,
        AnswerForm,
        imaging.OrderForm,
        imaging.ReportForm,
        papers.DrugListForm,
        papers.PrescriberForm,
        papers.HoldForm,
        questionnaires.ItemsForm,
        papers.ScoresForm,
        papers.ScoreForm,
        papers.DiaryDayForm,
        papers.NoteForm,
        goal.GoalSetForm,
        safety.HandledForm,
        safety.HandOverForm,
        safety.ReportForm,
        safety.AdverseForm,
        course.PauseForm,
        course.ResumeForm,
        course.TransferForm,
        course.CloseForm,
    )
}
_CORRECTED_BY: Mapping[type[Happening], type[CourseForm]] = {
    **{form.kind: form for form in reversed(list(FORMS.values()))},
    papers.ScoreForm.kind: papers.ScoreForm,
}
ANSWER_WITH_PATIENT = frozenset((CLINICIAN, FRONT_DESK))
_NOT_CORRECTED = (visits.BookForm, visits.MoveForm, AnswerForm)  # a booking is moved; what was said stays said


@dataclass(frozen=True, slots=True)
class Way:
    """Something that can be done from the course's page."""

    says: str
    url: str
    is_first: bool = False


def may_record(seen: Seen, kind: type[Happening]) -> bool:
    """Whether one of the roles of the one who looks may record this kind."""
    return bool(seen.roles & MAY_RECORD.get(kind, frozenset()))


def may_correct(seen: Seen, kind: type[Happening]) -> bool:
    """Whether one of the roles of the one who looks may correct or take back this kind."""
    return bool(seen.roles & MAY_RECORD.get(kind, frozenset()) & MAY_CORRECT.get(kind, EVERYBODY))


def form_for(event: Happening) -> type[CourseForm] | None:
    """The form that corrects an event; None where it can only be taken back."""
    form = _CORRECTED_BY.get(type(event))
    return None if form in _NOT_CORRECTED else form


def ways(seen: Seen, item: Item) -> list[Way]:
    """What the one who looks can do about an item of the agenda, the usual thing first."""
    return list(_ways(seen, item))


def _ways(seen: Seen, item: Item) -> Iterator[Way]:
    is_first = True
    for says, slug, named in _steps(seen, item):
        form = FORMS.get(slug)
        allowed = may_record(seen, form.kind) if form is not None else bool(seen.roles & ANSWER_WITH_PATIENT)
        if not allowed:
            continue
        url = record_url(seen, slug, named) if form is not None else link(slug, seen.number, *named)
        yield Way(says, url, is_first)
        is_first = False


def _steps(seen: Seen, item: Item) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """For each kind of item: what the link says, the form (or the page that a patient uses), what it is about."""
    named = (item.activity,)
    match item.kind:
        case _ if item.kind == CONCERN:
            symptom = (item.activity.split(":", 1)[1],)
            yield "Look at it", "symptom", symptom
            yield "Hand it over", "hand-over", symptom
            yield "Record an adverse event", "adverse-event", symptom
        case _ if item.kind == PRESCRIBER:
            yield "Record the prescriber's word", "prescriber", (item.activity.split(":", 1)[1],)
        case Kind.QUESTIONNAIRE if item.activity == "medicines":
            yield "Write down the list", "medicines", ()
        case Kind.QUESTIONNAIRE if item.activity == "evaluation":
            yield "Answer with the patient", "evaluation", ()
        case Kind.QUESTIONNAIRE if _measures(seen, item):
            yield from _outcome(seen, item)
            yield "Done", "done", named
        case Kind.CONSENT:
            yield "Signed on paper", "consent", ()
            yield "Sign with the patient", "consent-sign", ()
        case Kind.HOLD if item.lapses:
            return
        case Kind.HOLD:
            yield "Check the hold", "hold", named
        case Kind.INJECTION:
            yield "Record the injection", "injection", named
            yield from _booking(item)
        case Kind.DIARY:
            yield "Write a day with the patient", "diary", ()
        case Kind.REVIEW:
            yield "Decide", "candidacy" if item.activity == "candidacy" else "review", named
            yield from _booking(item)
        case Kind.PLAN:
            changes = seen.course.sessions_planned is not None
            yield ("Change the plan", "plan-changed", ()) if changes else ("Agree on the plan", "plan", named)
        case Kind.THERAPY:
            yield "Attended", "therapy", named
            yield from _booking(item)
            yield "The programme is finished", "done", named
        case Kind.CHECK_IN:
            yield "Ask the patient", "check-in", ()
            yield "Done by telephone", "done", named
        case Kind.OUTCOME:
            yield from _outcome(seen, item)
        case Kind.CLOSING:
            yield "Close the course", "close", ()
        case Kind.VISIT:
            yield "Attended", "attended", named
            yield from _booking(item)
        case Kind.ORDER if item.activity.startswith("imaging"):
            yield "Order a picture", "order-imaging", named
            yield "Done", "done", named
        case _:
            yield "Done", "done", named
            yield from _booking(item)


def _booking(item: Item) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    if item.booking is None:
        yield "Book a time", "book", (item.activity,)
    else:
        visit = (item.booking.visit,)
        yield "Move", "move", visit
        if not item.booking.confirmed:
            yield "Confirmed", "confirmed", visit
        yield "Did not come", "missed", visit
        yield "Cancel", "cancel", visit


def _outcome(seen: Seen, item: Item) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    measures = _measures(seen, item)
    if answerable(measures, in_use(seen.clinic, today_at(seen.zone))):
        yield "Answer with the patient", "outcome", (item.activity,)
    yield "Enter answers from paper", "items", (item.activity,)
    yield "Enter the scores", "scores", (item.activity,)


def _measures(seen: Seen, item: Item) -> tuple[str, ...]:
    activity = seen.protocol.activity(item.activity) if seen.protocol else None
    return activity.measures if activity else ()


def record_url(seen: Seen, slug: str, named: tuple[str, ...] = ()) -> str:
    """The address of a form."""
    return link("record-about" if named else "record", seen.number, slug, *named)
