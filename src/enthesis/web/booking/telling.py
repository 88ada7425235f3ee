"""A series as a page shows it: each visit with its time, its window, its points and why."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from enthesis.clinic.adjusting import Given, windows
from enthesis.clinic.arranging import Asked
from enthesis.pathway.window import Window, in_words
from enthesis.pictures.series_strip import Strip, series_picture
from enthesis.scheduling.from_course import ToBook
from enthesis.scheduling.points import Penalty, penalties_of
from enthesis.scheduling.problem import Placed, Problem
from enthesis.web.figures import BROADEST, SLIM, Picture, shown
from enthesis.web.words import clock, near, when

NEW, MOVES, STAYS = "new", "moves", "stays"
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_DIFFERS = {"": "Best", "in the mornings": "In the mornings", "in the afternoons": "In the afternoons"}


@dataclass(frozen=True, slots=True)
class Row:
    """One visit of a series."""

    item: str
    title: str
    day: date
    weekday: str
    time: str
    people: str
    window: str  # "": how many days after the visit before it is not stated
    is_outside: bool
    points: int
    reasons: tuple[str, ...]
    state: str
    was: str  # the time that it had, where it moves
    telehealth: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A whole series."""

    says: str
    cost: int
    rows: tuple[Row, ...]
    picture: Picture
    posted: str  # JSON: what a form sends to choose it
    changes: int  # visits that get a time, or another one

    @property
    def first(self) -> Row:
        return self.rows[0]

    @property
    def last(self) -> Row:
        return self.rows[-1]


def tell(asked: Asked, series: Sequence[Placed], *, name: str, differs: str = "", today: date) -> Told:
    """A series in words and as a picture; `name` makes the ids of the picture."""
    problem = asked.problem
    assert problem is not None
    given = {visit.item: visit for visit in series}
    frame, titles = windows(problem, given), titles_of(asked)
    points = penalties_of(problem, series) if len(given) == len(problem.wanted) else []
    rows = [
        _row(visit, given[visit.wanted.id], frame[visit.wanted.id], points, problem, titles, today)
        for visit in asked.visits
        if visit.wanted.id in given
    ]
    return Told(
        says=_DIFFERS.get(differs, differs[:1].upper() + differs[1:]),
        cost=sum(penalty.points for penalty in points),
        rows=tuple(sorted(rows, key=lambda row: (row.day, row.time))),
        picture=strip(asked, given, name=name, today=today),
        posted=json.dumps(
            [
                {"item": one.item, "starts": one.starts.isoformat(timespec="minutes"), "resources": list(one.resources)}
                for one in series
            ]
        ),
        changes=sum(row.state != STAYS for row in rows),
    )


def strip(asked: Asked, given: Given, *, name: str, today: date) -> Picture:
    """The strip of windows with the times in them."""
    problem = asked.problem
    assert problem is not None
    frame, titles = windows(problem, given), titles_of(asked)
    strips = []
    for visit in asked.visits:
        window, placed = frame[visit.wanted.id], given.get(visit.wanted.id)
        booked = next((one.booked for one in problem.wanted if one.id == visit.wanted.id), None)
        if placed is None and window.aim is None:
            continue
        strips.append(
            Strip(
                titles[visit.wanted.id],
                window.opens,
                window.ideal,
                window.closes,
                placed.day if placed else None,
                booked.day if booked and placed and booked.day != placed.day else None,
                is_booked=booked is not None and booked == placed,
            )
        )
    strips.sort(key=lambda one: one.day or one.opens or one.ideal or date.max)
    drawn = [series_picture(f"{name}-{wide}", strips, width=wide, today=today) for wide in (SLIM, BROADEST)]
    return Picture(*map(shown, drawn))


def titles_of(asked: Asked) -> dict[str, str]:
    """What each wanted visit is called."""
    return {visit.wanted.id: title_of(visit) for visit in asked.visits}


def title_of(visit: ToBook) -> str:
    return f"{visit.title} {visit.number}" if visit.number else visit.title


def plain(text: str, titles: Mapping[str, str]) -> str:
    """A sentence of the scheduler with the names of visits and days as one says them."""
    for item in sorted(titles, key=len, reverse=True):
        text = re.sub(rf"(?<![\w-]){re.escape(item)}(?![\w-])", _inner(titles[item]), text)
    text = _DAY.sub(lambda found: in_words(date.fromisoformat(found[0])), text)
    return text[:1].upper() + text[1:]


def _inner(title: str) -> str:
    return title.replace("\\", r"\\")


def _row(
    visit: ToBook,
    placed: Placed,
    window: Window,
    points: Sequence[Penalty],
    problem: Problem,
    titles: Mapping[str, str],
    today: date,
) -> Row:
    zone, mine = problem.grid.zone, [penalty for penalty in points if penalty.item == placed.item]
    booked = next((one.booked for one in problem.wanted if one.id == placed.item), None)
    stays = booked is not None and (booked.starts, booked.resources) == (placed.starts, placed.resources)
    return Row(
        item=placed.item,
        title=title_of(visit),
        day=placed.day,
        weekday=f"{placed.day:%a}",
        time=f"{clock(placed.starts, zone)} to {clock(placed.ends, zone)}",
        people=", ".join(placed.resources),
        window=when(window, today) if window.aim else "any day",
        is_outside=not window.holds(placed.day),
        points=sum(penalty.points for penalty in mine),
        reasons=tuple(f"{plain(penalty.says, titles)} ({penalty.points})" for penalty in mine),
        state=STAYS if stays else MOVES if booked else NEW,
        was=f"{near(booked.day, today)} at {clock(booked.starts, zone)}" if booked and not stays else "",
        telehealth=visit.telehealth,
    )
