"""Courses whose bookings go through anything, by chance: booked, moved, called off, missed, kept, stopped, mended.

After every step it is checked that each booked visit stands in its window, or that a person with a name let it stand
outside, or that something which happened put it there and mending names it; and that log, state and rows tell the same.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from enthesis.clinic import holding, mending, resources, taken
from enthesis.clinic.access import By, Operator
from enthesis.clinic.accounts import invite
from enthesis.clinic.door import NotRecorded, Refused, new_id, record_all, start_course
from enthesis.clinic.models import Clinic
from enthesis.clinic.numbers import key_of
from enthesis.clinic.offering import visits_of
from enthesis.clinic.opening import Seen, course_for_work, open_course
from enthesis.clinic.people import Profile, new_person
from enthesis.clinic.resources import Described
from enthesis.pathway import events as e
from enthesis.pathway.checks import check, standing_objections
from enthesis.pathway.checks.windows import OUTSIDE_WINDOW, standing_outside
from enthesis.pathway.course import Booking, Status, fold
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.library import latest
from enthesis.pathway.protocol.model import Kind
from enthesis.pathway.visits import Outside
from enthesis.scheduling.from_course import ToBook

PROTOCOLS = ("nutura-back", "rabago-knee-2013", "yelland-lbp-2004", "spine-institute")
LONG_AGO = 500  # days: all of it lies in the past, so that every day may be recorded
STEPS = 12  # of one walk, at most
TRIES = 30  # not every step can be taken at every moment
WEIGHTS = {"book": 30, "move": 18, "cancel": 8, "miss": 10, "come": 24, "mend": 8, "stop": 2}
OFFICE = (((time(8), time(18)),),) * 7
PER_CLINIC = 10  # walks in one clinic, so that its calendars do not fill up


@dataclass
class Findings:
    """What many walks came to."""

    steps: Counter[str] = field(default_factory=Counter)  # recorded
    refused: Counter[str] = field(default_factory=Counter)
    consents: int = 0  # times outside of a window that a clinician let stand
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class House:
    """A clinic in which courses go for a walk."""

    clinic: Clinic
    clinician: By
    desk: By


def house(number: int) -> House:
    clinic = Clinic.objects.create(name=f"Walks {number}", time_zone="UTC")
    for kind, skills in (("clinician", ()), ("therapist", ()), ("room", ()), ("device", ("ultrasound",))):
        for place in range(2):
            resources.add(clinic, Described(f"{kind} {place}", kind, skills, hours=OFFICE))
    clinician, desk = (
        invite(f"{role}-{number}@walks.example", clinic=clinic, role=role) for role in ("clinician", "front-desk")
    )
    return House(clinic, clinician, desk)


def walk(there: House, seed: int, found: Findings) -> None:
    """One course, for up to `STEPS` steps; what is wrong is added to the findings."""
    Walk(there, Random(seed), found, seed).all()


class Walk:
    """One course on its way."""

    def __init__(self, there: House, chance: Random, found: Findings, seed: int) -> None:
        self.there, self.chance, self.found, self.seed = there, chance, found, seed
        self.day = datetime.now(UTC).date() - timedelta(days=LONG_AGO)
        person = new_person(Profile("Somebody"), clinic=there.clinic, by=Operator())
        name = chance.choice(PROTOCOLS)
        began = e.CourseStarted(
            **self.on(), protocol=name, version=latest()[name].version, problem="pain", region="back"
        )
        self.number = start_course([began], person=person, by=there.clinician).number
        self.excused: set[str] = set()  # visits outside of their windows, for a reason that was checked

    def on(self) -> dict[str, object]:
        return {"id": new_id(), "happened_on": self.day}

    def seen(self) -> Seen:
        found = course_for_work(key_of(self.number) or 0)
        assert found is not None
        return found

    def all(self) -> None:
        self.begin()
        wanted = self.chance.randrange(4, STEPS + 1)
        for _ in range(TRIES):
            seen = self.seen()
            if not wanted or seen.course.status is not Status.ACTIVE:
                break
            step = self.chance.choices(tuple(WEIGHTS), tuple(WEIGHTS.values()))[0]
            self.day += timedelta(days=self.chance.randrange(0, 12))
            done = getattr(self, step)(seen)
            if done:
                wanted -= 1
                self.found.steps[step] += 1
            self.look(step if done else "nothing", seen)
        self.prove()

    def begin(self) -> None:
        """As far as a treatment plan, or only as far as somebody who may have a first injection."""
        self.told(
            [
                e.EvaluationAnswered(**self.on(), answers={"age": 50}),
                e.CandidacyDecided(**self.on(), outcome="eligible", recommended="eligible"),
                e.ConsentSigned(**self.on(), document="consent", version="1"),
                e.DrugListTaken(**self.on(), drugs=()),
            ]
        )
        if self.chance.random() < 0.6:
            for _ in range(8):
                seen = self.seen()
                due = next((v for v in visits_of(seen) if v.number == 0 and not v.wanted.after), None)
                if due is None or not self.happens(seen, due.activity, ""):
                    break
                self.day += timedelta(days=14)
            self.told([e.PlanAgreed(**self.on(), sessions=self.chance.randrange(3, 7))])

    # -- steps --------------------------------------------------------------------------------------------------

    def book(self, seen: Seen) -> bool:
        """One visit, or several at once."""
        visits = visits_of(seen)
        days = {v.wanted.id: v.booking.starts.date() for v in visits if v.booking}
        wanted: list[Event] = []
        for visit in [v for v in visits if not v.booking][: self.chance.randrange(1, 5)]:
            day = self.some_day(visit, days)
            if day is None:
                continue
            days[visit.wanted.id] = day
            key = new_id()
            wanted.append(
                e.VisitBooked(
                    id=key,
                    happened_on=self.day,
                    visit=key,
                    activity=visit.activity,
                    starts=self.at(day),
                    minutes=visit.wanted.minutes,
                    resources=self.some_resources(visit),
                    buffer_before=visit.wanted.buffer_before,
                    buffer_after=visit.wanted.buffer_after,
                    confirmed=self.chance.random() < 0.3,
                )
            )
        return bool(wanted) and self.put(seen, wanted)

    def move(self, seen: Seen) -> bool:
        visits = [v for v in visits_of(seen) if v.booking]
        if not visits:
            return False
        visit = self.chance.choice(visits)
        days = {v.wanted.id: v.booking.starts.date() for v in visits if v.booking and v is not visit}
        day = self.some_day(visit, days)
        if day is None or visit.booking is None:
            return False
        moved = e.VisitMoved(
            **self.on(),
            visit=visit.booking.visit,
            starts=self.at(day),
            resources=self.some_resources(visit),
            confirmed=self.chance.random() < 0.3,
        )
        return self.put(seen, [moved])

    def cancel(self, seen: Seen) -> bool:
        booking = self.some_booking(seen)
        by = self.chance.choice(("patient", "clinic"))
        return booking is not None and self.told([e.VisitCancelled(**self.on(), visit=booking.visit, by=by)])

    def miss(self, seen: Seen) -> bool:
        booking = self.next_booking(seen)
        if booking is None:
            return False
        self.day = max(self.day, booking.starts.date())
        return self.told([e.VisitMissed(**self.on(), visit=booking.visit)])

    def come(self, seen: Seen) -> bool:
        """The next visit, on its day, or a little early or late."""
        booking = self.next_booking(seen)
        if booking is None:
            return False
        shift = 0 if self.chance.random() < 0.7 else self.chance.randrange(-6, 15)
        self.day = max(self.day, booking.starts.date() + timedelta(days=shift))
        return self.happens(seen, booking.activity, booking.visit)

    def stop(self, seen: Seen) -> bool:
        """A decision that ends the treatment, or the course itself."""
        if self.chance.random() < 0.5:
            reason = "New findings."
            no = e.CandidacyDecided(**self.on(), outcome="not-suitable", recommended="eligible", reason=reason)
            return self.told([no])
        return self.told([e.CourseClosed(**self.on(), reason="completed")])

    def mend(self, seen: Seen) -> bool:
        now = datetime.combine(self.day, time(7), UTC)
        opened = open_course(self.number, by=self.there.clinician)
        try:
            done = mending.mend(opened, by=self.there.clinician, key=new_id(), now=now)
        except NotRecorded as problem:
            self.fault(f"mending was refused: {problem}")
            return False
        if done.held is not None:
            if self.chance.random() < 0.7:
                holding.take_up(self.seen(), done.held.key, by=self.there.clinician)
            else:
                holding.let_go(key_of(self.number) or 0)
        after = self.seen()
        outside = {each.visit for each in self.outside(after)}
        asked = {getattr(event, "visit", "") for event in done.held.events} if done.held else set()
        left = outside - self.excused - asked
        if left and not done.plan.says and not done.says:
            self.fault(f"mending left {len(left)} visits outside of their windows and said nothing")
        self.excused |= outside
        return bool(done.moved) or done.held is not None

    # -- what is checked ------------------------------------------------------------------------------------------

    def look(self, step: str, before: Seen) -> None:
        """The promises, after a step."""
        seen = self.seen()
        outside = {each.visit for each in self.outside(seen)}
        was = {each.visit for each in self.outside(before)}
        new = seen.log[len(before.log) :]
        if step in ("book", "move", "mend") and (fresh := outside - was - self.excused):
            consent = {
                getattr(event, "visit", "")
                for event in new
                if event.overrides.get(OUTSIDE_WINDOW) and event.recorded_by == self.handle
            }
            # A time that a clinician let stand may put another visit outside too: the one consent names the act.
            if not consent:
                self.fault(f"{step} put {len(fresh)} visits outside of their windows, and nobody let it")
            self.found.consents += len(fresh)
        elif outside - was:  # something that happened: what is to be mended is named
            now = datetime.combine(self.day, time(7), UTC)
            named = {wrong.visit for wrong in mending.breaches(seen, now=now)}
            if lost := {v for v in outside - was if seen.course.bookings[v].starts >= now} - named:
                self.fault(
                    f"after {step}, {len(lost)} visits stand outside of their windows and mending does not say so"
                )
        self.excused = (self.excused | (outside - was)) & outside
        course = key_of(self.number) or 0
        for row, what in taken.differences(self.there.clinic.pk, course, seen.course.bookings):
            self.fault(f"after {step}: {row} {what}")
        if seen.course != fold(seen.log):
            self.fault(f"after {step} the state is not what the log says")

    def prove(self) -> None:
        """Every booking has its event, and every event that books has its booking or what ended it."""
        seen = self.seen()
        made = {event.visit for event in seen.log if isinstance(event, e.VisitBooked)}
        ended = {event.visit for event in seen.log if isinstance(event, e.VisitCancelled | e.VisitMissed)}
        kept = {getattr(event, "visit", "") for event in seen.log if not isinstance(event, _BOOKS)} - ended - {""}
        there = set(seen.course.bookings)
        came = sum(isinstance(event, _COMES) and not getattr(event, "visit", "") for event in seen.log)
        if there - made or there & (ended | kept) or len(made - ended - kept - there) > came:
            self.fault("bookings and events do not match")
        if seen.course.status is Status.CLOSED and there:
            self.fault("a closed course has bookings")

    def fault(self, says: str) -> None:
        self.found.faults.append(f"walk {self.seed}, {self.number}: {says}")

    @property
    def handle(self) -> str:
        return str(getattr(self.there.clinician, "handle", ""))

    def outside(self, seen: Seen) -> list[Outside]:
        return standing_outside(seen.protocol, seen.course, seen.zone) if seen.protocol else []

    # -- recording ------------------------------------------------------------------------------------------------

    def put(self, seen: Seen, events: Sequence[Event]) -> bool:
        """Times that the desk wants; where one is outside of its window, a clinician says yes or it is left."""
        try:
            record_all(events, course=self.number, by=self.there.desk)
        except Refused as problem:
            if len(self.seen().log) != len(seen.log):
                self.fault("something of what was refused is in the log")
            if set(problem.codes) != {OUTSIDE_WINDOW} or self.chance.random() < 0.5:
                self.found.refused.update(problem.codes)
                return False
            reasons = {OUTSIDE_WINDOW: "The patient is away."}
            return self.told([replace(event, overrides=reasons) for event in events])
        return True

    def told(self, events: Sequence[Event]) -> bool:
        """What the clinician records."""
        try:
            record_all(events, course=self.number, by=self.there.clinician)
        except NotRecorded as problem:
            self.found.refused.update(problem.codes)
            return False
        return True

    def happens(self, seen: Seen, activity: str, visit: str) -> bool:
        """An activity takes place; what speaks against it is passed by the clinician."""
        event = self.deed(seen, activity, visit)
        if event is None or seen.protocol is None:
            return False
        today = datetime.now(UTC).date()
        against = standing_objections(check(seen.protocol, seen.course, event, today=today, log=seen.log), event)
        return self.told([replace(event, overrides={finding.code: "seen" for finding in against})])

    def deed(self, seen: Seen, name: str, visit: str) -> Event | None:
        activity = seen.protocol.activity(name) if seen.protocol else None
        if activity is None:
            return None
        match activity.kind:
            case Kind.INJECTION:
                return e.InjectionsGiven(**self.on(), activity=name, visit=visit, guidance="ultrasound")
            case Kind.THERAPY:
                return e.TherapyAttended(**self.on(), activity=name)
            case Kind.REVIEW if activity.decision is not None:
                options = activity.decision.options
                option = options[0] if self.chance.random() < 0.85 else self.chance.choice(options)
                return e.ResponseDecided(**self.on(), activity=name, option=option.id, reason="As judged.")
        return e.VisitAttended(**self.on(), activity=name, visit=visit)

    # -- by chance --------------------------------------------------------------------------------------------------

    def some_day(self, visit: ToBook, days: dict[str, date]) -> date | None:
        """Mostly a day in the window that the other visits leave; now and then another."""
        opens, closes = [visit.wanted.opens or self.day, self.day], [visit.wanted.closes]
        for gap in visit.wanted.after:
            if gap.after not in days:
                return None
            opens.append(days[gap.after] + timedelta(days=gap.opens))
            closes.append(days[gap.after] + timedelta(days=gap.closes) if gap.closes is not None else None)
        first = max(opens)
        last = max(first, min([day for day in closes if day], default=first + timedelta(days=20)))
        day = first + timedelta(days=self.chance.randrange((last - first).days + 1))
        return day + timedelta(days=self.chance.randrange(-15, 25)) if self.chance.random() < 0.2 else day

    def at(self, day: date) -> datetime:
        return datetime.combine(day, time(self.chance.randrange(9, 17), self.chance.randrange(12) * 5), UTC)

    def some_resources(self, visit: ToBook) -> tuple[str, ...]:
        return tuple(f"{need.kind} {self.chance.randrange(2)}" for need in visit.wanted.needs)

    def some_booking(self, seen: Seen) -> Booking | None:
        bookings = sorted(seen.course.bookings.values(), key=lambda booking: booking.visit)
        return self.chance.choice(bookings) if bookings else None

    def next_booking(self, seen: Seen) -> Booking | None:
        return min(seen.course.bookings.values(), key=lambda booking: (booking.starts, booking.visit), default=None)


_BOOKS = (e.VisitBooked, e.VisitMoved, e.VisitConfirmed, e.VisitCancelled, e.VisitMissed)
_COMES = (e.VisitAttended, e.InjectionsGiven, e.ResponseDecided, e.TherapyAttended, e.ActivityDone)


def walks(seeds: Iterable[int], found: Findings) -> None:
    """Many of them, in clinics of a few each."""
    there: House | None = None
    for count, seed in enumerate(seeds):
        if there is None or count % PER_CLINIC == 0:
            there = house(seed)
        walk(there, seed, found)
