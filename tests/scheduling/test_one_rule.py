"""The windows from which a series is proposed and the ones that the door holds a time against are one rule."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from enthesis.pathway import events as e
from enthesis.pathway.agenda import agenda
from enthesis.pathway.checks import check as objections
from enthesis.pathway.checks.windows import OUTSIDE_WINDOW, standing_outside
from enthesis.pathway.course import fold
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.library import latest
from enthesis.pathway.protocol.model import Kind, Protocol, Value
from enthesis.scheduling.check import check
from enthesis.scheduling.from_course import Minutes, to_book
from enthesis.scheduling.grid import Grid
from enthesis.scheduling.problem import Patient, Placed, Problem, Resource, Wanted
from enthesis.scheduling.series import Solver

ZONE = ZoneInfo("Europe/Berlin")
BEGAN = date(2026, 3, 2)
GRID = Grid(ZONE, BEGAN, BEGAN + timedelta(days=300))
LENGTHS = Minutes(dict.fromkeys(Kind, 30))
WINDOWS = {"before-window", "after-window", "too-soon", "too-late"}
OFFICE = (((time(8), time(18)),),) * 5 + ((), ())
PROTOCOLS = ("nutura-back", "hoffman-agnish-sij-2018", "yelland-lbp-2004", "sit-knee-2020", "darrow-back")
STAFF = tuple(
    Resource(kind, kind, skills, hours=OFFICE)
    for kind, skills in (
        ("clinician", frozenset[str]()),
        ("therapist", frozenset[str]()),
        ("room", frozenset[str]()),
        ("device", frozenset({"ultrasound", "c-arm"})),
    )
)


def protocol(name: str, apart: int) -> Protocol:
    found = latest()[name]
    return replace(found, minimum_gap_days=Value(apart, "LOCAL-1")) if apart else found


def log_of(chosen: Protocol, given: list[int], sessions: int) -> list[Event]:
    """A course with a plan, and injections so many days after one another."""
    log: list[Event] = [
        e.CourseStarted(id="s", happened_on=BEGAN, protocol=chosen.id, version=chosen.version, problem="pain"),
        e.CandidacyDecided(id="c", happened_on=BEGAN, outcome="eligible"),
        e.PlanAgreed(id="p", happened_on=BEGAN, sessions=sessions),
    ]
    if chosen.activity("response-review"):
        log.append(e.InjectionsGiven(id="d", happened_on=BEGAN, activity="diagnostic-injection"))
        review = e.ResponseDecided(id="r", happened_on=BEGAN, activity="response-review", option="go-on", reason="x")
        log.append(review)
    day = BEGAN
    for number, days in enumerate(given):
        day += timedelta(days=days)
        log.append(e.InjectionsGiven(id=f"i{number}", happened_on=day, activity="treatment"))
    return log


def booked(log: list[Event], visits: list[tuple[str, Placed]]) -> list[e.VisitBooked]:
    today = max(event.happened_on or BEGAN for event in log)
    return [
        e.VisitBooked(
            id=f"b{number}", happened_on=today, visit=visit.item, activity=activity, starts=visit.starts, minutes=30
        )
        for number, (activity, visit) in enumerate(visits)
    ]


def told(chosen: Protocol, log: list[Event], event: Event, coming: list[Event]) -> bool:
    found = objections(chosen, fold(log), event, today=date(2027, 1, 1), log=log, zone=ZONE, coming=coming)
    return any(finding.code == OUTSIDE_WINDOW for finding in found)


def wanted_of(chosen: Protocol, log: list[Event], *, as_stated: bool) -> tuple[list[str], tuple[Wanted, ...]]:
    course = fold(log)
    visits, _ = to_book(chosen, course, agenda(chosen, course, ZONE), LENGTHS, as_stated=as_stated)
    return [visit.activity for visit in visits], tuple(visit.wanted for visit in visits)


case = st.tuples(
    st.sampled_from(PROTOCOLS),
    st.sampled_from((0, 0, 21, 35)),
    st.lists(st.integers(7, 60), max_size=2),
    st.integers(3, 5),
)


@settings(max_examples=25, deadline=None)
@given(case)
def test_what_the_solver_proposes_meets_no_objection(made: tuple[str, int, list[int], int]) -> None:
    """One after another as they are recorded, and whichever of them is recorded last."""
    name, apart, given_, sessions = made
    chosen = protocol(name, apart)
    log = log_of(chosen, given_, sessions)
    today = max(event.happened_on or BEGAN for event in log) + timedelta(days=1)
    activities, wanted = wanted_of(chosen, log, as_stated=False)
    if not wanted:
        return
    problem = Problem(GRID, STAFF, wanted, Patient(), now=datetime.combine(today, time(6), UTC))
    best = Solver(problem).best()
    if best is None:
        return  # what was given came too early or too late for any window to be left
    events = booked(log, list(zip(activities, best.visits, strict=True)))
    for order in (events, events[::-1]):
        for place, event in enumerate(order):
            assert not told(chosen, [*log, *order[:place]], event, list(order[place + 1 :]))


@settings(max_examples=40, deadline=None)
@given(case, st.lists(st.integers(-30, 30), min_size=6, max_size=6))
def test_the_door_objects_to_exactly_what_breaks_a_window(
    made: tuple[str, int, list[int], int], shifts: list[int]
) -> None:
    """A series that was moved about by hand: the booked visits that the door says stand outside are those that do."""
    name, apart, given_, sessions = made
    chosen = protocol(name, apart)
    log = log_of(chosen, given_, sessions)
    activities, wanted = wanted_of(chosen, log, as_stated=True)
    day = max(event.happened_on or BEGAN for event in log)
    series = []
    for place, one in enumerate(wanted):
        day += timedelta(days=28 + shifts[place % 6])
        starts = datetime.combine(day, time(9), ZONE).astimezone(UTC)
        series.append(Placed(one.id, day, starts, starts + timedelta(minutes=30)))
    in_order = [visit.day for visit in series]
    if len(set(in_order)) < len(in_order) or sorted(in_order) != in_order:
        return  # the sessions would change places
    breaks = {b.item for b in check(Problem(GRID, STAFF, wanted), series) if b.code in WINDOWS}
    events = booked(log, list(zip(activities, series, strict=True)))
    outside = {each.visit for each in standing_outside(chosen, fold([*log, *events]), ZONE)}
    assert outside == breaks
    at_the_door = {
        event.visit
        for place, event in enumerate(events)
        if told(chosen, [*log, *events[:place]], event, list(events[place + 1 :]))
    }
    assert at_the_door == breaks
