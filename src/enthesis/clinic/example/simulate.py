"""A course that could have been: somebody does what the agenda says, more or less, until today. Pure.

The simulation knows no protocol by name. It reads the agenda, takes the item that comes next, and lets it
happen: on time or late, kept or missed, with a response or without one.
"""

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from enthesis.clinic.example.deeds import deeds, starts
from enthesis.clinic.example.diary import write_days
from enthesis.clinic.example.scene import LOOK_AHEAD, Scene
from enthesis.clinic.example.story import Story
from enthesis.pathway import events as e
from enthesis.pathway.agenda import CONCERN, PRESCRIBER, Item, agenda
from enthesis.pathway.course import Course, fold
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.model import Kind, Protocol

__all__ = ["Story", "simulate"]

TOO_LATE = 0.15  # share of the sessions for which somebody comes after their window
LONGEST = 600  # events; a course that goes on longer is a fault of the simulation


def simulate(
    protocol: Protocol,
    story: Story,
    *,
    started: date,
    today: datetime,
    zone: ZoneInfo,
    seed: str,
    books_ahead: bool = True,
) -> tuple[list[Event], list[datetime]]:
    """The events of one course, and for each the instant at which it was recorded, none later than `today`.

    `books_ahead`: the next visit has a time; False where the clinic's own calendars give it one afterwards.
    """
    scene = Scene(protocol, story, Random(seed), zone, today, seed, books_ahead)  # noqa: S311  made-up data, no secret
    _live(scene, started)
    return scene.events, scene.recorded


def _live(scene: Scene, started: date) -> None:
    scene.happens(
        e.CourseStarted(
            **scene.base(started),
            protocol=scene.protocol.id,
            version=scene.protocol.version,
            problem=scene.story.problem,
            region=scene.story.region,
            side=scene.story.side,
        )
    )
    day = started
    while len(scene.events) < LONGEST:
        course = fold(scene.events)
        if _stops_here(scene, course, day):
            return
        step = _next_step(scene, course, day)
        if step is None:
            scene.comes(scene.today)
            return
        when, item = step
        if when > scene.today:
            if scene.books_ahead:
                _book_ahead(scene, item, when, course, day)
            write_days(scene, course, scene.today)
            return
        write_days(scene, course, when)
        _do(scene, item, when)
        day = max(day, when)


def _next_step(scene: Scene, course: Course, day: date) -> tuple[date, Item] | None:
    """The item that happens next, and the day on which it does."""
    open_items = [
        item
        for item in agenda(scene.protocol, course, scene.zone)
        if item.may and item.key not in scene.left_out and item.kind != Kind.DIARY
    ]
    dated = [(_day_for(scene, item, day), place, item) for place, item in enumerate(open_items)]
    if not dated:
        return None
    when, _, item = min(dated, key=lambda step: step[:2])
    return when, item


def _day_for(scene: Scene, item: Item, day: date) -> date:
    """When this patient and this clinic get to it: near the ideal, sometimes late, never before the last event."""
    mix = Random(f"{scene.seed}/{item.key}/{len(scene.events) // 1000}")  # noqa: S311  made-up data, no secret
    aim = item.window.aim
    if item.kind == Kind.CHECK_IN and item.window.ideal:
        return max(day, item.window.ideal)
    if item.kind in (CONCERN, PRESCRIBER, Kind.QUESTIONNAIRE, Kind.CONSENT, Kind.PLAN):
        return day + timedelta(days=mix.choice((0, 0, 1, 2)))
    if item.window.opens and item.window.closes:
        span = (item.window.closes - item.window.opens).days
        aim = item.window.ideal or item.window.opens + timedelta(days=span // 2)
        late = mix.choice((0, 0, 0, 1, 2, min(3, span // 2)))
        if item.kind == Kind.INJECTION and scene.chance(f"too late {item.key} {item.number}").random() < TOO_LATE:
            return max(day, item.window.closes + timedelta(days=1 + mix.randrange(9)))
        return max(day, aim + timedelta(days=late))
    if item.kind == Kind.INJECTION and item.window.aim is None:
        return day + timedelta(days=mix.choice((28, 30, 35)) if item.number > 1 else 14)
    if item.kind == Kind.CLOSING and item.window.ideal:
        return max(day, item.window.ideal)
    return max(day, aim or day) + timedelta(days=mix.choice((1, 2, 4)))


def _stops_here(scene: Scene, course: Course, day: date) -> bool:
    """The stories that end before the protocol does."""
    injected = len(course.injections)
    if scene.story.ends == "waits" and course.count("evaluation"):
        return True
    if scene.story.ends == "paused" and injected >= 1:
        scene.happens(e.CoursePaused(**scene.base(scene.soon(day)), reason="Away for some months."))
        return True
    if scene.story.ends == "lost" and injected >= 2:
        closed = min(scene.today, day + timedelta(days=120))
        if closed - day >= timedelta(days=60):
            scene.happens(e.CourseClosed(**scene.base(closed), reason="lost", note="Not reached by telephone."))
        return True
    if scene.story.ends == "withdrew" and injected >= 1:
        scene.happens(e.ConsentWithdrawn(**scene.base(scene.soon(day, 3)), reason="I want to wait and see first."))
        return True
    if scene.story.ends == "concern" and injected >= 1:
        last = course.injections[-1].happened_on or day
        scene.happens(
            e.SymptomReported(
                **scene.base(max(last, scene.today - timedelta(days=1))),
                symptom=f"{scene.seed}-s1",
                level="call_clinic_same_day",
                rules=("T26",),
                words="The pain is getting worse since the third day.",
            )
        )
        return True
    return False


def _do(scene: Scene, item: Item, when: date) -> None:
    if item.kind == CONCERN:
        handled = e.SymptomHandled(
            **scene.base(when), symptom=item.activity.removeprefix("concern:"), closed=True,
            relatedness="possible", severity="mild",
        )  # fmt: skip
        scene.happens(handled)
        return
    if item.kind == PRESCRIBER:
        scene.happens(
            e.PrescriberAgreed(
                **scene.base(when),
                drug=item.activity.removeprefix("prescriber:"),
                prescriber="Dr Made-up Example",
                agreed="continue",
            )
        )
        return
    activity = scene.protocol.activity(item.activity)
    if activity is None:
        return
    if not item.owed and activity.optional and scene.rng.random() < 0.6:
        scene.left_out.add(item.key)
        return
    for event in deeds(scene, activity, item, when):
        scene.happens(event)


def _book_ahead(scene: Scene, item: Item, when: date, course: Course, day: date) -> None:
    """What comes next is in the future: its visit is booked, where it is one and soon enough."""
    activity = scene.protocol.activity(item.activity)
    soon = (when - scene.today).days <= LOOK_AHEAD
    if activity is None or activity.kind not in (Kind.VISIT, Kind.INJECTION) or not soon or item.booking:
        return
    scene.happens(
        e.VisitBooked(
            **scene.base(day),
            visit=f"{scene.seed}-v{len(course.visits) + 1}",
            activity=activity.id,
            starts=starts(scene, when),
            minutes=activity.minutes.whole() or 30,
        )
    )
