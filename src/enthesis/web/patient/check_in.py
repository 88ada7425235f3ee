"""Is this normal? Questions after an injection, a few at a time; what to do now as soon as one answer says so."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enthesis.clinic.door import record_all
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway.events import ActivityDone, Event, InjectionsGiven, SymptomReported
from enthesis.pathway.injection import triage_sites
from enthesis.pathway.protocol.model import Kind
from enthesis.pathway.triage import Level, Triage, Variable, load, questions, triage
from enthesis.pathway.triage.deciding import is_asked
from enthesis.pathway.triage.facts import gather
from enthesis.pathway.window import Timing
from enthesis.web import drafts
from enthesis.web.forms import fields
from enthesis.web.frame import me, today_at
from enthesis.web.guard import page
from enthesis.web.patient.questions import NOT_SURE, Ask, QuestionsForm, made_by, spoken_ask
from enthesis.web.patient.safety import open_for
from enthesis.web.patient.views import ANSWERS, back_from
from enthesis.web.said import spoken

DRAFT = "check-in"
AT_ONCE = 4  # questions on a page
WORDS = "words"


@page(*ANSWERS)
def check_in(request: HttpRequest, number: str) -> HttpResponse:
    """The next few questions after the latest injection."""
    seen = open_course(number, by=request.user)
    last = latest(seen)
    if last is None:
        return render(request, "web/patient/check_in_none.html", {"seen": seen, "here": "check-in"})
    draft = drafts.load(seen, DRAFT)
    if request.method == "POST" and draft.get("sent") and draft.get("made") == made_by(request):
        return redirect("what-to-do", number)  # this very page was sent before
    before = draft.get("answers", {}) if draft.get("about") == last.id and "afresh" not in request.GET else {}
    asks = to_ask(seen, last, before)
    if request.method != "POST":
        return _show(request, seen, QuestionsForm(asks=asks, before={}), before, last)
    known = {ask.variable: ask for ask in map(_ask, load().variables.values())}
    asked = [known[name] for name in request.POST.getlist("asked") if name in known]
    form = QuestionsForm(request.POST, asks=asked or asks, before={})
    is_whole = form.is_valid()
    answers = {**before, **form.answers()}
    words = str(request.POST.get(WORDS, "")).strip()[: fields.LONGEST_WORDS]
    found = judged(seen, last, answers)
    if found.worst_level.rank >= Level.URGENT_CARE.rank or (is_whole and not to_ask(seen, last, answers)):
        return _finish(request, seen, last, answers, found, words)
    drafts.keep(seen, DRAFT, {"answers": answers, "about": last.id})
    if not is_whole:
        return _show(request, seen, form, answers, last)
    return redirect("check-in", number)


@page(*ANSWERS, methods=("GET",))
def what_to_do(request: HttpRequest, number: str) -> HttpResponse:
    """What to do now, in words; the most urgent first."""
    seen = open_course(number, by=request.user)
    last = latest(seen)
    draft = drafts.load(seen, DRAFT)
    if last is None or not draft.get("sent"):
        return redirect("check-in", number)
    found = spoken(judged(seen, last, draft.get("answers", {})))
    context = {
        "seen": seen,
        "found": found,
        "is_urgent": found.worst_level.rank >= Level.URGENT_CARE.rank,
        "is_told": draft.get("told"),
        "clinic": me(request).clinic,
        "open": next((each for each in open_for(seen) if each.symptom == symptom_of(draft.get("made", ""))), None),
        "back": back_from(request, number),
        "here": "check-in",
    }
    return render(request, "web/patient/what_to_do.html", context)


def symptom_of(made: str) -> str:
    """The symptom that one page reports."""
    return f"S-{made[:12]}"


def latest(seen: Seen) -> InjectionsGiven | None:
    """The injection that the questions are about."""
    return seen.course.injections[-1] if seen.course.injections else None


def sites_of(given: InjectionsGiven) -> list[str]:
    """Where the needle was, as the rules call it; nothing where a structure is not known: then every site counts."""
    return triage_sites(given.sites)


def hours_since(given: InjectionsGiven, now: datetime, seen: Seen) -> Decimal | None:
    """Hours since an injection: from when it was recorded, if that was on its day; else whole days of 24 hours."""
    day, recorded = given.happened_on, given.recorded_at
    if day is None:
        return None
    if recorded is not None and recorded.astimezone(seen.zone).date() == day:
        return Decimal(max(0, int((now - recorded).total_seconds() // 3600)))
    return Decimal(max(0, (now.astimezone(seen.zone).date() - day).days) * 24)


def judged(seen: Seen, last: InjectionsGiven, answers: Mapping[str, Any]) -> Triage:
    """What triage says to the answers so far."""
    return triage(sites_of(last), hours_since(last, datetime.now(UTC), seen), _known(answers))


def _known(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as triage reads them: a figure that nobody knows is open, a "not sure" is for a person to read."""
    numbers = {v.id for v in load().variables.values() if v.kind.value == "number"}
    return {name: None if said == NOT_SURE and name in numbers else said for name, said in answers.items()}


def to_ask(seen: Seen, last: InjectionsGiven, answers: Mapping[str, Any]) -> list[Ask]:
    """The next few questions, in the order of the rules: the gravest signs first.

    Beside those that can still change the answer, the signs that are always asked about: only when each of them is
    denied may soreness be called expected.
    """
    sites, hours, said = sites_of(last), hours_since(last, datetime.now(UTC), seen), _known(answers)
    known = gather(load(), sites, hours, said)
    matter = {variable.id for variable in questions(sites, said, hours)}
    left = [
        variable
        for variable in load().variables.values()
        if variable.id not in answers
        and is_asked(variable, known)
        and (variable.id in matter or variable.core or variable.ask_when is not None)
    ]
    return [_ask(variable) for variable in left[:AT_ONCE]]


def _ask(variable: Variable) -> Ask:
    kind = "number" if variable.kind.value == "number" else "choice"
    choices = tuple((choice.value, choice.says) for choice in variable.choices if choice.says)
    return spoken_ask(
        Ask(
            variable=variable.id,
            text=variable.ask,
            kind=kind,
            choices=choices,
            unit=variable.unit,
            least=variable.low if variable.low is not None else Decimal(0),
            most=variable.high if variable.high is not None else Decimal(10**6),
        )
    )


def _show(
    request: HttpRequest, seen: Seen, form: QuestionsForm, before: Mapping[str, Any], last: InjectionsGiven
) -> HttpResponse:
    rest = to_ask(seen, last, {**before, **{ask.variable: NOT_SURE for ask in form.asks}})
    context = {
        "form": form,
        "seen": seen,
        "last": last,
        "is_first": not before,
        "is_last": not rest,
        "words": request.POST.get(WORDS, ""),
        "back": back_from(request, seen.number),
        "with_patient": not me(request).is_patient,
        "here": "check-in",
    }
    return render(request, "web/patient/check_in.html", context)


def _finish(
    request: HttpRequest, seen: Seen, last: InjectionsGiven, answers: Mapping[str, Any], found: Triage, words: str
) -> HttpResponse:
    """Record what was said and what triage made of it, then say what to do."""
    made = made_by(request)
    events = _events(seen, found, words, made)
    record_all(events, course=seen.number, by=request.user, seen=None)
    told = any(isinstance(event, SymptomReported) for event in events)
    drafts.keep(seen, DRAFT, {"answers": answers, "about": "", "sent": True, "told": told, "made": made})
    return redirect("what-to-do", seen.number)


def _events(seen: Seen, found: Triage, words: str, made: str) -> list[Event]:
    """A symptom where something was reported that more than self-care is for, and the check-in where one is due."""
    today = today_at(seen.zone)
    events: list[Event] = []
    due = [i for i in seen.agenda if i.kind == Kind.CHECK_IN and i.window.on(today) is not Timing.UPCOMING]
    if found.worst_level is not Level.SELF_CARE or words or not due:
        events.append(
            SymptomReported(
                id=made,
                happened_on=today,
                symptom=symptom_of(made),
                level=found.worst_level.value,
                rules=found.fired,
                words=words,
            )
        )
    events.extend(
        ActivityDone(id=f"{made}-{place}", happened_on=today, activity=item.activity)
        for place, item in enumerate(due, 1)
    )
    return events
