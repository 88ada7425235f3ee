"""Courses as the growth model takes them, from a registry folder. The only place of the room that knows its tables."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from enthesis.outcomes.growth.basis import Array
from enthesis.outcomes.growth.shapes import (
    BY_OTHER,
    BY_RESPONSE,
    BY_UNKNOWN,
    DAYS,
    GOING_ON,
    History,
    Reading,
)
from enthesis.outcomes.growth.stack import Whole

if TYPE_CHECKING:
    from enthesis.outcomes.registry import Registry

_PAIN = "nrs_pain"
_STOP = "stop"
_COMPLETED = "completed"
_NO_RESPONSE = "no_response"
_BEFORE = -1  # the week of everything before the first injection


def histories(registry: "Registry", clinic: int | None = None) -> list[History]:
    """Every course with a first injection and a pain; of one clinic, or of all. Patients are pooled by region.

    Where a course has answers for two sides, the side with more answers is taken: two sides of one person are not two
    courses. Pains are from the diary and from single answers.
    """
    courses = _rows(registry, "courses", clinic)
    sessions = _rows(registry, "sessions", clinic)
    begun = {
        course: (first - _DAY_ONE).days
        for course, first in zip(courses["course"], courses["first_injected"], strict=True)
        if first is not None
    }
    given: dict[int, list[float]] = {}
    for course, day in zip(sessions["course"], sessions["given"], strict=True):
        if day is not None and course in begun:
            given.setdefault(course, []).append(((day - _DAY_ONE).days - begun[course]) / DAYS)
    readings = _readings(registry, clinic, begun)
    found = []
    for place, course in enumerate(courses["course"]):
        if course in readings:
            own = {name: column[place] for name, column in courses.items()}
            weeks = tuple(sorted(given.get(course, [0.0])))
            found.append(History(str(course), str(own["region"]), readings[course], weeks, why_stopped(own)))
    return found


def why_stopped(course: Mapping[str, Any]) -> str:
    """Why no session followed the last one, as far as the registry says. What may have been the pain is not "other"."""
    if course["gate"] == _STOP or course["stopped_on"] is not None or course["stop_advised"]:
        return BY_RESPONSE
    if course["status"] != "closed":
        return GOING_ON
    if course["closed_because"] == _NO_RESPONSE:
        return BY_RESPONSE
    as_planned = course["planned"] is not None and course["treated"] >= course["planned"]
    return BY_OTHER if course["closed_because"] == _COMPLETED and as_planned else BY_UNKNOWN


_DAY_ONE = np.datetime64("1970-01-01").astype(object)
_COURSES = (
    *("course", "region", "first_injected", "gate", "stopped_on", "stop_advised"),
    *("status", "closed_because", "planned", "treated"),
)
_COLUMNS = {"courses": _COURSES, "sessions": ("course", "given")}


def _rows(registry: "Registry", name: str, clinic: int | None) -> dict[str, list[Any]]:
    table = registry.table(name)
    if clinic is not None:
        table = table.filter(table.clinic == clinic)
    return dict(table.select(*_COLUMNS[name]).order_by(*_COLUMNS[name][:1]).to_pyarrow().to_pydict())


def _readings(registry: "Registry", clinic: int | None, begun: Mapping[int, int]) -> dict[int, tuple[Reading, ...]]:
    diary, scores = registry.table("diary"), registry.table("scores")
    scores = scores.filter(scores.instrument == _PAIN)
    if clinic is not None:
        diary, scores = diary.filter(diary.clinic == clinic), scores.filter(scores.clinic == clinic)
    parts = [
        diary.filter(diary.pain.notnull()).select(
            course=diary.course, side=diary.side.fill_null(""), day=diary.day.cast("date"), pain=diary.pain
        ),
        scores.filter(scores.value.notnull() & scores.taken.notnull()).select(
            course=scores.course, side=scores.side.fill_null(""), day=scores.taken.cast("date"), pain=scores.value
        ),
    ]
    tables = [part.to_pyarrow() for part in parts]
    course = np.concatenate([table["course"].to_numpy() for table in tables]).astype(np.int64)
    side = np.concatenate([np.asarray(table["side"].to_pylist(), dtype=str) for table in tables])
    day = np.concatenate([table["day"].to_numpy().astype("datetime64[D]").astype(np.int64) for table in tables])
    pain = np.concatenate([table["pain"].to_numpy() for table in tables]).astype(float)
    order = sorted(begun)
    known = np.isin(course, order)
    first = np.array([begun[each] for each in order], dtype=np.int64)
    place = np.searchsorted(order, course[known]) if order else np.zeros(0, dtype=np.intp)
    offset = (day[known] - first[place]).astype(float) if order else np.zeros(0)
    return {int(order[each]): told for each, told in _weekly(place, side[known], offset, pain[known]).items()}


def _weekly(course: Whole, side: Any, day: Array, pain: Array) -> dict[int, tuple[Reading, ...]]:
    """What `shapes.weekly` does, for many courses at once: one reading a week, of the side with most answers."""
    names, sided = np.unique(side, return_inverse=True) if len(side) else (np.zeros(0), np.zeros(0, dtype=np.intp))
    if not len(names):
        return {}
    counts = np.zeros((int(course.max()) + 1, len(names)), dtype=np.int64)
    np.add.at(counts, (course, sided), 1)
    kept = sided == counts.argmax(axis=1)[course]
    course, day, pain = course[kept], day[kept], pain[kept]
    kept = ~_too_early(course, day)
    course, day, pain = course[kept], day[kept], pain[kept]
    week = np.where(day <= 0, _BEFORE, (day - 1) // DAYS).astype(np.int64)
    keys, which = np.unique(np.stack([course, week], axis=1), axis=0, return_inverse=True)
    which = which.ravel()
    number = np.bincount(which)
    at = np.where(keys[:, 1] == _BEFORE, 0.0, np.bincount(which, day) / number / DAYS)
    mean = np.bincount(which, pain) / number
    found: dict[int, list[Reading]] = {}
    for (own, _), when, value in zip(keys.tolist(), at.tolist(), mean.tolist(), strict=True):
        found.setdefault(own, []).append(Reading(when, value))
    return {own: tuple(told) for own, told in found.items()}


def _too_early(course: Whole, day: Array) -> Any:
    """Days before the seven that count as "before treatment"; where none of those has one, the last answer counts."""
    latest = np.full(int(course.max()) + 1, -np.inf)
    before = day <= 0
    np.maximum.at(latest, course[before], day[before])
    edge = np.where(latest >= -DAYS, -DAYS, latest)
    return before & (day < edge[course])


def conditions_of(found: Sequence[History]) -> Mapping[str, int]:
    """How many courses there are of each condition."""
    counts: dict[str, int] = {}
    for history in found:
        counts[history.condition] = counts.get(history.condition, 0) + 1
    return counts
