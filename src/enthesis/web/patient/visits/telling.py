"""Visits and series in a patient's words. They promise nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from enthesis.clinic.models import Resource
from enthesis.clinic.opening import Seen
from enthesis.clinic.own_visits import Asked, Offered
from enthesis.pathway.protocol.model import Activity, Kind, Role
from enthesis.pathway.window import in_words
from enthesis.scheduling.from_course import ToBook
from enthesis.scheduling.problem import Placed
from enthesis.scheduling.why import Relaxation, WhyNot
from enthesis.web.patient.visits.chosen import seal

PEOPLE = frozenset(("clinician", "therapist"))
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TITLES: Mapping[str, str] = {
    Kind.REVIEW: "Talk about how it went",
    Kind.THERAPY: "Physical therapy",
}
_DIFFERS = {
    "": "Closest to your plan",
    "in the mornings": "All in the morning",
    "in the afternoons": "All in the afternoon",
    "starts at least a week later": "Starts later",
    "starts on another day": "Starts on another day",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One visit with a time."""

    title: str
    day: str  # short, because many of them stand in a list: "Tue 3 Mar"
    clock: str
    who: str  # "": all of the list are with the same people, which is said above it
    was: str = ""  # the time that it had, where this is another one
    is_lost: bool = False  # its time was taken by somebody else


@dataclass(frozen=True, slots=True)
class Shown:
    """One series to choose."""

    heading: str
    says: str
    lines: tuple[Line, ...]
    sealed: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Why nothing fits, and what would help."""

    says: str
    because: str
    by_patient: tuple[str, ...]  # what the patient can change
    by_clinic: tuple[str, ...]


# -- one visit ---------------------------------------------------------------------------------------------------


def title(seen: Seen, activity: str, number: int = 0) -> str:
    """What a visit is called; sessions that are several have their number."""
    found = seen.protocol.activity(activity) if seen.protocol else None
    if found is None:
        return activity.replace("-", " ").capitalize()
    named = _named(found)
    return f"{named} {number}" if number and found.repeats else named


def _named(activity: Activity) -> str:
    if activity.kind is Kind.INJECTION:
        return "Test injection" if activity.purpose == "diagnostic" else "Treatment injection"
    return _TITLES.get(activity.kind, activity.title)


def day_and_time(instant: datetime, zone: tzinfo, today: date) -> str:
    """Tuesday 3 March, 14:30; the year only where it is another one."""
    local = instant.astimezone(zone)
    return f"{on_day(local.date(), today)}, {local:%H:%M}"


def on_day(day: date, today: date) -> str:
    """Tuesday 3 March; the year only where it is another one."""
    named = in_words(day)
    return f"{WEEKDAYS[day.weekday()]} {named if day.year != today.year else named.rsplit(' ', 1)[0]}"


def at_or_on(instant: datetime, zone: tzinfo, today: date) -> str:
    """14:32 where that is today, and with the day where it is not."""
    local = instant.astimezone(zone)
    return f"{local:%H:%M}" if local.date() == today else day_and_time(instant, zone, today)


def people(clinic: int) -> dict[str, str]:
    """The clinic's people, rooms and devices: the kind of each name."""
    return dict(Resource.objects.filter(clinic=clinic).values_list("name", "kind"))


def sites(clinic: int) -> dict[str, str]:
    """Where the clinic's rooms are, by name, where it has several sites."""
    return dict(Resource.objects.filter(clinic=clinic).exclude(site="").values_list("name", "site"))


def who(names: Iterable[str], kinds: Mapping[str, str]) -> str:
    """With whom, by name; a name that the clinic's list has not is a person's as far as we know."""
    return " and ".join(name for name in names if kinds.get(name, "clinician") in PEOPLE)


def prepare(seen: Seen, activity: str) -> str:
    """What to do or bring, in one line, where it is known."""
    found = seen.protocol.activity(activity) if seen.protocol else None
    if found is None:
        return ""
    if found.kind is Kind.INJECTION:
        return "Change none of your medicines unless the clinic has told you to."
    if found.kind is Kind.VISIT:
        return "Bring a list of your medicines and what you want to ask."
    has_diary = seen.protocol is not None and any(
        each.kind is Kind.DIARY and each.by is Role.PATIENT for each in seen.protocol.activities
    )
    if found.kind is Kind.REVIEW and has_diary:
        return "Keep your diary until then: you look at it together."
    return ""


# -- a series -----------------------------------------------------------------------------------------------------


def lines(
    seen: Seen,
    visits: Sequence[ToBook],
    series: Iterable[Placed],
    today: date,
    was: Mapping[str, datetime] | None = None,
    gone: Iterable[str] = (),
) -> tuple[Line, ...]:
    """The visits of a series in order of time; `was`: the time that each had before, `gone`: whose time was taken."""
    known, kinds, taken = {visit.wanted.id: visit for visit in visits}, people(seen.clinic), frozenset(gone)
    found = []
    for placed in sorted(series, key=lambda placed: placed.starts):
        visit = known[placed.item]
        before = (was or {}).get(placed.item)
        moved = before is not None and before != placed.starts
        name = title(seen, visit.activity, visit.number) + (", by video or telephone" if visit.telehealth else "")
        old = short(before, seen.zone, today) if moved and before else ""
        found.append(
            line(name, placed.starts, seen.zone, today, who(placed.resources, kinds), old, placed.item in taken)
        )
    return tuple(found)


def said_once(told: Sequence[Line]) -> tuple[tuple[Line, ...], str]:
    """With whom, said once for the whole list where it is always the same; "" where it is not."""
    names = {each.who for each in told}
    if len(told) < 2 or len(names) > 1:
        return tuple(told), ""
    return tuple(replace(each, who="") for each in told), names.pop()


def line(
    name: str, starts: datetime, zone: tzinfo, today: date, with_whom: str, was: str = "", is_lost: bool = False
) -> Line:
    """One visit with a time, in short words."""
    day, clock = short(starts, zone, today).rsplit(", ", 1)
    return Line(name, day, clock, with_whom, was, is_lost)


def short(instant: datetime, zone: tzinfo, today: date) -> str:
    """Tue 3 Mar, 14:30; the year only where it is another one."""
    local = instant.astimezone(zone)
    day, month, *year = in_words(local.date()).split()
    later = f" {year[0]}" if local.year != today.year else ""
    return f"{WEEKDAYS[local.weekday()][:3]} {day} {month[:3]}{later}, {local:%H:%M}"


def shown(seen: Seen, offer: Offered, today: date, again: Iterable[str] = ()) -> list[Shown]:
    """The series to choose among, each with how it differs."""
    asked, again = offer.asked, frozenset(again)
    was = booked_times(asked)
    kinds = people(seen.clinic)
    found = []
    for choice in offer.choices:
        series = choice.series.visits
        told, _ = said_once(lines(seen, asked.visits, series, today, was))  # with whom: the summary says it
        found.append(
            Shown(
                heading=_heading(choice.differs, series, kinds),
                says=summary(seen, series, today, kinds),
                lines=told,
                sealed=seal(seen, series, again),
            )
        )
    return found


def booked_times(asked: Asked) -> dict[str, datetime]:
    """The times that the visits of a problem have now."""
    return {wanted.id: wanted.booked.starts for wanted in asked.problem.wanted if wanted.booked}


def summary(seen: Seen, series: Sequence[Placed], today: date, kinds: Mapping[str, str]) -> str:
    """How long, on which weekdays, at which times, with whom: what one wants to know before the list."""
    days = sorted(visit.day for visit in series)
    says = [f"{on_day(days[0], today)} to {on_day(days[-1], today)}." if len(days) > 1 else ""]
    weekdays = sorted({day.weekday() for day in days})
    where = f"on {_joined([f'{WEEKDAYS[day]}s' for day in weekdays])}" if len(days) > 1 and len(weekdays) < 3 else ""
    hours = {_part(visit.starts.astimezone(seen.zone), visit.ends.astimezone(seen.zone)) for visit in series}
    when = hours.pop() if len(hours) == 1 else ""
    if where or when:
        text = " ".join(part for part in (where, when) if part)
        says.append(f"{text[0].upper()}{text[1:]}.")
    names = Counter(who(visit.resources, kinds) for visit in series)
    if len(names) == 1 and (name := next(iter(names))):
        says.append(f"Always with {name}." if len(series) > 1 else f"With {name}.")
    elif len(names) > 1:
        says.append(f"With {_joined(sorted(name for name in names if name))}.")
    return " ".join(part for part in says if part)


def _heading(differs: str, series: Sequence[Placed], kinds: Mapping[str, str]) -> str:
    if differs in _DIFFERS:
        return _DIFFERS[differs]
    kind = differs.removeprefix("with another ")
    if kind != differs:
        names = [name for visit in series for name in visit.resources if kinds.get(name) == kind]
        most = Counter(names).most_common(1)
        return f"With {most[0][0]}" if most else f"With another {kind}"
    return differs[:1].upper() + differs[1:]


def _part(starts: datetime, ends: datetime) -> str:
    if ends.hour < 12 or (ends.hour, ends.minute) == (12, 0):
        return "in the morning"
    return "in the afternoon" if starts.hour >= 12 and ends.hour < 18 else "in the evening" if starts.hour >= 17 else ""


def _joined(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


# -- nothing fits ---------------------------------------------------------------------------------------------------

_BECAUSE = {
    "clinician": "No clinician is free for it on those days.",
    "therapist": "No therapist is free for it on those days.",
    "room": "No room is free for it on those days.",
    "device": "The ultrasound machine or C-arm that it needs is not free on those days.",
    "patient": "The times that you gave leave no day for it.",
    "window": "Each visit has a time, but not all of them together.",
}


def gap(seen: Seen, offer: Offered, today: date) -> Gap | None:
    """Which visit finds no time, between which days, and what would make it go."""
    why = offer.why
    if why is None:
        return None
    called = {visit.wanted.id: title(seen, visit.activity, visit.number) for visit in offer.asked.visits}
    because = " ".join(_BECAUSE.get(one, f"No {one} is free for it on those days.") for one in why.because)
    told = [(each, _would_help(each, called)) for each in why.relaxations[:4]]
    return Gap(
        says=_nothing(why, called.get(why.item, why.item), today),
        because=because,
        by_patient=tuple(says for each, says in told if each.code == "patient"),
        by_clinic=tuple(says for each, says in told if each.code != "patient"),
    )


def _nothing(why: WhyNot, name: str, today: date) -> str:
    if why.first is None or why.last is None or why.first > why.last:
        return f"“{name}” has no day left: the visits around it leave it none."
    if why.last - why.first > timedelta(days=180):  # no end is stated: it is looked for as far as calendars go
        return f"We found no time for “{name}” from {on_day(why.first, today)} on."
    return f"We found no time for “{name}” from {on_day(why.first, today)} to {on_day(why.last, today)}."


def _would_help(relaxation: Relaxation, called: Mapping[str, str]) -> str:
    days = f"{relaxation.days} {'day' if relaxation.days == 1 else 'days'}"
    name = called.get(relaxation.item, relaxation.item)
    match relaxation.code:
        case "patient":
            return f"If you could come on {days} that you ruled out, or at other times."
        case "window-later":
            return f"If “{name}” could be up to {days} later."
        case "window-earlier":
            return f"If “{name}” could be up to {days} earlier."
        case "another-clinician":
            return f"If somebody else of the same training took over on {days}."
        case _:
            kind = relaxation.code.removeprefix("more-")
            return f"If one more {kind} were there on {days}."
