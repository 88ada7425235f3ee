"""The course's page, and the forms of everything that can be recorded about it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enthesis.clinic.access import CLINICIAN, LEAD, STAFF
from enthesis.clinic.decisions import DECIDES
from enthesis.clinic.emergencies import open_until
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.filing import key_of
from enthesis.clinic.forecasts import has_begun
from enthesis.clinic.looks import refusal
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.symptoms import open_elsewhere
from enthesis.pathway.checks.windows import standing_outside
from enthesis.pathway.course import standing
from enthesis.pathway.events import EvaluationAnswered, Event, Happening, SymptomReported
from enthesis.pathway.freezing import why_frozen
from enthesis.web.clinician import kinds
from enthesis.web.clinician.any_time import at_any_time
from enthesis.web.clinician.clocks import told_clocks
from enthesis.web.clinician.forms.base import About, CourseForm
from enthesis.web.clinician.forms.course import WithdrawForm
from enthesis.web.clinician.forms.injection import InjectionForm, as_last_time
from enthesis.web.clinician.telling import recorded, tell
from enthesis.web.figures import progress_figures, response_now, share, timeline
from enthesis.web.frame import today_at
from enthesis.web.guard import page
from enthesis.web.medicines import drugs_of, pauses_of
from enthesis.web.recording import is_saved
from enthesis.web.scores import score_lines, ways_to_answer
from enthesis.web.words import visit_time

NEWEST = 20
MOST_NOTES = 8  # on what was taken inside a pause; the diary holds the rest


@page(*STAFF, methods=("GET",))
def course(request: HttpRequest, number: str) -> HttpResponse:
    """One course: concerns, what is next, figures, pictures, what is recorded."""
    seen = open_course(number, by=request.user)
    today = today_at(seen.zone)
    advice = response_now(seen, today)
    clocks, drugs = told_clocks(seen), drugs_of(seen)
    order = {symptom: place for place, symptom in enumerate(clocks)}
    everything = "all" in request.GET
    context = {
        "seen": seen,
        "name": name_of(seen),
        "today": today,
        "items": [tell(seen, item, today) for item in seen.agenda if not item.is_past(today)],
        "concerns": [
            (concern, _report(seen, concern.symptom), clocks.get(concern.symptom))
            for concern in sorted(seen.course.concerns.values(), key=lambda each: order.get(each.symptom, len(order)))
        ],
        "elsewhere": open_elsewhere(seen),
        "frozen": _frozen(seen),
        "outside": standing_outside(seen.protocol, seen.course, seen.zone) if seen.protocol else [],
        "advice": advice,
        "shares": [share(figure) for figure in advice.figures if share(figure)] if advice else [],
        "progress": progress_figures(seen),
        "timeline": timeline(seen, today),
        "recorded": recorded(seen, None if everything else NEWEST),
        "older": 0 if everything else max(0, len(seen.log) - NEWEST),
        "drugs": drugs.answers,
        "pauses": pauses_of(drugs, today),
        "taken": drugs.taken[:MOST_NOTES],
        "any_time": at_any_time(seen),
        "scores": score_lines(seen),
        "answer_ways": ways_to_answer(seen, today),
        "is_lead_only": seen.roles == {LEAD},
        "has_outlook": CLINICIAN in seen.roles and has_begun(seen),
        "may_decide": bool(seen.roles & DECIDES),
        "opened_until": open_until(request.user, seen.person, seen.clinic) if seen.is_restricted else None,
    }
    return render(request, "web/clinician/course.html", context)


@page(*STAFF)
def record_on(request: HttpRequest, number: str, slug: str, named: str = "") -> HttpResponse:
    """A form about a course, recorded once however often it is sent."""
    form_class = kinds.FORMS.get(slug)
    if form_class is None:
        raise Http404("There is no such form.")
    seen = open_course(number, by=request.user)
    about = _about(seen, named)
    _check_may(request, seen, form_class.kind, str(form_class.title))
    initial = as_last_time(about) if "as-last" in request.GET and form_class is InjectionForm else {}
    form = form_class(request.POST or None, about=about, head=seen.head, initial=initial)
    return _acted(request, seen, form, form.heading)


@page(*STAFF)
def correct(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """The form of an entry that is wrong, filled with what it says."""
    seen = open_course(number, by=request.user)
    mistake = _standing(seen, event)
    form_class = kinds.form_for(mistake)
    _check_may(request, seen, type(mistake), "That entry", is_correction=True)
    if isinstance(mistake, EvaluationAnswered):
        return redirect("evaluation-corrected", number, event)
    if form_class is None:
        return redirect("withdraw", number, event)
    initial = form_class.said_by(mistake)
    about = _about(seen, str(initial.get("symptom") or initial.get("activity") or initial.get("visit") or ""))
    form = form_class(request.POST or None, about=about, head=seen.head, replaces=mistake.id, initial=initial)
    if mistake.happened_on is None and "happened_on" in form.fields:
        form.fields["happened_on"].required = False
    return _acted(request, seen, form, f"Correct: {form.heading[:1].lower()}{form.heading[1:]}", mistake)


@page(*STAFF)
def withdraw(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """Take an entry back that never happened."""
    seen = open_course(number, by=request.user)
    mistake = _standing(seen, event)
    _check_may(request, seen, type(mistake), "That entry", is_correction=True)
    form = WithdrawForm(request.POST or None, about=_about(seen, ""), head=seen.head, replaces=mistake.id)
    return _acted(request, seen, form, form.title, mistake)


def _acted(
    request: HttpRequest, seen: Seen, form: CourseForm, heading: str, mistake: Event | None = None
) -> HttpResponse:
    only_look = "more" in request.POST or "check" in request.POST  # more lines, or the figures: nothing is recorded
    if not only_look and is_saved(request, seen, form):
        return redirect("course", seen.number)
    context = {
        "form": form,
        "seen": seen,
        "name": name_of(seen),
        "heading": heading,
        "item": tell(seen, form.about.item, form.today) if form.about.item and mistake is None else None,
        "mistake": mistake,
        "only_look": only_look,
        "elsewhere": open_elsewhere(seen) if isinstance(form, InjectionForm) else [],
        "today": form.today,
        **form.context(),
    }
    return render(request, form.template, context)


def name_of(seen: Seen) -> str:
    """What a course is called on a page: the patient's name where the role may see it, else its number."""
    return seen.profile.name if seen.profile else ("Erased person" if seen.is_erased else seen.number)


def _check_may(request: HttpRequest, seen: Seen, kind: type[Happening], what: str, is_correction: bool = False) -> None:
    """Raises `NotAllowed`, which is written down, where the role may not record, or not correct, this kind."""
    if not (kinds.may_correct if is_correction else kinds.may_record)(seen, kind):
        problem = NotAllowed(NOT_YOUR_ROLE, f"{what} is not for your role.")
        raise refusal(problem, request.user, f"form {kind.__name__}", seen.clinic, key_of(seen.number), seen.person)


def _about(seen: Seen, named: str) -> About:
    return About(seen=seen, named=named, today=today_at(seen.zone))


def _standing(seen: Seen, event: str) -> Event:
    """An entry that counts. Raises `Http404` for one that was corrected, taken back, or never there."""
    found = next((each for each in standing(seen.log) if each.id == event), None)
    if found is None:
        raise Http404("There is no such entry any more.")
    return found


def _frozen(seen: Seen) -> list[tuple[str, str, str]]:
    """The booked visits that may not take place as things stand: what, when on the clinic's clock, and why."""
    if seen.protocol is None:
        return []
    bookings = sorted(seen.course.bookings.values(), key=lambda booking: booking.starts)
    titles = {activity.id: activity.title for activity in seen.protocol.activities}
    return [
        (titles.get(booking.activity, booking.activity), visit_time(booking.starts, seen.zone), why)
        for booking in bookings
        if (why := why_frozen(seen.protocol, seen.course, booking.visit))
    ]


def _report(seen: Seen, symptom: str) -> SymptomReported | None:
    found = [each for each in seen.log if isinstance(each, SymptomReported) and each.symptom == symptom]
    return found[-1] if found else None
