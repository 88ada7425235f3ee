"""Reads one course under one protocol: what may, should or must happen next."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from enthesis.pathway.agenda.around import afterwards, before
from enthesis.pathway.agenda.item import CONCERN, PRESCRIBER, URGENCY, Item
from enthesis.pathway.agenda.parts import CONSENT_WITHDRAWN, Part, Placing, plan_of
from enthesis.pathway.course import Booking, Course, Done
from enthesis.pathway.progress import Progress, progress
from enthesis.pathway.protocol.model import (
    END,
    INJECTION,
    START,
    Activity,
    AfterEach,
    BeforeEach,
    Condition,
    Kind,
    Once,
    Protocol,
    Role,
    Schedule,
    Series,
    Step,
)
from enthesis.pathway.window import NO_WINDOW, Window, grounds, in_words, later

UNDATED = "not stated: the clinic decides when"


class Reader:
    """Reads one course under one protocol; made for one call of `agenda`."""

    def __init__(self, protocol: Protocol, course: Course, zone: tzinfo, label: str) -> None:
        self.protocol, self.course, self.zone, self.label = protocol, course, zone, label
        self.plan = plan_of(protocol)
        self.at: Progress = progress(protocol, course)
        self.booked: dict[str, Booking] = {}
        for booking in sorted(course.bookings.values(), key=lambda b: b.starts, reverse=True):
            self.booked[booking.activity] = booking

    def items(self) -> list[Item]:
        found = [*self.symptoms(), *self.prescribers()]
        later_on: list[tuple[Part, BeforeEach]] = []
        sessions: dict[str, Item] = {}
        done, again = self.course.done, self.at.asked_again
        is_finished = Condition.SERIES_FINISHED in self.at.holding
        for part in self.plan.parts:
            activity = part.activity
            if part.is_done_once and activity.id in done and activity.id not in again:
                continue  # most of a course lies behind it
            if self.at.ended and self.at.is_over(activity):
                continue
            if not is_finished and Condition.SERIES_FINISHED in activity.requires:
                continue
            if isinstance(activity.timing, BeforeEach):
                later_on.append((part, activity.timing))
                continue
            items = self.of(part)
            if items and activity.kind is Kind.INJECTION:
                sessions[activity.id] = items[-1]
            found += items
        for part, timing in later_on:
            found += afterwards(self, part, timing)
            for name, session in sessions.items():
                if timing.each in (name, INJECTION):
                    found += before(self, part, timing, session)
        return found

    # -- safety ------------------------------------------------------------------------------------

    def symptoms(self) -> Iterator[Item]:
        """What was reported and is not closed; `order` is its urgency, the most urgent first."""
        for concern in self.course.concerns.values():
            day = concern.reported_on
            on = f" on {in_words(day)}" if day else ""
            level = f"triaged as {concern.level.replace('_', ' ')}" if concern.level else "not triaged yet"
            yield Item(
                activity=f"concern:{concern.symptom}",
                number=0,
                title="Reported symptom",
                kind=CONCERN,
                who=Role.CLINICIAN,
                window=Window(day, day, day),
                because=f"reported{on}, {level} (HOUSE)",
                course=self.label,
                order=URGENCY.index(concern.level) if concern.level in URGENCY else URGENCY.index(""),
            )

    def prescribers(self) -> Iterator[Item]:
        for drug in self.course.unsettled_drugs:
            listed = self.course.last("medicines")
            day = listed.on if listed else None
            yield Item(
                activity=f"prescriber:{drug}",
                number=0,
                title=f"Speak to the prescriber of {drug}",
                kind=PRESCRIBER,
                who=Role.CLINICIAN,
                window=Window(day, day, None),
                because="only its prescriber may change it, and no agreement is recorded (HOUSE)",
                course=self.label,
            )

    # -- one activity ------------------------------------------------------------------------------

    def of(self, part: Part) -> Sequence[Item]:
        timing = part.activity.timing
        if isinstance(timing, Once):
            return self.once(part, timing.step)
        if isinstance(timing, AfterEach):
            return self.after_each(part, timing.each)
        if isinstance(timing, Schedule) and timing.clock != part.activity.id:
            return self.points(part, timing)
        return self.session(part, timing) if isinstance(timing, Series | Schedule) else ()

    def once(self, part: Part, step: Step) -> Sequence[Item]:
        activity = part.activity
        again = self.at.asked_again.get(activity.id)
        if again is not None:
            on = f" on {in_words(again.on)}" if again.on else ""
            window = Window(opens=again.on)
            return [self.item(part, 0, window, f"asked for again{on}, after {again.activity} ({again.option})")]
        if self.is_done(activity):
            return ()
        anchor = self.anchor(step.after)
        if anchor is None:
            return ()
        if activity.kind is Kind.CLOSING and self.has_nothing_to_wait_for():
            on = f" on {in_words(anchor.on)}" if anchor.on else ""
            return [
                self.item(part, 0, Window(anchor.on, anchor.on), f"the course ended{on} without a treatment (HOUSE)")
            ]
        attended = self.course.therapy.get(activity.id)
        weeks = activity.lasts_weeks.whole()
        if attended and weeks and attended[0].on:
            start = attended[0].on
            window = Window(start, start, later(start, weeks * 7, step.unit.DAYS))
            because = f"{weeks} weeks from {in_words(start)} ({grounds([activity.lasts_weeks])}); "
            because += f"{len(attended)} {'appointment' if len(attended) == 1 else 'appointments'} so far"
            return [self.item(part, 0, window, because)]
        return [self.placed(part, part.first, 0, anchor, self.called(step.after))]

    def has_nothing_to_wait_for(self) -> bool:
        """A course that ends before its first treatment has no later outcome, and can be closed at once."""
        treatment = self.protocol.treatment
        return treatment is None or not self.course.count(treatment.id)

    def called(self, name: str) -> str:
        """An anchor's name, with its number where it happens several times."""
        return f"{name}-{self.course.count(name)}" if name in self.plan.repeated else name

    def waits(self, condition: Condition, says: str) -> str:
        """Why an item waits; a consent that was taken back is told from one that was never signed."""
        withdrawn = condition is Condition.CONSENT_SIGNED and self.course.consent_withdrawn is not None
        return CONSENT_WITHDRAWN if withdrawn else says

    def is_done(self, activity: Activity) -> bool:
        if activity.until:
            return self.course.count(activity.until) > 0 and activity.until not in self.at.asked_again
        if activity.id == "consent" and activity.kind is Kind.CONSENT:
            return self.course.consent is not None
        return self.course.count(activity.id) > 0

    def session(self, part: Part, timing: Series | Schedule) -> Sequence[Item]:
        """The next session of a series: owed up to the agreed plan, offered up to the most that may be given."""
        if Condition.SERIES_FINISHED in self.at.holding:
            return ()
        done, owed = self.at.sessions_done, self.at.sessions_owed
        number = done + 1
        most = self.at.sessions_most
        if owed is None and most is not None and number > most:
            return ()
        name = part.activity.id
        given = self.course.done.get(name, ())
        is_owed = owed is not None and number <= owed
        if not given:
            anchor = self.anchor(timing.step.after)
            return [self.placed(part, part.first, number, anchor, timing.step.after, is_owed)] if anchor else ()
        if isinstance(timing, Schedule) and len(given) < len(timing.points):
            return [self.pointed(part, number, timing, given[0], len(given), is_owed)]
        return [self.placed(part, part.then, number, given[-1], f"{name}-{done}", is_owed)]

    def points(self, part: Part, timing: Schedule) -> Sequence[Item]:
        """The points of a clock that are still ahead of the last one that was taken."""
        clock = self.course.done.get(timing.clock)
        if not clock:
            return ()
        at = -1 if timing.of_last else 0
        start = clock[at]
        taken = self.point_taken(part.activity, timing, start, self.course.places[timing.clock][at])
        return [self.pointed(part, index + 1, timing, start, index) for index in range(taken, len(timing.points))]

    def point_taken(self, activity: Activity, timing: Schedule, start: Done, began: int) -> int:
        """How many points lie behind: up to the one nearest to the last time it was taken since the clock began."""
        places = self.course.places.get(activity.id, ())
        done = [
            each for each, place in zip(self.course.done.get(activity.id, ()), places, strict=True) if place > began
        ]
        if not done:
            return 0
        day = done[-1].on
        if day is None or start.on is None:
            return len(done)
        days = [later(start.on, point - timing.first_point, timing.unit) for point in timing.points]
        nearest = min(range(len(days)), key=lambda i: abs((days[i] - day).days))
        return max(nearest + 1, min(len(done), len(days)))

    def after_each(self, part: Part, each: str) -> Sequence[Item]:
        """Once after the latest of another activity; what was left undone after an earlier one has passed."""
        names = self.plan.injections if each == INJECTION else (each,)
        latest = max(
            ((self.course.places[name][-1], name) for name in names if self.course.count(name)),
            default=None,
        )
        if latest is None:
            return ()
        place, name = latest
        number = self.course.count(name)
        again = self.at.asked_again.get(part.activity.id)
        own = self.course.places.get(part.activity.id, (-1,))[-1]
        if again is not None and again.place > place:
            on = f" on {in_words(again.on)}" if again.on else ""
            return [self.item(part, number, Window(opens=again.on), f"asked for again{on} ({again.option})")]
        if own >= place:
            return ()
        return [self.placed(part, part.first, number, self.course.done[name][-1], self.called(name))]

    # -- putting an item together ----------------------------------------------------------------------

    def anchor(self, name: str) -> Done | None:
        if name == START:
            return Done(self.course.started_on, "")
        if name == END:
            return self.at.end
        again = self.at.asked_again.get(name)
        if again is not None and again.activity == name:
            return None  # a review that is to be held once more has decided nothing yet
        return self.course.last(name)

    def placed(
        self, part: Part, placing: Placing | None, number: int, anchor: Done, named: str, owed: bool = True
    ) -> Item:
        assert placing is not None
        window = placing.window(anchor.on)
        return self.item(part, number, window, self.reason(placing, anchor, named), owed, placing.not_stated)

    def pointed(self, part: Part, number: int, timing: Schedule, start: Done, index: int, owed: bool = True) -> Item:
        clock, point = part.clock, timing.points[index]
        assert clock is not None
        counted = f"{clock.unit} {point}, counted from {clock.named}"
        source = clock.sources[index]
        if start.on is None:
            because = f"{counted}, whose day is not known{source}"
            return self.item(part, number, NO_WINDOW, because, owed, clock.not_stated)
        ideal = later(start.on, point - timing.first_point, timing.unit)
        window = Window(
            ideal - clock.early if clock.early is not None else None,
            ideal,
            ideal + clock.late if clock.late is not None else None,
        )
        zero = f", which is {clock.unit} {timing.first_point}" if timing.first_point else ""
        because = f"{counted} on {in_words(start.on)}{zero}{source}"
        return self.item(part, number, window, because, owed, clock.not_stated)

    def reason(self, placing: Placing, anchor: Done, named: str) -> str:
        what = {START: "the start of the course", END: "the end of the series"}.get(named, named)
        when = f"on {in_words(anchor.on)}" if anchor.on else "whose day is not known"
        if not placing.span:
            return f"after {what} {when}; {UNDATED}"
        return f"{placing.span} after {what} {when} ({placing.source})"

    def item(
        self,
        part: Part,
        number: int,
        window: Window,
        because: str,
        owed: bool = True,
        not_stated: tuple[str, ...] = (),
    ) -> Item:
        activity, holding = part.activity, self.at.holding
        return Item(
            activity=activity.id,
            number=number,
            title=activity.title,
            kind=part.kind,
            who=activity.by,
            window=window,
            because=because,
            why_not=tuple([self.waits(condition, says) for condition, says in part.waits if condition not in holding]),
            owed=owed and not activity.optional,
            not_stated=not_stated,
            booking=self.booked.get(activity.id),
            minutes=part.minutes,
            needs=activity.needs,
            course=self.label,
            order=part.order,
        )
