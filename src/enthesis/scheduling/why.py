"""Why there is no complete series: which gap cannot be met, between which days, because of whom; and what would help.

A relaxation is the problem with one rule loosened. Each is solved again, exactly: the fewest days by which a window has
to grow, or the fewest visits for which the patient, a person, a room or a device would have to be asked.
"""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, time

import numpy as np

from enthesis.scheduling.problem import Gap, Need, Patient, Penalties, Problem, Resource, Wanted
from enthesis.scheduling.series import Solver
from enthesis.scheduling.slots import NEVER, Points, Slots

FREE_OF_CHARGE = Penalties(**dict.fromkeys(Penalties.__slots__, 0))
WIDEST = 42  # days by which a window is looked at wider
ALL_DAY = ((time(0), time(0)),)


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One change that makes a complete series possible, and how much it asks of whom."""

    code: str  # window-later | window-earlier | patient | another-clinician | more-<kind>
    says: str
    people: int  # of whom it asks something
    days: int  # a window grows by, or on which they are asked
    item: str = ""


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The first visit that cannot be placed after all those before it could."""

    item: str
    after: str  # the visit that it is counted from; "" where it has a window of its own
    first: date | None  # the days between which it would have to be
    last: date | None
    because: tuple[str, ...]  # kinds of resource, or "patient", whose times alone stand in the way; or "window"
    says: str
    relaxations: tuple[Relaxation, ...]


def why_not(problem: Problem) -> WhyNot | None:
    """None where there is a complete series."""
    if Solver(problem).spots() is not None:
        return None
    order = Solver(problem).tree.order
    low, high = 1, len(order)  # so many of the visits, in order, are too many: halved until it is the first that is
    while low < high:
        middle = (low + high) // 2
        if Solver(_part(problem, order[:middle])).spots() is None:
            high = middle
        else:
            low = middle + 1
    culprit = order[low - 1]
    part = _part(problem, order[:low])
    wanted = problem.wanted[culprit]
    first, last = _between(problem, order[: low - 1], wanted)
    found = sorted(_relaxations(problem, wanted), key=lambda relaxation: (relaxation.people, relaxation.days))
    because = tuple(dict.fromkeys(_blamed(part, wanted))) or ("window",)
    return WhyNot(
        item=wanted.id,
        after=wanted.after[0].after if wanted.after else "",
        first=first,
        last=last,
        because=because,
        says=_says(wanted, first, last, because),
        relaxations=tuple(found),
    )


def _part(problem: Problem, items: tuple[int, ...]) -> Problem:
    """The problem with only some of its visits; they stand with those that they are counted from."""
    names = {problem.wanted[item].id for item in items}
    kept = tuple(
        replace(wanted, after=tuple(gap for gap in wanted.after if gap.after in names))
        for wanted in problem.wanted
        if wanted.id in names
    )
    return replace(problem, wanted=kept, shortest_visit=problem.shortest_visit or _shortest(problem))


def _shortest(problem: Problem) -> int:
    return min(wanted.minutes for wanted in problem.wanted)


def _between(problem: Problem, before: tuple[int, ...], wanted: Wanted) -> tuple[date | None, date | None]:
    """The days between which a visit would have to be, given those before it."""
    grid = problem.grid
    first, last = wanted.opens or grid.first, wanted.closes or grid.last
    if wanted.after:
        solver = Solver(_part(problem, before))
        gap = wanted.after[0]
        anchor = next(n for n, other in enumerate(solver.problem.wanted) if other.id == gap.after)
        days = solver.reachable(anchor)
        if not days.size:
            return None, None
        first = max(first, grid.on(int(days[0]) + gap.opens))
        if gap.closes is not None:
            last = min(last, grid.on(int(days[-1]) + gap.closes))
    return first, last


# -- because of whom -------------------------------------------------------------------------------------------


def _blamed(part: Problem, wanted: Wanted) -> Iterator[str]:
    """Whose times alone stand in the way of the visit: without them it could be placed."""
    for number, need in enumerate(wanted.needs):
        needs = wanted.needs[:number] + wanted.needs[number + 1 :]
        if Solver(_with(part, replace(wanted, needs=needs))).spots() is not None:
            yield need.kind
    if part.patient != Patient() and Solver(replace(part, patient=_anytime(part.patient))).spots() is not None:
        yield "patient"


def _with(problem: Problem, changed: Wanted) -> Problem:
    return replace(problem, wanted=tuple(changed if w.id == changed.id else w for w in problem.wanted))


def _anytime(patient: Patient) -> Patient:
    return replace(patient, away=(), busy=(), visit_days=frozenset(), only=False)


# -- what would help -------------------------------------------------------------------------------------------


def _relaxations(problem: Problem, culprit: Wanted) -> Iterator[Relaxation]:
    yield from _windows(problem, culprit)
    yield from _of_patient(problem)
    yield from _other_people(problem)
    for need in dict.fromkeys(need for wanted in problem.wanted for need in wanted.needs):
        yield from _more(problem, need)


def _windows(problem: Problem, culprit: Wanted) -> Iterator[Relaxation]:
    """The windows of the visit and of those that it hangs on, each wider by the fewest days."""
    by_id = {wanted.id: wanted for wanted in problem.wanted}
    path = [culprit]
    while path[-1].after:
        path.append(by_id[path[-1].after[0].after])
    for wanted in path:
        for code, widen in (("window-later", _later), ("window-earlier", _earlier)):
            days = _fewest(problem, wanted, widen)
            if days:
                side = "closes" if code == "window-later" else "opens"
                way = "later" if code == "window-later" else "earlier"
                says = f"If {wanted.id} {side} {days} day{'' if days == 1 else 's'} {way}."
                yield Relaxation(code, says, 1, days, wanted.id)


def _later(wanted: Wanted, days: int) -> Wanted | None:
    if wanted.after and wanted.after[0].closes is not None:
        gap = wanted.after[0]
        return replace(wanted, after=(replace(gap, closes=(gap.closes or 0) + days), *wanted.after[1:]))
    if wanted.closes is not None and wanted.closes.toordinal() + days <= date.max.toordinal():
        return replace(wanted, closes=date.fromordinal(wanted.closes.toordinal() + days))
    return None


def _earlier(wanted: Wanted, days: int) -> Wanted | None:
    if wanted.after:
        gap: Gap = wanted.after[0]
        if gap.opens < days:
            return None
        return replace(wanted, after=(replace(gap, opens=gap.opens - days), *wanted.after[1:]))
    if wanted.opens is not None and wanted.opens.toordinal() > days:
        return replace(wanted, opens=date.fromordinal(wanted.opens.toordinal() - days))
    return None


def _fewest(problem: Problem, wanted: Wanted, widen: Callable[[Wanted, int], Wanted | None]) -> int:
    """The fewest days by which a window has to grow; 0 where that does not help, or not within `WIDEST` days."""

    def helps(days: int) -> bool:
        wider = widen(wanted, days)
        return wider is not None and Solver(_with(problem, wider), like=solver).spots() is not None

    solver = Solver(problem)
    most = next((days for days in range(WIDEST, 0, -1) if widen(wanted, days) is not None), 0)
    if not most or not helps(most):
        return 0
    low, high = 1, most
    while low < high:
        middle = (low + high) // 2
        if helps(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _of_patient(problem: Problem) -> Iterator[Relaxation]:
    patient = problem.patient
    if not (patient.away or patient.busy or patient.visit_days or patient.only):
        return
    days = _asked(problem, replace(problem, patient=_anytime(patient)))
    if days:
        says = f"If the patient could come on {days} day{'' if days == 1 else 's'} or at times that were ruled out."
        yield Relaxation("patient", says, 1, days)


def _other_people(problem: Problem) -> Iterator[Relaxation]:
    """Visits that may be led by few may be led by whoever has the skills."""
    anyone = tuple(
        replace(wanted, needs=tuple(replace(need, among=frozenset()) for need in wanted.needs))
        for wanted in problem.wanted
    )
    if anyone != problem.wanted:
        days = _asked(problem, replace(problem, wanted=anyone))
        if days:
            says = f"If another one of the same skills took {days} visit{'' if days == 1 else 's'}."
            yield Relaxation("another-clinician", says, 2, days)


def _more(problem: Problem, need: Need) -> Iterator[Relaxation]:
    """One more of a kind, there at all hours that the clinic is open."""
    hours = tuple(tuple(sorted({span for r in problem.resources for span in r.hours[day]})) for day in range(7))
    name = f"one more {need.kind}"
    skills = frozenset().union(*(n.skills for w in problem.wanted for n in w.needs if n.kind == need.kind))
    extra = Resource(name, need.kind, skills, "", hours)
    wanted = tuple(
        replace(w, needs=tuple(replace(n, among=n.among | {name} if n.among else n.among) for n in w.needs))
        for w in problem.wanted
    )
    days = _asked(problem, replace(problem, resources=(*problem.resources, extra), wanted=wanted))
    if days:
        says = f"If there were one more {need.kind} on {days} day{'' if days == 1 else 's'}."
        yield Relaxation(f"more-{need.kind}", says, 1, days)


def _asked(strict: Problem, loose: Problem) -> int:
    """For how many visits at least the looser rule is needed; 0 where even that does not help."""
    have, would = Solver(replace(strict, penalties=FREE_OF_CHARGE)), Solver(replace(loose, penalties=FREE_OF_CHARGE))
    done: dict[int, Slots] = {}
    for mine, theirs in zip(have.slots, would.slots, strict=True):
        if id(theirs) not in done:
            done[id(theirs)] = _charged(mine, theirs, have.times.low - would.times.low)
    would.slots = [done[id(slots)] for slots in would.slots]
    found = would.spots()
    return would.cost(found[0]) if found else 0


def _charged(mine: Slots, theirs: Slots, shift: int) -> Slots:
    """The looser slots, at one point each where the stricter ones have none."""
    charged = copy(theirs)
    charged.points = np.where(theirs.points < NEVER, 1, NEVER)
    rows = {leader.id if leader else "": row for row, leader in enumerate(mine.leaders)}
    for row, leader in enumerate(theirs.leaders):
        mine_row = rows.get(leader.id if leader else "")
        if mine_row is not None:
            here = _aligned(mine.points[mine_row], shift, theirs.points.shape[2])
            charged.points[row] = np.where(here < NEVER, 0, charged.points[row])
    charged.best = charged.points.min(axis=2, initial=NEVER)
    return charged


def _aligned(points: Points, shift: int, width: int) -> Points:
    """The same table with its steps moved by `shift`, and another width."""
    found = np.full((points.shape[0], width), NEVER, dtype=np.int64)
    start, end = max(0, -shift), min(points.shape[1], width - shift)
    if end > start:
        found[:, start + shift : end + shift] = points[:, start:end]
    return found


def _says(wanted: Wanted, first: date | None, last: date | None, because: tuple[str, ...]) -> str:
    after = f", counted from {wanted.after[0].after}" if wanted.after else ""
    if first is None or last is None or first > last:
        return f"{wanted.id} has no day at all{after}: its window lies outside of what the visits before it leave."
    whom = {"patient": "the patient's times", "window": "the times of all together"}
    blamed = " or ".join(whom.get(one, f"the {one}'s times") for one in because)
    return f"{wanted.id} finds no time from {first} to {last}{after}, because of {blamed}."
