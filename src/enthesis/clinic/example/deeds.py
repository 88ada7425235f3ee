"""What happens when a step of a protocol is taken in a made-up course: its events, in their order. Pure."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from enthesis.clinic.example.injections import session
from enthesis.clinic.example.papers import consent, imaging, note
from enthesis.clinic.example.scene import Scene
from enthesis.pathway import events as e
from enthesis.pathway.agenda import Item
from enthesis.pathway.course import Course, fold
from enthesis.pathway.events import Event
from enthesis.pathway.measures import better, score_range
from enthesis.pathway.protocol.model import Activity, Kind, Purpose, Schedule, Series
from enthesis.pathway.response import Verdict, advise

HARMED = 0.04  # share of the sessions
HARMS = (
    ("More pain than usual for four days.", "mild", "probable", True),
    ("A bruise as large as a hand.", "mild", "certain", True),
    ("Could not sleep for two nights, stayed away from work.", "moderate", "probable", False),
)
PATIENCE = 2  # sessions that a patient without a response is given


def deeds(scene: Scene, activity: Activity, item: Item, when: date) -> Iterator[Event]:
    """The events of one step, taken on a day."""
    match activity.kind:
        case Kind.QUESTIONNAIRE:
            yield from _questionnaire(scene, activity, when)
        case Kind.CONSENT:
            yield consent(scene, when)
        case Kind.PLAN:
            yield e.PlanAgreed(**scene.base(when), sessions=_sessions(scene))
        case Kind.VISIT:
            yield from _visit(scene, activity, when)
        case Kind.INJECTION:
            yield from _injection(scene, activity, when)
        case Kind.REVIEW:
            yield from _review(scene, activity, when)
        case Kind.THERAPY:
            yield from _therapy(scene, activity, when)
        case Kind.HOLD:
            yield e.HoldChecked(**scene.base(when), activity=activity.id, kept=True)
        case Kind.OUTCOME:
            yield from _outcome(scene, activity, item, when)
        case Kind.CLOSING:
            yield e.CourseClosed(**scene.base(when), reason=_reason(scene))
        case _:
            yield e.ActivityDone(**scene.base(when), activity=activity.id)


def _questionnaire(scene: Scene, activity: Activity, when: date) -> Iterator[Event]:
    if activity.id == "medicines":
        yield e.DrugListTaken(
            **scene.base(when),
            drugs=scene.story.drugs,
            prescriber_only=scene.story.prescriber_only,
            version="2026-11",
        )
        return
    if activity.id != "evaluation":
        yield e.ActivityDone(**scene.base(when), activity=activity.id)
        return
    yield e.EvaluationAnswered(
        **scene.base(when), answers={"pain_months": 14, "pt_completed": "yes", "fever": "no"}, rules="2026-11"
    )
    for instrument in activity.measures:
        yield e.ScoresTaken(
            **scene.base(when), instrument=instrument, value=Decimal(scene.story.pain), version="2026-11"
        )


def _visit(scene: Scene, activity: Activity, when: date) -> Iterator[Event]:
    booked, visit = _booked(scene, activity, when)
    yield from booked
    if scene.rng.random() < 0.06:
        yield e.VisitMissed(**scene.base(when), visit=visit)
        return
    words, template = note(scene, activity)
    yield e.VisitAttended(**scene.base(when), activity=activity.id, visit=visit, note=words, template=template)
    yield from imaging(scene, when)


def _booked(scene: Scene, activity: Activity, when: date) -> tuple[list[Event], str]:
    """The booking of a visit some days ahead, where it is not booked yet, and the visit's id."""
    course = fold(scene.events)
    mine = [b for b in course.bookings.values() if b.activity == activity.id]
    if mine:
        return [], mine[0].visit
    visit = f"{scene.seed}-v{len(course.visits) + 1}"
    last = max((event.happened_on for event in scene.events if event.happened_on), default=when)
    made = e.VisitBooked(
        **scene.base(max(last, when - timedelta(days=7))),
        visit=visit,
        activity=activity.id,
        starts=starts(scene, when),
        minutes=activity.minutes.whole() or 30,
    )
    return [made], visit


def starts(scene: Scene, when: date) -> datetime:
    """A time of that day at which the clinic is open."""
    hour = 8 + int(scene.rng.random() * 9)
    return datetime.combine(when, time(hour, scene.rng.choice((0, 15, 30, 45))), scene.zone).astimezone(UTC)


def _injection(scene: Scene, activity: Activity, when: date) -> Iterator[Event]:
    booked, visit = _booked(scene, activity, when)
    yield from booked
    given = e.InjectionsGiven(
        **scene.base(when), activity=activity.id, visit=visit, weight_kg=Decimal(scene.story.weight_kg)
    )
    _harm(scene, when)
    guided = activity.purpose is Purpose.DIAGNOSTIC
    yield session(given, region=scene.story.region, side=scene.story.side, is_guided=guided, seed=scene.seed)


def _harm(scene: Scene, when: date) -> None:
    """Now and then a clinician writes down harm that shows some days after a session."""
    session = sum(isinstance(event, e.InjectionsGiven) for event in scene.events)
    luck = scene.chance(f"harm {session}")
    if luck.random() < HARMED:
        words, severity, relatedness, expected = luck.choices(HARMS, (5, 4, 1))[0]
        on = when + timedelta(days=luck.randint(1, 3))
        harm = e.AdverseEventRecorded(
            **scene.base(on), event=words, severity=severity, relatedness=relatedness, expected=expected
        )
        scene.coming.append((on, harm))


def _review(scene: Scene, activity: Activity, when: date) -> Iterator[Event]:
    if activity.id == "candidacy":
        outcome = "not-suitable" if scene.story.ends == "not-suitable" else "eligible"
        yield e.CandidacyDecided(**scene.base(when), outcome=outcome, recommended=outcome, rules="2026-11")
        return
    decision = activity.decision
    if decision is None:
        yield e.ActivityDone(**scene.base(when), activity=activity.id)
        return
    course = fold(scene.events)
    advice = advise(scene.protocol, course, activity, when)
    option = advice.option
    if advice.verdict is Verdict.NOT_ENOUGH_DATA and course.count(activity.id) == 0 and not _wrote_little(course):
        option = ""
    if not option or (advice.verdict is Verdict.NOT_ENOUGH_DATA and course.count(activity.id) > 1):
        early = activity.id == "session-review" and len(course.injections) < PATIENCE
        wanted = Verdict.RESPONDED if scene.story.responds or early else Verdict.NOT_RESPONDED
        option = next((o.id for o in decision.options if o.advised_when == wanted.value), decision.options[0].id)
    differs = bool(advice.option) and option != advice.option
    yield e.ResponseDecided(
        **scene.base(when),
        activity=activity.id,
        option=option,
        recommended=advice.option,
        reason="The patient's own account in the room was clear." if differs else "",
    )


def _wrote_little(course: Course) -> bool:
    return len(course.diary) < 3


def _therapy(scene: Scene, activity: Activity, when: date) -> Iterator[Event]:
    weeks = activity.lasts_weeks.whole() or 6
    attended = len(fold(scene.events).therapy.get(activity.id, ()))
    if attended >= min(weeks, 6):
        yield e.ActivityDone(**scene.base(when), activity=activity.id)
    else:
        yield e.TherapyAttended(**scene.base(when), activity=activity.id, exercises_done=scene.rng.random() < 0.8)


def _outcome(scene: Scene, activity: Activity, item: Item, when: date) -> Iterator[Event]:
    if scene.rng.random() > scene.story.answers and item.kind == Kind.OUTCOME and item.window.ideal:
        scene.left_out.add(item.key)
        return
    injected = len(fold(scene.events).injections)
    for place, instrument in enumerate(activity.measures or ("nrs_pain",)):
        limits = score_range(instrument)
        if limits is None:
            continue
        low, high = limits
        share = Decimal(str(round(scene.level(injected) / 10, 2)))
        if better(instrument) == "higher":
            share = 1 - share
        yield e.ScoresTaken(
            **scene.base(when),
            instrument=instrument,
            value=(low + (high - low) * share).quantize(Decimal(1)),
            activity=activity.id if place == 0 else "",
            version="2026-11",
        )


def _reason(scene: Scene) -> str:
    return "completed" if scene.story.responds else "no_response"


def _sessions(scene: Scene) -> int:
    treatment = scene.protocol.treatment
    timing = treatment.timing if treatment else None
    if not isinstance(timing, Series | Schedule):
        return 3
    least = timing.count.min.whole() or timing.count.typical.whole() or 3
    most = timing.count.max.whole() or max(least, 6)
    return scene.rng.randint(least, min(most, least + 2))
