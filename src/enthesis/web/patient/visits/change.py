"""Another time for a visit, or none: by the patient alone as long as the clinic's rules let it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic.access import PATIENT
from enthesis.clinic.booking import events_of
from enthesis.clinic.door import record_all
from enthesis.clinic.errors import Refused, Stale
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.own_moves import alone, at, other_times, rest_moved
from enthesis.clinic.own_visits import Asked, barred, may_change, needs, offered, waits_because
from enthesis.clinic.visit_rules import VisitRules, visit_rules
from enthesis.clinic.wishes import Wishes
from enthesis.pathway.course import Booking
from enthesis.pathway.events import Event, VisitCancelled
from enthesis.scheduling.keeping import around, hanging_on
from enthesis.web.forms import fields
from enthesis.web.forms.base import RecordForm
from enthesis.web.frame import today_at
from enthesis.web.guard import page
from enthesis.web.patient.visits import telling
from enthesis.web.patient.visits.pick import answer_first, wishes_of
from enthesis.web.patient.visits.views import booking_of, clinic_of, visit_row
from enthesis.web.recording import is_saved

REASONS = (
    ("I cannot come then", gettext_lazy("I cannot come then")),
    ("I am ill", gettext_lazy("I am ill")),
    ("I feel better", gettext_lazy("I feel better")),
    ("The cost", gettext_lazy("The cost")),
    ("I do not want this treatment", gettext_lazy("I do not want this treatment")),
    ("Another reason", gettext_lazy("Another reason")),
)
SHOWN_BEFORE_CANCELLING = 3
GONE = gettext_lazy("That time was taken a moment ago. Here are the times that are free now.")


@dataclass(frozen=True, slots=True)
class Day:
    """The free times of one day."""

    says: str
    times: tuple[tuple[str, str, str], ...]  # instant, time on the clock, with whom


@dataclass(frozen=True, slots=True)
class Meaning:
    """What it means for the course when a visit is cancelled."""

    window: str
    follows: tuple[str, ...]  # booked visits that are counted from it


class CancelForm(RecordForm):
    """Why a visit is cancelled: one tap."""

    kind = VisitCancelled
    heeds_head = tells_notes = False
    title = gettext_lazy("Cancel this visit")
    save_says = gettext_lazy("Cancel the visit")
    done = gettext_lazy("The visit is cancelled. The clinic can see it.")

    reason = fields.choice(
        gettext_lazy("Why?"), REASONS, missing=gettext_lazy("Choose why. It helps the clinic to help you.")
    )

    def __init__(self, data: Any = None, *, seen: Seen, visit: str, **options: Any) -> None:
        super().__init__(data, **options)
        self.seen, self.visit = seen, visit

    def events(self) -> list[Event]:
        return [
            self.event(
                happened_on=today_at(self.seen.zone),
                visit=self.visit,
                by="patient",
                reason=self.cleaned_data["reason"],
            )
        ]


# -- another time ---------------------------------------------------------------------------------------------------


@page(PATIENT)
def move(request: HttpRequest, number: str, visit: str) -> HttpResponse:
    """Other good times for one visit; sent, it has one of them."""
    seen, now = open_course(number, by=request.user), datetime.now(UTC)
    rules = visit_rules(seen.clinic)
    form_id = request.POST.get("form_id", "")[:32]
    if form_id and any(event.id.startswith(f"{form_id}-") for event in seen.log):
        messages.info(request, _("The new time is booked already. It counts once."), "note")
        return redirect("course-visits", number)
    booking = booking_of(seen, visit, now)
    fixed = _fixed(request, seen, booking, rules, now) or answer_first(request, seen)
    if fixed is not None:
        return fixed
    may = barred(seen, rules) is None
    if request.method == "POST" and may and _moved(request, seen, booking, form_id or uuid4().hex, now):
        return redirect("course-visits", number)
    return _other_times(request, open_course(number, by=request.user), booking, rules, now)


def _other_times(request: HttpRequest, seen: Seen, booking: Booking, rules: VisitRules, now: datetime) -> HttpResponse:
    wishes, today = wishes_of(seen), today_at(seen.zone)
    there = alone(seen, booking.visit, wishes, now=now)
    whole = rest_moved(seen, booking.visit, wishes, now=now) if there is not None else None
    follows = len(whole.visits) - 1 if whole is not None else 0
    days = [] if there is None else _days(seen, there)
    context: dict[str, Any] = {
        **_about(seen, booking, rules, now),
        "form_id": uuid4().hex,
        "is_asked_for": there is not None,
        "days": days if "rest" not in request.GET else [],
        "follows": follows,
        "wishes": wishes if wishes != Wishes() else None,
        "wishes_url": f"{reverse('visit-wishes', args=[seen.number])}?visit={booking.visit}",
        "waiting_url": f"{reverse('visits-wait', args=[seen.number])}?visit={booking.visit}",
    }
    if not context["days"] and there is not None:
        if whole is not None and follows:
            again = [each.booking.visit for each in whole.visits if each.booking]
            context["series"] = telling.shown(seen, offered(whole), today, again)
        context["gap"] = telling.gap(seen, offered(there), today)
    return render(request, "web/patient/visits/move.html", context)


def _days(seen: Seen, there: Asked) -> list[Day]:
    kinds, today = telling.people(seen.clinic), today_at(seen.zone)
    return [
        Day(
            telling.on_day(day, today),
            tuple(
                (
                    placed.starts.isoformat(),
                    f"{placed.starts.astimezone(seen.zone):%H:%M}",
                    telling.who(placed.resources, kinds),
                )
                for placed in times
            ),
        )
        for day, times in other_times(there).items()
    ]


def _moved(request: HttpRequest, seen: Seen, booking: Booking, key: str, now: datetime) -> bool:
    """Whether the visit has the time that was sent."""
    starts = _instant(request.POST.get("starts", ""))
    if starts is None:
        messages.info(request, _("Choose one of the times."), "note-care")
        return False
    there = alone(seen, booking.visit, wishes_of(seen), now=now)
    placed = at(there.problem, starts) if there is not None else None
    if there is None or placed is None:
        messages.info(request, GONE, "note-care")
        return False
    events = events_of(seen, there.visits, [placed], key=key, on=today_at(seen.zone), confirmed=True, by_patient=True)
    try:
        record_all(events, course=seen, by=request.user)
    except Stale:
        messages.info(request, _("Something was recorded in your course a moment ago. Choose again."), "note-care")
        return False
    except Refused as refused:
        taken = "time-taken" in refused.codes
        says = GONE if taken else _("That time cannot be booked. %(why)s") % {"why": refused}
        messages.info(request, says, "note-care")
        return False
    when = telling.day_and_time(starts, seen.zone, today_at(seen.zone))
    messages.success(request, _("Your visit is on %(when)s now.") % {"when": when}, "note-good")
    return True


# -- no time at all ---------------------------------------------------------------------------------------------------


@page(PATIENT)
def cancel(request: HttpRequest, number: str, visit: str) -> HttpResponse:
    """What it would mean, other times first, the reason in one tap; sent, the visit is cancelled."""
    seen, now = open_course(number, by=request.user), datetime.now(UTC)
    rules = visit_rules(seen.clinic)
    form = CancelForm(request.POST or None, seen=seen, visit=visit, head=seen.head)
    if visit not in seen.course.bookings and is_saved(request, seen, form):
        return redirect("course-visits", number)  # cancelled a moment ago, by the same page
    booking = booking_of(seen, visit, now)
    fixed = _fixed(request, seen, booking, rules, now)
    if fixed is not None:
        return fixed
    if is_saved(request, seen, form):
        return redirect("course-visits", number)
    there = None if barred(seen, rules) else alone(seen, visit, wishes_of(seen), now=now)
    context = {
        **_about(seen, booking, rules, now),
        "form": form,
        "meaning": _meaning(seen, booking),
        "days": _days(seen, there)[:SHOWN_BEFORE_CANCELLING] if there is not None else [],
    }
    return render(request, "web/patient/visits/cancel.html", context)


def _meaning(seen: Seen, booking: Booking) -> Meaning:
    there, today = needs(seen), today_at(seen.zone)
    target = there.of(booking.visit)
    if target is None:
        return Meaning("", ())
    kept = {
        each.wanted.id: each.booking.starts.astimezone(seen.zone).date()
        for each in there.booked
        if each.booking and each is not target and each.booking.starts < booking.starts
    }
    wanted = next(each.wanted for each in around(there.booked, kept) if each.wanted.id == target.wanted.id)
    opens, closes = (day and telling.on_day(day, today) for day in (wanted.opens, wanted.closes))
    window = ""
    if opens and closes:
        window = _("By your plan this visit is due from %(first)s to %(last)s.") % {"first": opens, "last": closes}
    elif closes:
        window = _("By your plan this visit is due by %(last)s.") % {"last": closes}
    follows = [(each, each.booking.starts) for each in hanging_on(there.booked, target.wanted.id) if each.booking]
    return Meaning(
        window,
        tuple(
            f"{telling.title(seen, each.activity, each.number)}: {telling.day_and_time(starts, seen.zone, today)}"
            for each, starts in follows
        ),
    )


# -- small things ----------------------------------------------------------------------------------------------------


def _fixed(request: HttpRequest, seen: Seen, booking: Booking, rules: VisitRules, now: datetime) -> HttpResponse | None:
    """The page that says why the patient cannot change a visit alone; None where the patient can."""
    if may_change(booking, rules, now) and waits_because(seen, booking.visit) is None:
        return None
    context = _about(seen, booking, rules, now)
    return render(request, "web/patient/visits/call_us.html", context, status=409 if request.method == "POST" else 200)


def _about(seen: Seen, booking: Booking, rules: VisitRules, now: datetime) -> dict[str, Any]:
    clinic = clinic_of(seen)
    return {
        "seen": seen,
        "row": visit_row(seen, booking, clinic, rules, now),
        "clinic": clinic,
        "rules": rules,
        "barred": barred(seen, rules),
        "here": "visits",
    }


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
