"""A series that is held for a patient: the patient says yes, or no."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from enthesis.clinic import arranging, holding
from enthesis.clinic.door import record_all
from enthesis.clinic.errors import NotAllowed, Refused
from enthesis.clinic.holding import Held
from enthesis.clinic.opening import Seen
from enthesis.pathway.checks import check
from enthesis.pathway.course import fold
from enthesis.pathway.events import Event, VisitBooked, VisitMoved
from enthesis.pathway.finding import STOP
from enthesis.web.booking import telling
from enthesis.web.booking.opened import Booking, opened
from enthesis.web.booking.series import held_or_lost
from enthesis.web.booking.ways import BOOKS
from enthesis.web.clinician.views import name_of
from enthesis.web.forms import fields
from enthesis.web.forms.base import RecordForm
from enthesis.web.frame import today_at
from enthesis.web.guard import page
from enthesis.web.words import clock, near

TIME_TAKEN = "time-taken"
BY = (("clinic", "The clinic"), ("patient", "The patient"))


@dataclass(frozen=True, slots=True)
class Line:
    """One visit of what is held."""

    title: str
    when: str
    people: str
    telehealth: bool
    was: str
    times: str  # the address of its other times; "" where it has none


class AnswerForm(RecordForm):
    """What the patient says to a series that is held; with a clinician's reasons where something speaks against it."""

    kind = VisitBooked
    tells_notes = False

    asked_by = fields.choice("Who asked for the other time?", BY, missing="Choose who asked for it.", inline=True)

    def __init__(self, data: Any = None, *, held: Held, **options: Any) -> None:
        super().__init__(data, **options)
        self.held = held
        if not any(isinstance(event, VisitMoved) for event in held.events):
            del self.fields["asked_by"]
        else:
            self.initial.setdefault("asked_by", "patient")

    def of(self, seen: Seen, *, confirmed: bool) -> list[Event]:
        """The events that are held, as they were answered. A reason goes to the visits that it is needed for."""
        asked_by = self.cleaned_data.get("asked_by", "clinic")
        found: list[Event] = []
        for place, event in enumerate(self.held.events):
            told = event
            if isinstance(event, VisitMoved):
                told = replace(event, confirmed=confirmed, by=asked_by)
            elif isinstance(event, VisitBooked):
                told = replace(event, confirmed=confirmed)
            coming = self.held.events[place + 1 :]
            found.append(replace(told, overrides=self._reasons(seen, found, told, coming)))
        return found

    def _reasons(
        self, seen: Seen, before: Sequence[Event], event: Event, coming: Sequence[Event]
    ) -> Mapping[str, str] | None:
        given = self.overrides or {}
        if not given or seen.protocol is None:
            return event.overrides
        course = fold((*seen.log, *before))
        today = today_at(seen.zone)
        found = check(seen.protocol, course, event, today=today, log=seen.log, zone=seen.zone, coming=coming)
        codes = {finding.code for finding in found if finding.level == STOP}
        return {code: reason for code, reason in given.items() if code in codes} or None


@page(*BOOKS)
def held(request: HttpRequest, number: str) -> HttpResponse:
    """The times that are held, for how long yet, and the patient's answer."""
    there = opened(request, number)
    back = f"{reverse('series', args=[number])}?{there.query()}"
    found = holding.held(there.course)
    if request.method == "POST" and (found is None or found.key != request.POST.get("key")):
        return _sent_again(request, there, back)
    if found is None:
        messages.info(request, "Nothing is held for this course.", "note")
        return redirect(back)
    form = AnswerForm(request.POST or None, held=found, head=there.seen.head)
    if request.method == "POST":
        answer = request.POST.get("answer")
        if answer == "no":
            holding.let_go(there.course)
            messages.success(request, "Let go: the times are free again.", "note")
            return redirect(back)
        if form.is_valid():
            answered = _answered(request, there, form, confirmed=answer == "yes")
            if answered is not None:
                return answered
    return _shown(request, there, found, form)


def _answered(request: HttpRequest, there: Booking, form: AnswerForm, *, confirmed: bool) -> HttpResponse | None:
    """Book what is held. None: the form shows what speaks against it."""
    seen, found = there.seen, form.held
    events = form.of(seen, confirmed=confirmed)
    try:
        if events == list(found.events):
            holding.take_up(seen, found.key, by=request.user)
        else:
            record_all(events, course=seen, by=request.user)
    except Refused as refused:
        if TIME_TAKEN in refused.codes:
            series = arranging.held_of(there.asked, found)
            if series is not None:
                return held_or_lost(request, there, series)
        form.show(refused.findings)
        return None
    except NotAllowed as problem:  # only a clinician passes an objection with a reason
        form.add_error(None, f"{problem} Ask one to open this page and to give it: the times stay held meanwhile.")
        return None
    many = len(events)
    says = f"{many} visit{' is' if many == 1 else 's are'} booked{' and confirmed' if confirmed else ''}."
    messages.success(request, says, "note-good")
    return redirect(reverse("series", args=[seen.number]))


def _sent_again(request: HttpRequest, there: Booking, back: str) -> HttpResponse:
    """A second touch of the button, or a page that was overtaken: what is booked is booked once."""
    key = request.POST.get("key", "")
    there_already = [event for event in there.seen.log if key and event.id.startswith(f"{key}-")]
    if there_already:
        messages.info(request, "That is booked already. It counts once.", "note")
        return redirect(reverse("series", args=[there.seen.number]))
    says = "That series is not held any more: another one was chosen since, or the time was over. Choose again."
    messages.warning(request, says, "note-care")
    return redirect(back)


def _shown(request: HttpRequest, there: Booking, found: Held, form: AnswerForm) -> HttpResponse:
    seen, asked = there.seen, there.asked
    series = arranging.held_of(asked, found) if found.kind == holding.SERIES else None
    left = found.until - there.now
    told = telling.tell(asked, list(series.values()), name="held", today=there.today) if series else None
    context = {
        "seen": seen,
        "name": name_of(seen),
        "form": form,
        "held": found,
        "lines": list(_lines(there, found)),
        "told": told,
        "minutes_left": max(0, -(-int(left.total_seconds()) // 60)),
        "is_over": left <= timedelta(0),
        "until": clock(found.until, seen.zone),
        "query": there.query(),
        "is_move": found.kind != holding.SERIES,
        "concerns": len(seen.course.concerns),
    }
    return render(request, "web/booking/held.html", context)


def _lines(there: Booking, found: Held) -> list[Line]:
    seen = there.seen
    lines = []
    for event in sorted(found.events, key=lambda each: getattr(each, "starts", there.now)):
        if not isinstance(event, VisitBooked | VisitMoved):
            continue
        booking = seen.course.bookings.get(event.visit)
        name = event.activity if isinstance(event, VisitBooked) else booking.activity if booking else ""
        number = event.id.removeprefix(f"{found.key}-")
        wanted = None
        if number.isdecimal() and 1 <= int(number) <= len(there.asked.visits):
            wanted = there.asked.visits[int(number) - 1]
        activity = seen.protocol.activity(name) if seen.protocol else None
        title = telling.title_of(wanted) if wanted else activity.title if activity else name
        day = event.starts.astimezone(seen.zone).date()
        was = ""
        if isinstance(event, VisitMoved) and booking:
            before = booking.starts.astimezone(seen.zone).date()
            was = f"{before:%a} {near(before, there.today)}, {clock(booking.starts, seen.zone)}"
        times = ""
        if wanted and found.kind == holding.SERIES:
            times = f"{reverse('series-times', args=[seen.number, wanted.wanted.id])}?{there.query()}"
        lines.append(
            Line(
                title,
                f"{day:%A}, {near(day, there.today)}, {clock(event.starts, seen.zone)}",
                ", ".join(event.resources or (booking.resources if booking else ())),
                isinstance(event, VisitBooked) and event.telehealth,
                was,
                times,
            )
        )
    return lines
