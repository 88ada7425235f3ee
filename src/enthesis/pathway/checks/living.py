"""What speaks against recording what a patient does at home, and what the therapist agreed with them."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from enthesis.pathway import events as e
from enthesis.pathway.checks.case import Case, refuse, warn
from enthesis.pathway.diary import MOST_A_DAY
from enthesis.pathway.finding import Finding
from enthesis.pathway.goals import told_last
from enthesis.pathway.window import in_words

# not a limit: the end of the 0 to 10 scale itself
END_OF_SCALE = Decimal(10)
MOST_STAGES, MOST_EXERCISES = 20, 30  # what a page can hold
# not a limit: what tells a figure from a slip of the finger
_WHOLE = (("sets", 1, 50), ("repeats", 1, 500), ("seconds", 1, 3600), ("days_a_week", 1, 7))


def check_diary(case: Case, event: e.DiaryEntered) -> Iterator[Finding]:
    """Figures on their scale, a moment on its own day, and not more entries a day than a person makes."""
    for name in ("pain", "function", "now", "worst", "sleep"):
        yield from _on_scale(name, getattr(event, name))
    then, day = event.now, event.happened_on
    if event.worst is not None and then is not None and event.worst < then:
        yield refuse(
            "worst-below-now",
            f"The worst of the day is {event.worst} and the pain at the moment {then}.",
            "The worst so far is at least as bad as now. Correct one of the two.",
            "worst",
        )
    if event.at is not None and day != event.at.astimezone(case.zone).date():
        yield refuse(
            "another-day",
            f"The entry is about {in_words(event.at.astimezone(case.zone).date())},"
            f" and is put on {in_words(day) if day else 'no day'}.",
            "Put it on the day of its moment, or leave the moment out.",
            "happened_on",
        )
    if day and not event.replaces:
        same = sum(entry.on == day and entry.side == event.side for entry in case.course.diary)
        if same >= MOST_A_DAY:
            yield refuse(
                "too-many-entries",
                f"The diary of {in_words(day)} has {same} entries already.",
                "Correct one of them instead.",
                "happened_on",
            )


def check_goal(case: Case, event: e.GoalSet) -> Iterator[Finding]:
    """A goal is on the scale; one that is reached already is said to be."""
    yield from _on_scale("pain", event.pain)
    told = told_last(case.course, event.happened_on)
    if told is not None and told.pain <= event.pain:
        goal = f"a goal of {event.pain} or less is reached already. Ask whether that is meant."
        yield warn("goal-reached-already", f"On {in_words(told.on)} the pain was {told.figure}: {goal}")


def check_programme(case: Case, event: e.ProgrammeAgreed) -> Iterator[Finding]:
    """A programme has stages in the order of its injections, and exercises that a log can name."""
    if not 1 <= len(event.stages) <= MOST_STAGES:
        yield refuse(
            "programme-not-in-order",
            f"A programme of {len(event.stages)} stages.",
            f"Give 1 to {MOST_STAGES}.",
            "stages",
        )
    for name, times in Counter(stage.id for stage in event.stages).items():
        if times > 1 or not name.strip():
            yield refuse(
                "programme-not-in-order", f'Stage "{name}" is there {times} times.', "Name each once.", "stages"
            )
    order = [(stage.injection, stage.days) for stage in event.stages]
    if order != sorted(order):
        yield refuse(
            "programme-not-in-order",
            "A later stage begins before an earlier one.",
            "Put the stages in the order of their injections and days.",
            "stages",
        )
    for stage in event.stages:
        yield from _check_stage(stage)


def _check_stage(stage: e.Stage) -> Iterator[Finding]:
    if len(stage.exercises) > MOST_EXERCISES:
        says = f'Stage "{stage.title:.80}" has {len(stage.exercises)} exercises.'
        yield refuse("programme-not-in-order", says, f"Give {MOST_EXERCISES} at most.", "stages")
    for name, times in Counter(each.id for each in stage.exercises).items():
        if times > 1 or not name.strip():
            says = f'Exercise "{name:.80}" is there {times} times in "{stage.title:.80}".'
            yield refuse("programme-not-in-order", says, "Name each once.", "stages")
    for each in stage.exercises:
        if not each.name.strip():
            yield refuse("programme-not-in-order", "An exercise has no name.", "Give it one.", "stages")
        for name, least, most in _WHOLE:
            value = getattr(each, name)
            if value is not None and not least <= value <= most:
                says = f"{each.name:.80}: {value} {name.replace('_', ' ')}."
                yield refuse("out-of-range", says, f"Give {least} to {most}.", "stages")


def check_exercises(case: Case, event: e.ExercisesLogged) -> Iterator[Finding]:
    """A log names exercises of a programme that was agreed."""
    yield from _on_scale("pain", event.pain)
    programme = next(
        (p for p in reversed(case.log) if isinstance(p, e.ProgrammeAgreed) and p.id == event.programme), None
    )
    if programme is None:
        says = f'No programme "{event.programme:.80}" was agreed.'
        yield refuse("no-such-programme", says, "Agree a programme first, or open the page afresh.", "programme")
        return
    stage = next((stage for stage in programme.stages if stage.id == event.stage), None)
    if stage is None:
        says = f'That programme has no stage "{event.stage:.80}".'
        yield refuse("no-such-exercise", says, "Open the page afresh.", "stage")
        return
    unknown = [name for name in event.done if name not in {each.id for each in stage.exercises}]
    if unknown:
        says = f'That stage has no exercise "{unknown[0]:.80}".'
        yield refuse("no-such-exercise", says, "Open the page afresh.", "done")


def check_message(case: Case, event: e.MessageWritten) -> Iterator[Finding]:
    """A message says something, and answers one that is there."""
    if not event.words.strip():
        yield refuse("nothing-said", "The message is empty.", "Write it.", "words")
    there = any(isinstance(other, e.MessageWritten) and other.id == event.answers for other in case.log)
    if event.answers and not there:
        yield refuse("no-such-message", "The message that it answers is not there.", "Answer one that is.", "answers")


def _on_scale(name: str, value: Decimal | None) -> Iterator[Finding]:
    if value is not None and not 0 <= value <= END_OF_SCALE:
        yield refuse("out-of-range", f"{name} is {value}; it goes from 0 to 10.", "Give 0 to 10.", name)
