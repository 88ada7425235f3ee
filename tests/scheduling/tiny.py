"""Tiny calendars, made by chance: a few days of a few hours, so that every series can be looked at."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from enthesis.scheduling.grid import Grid
from enthesis.scheduling.problem import Away, Gap, Need, Patient, Penalties, Placed, Problem, Resource, Wanted

# In each zone, days around a change of the clock, and days without one.
ZONES = (
    ("Europe/Berlin", date(2026, 3, 27), 60),
    ("America/New_York", date(2026, 10, 30), 60),
    ("Australia/Lord_Howe", date(2026, 4, 3), 30),  # half an hour, and back by half an hour
    ("Asia/Kolkata", date(2026, 5, 4), 30),
)
POINTS = st.integers(0, 30)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    name, first, minutes = draw(st.sampled_from(ZONES))
    zone = ZoneInfo(name)
    days = draw(st.integers(3, 6))
    grid = Grid(zone, first, first + timedelta(days=days - 1), minutes)
    resources = [draw(resource(f"{kind}-{n}", kind, grid)) for kind in ("clinician", "room") for n in range(2)]
    size = draw(st.integers(1, 3))
    wanted = tuple(draw(visit(n, grid)) for n in range(size))
    pairs = [frozenset((a.id, b.id)) for a in wanted for b in wanted if a.id < b.id]
    penalties = Penalties(*(draw(POINTS) for _ in Penalties.__slots__))
    return Problem(
        grid=grid,
        resources=tuple(resources),
        wanted=wanted,
        patient=draw(patients(grid)),
        penalties=penalties,
        now=draw(st.none() | instants(grid)),
        one_visit_per_days=draw(st.sampled_from([1, 1, 2])),
        same_day=frozenset(draw(st.lists(st.sampled_from(pairs), max_size=2))) if pairs else frozenset(),
        device_weekdays=draw(weekdays()),
        shortest_visit=draw(st.sampled_from([0, 120])),
        holidays=frozenset(draw(st.lists(days_of(grid), max_size=1))),
    )


@st.composite
def resource(draw: st.DrawFn, name: str, kind: str, grid: Grid) -> Resource:
    hours = st.sampled_from(
        [((time(9), time(12)),), ((time(9), time(10)), (time(11), time(12))), ((time(10), time(12)),), ()]
    )
    return Resource(
        id=name,
        kind="device" if kind == "room" and draw(st.booleans()) else kind,
        skills=frozenset(draw(st.lists(st.sampled_from(["ultrasound"]), max_size=1))),
        site=draw(st.sampled_from(["", "", "north", "south"])),
        hours=tuple(draw(hours) for _ in range(7)),
        exceptions={day: draw(hours) for day in draw(st.lists(days_of(grid), max_size=1))},
        busy=tuple((start, start + timedelta(hours=1)) for start in draw(st.lists(instants(grid), max_size=3))),
    )


@st.composite
def visit(draw: st.DrawFn, number: int, grid: Grid) -> Wanted:
    kinds = draw(
        st.sampled_from(
            [
                ("clinician",),
                ("clinician", "room"),
                ("clinician", "room"),
                ("room",),
                ("clinician", "clinician"),
                ("clinician", "device"),
                (),
            ]
        )
    )
    skills = st.sampled_from([frozenset(), frozenset(), frozenset({"ultrasound"})])
    gaps = []
    if number and draw(st.integers(0, 3)):
        gaps.append(draw(gap(draw(st.integers(0, number - 1)), ideal=True)))
        if number > 1 and draw(st.booleans()):
            gaps.append(draw(gap(draw(st.integers(0, number - 1)), ideal=False)))
    booked = None
    if draw(st.integers(0, 3)) == 0:
        starts = draw(instants(grid))
        booked = Placed(
            f"v{number}", starts.astimezone(grid.zone).date(), starts, starts + timedelta(hours=1), ("clinician-0",)
        )
    days = st.none() | days_of(grid)
    opens, closes = draw(days), draw(days)
    if opens and closes and closes < opens:
        opens, closes = closes, opens
    return Wanted(
        id=f"v{number}",
        minutes=draw(st.sampled_from([60, 60, 120])),
        needs=tuple(Need(kind, draw(skills) if place == 0 else frozenset()) for place, kind in enumerate(kinds)),
        buffer_before=draw(st.sampled_from([0, 0, 60])),
        buffer_after=draw(st.sampled_from([0, 0, 60])),
        opens=opens,
        ideal=draw(days),
        closes=closes,
        after=tuple(gaps),
        booked=booked,
        confirmed=draw(st.booleans()),
    )


@st.composite
def gap(draw: st.DrawFn, to: int, *, ideal: bool) -> Gap:
    opens = draw(st.integers(0, 2))
    closes = draw(st.none() | st.integers(opens, 4))
    best = draw(st.none() | st.integers(opens, closes if closes is not None else 5)) if ideal else None
    return Gap(f"v{to}", opens, best, closes)


@st.composite
def patients(draw: st.DrawFn, grid: Grid) -> Patient:
    days = draw(st.lists(days_of(grid), max_size=1))
    return Patient(
        away=tuple(Away(day, day) for day in days),
        busy=tuple((start, start + timedelta(hours=1)) for start in draw(st.lists(instants(grid), max_size=1))),
        visit_days=frozenset(draw(st.lists(days_of(grid), max_size=1)))
        if draw(st.integers(0, 3)) == 0
        else frozenset(),
        weekdays=draw(weekdays()),
        times=draw(st.sampled_from([(), ((time(9), time(11)),), ((time(11), time(0)),)])),
        only=draw(st.integers(0, 4)) == 0,
        clinician=draw(st.sampled_from(["", "clinician-0", "clinician-1"])),
        same_clinician=draw(st.booleans()),
    )


def days_of(grid: Grid) -> st.SearchStrategy[date]:
    return st.integers(0, grid.days - 1).map(grid.on)


def instants(grid: Grid) -> st.SearchStrategy[datetime]:
    def at(place: tuple[int, int]) -> datetime:
        return datetime.combine(grid.on(place[0]), time(place[1]), grid.zone).astimezone(ZoneInfo("UTC"))

    return st.tuples(st.integers(0, grid.days - 1), st.integers(8, 12)).map(at)


def weekdays() -> st.SearchStrategy[frozenset[int]]:
    return st.frozensets(st.integers(0, 6), max_size=4)
