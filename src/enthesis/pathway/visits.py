"""The visits that a course still has to have, each in the window that its protocol gives it.

The one rule behind what is proposed (scheduling), what the door objects to (`checks.windows`) and what is to be mended.
What the agenda can date has days of the calendar; what comes behind it is counted from the visit before it. An end
that no source states stays open: the door objects to stated ends only. What is *offered* may be narrower (`offered`):
nobody is offered a day before the ideal one where no source says how early it may be.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

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
    Schedule,
    Series,
    Step,
    Unit,
)
from enthesis.pathway.window import in_words

BOOKED_KINDS = (Kind.VISIT, Kind.INJECTION, Kind.REVIEW, Kind.THERAPY)
# not a limit: days of a week; a month ahead of a day that is not known yet is taken as 30 days
DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 30}


@dataclass(frozen=True, slots=True)
class Between:
    """Days from another visit to this one: what is stated, and what is offered."""

    after: str  # the name of the other visit
    opens: int = 0
    ideal: int | None = None
    closes: int | None = None
    offered: tuple[int, int | None] | None = None  # opens and closes of what is offered; None: the same


@dataclass(frozen=True, slots=True)
class Expected:
    """One visit that a course still has to have."""

    name: str  # "treatment-2"
    activity: Activity
    number: int  # which session; 0 where there is only one
    opens: date | None = None
    ideal: date | None = None
    closes: date | None = None
    first: date | None = None  # from when it is offered
    after: tuple[Between, ...] = ()
    booking: Booking | None = None


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An activity that cannot be asked for yet, and why."""

    activity: str
    why: str


@dataclass(frozen=True, slots=True)
class Outside:
    """A booked visit outside of a window: the visit's id, its activity, what it is called, and one sentence."""

    visit: str
    activity: str
    name: str
    says: str


def visits_to_come(
    protocol: Protocol,
    course: Course,
    agenda: Sequence[Item],
    *,
    sessions: int | None = None,
    all_booked: bool = False,
) -> tuple[list[Expected], list[Unplaced]]:
    """The visits to come in the protocol's order, and what cannot be asked for yet.

    `sessions` stands in for a number that is not agreed. `all_booked`: also those that are booked beyond that number.
    """
    return _Reading(protocol, course, agenda, sessions, all_booked).all()


def outside(expected: Sequence[Expected], zone: tzinfo) -> list[Outside]:
    """The booked visits that stand outside of their windows. `zone` is the clinic's."""
    return list(_Holding(expected, zone).outside())


class _Reading:
    def __init__(
        self, protocol: Protocol, course: Course, agenda: Sequence[Item], sessions: int | None, all_booked: bool
    ) -> None:
        self.protocol, self.course, self.sessions, self.all_booked = protocol, course, sessions, all_booked
        self.at = progress(protocol, course)
        self.due = {item.activity: item for item in agenda}
        self.found: dict[str, Expected] = {}  # the last one of each activity
        self.all_found: list[Expected] = []
        self.unplaced: list[Unplaced] = []
        self.apart = protocol.minimum_gap_days.whole() or 0
        given = [injection.happened_on for injection in course.injections if injection.happened_on]
        self.rested = max(given) + timedelta(days=self.apart) if given and self.apart else None
        bookings = sorted(course.bookings.values(), key=lambda booking: booking.starts)
        self.bookings = {
            activity.id: [booking for booking in bookings if booking.activity == activity.id]
            for activity in protocol.activities
        }

    def all(self) -> tuple[list[Expected], list[Unplaced]]:
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
        first: Expected | None = None
        for number in range(given, min(given + left, len(timing.points))):
            days = (timing.points[number] - timing.first_point) * DAYS[timing.unit]
            early, late = timing.early.whole(), timing.late.whole()
            if given:
                start = self.course.done[activity.id][0].on
                if start is not None:
                    ideal = start + timedelta(days=days)
                    self.add(
                        activity,
                        number + 1,
                        opens=None if early is None else ideal - timedelta(days=early),
                        first=ideal - timedelta(days=early or 0),
                        ideal=ideal,
                        closes=None if late is None else ideal + timedelta(days=late),
                        after=self.rest_since_last(activity),
                    )
            elif first is None:
                first = self.place(activity, number + 1, timing.step)
            else:
                closes = None if late is None else days + late
                opens = 0 if early is None else max(0, days - early)
                gap = Between(first.name, opens, days, closes, (days - (early or 0), closes))
                self.add(activity, number + 1, after=(gap, *self.rest_since_last(activity)))

    def programme(self, activity: Activity, step: Step) -> None:
        """The appointments of a therapy programme, as often a week as it says, for as long as it says."""
        weeks, often = activity.lasts_weeks.whole(), activity.per_week.whole()
        attended = len(self.course.therapy.get(activity.id, ()))
        if not weeks or not often:
            self.unplaced.append(Unplaced(activity.id, "how long it lasts or how often a week is not stated"))
            return
        apart = 7 // often  # not a limit: days of a week
        for number in range(attended + 1, weeks * often + 1):
            if number == attended + 1:
                if self.place(activity, number, step) is None:
                    return
            else:
                last = self.found[activity.id].name
                # not a limit: an appointment is offered from two days before to three days after its even distance
                gap = Between(last, 1, apart, None, (max(1, apart - 2), apart + 3))
                self.add(activity, number, after=(gap,))

    # -- one visit ------------------------------------------------------------------------------------------

    def left(self, activity: Activity) -> int:
        """How many sessions are still to come: as agreed, or as asked for."""
        booked = len(self.bookings[activity.id]) if self.all_booked else 0
        owed = self.at.sessions_owed
        wanted = owed if owed is not None else self.sessions
        if wanted is None:
            self.unplaced.append(Unplaced(activity.id, "the number of sessions is not agreed"))
            return booked
        return max(booked, wanted - self.at.sessions_done)

    def place(self, activity: Activity, number: int, step: Step) -> Expected | None:
        """By the agenda's window where it has one, else counted from the visit that is before it."""
        item = self.due.get(activity.id)
        if item is not None:
            window, rested = item.window, self.rested if activity.kind is Kind.INJECTION else None
            opens = max((day for day in (window.opens, rested) if day), default=None)
            closes = max(window.closes, opens) if window.closes and opens and rested else window.closes
            first = max((day for day in (window.first, rested) if day), default=None)
            ideal = max(window.ideal, opens) if window.ideal and opens and rested else window.ideal
            return self.add(activity, number, opens=opens, ideal=ideal, closes=closes, first=first)
        anchor = self.anchored(step.after)
        if anchor is None:
            before = self.protocol.activity(step.after)
            named = f"“{before.title}”" if before else step.after
            self.unplaced.append(Unplaced(activity.id, f"it is counted from {named}, which has not happened"))
            return None
        return self.follow(activity, number, anchor, step)

    def anchored(self, name: str) -> Expected | None:
        """The visit to come that an anchor is, or that it hangs on itself (a plan is made at the review)."""
        while name != START:
            if name in self.found:
                return self.found[name]
            activity = self.protocol.activity(name)
            if activity is None or not isinstance(activity.timing, Once):
                return None
            name = activity.timing.step.after
        return None

    def follow(self, activity: Activity, number: int, anchor: Expected | None, step: Step) -> Expected | None:
        if anchor is None:
            return None
        unit = DAYS[step.unit]
        opens, ideal, closes = (value.whole() for _, value in step.values())
        both = activity.kind is Kind.INJECTION is anchor.activity.kind
        first = max((opens or 0) * unit, self.apart if both else 0)
        gap = Between(
            anchor.name,
            first,
            None if ideal is None else max(first, ideal * unit),
            None if closes is None else max(first, closes * unit),
        )
        ahead = any(each.activity.kind is Kind.INJECTION for each in self.all_found)
        rested = self.rested if activity.kind is Kind.INJECTION and not ahead else None
        return self.add(activity, number, opens=rested, first=rested, after=(gap, *self.rest_since_last(activity, gap)))

    def rest_since_last(self, activity: Activity, counted: Between | None = None) -> tuple[Between, ...]:
        """The clinic's least distance to the injection before, where what it is counted from does not keep it."""
        before = [each for each in self.all_found if each.activity.kind is Kind.INJECTION]
        if not self.apart or not before or activity.kind is not Kind.INJECTION:
            return ()
        last, kept, at = before[-1].name, 0, counted
        while at is not None:
            kept += at.opens
            if at.after == last:
                return () if kept >= self.apart else (Between(last, self.apart),)
            above = next(each for each in self.all_found if each.name == at.after)
            at = above.after[0] if above.after else None
        return (Between(last, self.apart),)

    def add(
        self,
        activity: Activity,
        number: int,
        *,
        opens: date | None = None,
        ideal: date | None = None,
        closes: date | None = None,
        first: date | None = None,
        after: tuple[Between, ...] = (),
    ) -> Expected:
        booked = self.bookings[activity.id]
        found = Expected(
            f"{activity.id}-{number}" if number else activity.id,
            activity,
            number,
            opens,
            ideal,
            closes,
            first,
            after,
            booked.pop(0) if booked else None,
        )
        self.found[activity.id] = found
        self.all_found.append(found)
        return found


class _Holding:
    """Booked days against windows. A visit without a time stands for every day that its own window leaves it."""

    def __init__(self, expected: Sequence[Expected], zone: tzinfo) -> None:
        self.expected, self.by_name = expected, {each.name: each for each in expected}
        self.days: Mapping[str, date] = {
            each.name: each.booking.starts.astimezone(zone).date() for each in expected if each.booking
        }
        self.kept: dict[str, tuple[date | None, date | None]] = {}

    def outside(self) -> Iterator[Outside]:
        for each in self.expected:
            if each.booking is not None:
                for says in self.says(each, self.days[each.name]):
                    yield Outside(each.booking.visit, each.activity.id, each.name, says)

    def says(self, each: Expected, day: date) -> Iterator[str]:
        on = f"{each.name} on {in_words(day)}"
        if each.opens and day < each.opens:
            yield f"{on} is before its window, which opens on {in_words(each.opens)}."
        if each.closes and day > each.closes:
            yield f"{on} is after its window, which closes on {in_words(each.closes)}."
        for gap in each.after:
            anchor = self.days.get(gap.after)
            if anchor is not None:
                days = (day - anchor).days
                counted = f"{on} is {_days(days)} after {gap.after} on {in_words(anchor)}"
                if days < gap.opens:
                    yield f"{counted}; {gap.opens} is the least."
                if gap.closes is not None and days > gap.closes:
                    yield f"{counted}; {gap.closes} is the most."
                continue
            low, high = self.reach(gap.after)
            first = low + timedelta(days=gap.opens) if low else None
            last = high + timedelta(days=gap.closes) if high and gap.closes is not None else None
            if first and day < first:
                yield f"{on} is too soon: counted by way of {gap.after}, {in_words(first)} is the earliest."
            if last and day > last:
                yield f"{on} is too late: counted by way of {gap.after}, {in_words(last)} is the latest."

    def reach(self, name: str) -> tuple[date | None, date | None]:
        """The first and last day that a visit can have; None: open."""
        if name in self.days:
            return self.days[name], self.days[name]
        if name not in self.kept:
            each = self.by_name[name]
            lows, highs = [each.opens], [each.closes]
            for gap in each.after:
                low, high = self.reach(gap.after)
                lows.append(low + timedelta(days=gap.opens) if low else None)
                highs.append(high + timedelta(days=gap.closes) if high and gap.closes is not None else None)
            self.kept[name] = (
                max((day for day in lows if day), default=None),
                min((day for day in highs if day), default=None),
            )
        return self.kept[name]


def _days(number: int) -> str:
    return f"{number} {'day' if abs(number) == 1 else 'days'}"
