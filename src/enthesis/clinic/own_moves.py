"""Another time for a visit that is booked: while all others stay, or with those that have to follow."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import numpy as np

from enthesis.clinic.booking import problem_of
from enthesis.clinic.opening import Seen
from enthesis.clinic.own_visits import BY_ITSELF, Asked, days, free, needs
from enthesis.clinic.wishes import Wishes
from enthesis.scheduling.from_course import ToBook
from enthesis.scheduling.keeping import around
from enthesis.scheduling.problem import Penalties, Placed, Problem
from enthesis.scheduling.series import Solver, Spot
from enthesis.scheduling.slots import NEVER

MOST_DAYS, TIMES_A_DAY = 6, 3  # of other times that are shown
APART = 180  # minutes between two of them
NOT_WITHIN = 30  # minutes of the present time: that would be no other time


def alone(seen: Seen, visit: str, wishes: Wishes, *, now: datetime) -> Asked | None:
    """Another time for one booked visit while every other one stays. None: it is not one that the course asks for."""
    there = needs(seen, wishes)
    target = there.of(visit)
    if target is None:
        return None
    (one,) = around(there.booked, days(seen, there.booked, {target.wanted.id}))
    today = now.astimezone(seen.zone).date()
    return Asked((one,), same_leader(problem_of(seen, [one], wishes.patient(today), now, BY_ITSELF)))


def other_times(asked: Asked) -> dict[date, tuple[Placed, ...]]:
    """The free times of the one visit that is asked for: some times on each of the best days."""
    solver = Solver(asked.problem)
    grid, present = solver.times.grid, solver.problem.wanted[0].booked
    points = np.minimum(solver.slots[0].points.min(axis=0, initial=NEVER) + solver.day_points[0][:, None], NEVER)
    booked = solver.booked(0)
    if booked is not None:
        near = grid.length(NOT_WITHIN) - 1
        points[booked.day, max(0, booked.step - near) : booked.step + near + 1] = NEVER
    best = points.min(axis=1, initial=NEVER)
    order = sorted(
        (int(day) for day in np.flatnonzero(best < NEVER)),
        key=lambda day: (int(best[day]), abs((grid.on(day) - present.day).days) if present else day),
    )
    return {grid.on(day): tuple(_times(solver, day, points[day])) for day in sorted(order[:MOST_DAYS])}


def rest_moved(seen: Seen, visit: str, wishes: Wishes, *, now: datetime) -> Asked | None:
    """Another day for a booked visit, where the booked ones that are later may move with it. None: as above."""
    there = needs(seen, wishes)
    target = there.of(visit)
    if target is None:
        return None
    again = {each.booking.visit for each in there.booked if each.booking and _starts(each) >= _starts(target)}
    visits = free(seen, replace(there, wanting=()), again)
    today = now.astimezone(seen.zone).date()
    problem = problem_of(seen, visits, wishes.patient(today), now, Penalties(move_confirmed=Penalties().move))
    midnight = datetime.combine(_starts(target).astimezone(seen.zone), time(0), seen.zone)
    whole_day = (midnight, midnight + timedelta(days=1))  # other times of that day need nothing else to move
    patient = replace(problem.patient, busy=(*problem.patient.busy, whole_day))
    return Asked(tuple(visits), same_leader(replace(problem, patient=patient)))


def at(problem: Problem, starts: datetime) -> Placed | None:
    """The one visit of a problem at a time, with whoever is free then; None where it cannot be."""
    solver = Solver(problem)
    day, step = solver.times.grid.place(starts)
    points, place = solver.slots[0].points, step - solver.times.low
    if not (0 <= day < solver.times.grid.days and 0 <= place < solver.times.width):
        return None
    if solver.times.grid.instant(day, step) != starts or solver.day_points[0][day] >= NEVER:
        return None
    leader = int(points[:, day, place].argmin())
    return solver.placed((Spot(day, place, leader),))[0] if points[leader, day, place] < NEVER else None


def same_leader(problem: Problem) -> Problem:
    """Who leads the visits as they are booked is preferred to others, by as much as a wish is worth."""
    leads = [
        resource.id
        for wanted in problem.wanted
        if wanted.booked and wanted.needs
        for resource in problem.resources
        if resource.id in wanted.booked.resources and wanted.needs[0].takes(resource)
    ]
    if not leads or problem.patient.clinician:
        return problem
    return replace(problem, patient=replace(problem.patient, clinician=max(set(leads), key=leads.count)))


# -- small things ----------------------------------------------------------------------------------------------


def _starts(visit: ToBook) -> datetime:
    assert visit.booking is not None
    return visit.booking.starts


def _times(solver: Solver, day: int, points: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> Iterator[Placed]:
    """Some times of a day: the cheapest one, and others that lie far from it and each other, in order of time."""
    open_steps = [int(step) for step in np.flatnonzero(points < NEVER)]
    chosen = [min(open_steps, key=lambda step: (int(points[step]), _off_the_half_hour(solver, day, step), step))]
    apart = solver.times.grid.length(APART)
    while len(chosen) < TIMES_A_DAY:
        far = [step for step in open_steps if all(abs(step - other) >= apart for other in chosen)]
        if not far:
            break
        chosen.append(min(far, key=lambda step: (int(points[step]), _off_the_half_hour(solver, day, step), step)))
    for step in sorted(chosen):
        leader = int(solver.slots[0].points[:, day, step].argmin())
        yield from solver.placed((Spot(day, step, leader),))


def _off_the_half_hour(solver: Solver, day: int, step: int) -> int:
    """How far a start is from a full or half hour, in minutes: people remember those."""
    return solver.times.grid.instant(day, step + solver.times.low).minute % 30
