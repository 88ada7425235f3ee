"""A problem from plain JSON values (docs/commands/book.md)."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from enthesis.scheduling.grid import Grid
from enthesis.scheduling.problem import (
    Away,
    Gap,
    Hours,
    Need,
    Patient,
    Penalties,
    Placed,
    Problem,
    Resource,
    Wanted,
)
from enthesis.scheduling.tree import NotASeries, tree_of
from enthesis.scheduling.values import WEEKDAYS, At, UnreadableProblem, maybe, read_zone

NO_TEXTS: tuple[str, ...] = ()
NO_VALUES: list[At] = []
NO_FIELDS: Mapping[str, At] = {}
MOST_DAYS, MOST_ITEMS, MOST_RESOURCES, MOST_BUSY = 1_100, 60, 500, 200_000
_PENALTIES = tuple(spec.name for spec in fields(Penalties))
_TOP = (
    *("time_zone", "grid_minutes", "first_day", "last_day", "now", "holidays", "resources", "items", "patient"),
    *("penalties", "one_visit_per_days", "same_day", "device_weekdays", "shortest_visit_minutes", "series", "case_id"),
)


def read_problem(value: Mapping[str, Any]) -> tuple[Problem, list[str]]:
    """The problem, and the fields in it that nobody knows. Raises `UnreadableProblem`."""
    top = At(value)
    found = top.fields(*_TOP)
    for name in ("time_zone", "first_day", "last_day", "resources", "items"):
        if name not in found:
            raise UnreadableProblem("missing", f"The problem has no {name}.", "Add it: docs/commands/book.md.", name)
    zone = read_zone(found["time_zone"])
    grid = _grid(found, zone)
    resources = tuple(_resource(at, zone) for at in found["resources"].each(MOST_RESOURCES))
    names = _no_two_alike(found["resources"], [resource.id for resource in resources])
    items = tuple(_item(at, zone, names) for at in found["items"].each(MOST_ITEMS))
    if not items:
        raise found["items"].fault("no-items", "has nothing to book", "Name at least one visit.")
    try:
        tree_of(items)
    except NotASeries as problem:
        raise UnreadableProblem("not-a-series", problem.says, problem.remedy, "items") from None
    read = Problem(
        grid=grid,
        resources=resources,
        wanted=items,
        patient=maybe(found, "patient", lambda at: _patient(at, zone, names), Patient()),
        penalties=maybe(found, "penalties", _penalties, Penalties()),
        now=maybe(found, "now", lambda at: at.instant(zone), None),
        one_visit_per_days=maybe(found, "one_visit_per_days", lambda at: at.whole(1, 366), 1),
        same_day=maybe(found, "same_day", lambda at: _pairs(at, {item.id for item in items}), frozenset()),
        device_weekdays=maybe(found, "device_weekdays", _weekdays, frozenset()),
        shortest_visit=maybe(found, "shortest_visit_minutes", lambda at: at.whole(0, 1440), 0),
        holidays=maybe(found, "holidays", lambda at: frozenset(day.day() for day in at.each()), frozenset()),
    )
    return read, top.unknown


def read_series(value: Any, problem: Problem) -> tuple[Placed, ...]:
    """A proposed series: a list of {item, starts, resources}. Raises `UnreadableProblem`."""
    series, grid = [], problem.grid
    wanted = {item.id: item for item in problem.wanted}
    for at in At(value, "series").each(MOST_ITEMS):
        found = at.fields("item", "starts", "resources", "ends", "day", "penalties", "because")
        for name in ("item", "starts"):
            if name not in found:
                raise at.fault("missing", f"has no {name}", "Add it.")
        item = wanted.get(found["item"].text())
        if item is None:
            raise found["item"].fault("no-such-item", "is no item of the problem", f"Items: {', '.join(wanted)}.")
        starts = found["starts"].instant(grid.zone)
        series.append(_placed(item, starts, maybe(found, "resources", _texts, NO_TEXTS), grid.zone))
    return tuple(series)


def _grid(found: Mapping[str, At], zone: ZoneInfo) -> Grid:
    minutes = maybe(found, "grid_minutes", lambda at: at.whole(1, 60), 5)
    if 60 % minutes:
        raise found["grid_minutes"].fault("bad-grid", "does not go into an hour", "Write 5, 10, 15, 20, 30 or 60.")
    first, last = found["first_day"].day(), found["last_day"].day()
    if not 0 <= (last - first).days < MOST_DAYS or not 1900 <= first.year <= 9000:
        raise found["last_day"].fault("bad-days", f"is not 0 to {MOST_DAYS - 1} days after {first}", "Correct it.")
    try:
        return Grid(zone, first, last, minutes)
    except ValueError as problem:
        raise UnreadableProblem("bad-grid", str(problem), "Write grid_minutes 5 or 15.", "grid_minutes") from None


def _resource(at: At, zone: ZoneInfo) -> Resource:
    found = at.fields("id", "kind", "skills", "site", "hours", "exceptions", "busy", "name")
    for name in ("id", "kind", "hours"):
        if name not in found:
            raise at.fault("missing", f"has no {name}", "Add it.")
    hours = found["hours"].fields(*WEEKDAYS)
    exceptions: dict[date, Hours] = {}
    for one in maybe(found, "exceptions", lambda a: a.each(), NO_VALUES):
        fields_ = one.fields("day", "hours")
        if "day" not in fields_:
            raise one.fault("missing", "has no day", "Add it.")
        exceptions[fields_["day"].day()] = maybe(fields_, "hours", _hours, ())
    return Resource(
        id=found["id"].text(),
        kind=found["kind"].text(),
        skills=frozenset(maybe(found, "skills", _texts, NO_TEXTS)),
        site=maybe(found, "site", lambda a: a.text(), ""),
        hours=tuple(maybe(hours, day, _hours, ()) for day in WEEKDAYS),
        exceptions=exceptions,
        busy=maybe(found, "busy", lambda a: _spans(a, zone), ()),
    )


def _item(at: At, zone: ZoneInfo, names: frozenset[str]) -> Wanted:
    found = at.fields(
        *("id", "minutes", "needs", "buffer_before", "buffer_after", "window", "after", "booked", "title", "activity"),
    )
    for name in ("id", "minutes"):
        if name not in found:
            raise at.fault("missing", f"has no {name}", "Add it.")
    window = maybe(found, "window", lambda a: a.fields("opens", "ideal", "closes"), NO_FIELDS)
    opens, ideal, closes = (maybe(window, name, At.day, None) for name in ("opens", "ideal", "closes"))
    if opens and closes and closes < opens:
        raise window["closes"].fault("closes-before-it-opens", f"lies before the opening, {opens}", "Correct one.")
    after = tuple(_gap(a, first=not n) for n, a in enumerate(maybe(found, "after", lambda a: a.each(20), NO_VALUES)))
    item = Wanted(
        id=found["id"].text(),
        minutes=found["minutes"].whole(1, 1440),
        needs=tuple(maybe(found, "needs", lambda a: [_need(n, names) for n in a.each(8)], [])),
        buffer_before=maybe(found, "buffer_before", lambda a: a.whole(0, 480), 0),
        buffer_after=maybe(found, "buffer_after", lambda a: a.whole(0, 480), 0),
        opens=opens,
        ideal=ideal,
        closes=closes,
        after=after,
    )
    if "booked" not in found:
        return item
    booked = found["booked"].fields("starts", "resources", "confirmed")
    if "starts" not in booked:
        raise found["booked"].fault("missing", "has no starts", "Add it.")
    starts = booked["starts"].instant(zone)
    placed = _placed(item, starts, maybe(booked, "resources", _texts, NO_TEXTS), zone)
    confirmed = maybe(booked, "confirmed", At.yes, False)
    return Wanted(**{s.name: getattr(item, s.name) for s in fields(item)} | {"booked": placed, "confirmed": confirmed})


def _gap(at: At, *, first: bool) -> Gap:
    found = at.fields("item", "opens", "ideal", "closes")
    if "item" not in found:
        raise at.fault("missing", "has no item", "Name the visit that the days are counted from.")
    opens = maybe(found, "opens", lambda a: a.whole(0, MOST_DAYS), 0)
    ideal = maybe(found, "ideal", lambda a: a.whole(0, MOST_DAYS), None)
    closes = maybe(found, "closes", lambda a: a.whole(0, MOST_DAYS), None)
    for one, other in pairwise([n for n in (opens, ideal, closes) if n is not None]):
        if other < one:
            raise at.fault("out-of-order", "has its days out of order", "Write opens <= ideal <= closes.")
    if ideal is not None and not first:
        raise found["ideal"].fault("second-ideal", "is a second ideal day", "Give an ideal with the first one only.")
    return Gap(found["item"].text(), opens, ideal, closes)


def _need(at: At, names: frozenset[str]) -> Need:
    found = at.fields("kind", "skills", "among")
    if "kind" not in found:
        raise at.fault("missing", "has no kind", "Name the kind of resource: clinician, room, device.")
    among = maybe(found, "among", _texts, NO_TEXTS)
    for one in among:
        if one not in names:
            raise found["among"].fault("no-such-resource", f'names "{one}", which no resource is called', "Correct it.")
    return Need(found["kind"].text(), frozenset(maybe(found, "skills", _texts, NO_TEXTS)), frozenset(among))


def _patient(at: At, zone: ZoneInfo, names: frozenset[str]) -> Patient:
    found = at.fields("away", "busy", "visit_days", "weekdays", "times", "only", "clinician", "same_clinician")
    away = []
    for one in maybe(found, "away", lambda a: a.each(), NO_VALUES):
        days = one.fields("from", "to")
        if "from" not in days:
            raise one.fault("missing", "has no from", "Add the first day away.")
        first = days["from"].day()
        away.append(Away(first, maybe(days, "to", At.day, first)))
    clinician = maybe(found, "clinician", lambda a: a.text(), "")
    if clinician and clinician not in names:
        raise found["clinician"].fault("no-such-resource", "is no resource's id", "Correct it.")
    return Patient(
        away=tuple(away),
        busy=maybe(found, "busy", lambda a: _spans(a, zone), ()),
        visit_days=maybe(found, "visit_days", lambda a: frozenset(day.day() for day in a.each()), frozenset()),
        weekdays=maybe(found, "weekdays", _weekdays, frozenset()),
        times=maybe(found, "times", _hours, ()),
        only=maybe(found, "only", At.yes, False),
        clinician=clinician,
        same_clinician=maybe(found, "same_clinician", At.yes, False),
    )


def _penalties(at: At) -> Penalties:
    found = at.fields(*_PENALTIES)
    return Penalties(**{name: value.whole(0, 1_000_000) for name, value in found.items()})


def _pairs(at: At, items: set[str]) -> frozenset[frozenset[str]]:
    pairs = []
    for one in at.each():
        both = [half.text() for half in one.pair()]
        if not items.issuperset(both) or both[0] == both[1]:
            raise one.fault("no-such-item", "does not name two different items", "Correct it.")
        pairs.append(frozenset(both))
    return frozenset(pairs)


def _hours(at: At) -> Hours:
    found = []
    for one in at.each(20):
        start, end = (half.clock() for half in one.pair())
        if start >= end and (end.hour or end.minute):
            raise one.fault("out-of-order", "ends before it begins", "Write [from, to]; 00:00 ends the day.")
        found.append((start, end))
    return tuple(found)


def _spans(at: At, zone: ZoneInfo) -> tuple[tuple[datetime, datetime], ...]:
    spans = []
    for one in at.each(MOST_BUSY):
        if isinstance(one.value, Mapping):
            found = one.fields("from", "to")
            if len(found) < 2:
                raise one.fault("missing", "lacks from or to", "Write both.")
            start, end = found["from"].instant(zone), found["to"].instant(zone)
        else:
            start, end = (half.instant(zone) for half in one.pair())
        if end < start:
            raise one.fault("out-of-order", "ends before it begins", "Write [from, to].")
        spans.append((start, end))
    return tuple(spans)


def _placed(item: Wanted, starts: datetime, resources: tuple[str, ...], zone: ZoneInfo) -> Placed:
    ends = datetime.fromtimestamp(starts.timestamp() + item.minutes * 60, UTC)
    return Placed(item.id, starts.astimezone(zone).date(), starts, ends, resources)


def _texts(at: At) -> tuple[str, ...]:
    return tuple(one.text() for one in at.each())


def _weekdays(at: At) -> frozenset[int]:
    return frozenset(one.weekday() for one in at.each(7))


def _no_two_alike(at: At, names: list[str]) -> frozenset[str]:
    for number, name in enumerate(names):
        if name in names[:number]:
            raise at.each()[number].fault("twice", f'has the id "{name}" a second time', "Give each its own.")
    return frozenset(names)
