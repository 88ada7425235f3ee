"""The other times of one visit, the rest of its series as it is; and moving it there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from enthesis.clinic import adjusting, arranging
from enthesis.clinic.adjusting import FreeDay, Given, Judged
from enthesis.web.booking import telling
from enthesis.web.booking.opened import Booking, opened
from enthesis.web.booking.series import held_or_lost
from enthesis.web.booking.ways import BOOKS
from enthesis.web.clinician.views import name_of
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.guard import page
from enthesis.web.words import clock, near, when

MOST_DAYS = 14  # that are listed around the one it has
A_DAY = 6  # times that are offered of each; all of them are on the day's own page


@dataclass(frozen=True, slots=True)
class Offer:
    """A time that can be touched."""

    says: str
    sent: str
    points: int
    leader: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day with the best of its times."""

    day: date
    says: str
    count: int
    offers: tuple[Offer, ...]
    query: str
    is_now: bool
    is_shown: bool


class OtherTimeForm(forms.Form):
    """Any day and time: also one outside of the window, where a clinician gives the reason."""

    default_renderer = Renderer
    use_required_attribute = False
    on = fields.day("Day")
    at = fields.clock("Time")


@page(*BOOKS)
def times(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """The times that one visit can have. Choosing one holds it and asks for the patient's word."""
    there = opened(request, number)
    back = f"{reverse('series', args=[number])}?{there.query()}"
    wanted = arranging.named(there.asked, name)
    series, held = there.current()
    if wanted is None or there.asked.problem is None or wanted.wanted.id not in series:
        messages.info(request, "That visit is neither booked nor held: choose a series first.", "note")
        return redirect(back)
    item, problem = wanted.wanted.id, there.asked.problem
    form = OtherTimeForm(request.POST if "on" in request.POST else None, initial=_initial(there, series[item].starts))
    found: Judged | None = None
    if request.method == "POST" and (day := _day(request.POST.get("along", ""))):
        moved = adjusting.along(problem, series, item, day)
        if moved is not None:
            return held_or_lost(request, there, moved)
        messages.warning(request, "That day is not to be had any more.", "note-care")
    elif request.method == "POST":
        moment = _moment(there, request.POST, form)
        if moment is not None:
            found = adjusting.judge(problem, series, item, *moment)
            if not found.breaches or found.only_window:
                given = {**series, item: found.placed}
                return held_or_lost(request, there, given, outside=found.only_window)
    free = adjusting.possible(problem, series, item)
    now = series[item]
    shown = _day(request.GET.get("day", ""))
    context = {
        "seen": there.seen,
        "name": name_of(there.seen),
        "title": telling.title_of(wanted),
        "form": form,
        "now": f"{now.day:%A}, {near(now.day, there.today)}, {clock(now.starts, there.seen.zone)}",
        "with_whom": ", ".join(now.resources),
        "window": when(adjusting.windows(problem, series)[item], there.today),
        "held": held,
        "rows": [_row(there, each, now.starts, shown, number, name) for each in _around(free, now.day, shown)],
        "all_times": _offers(there, next((d for d in free if d.day == shown), None), now.starts, most=0),
        "shown": shown,
        "days": len(free),
        "along": _along(there, series, item, {each.day for each in free}),
        "breaches": _in_words(there, found) if found else [],
        "confirmed": bool(wanted.booking and wanted.booking.confirmed),
        "query": there.query(),
        "back": f"{reverse('series-held', args=[number])}?{there.query()}" if held else back,
        "picture": telling.strip(there.asked, series, name="strip", today=there.today),
    }
    return render(request, "web/booking/times.html", context)


@page(*BOOKS, methods=("GET",))
def check(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Whether one visit can have a time: the answer while somebody drags it. Nothing is changed."""
    return JsonResponse(judged(opened(request, number), name, request.GET))


def judged(there: Booking, name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """The answer while a visit is dragged: whether it can be there, and why not."""
    wanted = arranging.named(there.asked, name)
    series, _ = there.current()
    if wanted is None or there.asked.problem is None or wanted.wanted.id not in series:
        return {"holds": False, "says": ["This visit cannot be moved here: open its series."]}
    try:
        local = datetime.fromisoformat(str(said.get("local", "")))  # on the clock on the wall, without an offset
        moment = fields.on_the_clock(local.date(), local.time(), there.seen.zone)
    except ValidationError as problem:
        return {"holds": False, "says": list(problem.messages)}
    except (ValueError, OverflowError):
        return {"holds": False, "says": ["That is no time."]}
    leader = str(said.get("with", ""))[:80]
    found = adjusting.judge(there.asked.problem, series, wanted.wanted.id, moment, leader)
    placed, zone = found.placed, there.seen.zone
    says = (
        f"{placed.day:%A}, {near(placed.day, there.today)}, {clock(placed.starts, zone)} to {clock(placed.ends, zone)}"
    )
    had = series[wanted.wanted.id].resources
    other = [name for name in placed.resources if name not in had and not found.breaches]
    instead = [f"Not with {', '.join(name for name in had if name not in placed.resources)}."] if other and had else []
    inside = f"Its window: {when(found.window, there.today)}." if found.window.aim else "No window is stated."
    return {
        "holds": not found.breaches,
        "may_pass": found.only_window,
        "time": says,
        "with": ", ".join(placed.resources),
        "says": [*(_in_words(there, found) or ["This time is free."]), *instead, inside],
        "sent": f"{placed.starts.isoformat(timespec='minutes')}|{placed.resources[0] if placed.resources else ''}",
    }


def _moment(there: Booking, sent: Mapping[str, Any], form: OtherTimeForm) -> tuple[datetime, str] | None:
    """The time that was touched, or typed. None: the form says what is wrong."""
    if "on" not in sent:
        return _sent(str(sent.get("at", "")))
    if form.is_valid():
        try:
            return fields.on_the_clock(form.cleaned_data["on"], form.cleaned_data["at"], there.seen.zone), ""
        except (ValidationError, OverflowError) as problem:
            form.add_error("at", problem if isinstance(problem, ValidationError) else "That day cannot be.")
    return None


def _sent(text: str) -> tuple[datetime, str] | None:
    moment, _, leader = text.partition("|")
    try:
        found = datetime.fromisoformat(moment)
        return (found.astimezone(UTC), leader[:80]) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _in_words(there: Booking, found: Judged) -> list[str]:
    titles = telling.titles_of(there.asked)
    return [telling.plain(breach.says, titles) for breach in found.breaches]


def _around(free: Sequence[FreeDay], day: date, shown: date | None) -> list[FreeDay]:
    """The days nearest to the one that it has, in order, and the one that is shown whole."""
    nearest = sorted(free, key=lambda each: abs((each.day - day).days))[:MOST_DAYS]
    return [each for each in free if each in nearest or each.day == shown]


def _along(there: Booking, series: Given, item: str, free: set[date]) -> list[tuple[str, date]]:
    """The nearest days that this visit can have only if those after it move along."""
    problem = there.asked.problem
    assert problem is not None
    if not any(gap.after == item for one in problem.wanted for gap in one.after):
        return []
    days = [day for day in adjusting.days_along(problem, series, item) if day not in free]
    nearest = sorted(days, key=lambda day: abs((day - series[item].day).days))[:MOST_DAYS]
    return [(f"{day:%a} {near(day, there.today)}", day) for day in sorted(nearest)]


def _row(there: Booking, free: FreeDay, now: datetime, shown: date | None, number: str, name: str) -> DayRow:
    query = there.query()
    day = urlencode({"day": free.day})
    return DayRow(
        free.day,
        f"{free.day:%a} {near(free.day, there.today)}",
        len(free.times),
        tuple(_offers(there, free, now, most=A_DAY)),
        f"{query}&{day}" if query else day,
        any(each.starts == now for each in free.times),
        free.day == shown,
    )


def _offers(there: Booking, free: FreeDay | None, now: datetime, *, most: int) -> list[Offer]:
    """Times of a day: all, or the best one of each hour."""
    if free is None:
        return []
    chosen = list(free.times)
    if most and len(chosen) > most:
        hours: dict[int, Any] = {}
        for each in chosen:
            hour = each.starts.astimezone(there.seen.zone).hour
            if hour not in hours or each.points < hours[hour].points:
                hours[hour] = each
        best = sorted(hours.values(), key=lambda each: (each.points, each.starts))[:most]
        chosen = [each for each in chosen if each in best or each.starts == now]
    return [
        Offer(
            clock(each.starts, there.seen.zone),
            f"{each.starts.isoformat(timespec='minutes')}|{each.leader}",
            each.points,
            each.leader,
            each.starts == now,
        )
        for each in chosen
    ]


def _initial(there: Booking, starts: datetime) -> dict[str, Any]:
    local = starts.astimezone(there.seen.zone)
    return {"on": local.date(), "at": local.time()}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
