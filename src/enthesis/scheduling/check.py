"""Which rule a proposed series breaks, and what it costs: looked at visit by visit, without the solver's tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations

from enthesis.scheduling.problem import Hours, Need, Placed, Problem, Resource, Wanted

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule that a series breaks."""

    code: str
    item: str
    says: str
    resource: str = ""


def check(problem: Problem, series: Sequence[Placed]) -> list[Breach]:
    """Everything that forbids a series; nothing where it may be booked as it is."""
    at = {visit.item: visit for visit in series}
    found = [
        Breach("not-placed", wanted.id, f"{wanted.id} has no time.") for wanted in problem.wanted if wanted.id not in at
    ]
    doubled = sorted({visit.item for visit in series if sum(v.item == visit.item for v in series) > 1})
    found += [Breach("placed-twice", item, f"{item} has two times.") for item in doubled]
    wanted_of = {wanted.id: wanted for wanted in problem.wanted}
    for visit in series:
        wanted = wanted_of[visit.item]
        found += _window(wanted, visit, at)
        found += _time(problem, visit)
        found += _patient(problem, visit)
        found += _resources(problem, wanted, visit)
    found += _between(problem, [visit for visit in series if visit.item not in doubled], wanted_of)
    return found


# -- one visit ------------------------------------------------------------------------------------------------


def _window(wanted: Wanted, visit: Placed, at: dict[str, Placed]) -> Iterator[Breach]:
    if wanted.opens and visit.day < wanted.opens:
        yield Breach("before-window", wanted.id, f"{wanted.id} on {visit.day} is before {wanted.opens}.")
    if wanted.closes and visit.day > wanted.closes:
        yield Breach("after-window", wanted.id, f"{wanted.id} on {visit.day} is after {wanted.closes}.")
    for gap in wanted.after:
        anchor = at.get(gap.after)
        if anchor is None:
            continue
        days = (visit.day - anchor.day).days
        if days < gap.opens:
            yield Breach(
                "too-soon", wanted.id, f"{wanted.id} is {days} days after {gap.after}; {gap.opens} is the least."
            )
        if gap.closes is not None and days > gap.closes:
            yield Breach(
                "too-late", wanted.id, f"{wanted.id} is {days} days after {gap.after}; {gap.closes} is the most."
            )
        if days == 0 and visit.starts < anchor.ends:
            yield Breach("before-anchor", wanted.id, f"{wanted.id} begins before {gap.after} is over.")


def _time(problem: Problem, visit: Placed) -> Iterator[Breach]:
    grid = problem.grid
    if not grid.first <= visit.day <= grid.last:
        yield Breach("outside", visit.item, f"{visit.item} on {visit.day} is outside of {grid.first} to {grid.last}.")
    if visit.starts.timestamp() % (grid.minutes * 60):
        yield Breach("off-grid", visit.item, f"{visit.item} does not begin on a step of {grid.minutes} minutes.")
    if problem.now is not None and visit.starts < problem.now:
        yield Breach("past", visit.item, f"{visit.item} begins before now.")


def _patient(problem: Problem, visit: Placed) -> Iterator[Breach]:
    patient = problem.patient
    if any(away.first <= visit.day <= away.last for away in patient.away):
        yield Breach("patient-away", visit.item, f"The patient is away on {visit.day}.")
    if any(_overlap((visit.starts, visit.ends), busy) for busy in patient.busy):
        yield Breach("patient-busy", visit.item, f"The patient is busy during {visit.item}.")
    near = [day for day in patient.visit_days if abs((day - visit.day).days) < problem.one_visit_per_days]
    if near:
        yield Breach("too-near", visit.item, f"{visit.item} is too near another visit, on {min(near)}.")
    if patient.only and not wished(problem, visit):
        yield Breach("not-wished", visit.item, f"The patient cannot come at the time of {visit.item}.")


def _resources(problem: Problem, wanted: Wanted, visit: Placed) -> Iterator[Breach]:
    known = {resource.id: resource for resource in problem.resources}
    named = [known[name] for name in visit.resources if name in known]
    for name in visit.resources:
        if name not in known:
            yield Breach("no-such-resource", wanted.id, f'No resource is called "{name}".', name)
    if len(set(visit.resources)) < len(visit.resources):
        yield Breach("taken-twice", wanted.id, f"{wanted.id} takes the same resource twice.")
    unmet = _unmet(wanted.needs, named)
    for need in unmet:
        skills = f" with {', '.join(sorted(need.skills))}" if need.skills else ""
        yield Breach("need-unmet", wanted.id, f"{wanted.id} has no {need.kind}{skills} that will do.")
    sites = {resource.site for resource in named if resource.site}
    if len(sites) > 1:
        yield Breach("two-sites", wanted.id, f"{wanted.id} is at {' and '.join(sorted(sites))} at once.")
    span = occupied(problem, wanted, visit)
    for resource in named:
        if not any(start <= span[0] and span[1] <= end for start, end in opening(problem, resource, visit.day)):
            yield Breach("closed", wanted.id, f"{resource.id} does not work during all of {wanted.id}.", resource.id)
        if is_booked(problem, resource, span):
            yield Breach("booked", wanted.id, f"{resource.id} is booked during {wanted.id}.", resource.id)


def _unmet(needs: Sequence[Need], named: Sequence[Resource]) -> list[Need]:
    """The needs that are left when each takes a resource of its own, as many as can."""
    if not needs:
        return []
    best = [needs[0], *_unmet(needs[1:], named)]
    for number, resource in enumerate(named):
        if needs[0].takes(resource):
            left = _unmet(needs[1:], [*named[:number], *named[number + 1 :]])
            best = min(best, left, key=len)
    return best


# -- between visits -------------------------------------------------------------------------------------------


def _between(problem: Problem, series: Sequence[Placed], wanted_of: dict[str, Wanted]) -> Iterator[Breach]:
    for one, other in combinations(sorted(series, key=lambda visit: visit.starts), 2):
        days = (other.day - one.day).days
        together = frozenset((one.item, other.item)) in problem.same_day and days == 0
        if days < problem.one_visit_per_days and not together:
            says = f"{one.item} and {other.item} are {days} days apart; {problem.one_visit_per_days} is the least."
            yield Breach("too-near", other.item, says)
        elif together and other.starts < one.ends:
            yield Breach("patient-busy", other.item, f"{other.item} begins before {one.item} is over.")
        shared = set(one.resources) & set(other.resources)
        if shared and _overlap(*(occupied(problem, wanted_of[visit.item], visit) for visit in (one, other))):
            says = f"{', '.join(sorted(shared))} cannot be in {one.item} and {other.item} at once."
            yield Breach("taken-twice", other.item, says)


# -- times --------------------------------------------------------------------------------------------------


def occupied(problem: Problem, wanted: Wanted, visit: Placed) -> Span:
    """When the resources of a visit are taken: with its buffers, each rounded up to whole steps of the grid."""
    grid = problem.grid

    def steps(minutes: int) -> timedelta:
        return timedelta(minutes=grid.length(minutes) * grid.minutes)

    starts = visit.starts - steps(wanted.buffer_before)
    return starts, visit.starts + steps(wanted.minutes) + steps(wanted.buffer_after)


def opening(problem: Problem, resource: Resource, day: date) -> list[Span]:
    """When a resource works on a day."""
    if day in problem.holidays:
        return []
    return spans(problem, day, resource.exceptions.get(day, resource.hours[day.weekday()]))


def spans(problem: Problem, day: date, hours: Hours) -> list[Span]:
    """Times of a clock on a day as instants; times that touch are one."""
    found: list[Span] = []
    for start, end in sorted(hours):
        last = day + timedelta(days=1) if end == time(0) else day
        begin, finish = _instant(problem, day, start), _instant(problem, last, end)
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], finish))
        else:
            found.append((begin, finish))
    return found


def is_booked(problem: Problem, resource: Resource, span: Span) -> bool:
    if any(_overlap(span, busy) for busy in resource.busy):
        return True
    if resource.spans is None:
        return False
    size = problem.grid.minutes * 60
    first, last = span[0].timestamp() // size, -(-span[1].timestamp() // size)
    return bool(((resource.spans[:, 0] < last) & (resource.spans[:, 1] > first)).any())


def wished(problem: Problem, visit: Placed) -> bool:
    """Whether a visit is on a weekday and at a time that the patient wished for."""
    return wished_day(problem, visit) and wished_time(problem, visit)


def wished_day(problem: Problem, visit: Placed) -> bool:
    weekdays = problem.patient.weekdays
    return not weekdays or visit.day.weekday() in weekdays


def wished_time(problem: Problem, visit: Placed) -> bool:
    times = problem.patient.times
    return not times or any(a <= visit.starts and visit.ends <= b for a, b in spans(problem, visit.day, times))


def _instant(problem: Problem, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, problem.grid.zone).astimezone(UTC)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
