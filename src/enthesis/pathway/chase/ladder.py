"""From a course to the next step of the ladder, or to nothing.

Silence begins on a day that the course itself tells; any sign of the patient after it ends it. Steps count since the
last sign, in the order of the ladder. Nobody is chased while the course is paused or closed, while a symptom is open,
after the consent was taken back, or who wants no messages from the clinic.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from enthesis.pathway import events as e
from enthesis.pathway.agenda import Item
from enthesis.pathway.chase.rules import Rules, Step
from enthesis.pathway.course import Course, Status, standing
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.model import Kind, Role

_VISITS = (Kind.VISIT, Kind.INJECTION, Kind.REVIEW)
_SEEN = (
    *(e.EvaluationAnswered, e.ConsentSigned, e.DiaryEntered, e.ScoresTaken, e.SymptomReported, e.PatientArrived),
    *(e.VisitBooked, e.VisitConfirmed, e.VisitAttended, e.InjectionsGiven, e.TherapyAttended, e.CourseResumed),
)
REACHED = "reached"


@dataclass(frozen=True, slots=True)
class Silence:
    """What is missing, and since when."""

    id: str
    title: str
    what: str  # the activity, as the protocol calls it; "" where there is none
    since: date


@dataclass(frozen=True, slots=True)
class Chase:
    """The next step, from which day on, and the steps that were tried."""

    silence: Silence
    step: Step
    due: date
    tried: tuple[e.ContactTried, ...]

    def is_due(self, today: date) -> bool:
        return self.due <= today


def chase(
    course: Course, agenda: Sequence[Item], log: Sequence[Event], rules: Rules, *, today: date, wants_none: bool = False
) -> Chase | None:
    """The silence that counts and its next step; None where nobody is chased. `wants_none`: no messages at all."""
    if course.status is not Status.ACTIVE or course.concerns or wants_none or course.consent_withdrawn is not None:
        return None
    stands = standing(log)
    life = max((event.happened_on for event in stands if shows_life(event) and event.happened_on), default=None)
    reached = max(
        (one.happened_on for one in course.contacts if one.outcome == REACHED and one.happened_on), default=None
    )
    kept = {one.id: one for one in rules.silences}
    found = sorted(
        (silence for silence in _silences(course, agenda, stands, life, rules)),
        key=lambda one: (list(kept).index(one.id), one.since),
    )
    for silence in found:
        begins = silence.since + timedelta(days=kept[silence.id].days)
        if reached is not None:
            begins = max(begins, reached + timedelta(days=rules.after_reached))
        if begins > today:
            continue
        last = max(day for day in (life, reached, date.min) if day is not None)
        tried = tuple(one for one in course.contacts if one.happened_on and one.happened_on > last and one.step)
        step, due = _next(rules, tried, begins)
        return Chase(silence, step, due, tried)
    return None


def shows_life(event: Event) -> bool:
    """Whether an event shows that the patient is there: came, answered, wrote, booked or was seen."""
    return isinstance(event, _SEEN) or (isinstance(event, e.VisitMoved | e.VisitCancelled) and event.by == "patient")


def _next(rules: Rules, tried: Sequence[e.ContactTried], begins: date) -> tuple[Step, date]:
    """The first step after the last one that was tried, and the day on which it is due; the last step stays."""
    ids = [step.id for step in rules.steps]
    done = [(ids.index(one.step), one.happened_on) for one in tried if one.step in ids and one.happened_on]
    if not done:
        return rules.steps[0], begins + timedelta(days=rules.steps[0].days)
    place = min(max(place for place, _ in done) + 1, len(ids) - 1)
    step = rules.steps[place]
    return step, max(day for _, day in done) + timedelta(days=step.days)


def _silences(
    course: Course, agenda: Sequence[Item], stands: Sequence[Event], life: date | None, rules: Rules
) -> Iterator[Silence]:
    titles = {one.id: one.title for one in rules.silences}

    def told(name: str, what: str, since: date) -> Iterator[Silence]:
        if name in titles:
            yield Silence(name, titles[name], what, since)

    missed = [event for event in stands if isinstance(event, e.VisitMissed) and event.happened_on]
    if missed and missed[-1].happened_on and not course.bookings and (life is None or life <= missed[-1].happened_on):
        yield from told("missed", "", missed[-1].happened_on)
    for item in agenda:
        last = item.window.closes or item.window.ideal or item.window.opens
        if last is None or not item.owed or not item.may or item.booking is not None or item.lapses:
            continue
        if item.kind == Kind.DIARY:
            days = [entry.on for entry in course.diary if entry.on is not None]
            yield from told("diary", item.title, max([*days, item.window.opens or last]))
        elif item.kind == Kind.QUESTIONNAIRE and item.who is Role.PATIENT:
            yield from told("evaluation", item.title, last)
        elif item.kind == Kind.OUTCOME:
            yield from told("outcome", item.title, last)
        elif item.kind in _VISITS and not course.bookings:
            yield from told("booking", item.title, last)
