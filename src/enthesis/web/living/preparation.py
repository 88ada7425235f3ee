"""What to do before the next injection, from which day on. It can be ticked off, and moves when the session moves."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic.access import PATIENT
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway.home.preparation import KINDS, Step, shipped, steps
from enthesis.pathway.protocol.model import Kind
from enthesis.web import drafts
from enthesis.web.frame import me, today_at
from enthesis.web.guard import page
from enthesis.web.medicines import patient_drugs
from enthesis.web.said import plainly
from enthesis.web.words import capped, near, visit_time

DRAFT = "preparation"
AHEAD = 30  # days before a session on which the page begins to be offered
_TITLES = {
    "do": gettext_lazy("Do"),
    "bring": gettext_lazy("Bring with you"),
    "eat": gettext_lazy("Eat and drink"),
    "drive": gettext_lazy("The way home"),
}


@dataclass(frozen=True, slots=True)
class Session:
    """The next injection: booked, or only aimed at."""

    key: str  # what is ticked off belongs to it, on whichever day it is
    on: date
    starts: datetime | None  # None: no time is booked
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """One item as the page shows it."""

    id: str
    says: str
    when: str
    is_open: bool
    is_done: bool
    unverified: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The items of one kind."""

    title: str
    lines: tuple[Line, ...]


def next_session(seen: Seen) -> Session | None:
    """The next injection of a course; None where none is coming, or where nothing says on which day."""
    today = today_at(seen.zone)
    coming = [item for item in seen.agenda if item.kind == Kind.INJECTION]
    found = []
    for item in coming:
        starts = item.booking.starts if item.booking else None
        on = starts.astimezone(seen.zone).date() if starts else item.window.aim
        if on is not None and on >= today:
            found.append(Session(f"{item.activity}-{item.number}", on, starts, plainly(item.title)))
    return min(found, key=lambda session: (session.starts is None, session.on), default=None)


@page(PATIENT)
def preparation(request: HttpRequest, number: str) -> HttpResponse:
    """The list for the next injection. Sending it keeps what is ticked."""
    seen = open_course(number, by=request.user)
    session, today = next_session(seen), today_at(seen.zone)
    known = {item.id for item in shipped().items}
    if request.method == "POST" and session is not None:
        done = sorted(known.intersection(request.POST.getlist("done")))
        drafts.keep(seen, DRAFT, {"session": session.key, "done": done})
        return redirect("preparation", number)
    context = {
        "seen": seen,
        "session": session,
        "when": "" if session is None else _when(seen, session),
        "parts": [] if session is None else _parts(session, _ticked(seen, session), today),
        "around": patient_drugs(seen, today),
        "head": shipped().head,
        "clinic": me(request).clinic,
        "here": "next",
    }
    return render(request, "web/living/preparation.html", context)


def open_steps(seen: Seen) -> int:
    """How many items of the next session have come and are not ticked off; 0 where there is none soon."""
    session, today = next_session(seen), today_at(seen.zone)
    if session is None or (session.on - today).days > AHEAD:
        return 0
    ticked = _ticked(seen, session)
    return sum(step.is_open(today) and step.item.id not in ticked for step in steps(session.on, shipped().items))


def _ticked(seen: Seen, session: Session) -> set[str]:
    """What was ticked off for this session; what was for another one counts no more."""
    kept = drafts.load(seen, DRAFT)
    return set(kept.get("done", ())) if kept.get("session") == session.key else set()


def _parts(session: Session, ticked: set[str], today: date) -> list[Part]:
    found = steps(session.on, shipped().items)
    parts = [Part(str(_TITLES[kind]), _lines(found, kind, ticked, today)) for kind in KINDS]
    return [part for part in parts if part.lines]


def _lines(found: list[Step], kind: str, ticked: set[str], today: date) -> tuple[Line, ...]:
    return tuple(
        Line(
            id=step.item.id,
            says=step.item.line.says,
            when=_("from %(day)s on") % {"day": near(step.begins, today)} if not step.is_open(today) else "",
            is_open=step.is_open(today),
            is_done=step.item.id in ticked,
            unverified=step.item.line.unverified,
        )
        for step in found
        if step.item.kind == kind
    )


def _when(seen: Seen, session: Session) -> str:
    if session.starts is not None:
        return visit_time(session.starts, seen.zone)
    day = capped(near(session.on, today_at(seen.zone)))
    return _("%(day)s is the day to aim for: no time is booked yet.") % {"day": day}
