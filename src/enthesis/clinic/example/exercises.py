"""The exercises that a therapist agrees with a made-up patient, and what is logged of them at home. Pure."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from enthesis.clinic.example.scene import Scene
from enthesis.pathway import events as e
from enthesis.pathway.course import Course
from enthesis.pathway.home.programmes import Template, template_for

REST, FIRST = 3, 4  # days; the example's therapist decided these, no source states them
LOGGED = timedelta(days=28)  # how far back the example shows what was done at home
_SHARE = 0.6  # of the courses


def agree(scene: Scene, last: date) -> None:
    """Some days after the first injection a therapist agrees exercises with some of the patients."""
    template = template_for(scene.story.region)
    known = any(isinstance(each, e.ProgrammeAgreed) for each in (*scene.events, *(event for _, event in scene.coming)))
    if known or not template.stages or scene.chance("exercises").random() > _SHARE:
        return
    on = last + timedelta(days=2)
    if on <= scene.today:
        scene.coming.append((on, _programme(template, on)))


def _programme(template: Template, on: date) -> e.ProgrammeAgreed:
    stages = tuple(
        e.Stage(
            id=stage.id,
            title=stage.title,
            injection=stage.injection,
            days=stage.days if stage.days is not None else FIRST,
            exercises=tuple(_set(each) for each in stage.exercises),
        )
        for stage in template.stages
    )
    return e.ProgrammeAgreed(id="", happened_on=on, stages=stages, rest_days=REST, template=template.stamp)


def _set(exercise: e.Exercise) -> e.Exercise:
    """An exercise with the figures that the example's therapist gave it."""
    lasts = exercise.id == "walk"
    return replace(
        exercise,
        sets=exercise.sets or (None if lasts else 2),
        repeats=exercise.repeats or (None if lasts else 10),
        seconds=exercise.seconds or (900 if lasts else None),
        days_a_week=exercise.days_a_week or 5,
    )


def log_exercises(scene: Scene, course: Course, day: date) -> None:
    """What was done on a day, where exercises are agreed and the patient keeps count."""
    programme = next((each for each in reversed(scene.events) if isinstance(each, e.ProgrammeAgreed)), None)
    rng = scene.chance(f"exercises {day}")
    if programme is None or day < scene.today - LOGGED or rng.random() > 0.7:
        return
    last = course.injections[-1].happened_on
    if last is not None and (day - last).days <= REST:
        return
    given = len(course.injections)
    stage = [each for each in programme.stages if each.injection <= given][-1]
    done = tuple(each.id for each in stage.exercises if rng.random() < 0.85)
    scene.happens(
        e.ExercisesLogged(
            **scene.base(day), programme=programme.id, stage=stage.id, done=done, pain=Decimal(rng.randint(1, 4))
        )
    )
