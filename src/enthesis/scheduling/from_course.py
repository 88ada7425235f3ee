"""What one course still has to book: its visits, injections, reviews and therapy, with the windows of its protocol.

What the agenda can date already has days of the calendar; what comes behind it is counted from the visit before it.
Nothing is made up: an end that no source states stays open, and how long a visit takes where the protocol does not say
it is the clinic's to decide (`Minutes`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from enthesis.pathway.agenda import Item
from enthesis.pathway.course import Booking, Course
from enthesis.pathway.progress import progress
from enthesis.pathway.protocol.model import (
    START,
    Activity,
    AfterEach,
    Condition,
    Kind,
    Once,
    Protocol,
    Role,
    Schedule,
    Series,
    Step,
    Unit,
)
from enthesis.scheduling.problem import Gap, Need, Wanted

BOOKED_KINDS = (Kind.VISIT, Kind.INJECTION, Kind.REVIEW, Kind.THERAPY)
DEVICES = ("ultrasound", "c-arm")
_DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 30}  # a month ahead of a day that is not known yet: 30 days


@dataclass(frozen=True, slots=True)
class Minutes:
    """How long a visit takes where its protocol does not say: the clinic's decision, by kind of activity."""

    by_kind: Mapping[Kind, int]
    buffer_before: int = 0
    buffer_after: int = 0

    def of(self, activity: Activity) -> int:
        return activity.minutes.whole() or self.by_kind[activity.kind]


@dataclass(frozen=True, slots=True)
class ToBook:
    """One visit of a course that wants a time."""

    activity: str
    number: int  # which session; 0 where there is only one
    title: str
    telehealth: bool
    wanted: Wanted
    booking: Booking | None = None


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An activity that cannot be asked for yet, and why."""

    activity: str
    why: str


def to_book(
    protocol: Protocol,
    course: Course,
    agenda: Sequence[Item],
    minutes: Minutes,
    *,
    sessions: int | None = None,
    remote: frozenset[str] = frozenset(),
) -> tuple[list[ToBook], list[Unplaced]]:
    """The visits that a course still has to have, each with its window, and what cannot be asked for yet.

    `sessions` stands in for a number that is not agreed yet; `remote` names activities that are held by telehealth.
    """
    return _Asking(protocol, course, agenda, minutes, sessions, remote).all()


class _Asking:
    def __init__(
        self,
        protocol: Protocol,
        course: Course,
        agenda: Sequence[Item],
        minutes: Minutes,
        sessions: int | None,
        remote: frozenset[str],
    ) -> None:
        self.protocol, self.course, self.minutes, self.sessions, self.remote = (
            *(protocol, course, minutes, sessions, remote),
        )
        self.at = progress(protocol, course)
        self.due = {item.activity: item for item in agenda}
        self.found: dict[str, ToBook] = {}  # the last one of each activity
        self.all_found: list[ToBook] = []
        self.unplaced: list[Unplaced] = []
        bookings = sorted(course.bookings.values(), key=lambda booking: booking.starts)
        self.bookings = {
            activity.id: [booking for booking in bookings if booking.activity == activity.id]
            for activity in protocol.activities
        }

    def all(self) -> tuple[list[ToBook], list[Unplaced]]:
        for activity in self.protocol.activities:
            if activity.kind not in BOOKED_KINDS or activity.optional or activity.origin == "house":
                continue
            if Condition.SERIES_FINISHED in self.at.holding or self.at.is_over(activity):
                continue
            match activity.timing:
                case Once(step):
                    self.once(activity, step)
                case Series():
                    self.series(activity, activity.timing.step, activity.timing.then)
                case Schedule():
                    self.schedule(activity, activity.timing)
                case AfterEach():
                    pass  # a review of each session is held at the next one
        return self.all_found, self.unplaced

    def once(self, activity: Activity, step: Step) -> None:
        if self.course.count(activity.id) and activity.id not in self.at.asked_again:
            return
        if activity.kind is Kind.THERAPY:
            self.programme(activity, step)
        else:
            self.place(activity, 0, step)

    def series(self, activity: Activity, first: Step, then: Step) -> None:
        left = self.left(activity)
        done = self.at.sessions_done
        for number in range(done + 1, done + left + 1):
            given = self.course.count(activity.id)
            if number == done + 1:
                self.place(activity, number, then if given else first)
            else:
                self.follow(activity, number, self.found.get(activity.id), then)

    def schedule(self, activity: Activity, timing: Schedule) -> None:
        """Points of a clock: each counted from the first session, or dated where that one was given."""
        given = self.course.count(activity.id)
        left = self.left(activity)
        first: ToBook | None = None
        for number in range(given, min(given + left, len(timing.points))):
            days = (timing.points[number] - timing.first_point) * _DAYS[timing.unit]
            early, late = timing.early.whole() or 0, timing.late.whole()
            if given:
                start = self.course.done[activity.id][0].on
                if start is not None:
                    ideal = start + timedelta(days=days)
                    closes = None if late is None else ideal + timedelta(days=late)
                    self.add(activity, number + 1, opens=ideal - timedelta(days=early), ideal=ideal, closes=closes)
            elif first is None:
                first = self.place(activity, number + 1, timing.step)
            else:
                gap = Gap(first.wanted.id, days - early, days, None if late is None else days + late)
                self.add(activity, number + 1, after=(gap,))

    def programme(self, activity: Activity, step: Step) -> None:
        """The appointments of a therapy programme, as often a week as it says, for as long as it says."""
        weeks, often = activity.lasts_weeks.whole(), activity.per_week.whole()
        attended = len(self.course.therapy.get(activity.id, ()))
        if not weeks or not often:
            self.unplaced.append(Unplaced(activity.id, "how long it lasts or how often a week is not stated"))
            return
        apart = 7 // often
        for number in range(attended + 1, weeks * often + 1):
            if number == attended + 1:
                if self.place(activity, number, step) is None:
                    return
            else:
                last = self.found[activity.id].wanted.id
                self.add(activity, number, after=(Gap(last, max(1, apart - 2), apart, apart + 3),))

    # -- one visit ------------------------------------------------------------------------------------------

    def left(self, activity: Activity) -> int:
        """How many sessions are still to come: as agreed, or as asked for."""
        owed = self.at.sessions_owed
        wanted = owed if owed is not None else self.sessions
        if wanted is None:
            self.unplaced.append(Unplaced(activity.id, "the number of sessions is not agreed"))
            return 0
        return max(0, wanted - self.at.sessions_done)

    def place(self, activity: Activity, number: int, step: Step) -> ToBook | None:
        """By the agenda's window where it has one, else counted from the visit that is before it."""
        item = self.due.get(activity.id)
        if item is not None:
            window = item.window
            return self.add(activity, number, opens=window.first, ideal=window.ideal, closes=window.closes)
        anchor = self.anchored(step.after)
        if anchor is None:
            self.unplaced.append(Unplaced(activity.id, f"it is counted from {step.after}, which has not happened"))
            return None
        return self.follow(activity, number, anchor, step)

    def anchored(self, name: str) -> ToBook | None:
        """The wanted visit that an anchor is, or that it hangs on itself (a plan is made at the review)."""
        while name != START:
            if name in self.found:
                return self.found[name]
            activity = self.protocol.activity(name)
            if activity is None or not isinstance(activity.timing, Once):
                return None
            name = activity.timing.step.after
        return None

    def follow(self, activity: Activity, number: int, anchor: ToBook | None, step: Step) -> ToBook | None:
        if anchor is None:
            return None
        unit = _DAYS[step.unit]
        opens, ideal, closes = (value.whole() for _, value in step.values())
        least = self.protocol.minimum_gap_days.whole() or 0
        between = activity.kind is Kind.INJECTION and anchor.activity == activity.id
        first = max((opens or 0) * unit, least if between else 0)
        gap = Gap(
            anchor.wanted.id,
            first,
            None if ideal is None else max(first, ideal * unit),
            None if closes is None else max(first, closes * unit),
        )
        return self.add(activity, number, after=(gap,))

    def add(
        self,
        activity: Activity,
        number: int,
        *,
        opens: date | None = None,
        ideal: date | None = None,
        closes: date | None = None,
        after: tuple[Gap, ...] = (),
    ) -> ToBook:
        telehealth = activity.id in self.remote
        name = f"{activity.id}-{number}" if number else activity.id
        booked = self.bookings[activity.id]
        found = ToBook(
            activity.id,
            number,
            activity.title,
            telehealth,
            Wanted(
                id=name,
                minutes=self.minutes.of(activity),
                needs=tuple(_needs(activity, telehealth)),
                buffer_before=0 if telehealth else self.minutes.buffer_before,
                buffer_after=0 if telehealth else self.minutes.buffer_after,
                opens=opens,
                ideal=ideal,
                closes=closes,
                after=after,
            ),
            booked.pop(0) if booked else None,
        )
        self.found[activity.id] = found
        self.all_found.append(found)
        return found


def _needs(activity: Activity, telehealth: bool) -> Iterator[Need]:
    yield Need("therapist" if activity.by is Role.THERAPIST else "clinician")
    if telehealth:
        return
    yield Need("room")
    for need in activity.needs:
        if need in DEVICES:
            yield Need("device", frozenset({need}))
