"""A course that could have been: somebody does what the agenda says, more or less, until today. Pure.

The simulation knows no protocol by name. It reads the agenda, takes the item that comes next, and lets it
happen: on time or late, kept or missed, with a response or without one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from enthesis.clinic.example.injections import session
from enthesis.pathway import events as e
from enthesis.pathway.agenda import CONCERN, PRESCRIBER, Item, agenda
from enthesis.pathway.course import Course, fold
from enthesis.pathway.events import Event
from enthesis.pathway.measures import better, score_range
from enthesis.pathway.protocol.model import Activity, Kind, Protocol, Purpose, Schedule, Series
from enthesis.pathway.response import Verdict, advise

LONGEST = 400  # events; a course that goes on longer is a fault of the simulation
PATIENCE = 2  # sessions that a patient without a response is given
LOOK_AHEAD = 42  # days for which a next visit is already booked when the simulation ends


@dataclass(frozen=True, slots=True)
class Story:
    """What sort of patient this is. Nothing in it is anybody's."""

    problem: str
    region: str
    side: str = ""
    pain: int = 6  # at the start, 0 to 10
    responds: bool = True
    writes: float = 0.85  # share of diary days that are answered
    answers: float = 0.8  # share of follow-ups that are answered
    drugs: tuple[str, ...] = ()
    prescriber_only: tuple[str, ...] = ()
    ends: str = ""  # "", paused, lost, not-suitable, concern, waits (for the first decision)
    weight_kg: int = 75


@dataclass(slots=True)
class _Told:
    """What has happened so far, and when it was written down."""

    events: list[Event] = field(default_factory=list)
    recorded: list[datetime] = field(default_factory=list)


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
    teller = _Teller(protocol, story, Random(seed), zone, today, seed)  # noqa: S311  made-up data, no secret
    teller.books_ahead = books_ahead
    teller.live(started)
    return teller.told.events, teller.told.recorded


class _Teller:
    def __init__(
        self, protocol: Protocol, story: Story, rng: Random, zone: ZoneInfo, today: datetime, seed: str
    ) -> None:
        self.protocol, self.story, self.rng, self.zone = protocol, story, rng, zone
        self.now, self.seed = today, seed
        self.told = _Told()
        self.left_out: set[str] = set()  # optional things that this patient does not want, points not answered
        self.written_until: date | None = None
        self.books_ahead = True

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def live(self, started: date) -> None:
        self.happens(
            e.CourseStarted(
                **self.base(started),
                protocol=self.protocol.id,
                version=self.protocol.version,
                problem=self.story.problem,
                region=self.story.region,
                side=self.story.side,
            )
        )
        day = started
        while len(self.told.events) < LONGEST:
            course = fold(self.told.events)
            if self.stops_here(course, day):
                return
            step = self.next_step(course, day)
            if step is None:
                return
            when, item = step
            if when > self.today:
                if self.books_ahead:
                    self.book_ahead(item, when, course, day)
                self.write_diary(course, self.today)
                return
            self.write_diary(course, when)
            self.do(item, when)
            day = max(day, when)

    # -- what comes next ---------------------------------------------------------------------------------

    def next_step(self, course: Course, day: date) -> tuple[date, Item] | None:
        """The item that happens next, and the day on which it does."""
        open_items = [
            item
            for item in agenda(self.protocol, course, self.zone)
            if item.may and item.key not in self.left_out and item.kind != Kind.DIARY
        ]
        dated = [(self.day_for(item, day), place, item) for place, item in enumerate(open_items)]
        if not dated:
            return None
        when, _, item = min(dated, key=lambda step: step[:2])
        return when, item

    def day_for(self, item: Item, day: date) -> date:
        """When this patient and this clinic get to it: near the ideal, sometimes late, never before the last event."""
        mix = Random(f"{self.seed}/{item.key}/{len(self.told.events) // 1000}")  # noqa: S311  made-up data, no secret
        aim = item.window.aim
        if item.kind == Kind.CHECK_IN and item.window.ideal:
            return max(day, item.window.ideal)
        if item.kind in (CONCERN, PRESCRIBER, Kind.QUESTIONNAIRE, Kind.CONSENT, Kind.PLAN):
            return day + timedelta(days=mix.choice((0, 0, 1, 2)))
        if item.window.opens and item.window.closes:
            span = (item.window.closes - item.window.opens).days
            aim = item.window.ideal or item.window.opens + timedelta(days=span // 2)
            late = mix.choice((0, 0, 0, 1, 2, min(3, span // 2)))
            return max(day, aim + timedelta(days=late))
        if item.kind == Kind.INJECTION and item.window.aim is None:
            return day + timedelta(days=mix.choice((28, 30, 35)) if item.number > 1 else 14)
        if item.kind == Kind.CLOSING and item.window.ideal:
            return max(day, item.window.ideal)
        return max(day, aim or day) + timedelta(days=mix.choice((1, 2, 4)))

    def stops_here(self, course: Course, day: date) -> bool:
        """The stories that end before the protocol does."""
        injected = len(course.injections)
        if self.story.ends == "waits" and course.count("evaluation"):
            return True
        if self.story.ends == "paused" and injected >= 1:
            self.happens(e.CoursePaused(**self.base(self.soon(day)), reason="Away for some months."))
            return True
        if self.story.ends == "lost" and injected >= 2:
            closed = min(self.today, day + timedelta(days=120))
            if closed - day >= timedelta(days=60):
                self.happens(e.CourseClosed(**self.base(closed), reason="lost", note="Not reached by telephone."))
            return True
        if self.story.ends == "concern" and injected >= 1:
            last = course.injections[-1].happened_on or day
            self.happens(
                e.SymptomReported(
                    **self.base(max(last, self.today - timedelta(days=1))),
                    symptom=f"{self.seed}-s1",
                    level="call_clinic_same_day",
                    rules=("T26",),
                    words="The pain is getting worse since the third day.",
                )
            )
            return True
        return False

    def soon(self, day: date) -> date:
        return min(self.today, day + timedelta(days=5))

    # -- letting it happen -----------------------------------------------------------------------------------

    def do(self, item: Item, when: date) -> None:
        if item.kind == CONCERN:
            handled = e.SymptomHandled(
                **self.base(when), symptom=item.activity.removeprefix("concern:"), closed=True,
                relatedness="possible", severity="mild",
            )  # fmt: skip
            self.happens(handled)
            return
        if item.kind == PRESCRIBER:
            self.happens(
                e.PrescriberAgreed(
                    **self.base(when),
                    drug=item.activity.removeprefix("prescriber:"),
                    prescriber="Dr Made-up Example",
                    agreed="continue",
                )
            )
            return
        activity = self.protocol.activity(item.activity)
        if activity is None:
            return
        if not item.owed and activity.optional and self.rng.random() < 0.6:
            self.left_out.add(item.key)
            return
        for event in self.events_for(activity, item, when):
            self.happens(event)

    def events_for(self, activity: Activity, item: Item, when: date) -> Iterator[Event]:
        match activity.kind:
            case Kind.QUESTIONNAIRE:
                yield from self.questionnaire(activity, when)
            case Kind.CONSENT:
                yield e.ConsentSigned(**self.base(when), document="consent", version="2026-11")
            case Kind.PLAN:
                yield e.PlanAgreed(**self.base(when), sessions=self.sessions())
            case Kind.VISIT:
                yield from self.visit(activity, when)
            case Kind.INJECTION:
                yield from self.injection(activity, when)
            case Kind.REVIEW:
                yield from self.review(activity, when)
            case Kind.THERAPY:
                yield from self.therapy(activity, when)
            case Kind.HOLD:
                yield e.HoldChecked(**self.base(when), activity=activity.id, kept=True)
            case Kind.OUTCOME:
                yield from self.outcome(activity, item, when)
            case Kind.CLOSING:
                yield e.CourseClosed(**self.base(when), reason=self.reason())
            case _:
                yield e.ActivityDone(**self.base(when), activity=activity.id)

    def questionnaire(self, activity: Activity, when: date) -> Iterator[Event]:
        if activity.id == "medicines":
            yield e.DrugListTaken(
                **self.base(when),
                drugs=self.story.drugs,
                prescriber_only=self.story.prescriber_only,
                version="2026-11",
            )
            return
        if activity.id != "evaluation":
            yield e.ActivityDone(**self.base(when), activity=activity.id)
            return
        yield e.EvaluationAnswered(
            **self.base(when), answers={"pain_months": 14, "pt_completed": "yes", "fever": "no"}, rules="2026-11"
        )
        for instrument in activity.measures:
            yield e.ScoresTaken(
                **self.base(when), instrument=instrument, value=Decimal(self.story.pain), version="2026-11"
            )

    def visit(self, activity: Activity, when: date) -> Iterator[Event]:
        booked, visit = self.booked(activity, when)
        yield from booked
        if self.rng.random() < 0.06:
            yield e.VisitMissed(**self.base(when), visit=visit)
            return
        yield e.VisitAttended(**self.base(when), activity=activity.id, visit=visit)

    def booked(self, activity: Activity, when: date) -> tuple[list[Event], str]:
        """The booking of a visit some days ahead, where it is not booked yet, and the visit's id."""
        course = fold(self.told.events)
        mine = [b for b in course.bookings.values() if b.activity == activity.id]
        if mine:
            return [], mine[0].visit
        visit = f"{self.seed}-v{len(course.visits) + 1}"
        last = max((event.happened_on for event in self.told.events if event.happened_on), default=when)
        made = e.VisitBooked(
            **self.base(max(last, when - timedelta(days=7))),
            visit=visit,
            activity=activity.id,
            starts=self.starts(when),
            minutes=activity.minutes.whole() or 30,
        )
        return [made], visit

    def starts(self, when: date) -> datetime:
        hour = 8 + int(self.rng.random() * 9)
        return datetime.combine(when, time(hour, self.rng.choice((0, 15, 30, 45))), self.zone).astimezone(UTC)

    def injection(self, activity: Activity, when: date) -> Iterator[Event]:
        booked, visit = self.booked(activity, when)
        yield from booked
        given = e.InjectionsGiven(
            **self.base(when), activity=activity.id, visit=visit, weight_kg=Decimal(self.story.weight_kg)
        )
        guided = activity.purpose is Purpose.DIAGNOSTIC
        yield session(given, region=self.story.region, side=self.story.side, is_guided=guided, seed=self.seed)

    def review(self, activity: Activity, when: date) -> Iterator[Event]:
        if activity.id == "candidacy":
            outcome = "not-suitable" if self.story.ends == "not-suitable" else "eligible"
            yield e.CandidacyDecided(**self.base(when), outcome=outcome, recommended=outcome, rules="2026-11")
            return
        decision = activity.decision
        if decision is None:
            yield e.ActivityDone(**self.base(when), activity=activity.id)
            return
        course = fold(self.told.events)
        advice = advise(self.protocol, course, activity, when)
        option = advice.option
        if (
            advice.verdict is Verdict.NOT_ENOUGH_DATA
            and course.count(activity.id) == 0
            and not self.wrote_little(course)
        ):
            option = ""
        if not option or (advice.verdict is Verdict.NOT_ENOUGH_DATA and course.count(activity.id) > 1):
            early = activity.id == "session-review" and len(course.injections) < PATIENCE
            wanted = Verdict.RESPONDED if self.story.responds or early else Verdict.NOT_RESPONDED
            option = next((o.id for o in decision.options if o.advised_when == wanted.value), decision.options[0].id)
        differs = bool(advice.option) and option != advice.option
        yield e.ResponseDecided(
            **self.base(when),
            activity=activity.id,
            option=option,
            recommended=advice.option,
            reason="The patient's own account in the room was clear." if differs else "",
        )

    def wrote_little(self, course: Course) -> bool:
        return len(course.diary) < 3

    def therapy(self, activity: Activity, when: date) -> Iterator[Event]:
        weeks = activity.lasts_weeks.whole() or 6
        attended = len(fold(self.told.events).therapy.get(activity.id, ()))
        if attended >= min(weeks, 6):
            yield e.ActivityDone(**self.base(when), activity=activity.id)
        else:
            yield e.TherapyAttended(**self.base(when), activity=activity.id, exercises_done=self.rng.random() < 0.8)

    def outcome(self, activity: Activity, item: Item, when: date) -> Iterator[Event]:
        if self.rng.random() > self.story.answers and item.kind == Kind.OUTCOME and item.window.ideal:
            self.left_out.add(item.key)
            return
        injected = len(fold(self.told.events).injections)
        for place, instrument in enumerate(activity.measures or ("nrs_pain",)):
            limits = score_range(instrument)
            if limits is None:
                continue
            low, high = limits
            share = Decimal(str(round(self.level(injected) / 10, 2)))
            if better(instrument) == "higher":
                share = 1 - share
            yield e.ScoresTaken(
                **self.base(when),
                instrument=instrument,
                value=(low + (high - low) * share).quantize(Decimal(1)),
                activity=activity.id if place == 0 else "",
                version="2026-11",
            )

    def reason(self) -> str:
        return "completed" if self.story.responds else "no_response"

    def sessions(self) -> int:
        treatment = self.protocol.treatment
        timing = treatment.timing if treatment else None
        if not isinstance(timing, Series | Schedule):
            return 3
        least = timing.count.min.whole() or timing.count.typical.whole() or 3
        most = timing.count.max.whole() or max(least, 6)
        return self.rng.randint(least, min(most, least + 2))

    # -- the diary ---------------------------------------------------------------------------------------------

    def level(self, injections: int) -> float:
        """Pain on an ordinary day after so many injections."""
        drop = 0.85 if self.story.responds else 0.2
        return max(0.5, self.story.pain - drop * min(injections, 5))

    def write_diary(self, course: Course, until: date) -> None:
        """The days since the last entry that this patient has written down, for as long as a diary is asked for."""
        if not course.injections:
            return
        last = course.injections[-1].happened_on
        asked = any(item.kind == Kind.DIARY for item in agenda(self.protocol, course, self.zone))
        if last is None:
            return
        day = max(self.written_until or last, last)
        end = min(until, self.today, day + timedelta(days=LOOK_AHEAD) if asked else last + timedelta(days=21))
        while day < end:
            day += timedelta(days=1)
            if self.rng.random() < self.story.writes:
                flare = {1: 2.0, 2: 1.5, 3: 0.7}.get((day - last).days, 0.0)
                pain = self.level(len(course.injections)) + flare + self.rng.gauss(0, 0.6)
                self.happens(
                    e.DiaryEntered(
                        **self.base(day),
                        pain=Decimal(round(min(10, max(0, pain)))),
                        function=Decimal(round(min(10, max(0, pain - 1)))),
                    )
                )
        self.written_until = day

    def book_ahead(self, item: Item, when: date, course: Course, day: date) -> None:
        """What comes next is in the future: its visit is booked, where it is one and soon enough."""
        activity = self.protocol.activity(item.activity)
        soon = (when - self.today).days <= LOOK_AHEAD
        if activity is None or activity.kind not in (Kind.VISIT, Kind.INJECTION) or not soon or item.booking:
            return
        self.happens(
            e.VisitBooked(
                **self.base(day),
                visit=f"{self.seed}-v{len(course.visits) + 1}",
                activity=activity.id,
                starts=self.starts(when),
                minutes=activity.minutes.whole() or 30,
            )
        )

    # -- writing it down ----------------------------------------------------------------------------------------

    def base(self, day: date) -> dict[str, Any]:
        return {"id": "", "happened_on": day}

    def happens(self, event: Event) -> None:
        place = len(self.told.events) + 1
        day = event.happened_on or self.today
        hour = 20 if isinstance(event, e.DiaryEntered) else 9
        moment = datetime.combine(day, time(hour, place % 60), self.zone).astimezone(UTC)
        earliest = self.told.recorded[-1] if self.told.recorded else moment
        self.told.events.append(replace(event, id=f"{self.seed}-{place}"))
        self.told.recorded.append(min(max(moment, earliest), self.now))
