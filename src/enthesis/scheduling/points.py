"""What a series costs, penalty by penalty and visit by visit, said in words. Counted from the visits themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from enthesis.scheduling.check import Span, is_booked, occupied, opening, wished_day, wished_time
from enthesis.scheduling.problem import Placed, Problem, Resource, Wanted


@dataclass(frozen=True, slots=True)
class Penalty:
    """Points of one visit for one reason."""

    item: str
    name: str  # a field of `Penalties`
    points: int
    says: str


def penalties_of(problem: Problem, series: Sequence[Placed]) -> list[Penalty]:
    """Every penalty of a complete series; their sum is its cost."""
    at = {visit.item: visit for visit in series}
    found: list[Penalty] = []
    for wanted in problem.wanted:
        visit = at[wanted.id]
        found += (p for p in _own(problem, wanted, visit) if p.points)
        found += (p for p in _tied(problem, wanted, visit, at) if p.points)
    return found


def _own(problem: Problem, wanted: Wanted, visit: Placed) -> list[Penalty]:
    weights, patient = problem.penalties, problem.patient

    def told(name: str, points: int, says: str) -> Penalty:
        return Penalty(wanted.id, name, points, says)

    found = []
    if wanted.ideal is not None:
        days = abs((visit.day - wanted.ideal).days)
        found.append(told("day_off_ideal", days * weights.day_off_ideal, f"{days} days off the ideal day"))
    if not patient.only:
        if not wished_day(problem, visit):
            found.append(told("weekday", weights.weekday, f"a {visit.day:%A}, which the patient did not wish"))
        if not wished_time(problem, visit):
            found.append(told("time_of_day", weights.time_of_day, "a time that the patient did not wish"))
    has_device = any(need.kind == "device" for need in wanted.needs)
    if has_device and problem.device_weekdays and visit.day.weekday() not in problem.device_weekdays:
        found.append(told("device_day", weights.device_day, "a device on another day than its own"))
    later = (visit.day - problem.grid.first).days
    found.append(told("later", later * weights.later, f"{later} days after the first day"))
    leader = leader_of(problem, wanted, visit)
    if leader is not None:
        found += _of_leader(problem, wanted, visit, leader)
    if wanted.booked is not None and not _stays(problem, wanted, visit):
        weight = weights.move_confirmed if wanted.confirmed else weights.move
        found.append(told("move_confirmed" if wanted.confirmed else "move", weight, "moved from its booked time"))
        days = abs((visit.day - wanted.booked.day).days)
        found.append(told("move_day", days * weights.move_day, f"moved by {days} days"))
    return found


def _of_leader(problem: Problem, wanted: Wanted, visit: Placed, leader: Resource) -> list[Penalty]:
    weights = problem.penalties
    found = []
    wish = next((r for r in problem.resources if r.id == problem.patient.clinician), None)
    if wish is not None and wish.kind == leader.kind and wish.id != leader.id:
        says = f"led by {leader.id}, not by {wish.id} as wished"
        found.append(Penalty(wanted.id, "clinician", weights.clinician, says))
    hours = opening(problem, leader, visit.day)
    if not any(is_booked(problem, leader, span) for span in hours):
        found.append(Penalty(wanted.id, "empty_day", weights.empty_day, f"{leader.id} has nothing else on that day"))
    rests = _rests(problem, leader, occupied(problem, wanted, visit), hours)
    says = f"{rests} rests too short for any visit"
    found.append(Penalty(wanted.id, "idle_gap", rests * weights.idle_gap, says))
    return found


def _tied(problem: Problem, wanted: Wanted, visit: Placed, at: dict[str, Placed]) -> list[Penalty]:
    if not wanted.after:
        return []
    gap, weights = wanted.after[0], problem.penalties
    anchor = at[gap.after]
    found = []
    if gap.ideal is not None:
        days = abs((visit.day - anchor.day).days - gap.ideal)
        says = f"{days} days off the ideal {gap.ideal} days after {gap.after}"
        found.append(Penalty(wanted.id, "day_off_ideal", days * weights.day_off_ideal, says))
    above = next(w for w in problem.wanted if w.id == gap.after)
    if problem.patient.same_clinician and wanted.needs and above.needs and wanted.needs[0].kind == above.needs[0].kind:
        mine, theirs = leader_of(problem, wanted, visit), leader_of(problem, above, anchor)
        if mine is not None and theirs is not None and mine.id != theirs.id:
            says = f"led by {mine.id}, {gap.after} by {theirs.id}"
            found.append(Penalty(wanted.id, "change_of_clinician", weights.change_of_clinician, says))
    return found


def leader_of(problem: Problem, wanted: Wanted, visit: Placed) -> Resource | None:
    """Who leads a visit: what fills its first need."""
    if not wanted.needs:
        return None
    named = [r for name in visit.resources for r in problem.resources if r.id == name]
    return next((resource for resource in named if wanted.needs[0].takes(resource)), None)


def _stays(problem: Problem, wanted: Wanted, visit: Placed) -> bool:
    booked = wanted.booked
    leader = leader_of(problem, wanted, visit)
    return booked is not None and booked.starts == visit.starts and (leader is None or leader.id in booked.resources)


def _rests(problem: Problem, leader: Resource, span: Span, hours: list[Span]) -> int:
    """How many rests shorter than any visit lie between this span and another booking of the same person."""
    shortest = problem.grid.length(problem.shortest_visit or min(wanted.minutes for wanted in problem.wanted))
    step = timedelta(minutes=problem.grid.minutes)
    stretch = next(((start, end) for start, end in hours if start <= span[0] and span[1] <= end), span)
    found = 0
    for start, direction in ((span[0] - step, -step), (span[1], step)):
        free, place = 0, start
        while (
            stretch[0] <= place and place + step <= stretch[1] and not is_booked(problem, leader, (place, place + step))
        ):
            free, place = free + 1, place + direction
        inside = stretch[0] <= place and place + step <= stretch[1]
        found += inside and 0 < free < shortest
    return found
