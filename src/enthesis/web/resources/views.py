"""Who and what visits take up: people, rooms and devices with their hours. A lead changes them, the desk reads them."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enthesis.clinic import resources
from enthesis.clinic.access import CLINICIAN, FRONT_DESK, LEAD, THERAPIST
from enthesis.clinic.booking import set_visit_minutes, visit_minutes
from enthesis.clinic.closed_days import close_days, closed_days, open_day
from enthesis.clinic.decisions import NotDecided
from enthesis.clinic.models import BookedTime, Clinic, OtherHours, Resource, User
from enthesis.clinic.resources import Described, NotAResource
from enthesis.scheduling.problem import Hours
from enthesis.web.booking.ways import address
from enthesis.web.frame import Me, me
from enthesis.web.guard import page
from enthesis.web.resources import forms

SEES = (FRONT_DESK, CLINICIAN, LEAD)
AHEAD = timedelta(days=400)
SHORT_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_KINDS = {"clinician": "Clinicians", "therapist": "Therapists", "room": "Rooms", "device": "Devices"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One resource on the list."""

    row: Resource
    skills: tuple[str, ...]
    week: tuple[tuple[str, str], ...]  # "Mon to Thu", "08:00-12:00, 13:00-17:00"
    others: int


@page(*SEES, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """All of them by kind, the clinic's closed days, how long visits take, where video visits are held."""
    who, clinic = _who(request)
    rows = list(Resource.objects.filter(clinic=clinic).order_by("-in_use", "name"))
    others = dict.fromkeys((row.pk for row in rows), 0)
    for key in OtherHours.objects.filter(resource__in=rows, day__gte=who.today).values_list("resource", flat=True):
        others[key] += 1
    kinds = [*_KINDS, *sorted({row.kind for row in rows} - set(_KINDS))]
    minutes, undecided = visit_minutes(clinic.pk)
    lengths = {**{kind.value: many for kind, many in minutes.by_kind.items()}, **_buffers(clinic)}
    context = {
        "groups": [
            (_KINDS.get(kind, kind.capitalize()), [_shown(row, others[row.pk]) for row in rows if row.kind == kind])
            for kind in kinds
            if any(row.kind == kind for row in rows)
        ],
        "closed": sorted(closed_days(clinic.pk, who.today, who.today + AHEAD).items()),
        "lengths": [(says, lengths[what], what in undecided) for what, says in forms.MINUTES.items()],
        "link": clinic.meeting_link,
        "may_keep": LEAD in who.roles,
    }
    return render(request, "web/resources/list.html", context)


@page(LEAD)
def new(request: HttpRequest) -> HttpResponse:
    """Another person, room or device."""
    _, clinic = _who(request)
    form = forms.NewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            row = resources.add(clinic, Described(said["name"], said["kind"], form.skill_words, said["site"]))
        except NotAResource as problem:
            form.add_error("name", f"{problem.says} {problem.remedy}")
        else:
            says = f"{row.name} is added. Give its hours: until then it is never there."
            messages.success(request, says, "note-good")
            return redirect("resource", row.pk)
    return render(request, "web/resources/new.html", {"form": form})


@page(LEAD)
def one(request: HttpRequest, key: int) -> HttpResponse:
    """One of them: hours of the week, other hours on a day, what is said of it, out of use."""
    who, clinic = _who(request)
    row = Resource.objects.filter(pk=key, clinic=clinic).first()
    if row is None:
        raise Http404("There is no such resource in this clinic.")
    what = request.POST.get("what") if request.method == "POST" else ""
    hours = forms.HoursForm(request.POST if what == "hours" else None, hours=resources.hours_from_json(row.hours))
    other = forms.OtherHoursForm(request.POST if what == "other" else None)
    about = forms.AboutForm(
        request.POST if what == "about" else None,
        staff=_staff(clinic, row.kind),
        initial={"skills": ", ".join(row.skills.split()), "site": row.site, "account": str(row.user_id or "")},
    )
    if what and (done := _changed(request, row, what, hours, other, about)):
        messages.success(request, done, "note-good")
        return redirect("resource", row.pk)
    kept = OtherHours.objects.filter(resource=row, day__gte=who.today.replace(day=1)).order_by("day")
    context = {
        "row": row,
        "is_person": row.kind in (CLINICIAN, THERAPIST),
        "hours": hours,
        "other": other,
        "about": about,
        "kept": [(one, forms.in_words(resources.spans_from_json(json.loads(one.hours)))) for one in kept],
        "help": forms.HELP,
        "close_link": address("calendar-close"),
        "form": next((form for form in (hours, other, about) if form.is_bound), None),
        "more": _more(row),
    }
    return render(request, "web/resources/one.html", context)


@page(LEAD)
def closed(request: HttpRequest) -> HttpResponse:
    """Days on which the clinic is closed for everybody."""
    who, clinic = _who(request)
    form = forms.ClosedForm(request.POST if "first" in request.POST else None)
    if request.method == "POST" and (day := _day(request.POST.get("open", ""))):
        if open_day(day, clinic=clinic, by=request.user):
            messages.success(request, f"Open again on {day:%d %B %Y}, as the hours say.", "note-good")
        return redirect("resources-closed")
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            last = said["last"] or said["first"]
            days = close_days(said["first"], last, clinic=clinic, by=request.user, why=said["why"])
        except NotDecided as problem:
            form.add_error(problem.field if problem.field in form.fields else None, f"{problem.says} {problem.remedy}")
        else:
            messages.success(request, _closed_says(clinic, days), "note-good")
            return redirect("resources-closed")
    days_ahead = sorted(closed_days(clinic.pk, who.today, who.today + AHEAD).items())
    context = {"form": form, "closed": days_ahead, "close_link": address("calendar-close")}
    return render(request, "web/resources/closed.html", context)


@page(LEAD)
def minutes(request: HttpRequest) -> HttpResponse:
    """How long visits take where no protocol says so, and where video visits are held."""
    _, clinic = _who(request)
    now, undecided = visit_minutes(clinic.pk)
    lengths = {**{kind.value: many for kind, many in now.by_kind.items()}, **_buffers(clinic)}
    is_link = request.POST.get("what") == "link"
    data = request.POST if request.method == "POST" else None
    form = forms.MinutesForm(None if is_link else data, now=lengths)
    link = forms.LinkForm(data if is_link else None, initial={"link": clinic.meeting_link})
    if form.is_bound and form.is_valid():
        for what, many in form.changed_minutes():
            if many != lengths[what] or what in undecided:
                set_visit_minutes(what, many, clinic=clinic, by=request.user)
        messages.success(request, "Kept. What is booked stays as long as it is.", "note-good")
        return redirect("resources-minutes")
    if link.is_bound and link.is_valid():
        try:
            resources.set_meeting_link(clinic, link.cleaned_data["link"])
        except NotAResource as problem:
            link.add_error("link", f"{problem.says} {problem.remedy}")
        else:
            messages.success(request, "Kept.", "note-good")
            return redirect("resources-minutes")
    said = [(form[f"minutes-{what}"], what in undecided) for what in forms.MINUTES]
    context = {"form": form, "link": link, "lines": said, "undecided": bool(undecided)}
    return render(request, "web/resources/minutes.html", context)


# -- small things -------------------------------------------------------------------------------------------------


def _changed(
    request: HttpRequest,
    row: Resource,
    what: str,
    hours: forms.HoursForm,
    other: forms.OtherHoursForm,
    about: forms.AboutForm,
) -> str:
    """Keep what one of the page's forms says. What was done, in a sentence; "" where a form is wrong."""
    match what:
        case "hours" if hours.is_valid():
            resources.set_hours(row, hours.hours)
            return "The hours are kept. What is booked stays booked."
        case "other" if other.is_valid():
            day = other.cleaned_data["day"]
            resources.set_other_hours(row, day, other.hours, other.cleaned_data["why"])
            return f"Kept for {day:%d %B %Y}.{_booked_says(row, day)}"
        case "usual" if day := _day(request.POST.get("day", "")):
            resources.drop_other_hours(row, day)
            return f"On {day:%d %B %Y} it is there as on every such weekday."
        case "about" if about.is_valid():
            said = about.cleaned_data
            resources.describe(row, forms.skill_words(said["skills"]), said["site"], about.user)
            return "Kept."
        case "out" | "in":
            resources.set_in_use(row, what == "in")
            return f"{row.name} is {'in use again' if what == 'in' else 'out of use: it is offered to nobody'}."
    return ""


def _booked_says(row: Resource, day: date) -> str:
    many = _booked_on(Clinic.objects.get(pk=row.clinic_id), day, row)
    if not many:
        return ""
    said = "1 visit is booked on that day and stays" if many == 1 else f"{many} visits are booked on that day and stay"
    return f" {said} booked: look at the calendar."


def _closed_says(clinic: Clinic, days: list[date]) -> str:
    many = sum(_booked_on(clinic, day) for day in days)
    if not days:
        return "These days are closed already."
    said = f"{len(days)} day{'' if len(days) == 1 else 's'} closed for all."
    return f"{said} {many} visit{'' if many == 1 else 's'} booked on them: move them." if many else said


def _booked_on(clinic: Clinic, day: date, row: Resource | None = None) -> int:
    """How many visits take somebody, or this one, on a day."""
    zone = ZoneInfo(clinic.time_zone)
    first, last = (
        int(datetime.combine(each, time(0), zone).timestamp()) // 300 for each in (day, day + timedelta(days=1))
    )
    times = BookedTime.objects.filter(resource__clinic=clinic, first__lt=last, last__gt=first)
    if row is not None:
        times = times.filter(resource=row)
    return times.values("course", "visit").distinct().count()


def _who(request: HttpRequest) -> tuple[Me, Clinic]:
    who = me(request)
    if who.clinic is None:
        raise Http404("There is no clinic whose people and rooms these could be.")
    return who, who.clinic


def _shown(row: Resource, others: int) -> Shown:
    return Shown(row, tuple(row.skills.split()), tuple(_week(resources.hours_from_json(row.hours))), others)


def _week(hours: tuple[Hours, ...]) -> list[tuple[str, str]]:
    """Days in a row with the same hours together; days without any are left out."""
    found: list[tuple[int, int, Hours]] = []
    for day, spans in enumerate(hours):
        if found and found[-1][1] == day - 1 and found[-1][2] == spans:
            found[-1] = (found[-1][0], day, spans)
        else:
            found.append((day, day, spans))
    return [
        (SHORT_DAYS[a] if a == b else f"{SHORT_DAYS[a]} to {SHORT_DAYS[b]}", forms.in_words(spans))
        for a, b, spans in found
        if spans
    ]


def _buffers(clinic: Clinic) -> dict[str, int]:
    kept, _ = visit_minutes(clinic.pk)
    return {"before": kept.buffer_before, "after": kept.buffer_after}


def _staff(clinic: Clinic, kind: str) -> list[User]:
    roles = [role for role in (CLINICIAN, THERAPIST) if kind in ("clinician", "therapist")]
    found = User.objects.filter(memberships__clinic=clinic, memberships__role__in=roles, is_active=True).distinct()
    return sorted(found, key=lambda user: (user.name.casefold(), user.pk))


def _more(row: Resource) -> list[tuple[str, str]]:
    """Pages of other parts of the house about the same resource, where they are there."""
    url = address("resource-calendars", str(row.pk))
    return [("Other calendars", url)] if url else []


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
