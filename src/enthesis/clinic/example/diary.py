"""What a made-up patient does at home: the diary, with days that are filled in late, and the exercises. Pure."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from enthesis.clinic.example.exercises import agree, log_exercises
from enthesis.clinic.example.scene import LOOK_AHEAD, Scene
from enthesis.pathway import events as e
from enthesis.pathway.agenda import agenda
from enthesis.pathway.course import Course
from enthesis.pathway.protocol.model import Kind

AFTER = 21  # days for which somebody goes on writing whom nobody asks
_FLARE = {1: 2.0, 2: 1.5, 3: 0.7}  # days after an injection: by how much it hurts more
_LATE, _AT_NOON = 0.07, 0.2  # shares of the entries
_SET_A_GOAL = 0.7  # share of those who write a diary


def write_days(scene: Scene, course: Course, until: date) -> None:
    """The days since the last entry that this patient has written down, for as long as a diary is asked for."""
    if not course.injections:
        scene.comes(until)
        return
    last = course.injections[-1].happened_on
    asked = any(item.kind == Kind.DIARY for item in agenda(scene.protocol, course, scene.zone))
    if last is None:
        return
    agree(scene, last)
    day = max(scene.written_until or last, last)
    end = min(until, scene.today, day + timedelta(days=LOOK_AHEAD) if asked else last + timedelta(days=AFTER))
    while day < end:
        day += timedelta(days=1)
        scene.comes(day)
        if scene.rng.random() < scene.story.writes:
            pain = scene.level(len(course.injections)) + _FLARE.get((day - last).days, 0.0) + scene.rng.gauss(0, 0.6)
            _write(scene, day, pain)
        log_exercises(scene, course, day)
    scene.written_until = day
    scene.comes(until)


def _write(scene: Scene, day: date, pain: float) -> None:
    rng = scene.chance(f"diary {day}")
    entry = e.DiaryEntered(
        **scene.base(day),
        pain=_figure(pain),
        function=_figure(pain - 1),
        worst=_figure(pain + rng.choice((1, 2, 2))),
        sleep=_figure(9 - pain * 0.7 + rng.gauss(0, 1)),
    )
    is_first = not any(isinstance(event, e.DiaryEntered) for event in scene.events)
    if is_first:
        entry = replace(entry, target=scene.story.target)
    if rng.random() < _LATE and day < scene.today - timedelta(days=2) and not scene.late:
        scene.late.append(entry)  # written down with the next one
        return
    if rng.random() < _AT_NOON and day < scene.today:
        _at_noon(scene, day, pain, rng)
    scene.happens(entry)
    evening = scene.recorded[-1]
    for missed in scene.late:
        scene.written(missed, evening + timedelta(minutes=3))
    scene.late.clear()
    if is_first and scene.chance("goal").random() < _SET_A_GOAL:
        scene.written(e.GoalSet(**scene.base(day), pain=Decimal(max(1, scene.story.pain - 4))), scene.recorded[-1])


def _at_noon(scene: Scene, day: date, pain: float, rng: Random) -> None:
    """Three taps in the middle of a day."""
    at = datetime.combine(day, time(12, rng.randrange(60)), scene.zone).astimezone(UTC)
    now = _figure(pain + rng.choice((-1, 0, 1)))
    scene.written(e.DiaryEntered(**scene.base(day), now=now, worst=max(now, _figure(pain)), at=at), at)


def _figure(value: float) -> Decimal:
    return Decimal(round(min(10.0, max(0.0, value))))
