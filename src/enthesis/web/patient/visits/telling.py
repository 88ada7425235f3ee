"""Visits and series in a patient's words. They promise nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from django.utils.dateformat import format as in_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from enthesis.clinic.models import Resource
from enthesis.clinic.opening import Seen
from enthesis.clinic.own_visits import Asked, Offered
from enthesis.pathway.protocol.model import Activity, Kind, Role
from enthesis.scheduling.from_course import ToBook
from enthesis.scheduling.problem import Placed
from enthesis.scheduling.why import Relaxation, WhyNot
from enthesis.web.forms.fields import Text
from enthesis.web.patient.visits.chosen import seal
from enthesis.web.said import plainly
from enthesis.web.words import dated

PEOPLE = frozenset(("clinician", "therapist"))
WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
EVERY = (
    gettext_lazy("Mondays"),
    gettext_lazy("Tuesdays"),
    gettext_lazy("Wednesdays"),
    gettext_lazy("Thursdays"),
    gettext_lazy("Fridays"),
    gettext_lazy("Saturdays"),
    gettext_lazy("Sundays"),
)
_ANOTHER = {
    "clinician": gettext_lazy("With another clinician"),
    "therapist": gettext_lazy("With another therapist"),
    "room": gettext_lazy("In another room"),
    "device": gettext_lazy("With another device"),
}
_ONE_MORE = {
    "more-clinician": gettext_lazy("If one more clinician were there on %(days)s."),
    "more-therapist": gettext_lazy("If one more therapist were there on %(days)s."),
    "more-room": gettext_lazy("If one more room were there on %(days)s."),
    "more-device": gettext_lazy("If one more device were there on %(days)s."),
}
_TITLES: Mapping[str, Text] = {
    Kind.REVIEW: gettext_lazy("Talk about how it went"),
    Kind.THERAPY: gettext_lazy("Physical therapy"),
}
_DIFFERS = {
    "": gettext_lazy("Closest to your plan"),
    "in the mornings": gettext_lazy("All in the morning"),
    "in the afternoons": gettext_lazy("All in the afternoon"),
    "never on a Monday": gettext_lazy("Never on a Monday"),
    "never on a Tuesday": gettext_lazy("Never on a Tuesday"),
    "never on a Wednesday": gettext_lazy("Never on a Wednesday"),
    "never on a Thursday": gettext_lazy("Never on a Thursday"),
    "never on a Friday": gettext_lazy("Never on a Friday"),
    "never on a Saturday": gettext_lazy("Never on a Saturday"),
    "never on a Sunday": gettext_lazy("Never on a Sunday"),
    "starts at least a week later": gettext_lazy("Starts later"),
    "starts on another day": gettext_lazy("Starts on another day"),
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
        return _("Test injection") if activity.purpose == "diagnostic" else _("Treatment injection")
    return str(_TITLES.get(activity.kind) or plainly(activity.title))


def day_and_time(instant: datetime, zone: tzinfo, today: date) -> str:
    """Tuesday 3 March, 14:30; the year only where it is another one."""
    local = instant.astimezone(zone)
    return f"{on_day(local.date(), today)}, {local:%H:%M}"


def on_day(day: date, today: date) -> str:
    """Tuesday 3 March; the year only where it is another one."""
    return f"{WEEKDAYS[day.weekday()]} {dated(day, today)}"


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
        return _("Change none of your medicines unless the clinic has told you to.")
    if found.kind is Kind.VISIT:
        return _("Bring a list of your medicines and what you want to ask.")
    has_diary = seen.protocol is not None and any(
        each.kind is Kind.DIARY and each.by is Role.PATIENT for each in seen.protocol.activities
    )
    if found.kind is Kind.REVIEW and has_diary:
        return _("Keep your diary until then: you look at it together.")
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
        name = title(seen, visit.activity, visit.number)
        if visit.telehealth:
            name = _("%(what)s, by video or telephone") % {"what": name}
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
    short_day = pgettext("short weekday, day and month", "D j M")
    pattern = pgettext("short weekday, day, month and year", "D j M Y") if local.year != today.year else short_day
    return f"{in_format(local.date(), pattern)}, {local:%H:%M}"


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
    span = {"first": on_day(days[0], today), "last": on_day(days[-1], today)}
    says = [_("%(first)s to %(last)s.") % span if len(days) > 1 else ""]
    weekdays = sorted({day.weekday() for day in days})
    named = _joined([str(EVERY[day]) for day in weekdays])
    where = _("on %(days)s") % {"days": named} if len(days) > 1 and len(weekdays) < 3 else ""
    hours = {_part(visit.starts.astimezone(seen.zone), visit.ends.astimezone(seen.zone)) for visit in series}
    when = hours.pop() if len(hours) == 1 else ""
    if where or when:
        text = " ".join(part for part in (where, when) if part)
        says.append(f"{text[0].upper()}{text[1:]}.")
    names = Counter(who(visit.resources, kinds) for visit in series)
    if len(names) == 1 and (name := next(iter(names))):
        says.append(_said(_("Always with %(name)s.") if len(series) > 1 else _("With %(name)s."), name))
    elif len(names) > 1:
        says.append(_said(_("With %(name)s."), _joined(sorted(name for name in names if name))))
    return " ".join(part for part in says if part)


def _heading(differs: str, series: Sequence[Placed], kinds: Mapping[str, str]) -> str:
    if differs in _DIFFERS:
        return str(_DIFFERS[differs])
    kind = differs.removeprefix("with another ")
    if kind != differs:
        names = [name for visit in series for name in visit.resources if kinds.get(name) == kind]
        most = Counter(names).most_common(1)
        return _said(_("With %(name)s"), most[0][0]) if most else str(_ANOTHER.get(kind, _("With somebody else")))
    return differs[:1].upper() + differs[1:]


def _part(starts: datetime, ends: datetime) -> str:
    if ends.hour < 12 or (ends.hour, ends.minute) == (12, 0):
        return _("in the morning")
    if starts.hour >= 12 and ends.hour < 18:
        return _("in the afternoon")
    return _("in the evening") if starts.hour >= 17 else ""


def _joined(names: Sequence[str]) -> str:
    return str(get_text_list(list(names), _("and")))


def _said(sentence: str, name: str) -> str:
    return sentence % {"name": name}


# -- nothing fits ---------------------------------------------------------------------------------------------------

_BECAUSE = {
    "clinician": gettext_lazy("No clinician is free for it on those days."),
    "therapist": gettext_lazy("No therapist is free for it on those days."),
    "room": gettext_lazy("No room is free for it on those days."),
    "device": gettext_lazy("The ultrasound machine or C-arm that it needs is not free on those days."),
    "patient": gettext_lazy("The times that you gave leave no day for it."),
    "window": gettext_lazy("Each visit has a time, but not all of them together."),
}


def gap(seen: Seen, offer: Offered, today: date) -> Gap | None:
    """Which visit finds no time, between which days, and what would make it go."""
    why = offer.why
    if why is None:
        return None
    called = {visit.wanted.id: title(seen, visit.activity, visit.number) for visit in offer.asked.visits}
    because = " ".join(str(_BECAUSE.get(one, _("What it needs is not free on those days."))) for one in why.because)
    told = [(each, _would_help(each, called)) for each in why.relaxations[:4]]
    return Gap(
        says=_nothing(why, called.get(why.item, why.item), today),
        because=because,
        by_patient=tuple(says for each, says in told if each.code == "patient"),
        by_clinic=tuple(says for each, says in told if each.code != "patient"),
    )


def _nothing(why: WhyNot, name: str, today: date) -> str:
    if why.first is None or why.last is None or why.first > why.last:
        return _said(_("“%(name)s” has no day left: the visits around it leave it none."), name)
    if why.last - why.first > timedelta(days=180):  # no end is stated: it is looked for as far as calendars go
        says = _("We found no time for “%(name)s” from %(first)s on.")
    else:
        says = _("We found no time for “%(name)s” from %(first)s to %(last)s.")
    return says % {"name": name, "first": on_day(why.first, today), "last": on_day(why.last, today)}


def _would_help(relaxation: Relaxation, called: Mapping[str, str]) -> str:
    days = ngettext("%(count)d day", "%(count)d days", relaxation.days) % {"count": relaxation.days}
    name = called.get(relaxation.item, relaxation.item)
    match relaxation.code:
        case "patient":
            says = _("If you could come on %(days)s that you ruled out, or at other times.")
        case "window-later":
            says = _("If “%(name)s” could be up to %(days)s later.")
        case "window-earlier":
            says = _("If “%(name)s” could be up to %(days)s earlier.")
        case "another-clinician":
            says = _("If somebody else of the same training took over on %(days)s.")
        case _:
            says = str(_ONE_MORE.get(relaxation.code, _("If one more were there on %(days)s.")))
    return says % {"name": name, "days": days}
