"""The drugs of one course: what is said about each, its pauses around the sessions as they stand, what was taken.

Sessions are those that were given, that have a time, and the next one on the day to aim for. A cancelled one is none of
them; a moved one stands on its new day. Nothing is stored.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, tzinfo

from enthesis.pathway.agenda import Item
from enthesis.pathway.course import Course, Status, standing
from enthesis.pathway.events import DrugListTaken, Event, PrescriberAgreed
from enthesis.pathway.finding import Finding
from enthesis.pathway.medications import (
    Agreement,
    DrugAnswer,
    Hold,
    HoldClock,
    How,
    Session,
    SessionDay,
    Stretch,
    Taken,
    hold_clocks,
    prescribers_first,
    review,
    stretches,
    taken_inside_hold,
)
from enthesis.pathway.medications.holds import set_for_class
from enthesis.pathway.protocol.model import INJECTION, BeforeEach, Kind, Protocol

INSIDE = "taken-inside-hold"


@dataclass(frozen=True, slots=True)
class CourseDrugs:
    """Everything about the drugs of one course; made by `course_drugs`."""

    answers: tuple[DrugAnswer, ...]  # each drug of the list, around the sessions that have a time
    clocks: tuple[HoldClock, ...]  # each drug and each session
    stretches: tuple[Stretch, ...]  # the decided pauses as the patient lives them
    taken: tuple[Finding, ...]  # notes for the clinician on what a diary says was taken inside a pause, latest first


def course_drugs(
    protocol: Protocol,
    course: Course,
    items: Sequence[Item],
    log: Sequence[Event] = (),
    zone: tzinfo = UTC,
    own: Sequence[Hold] = (),
    country: str = "",
) -> CourseDrugs:
    """What there is to say about the drugs of a course.

    `items` is its agenda, `log` what was recorded (for the prescribers' words), `own` the pauses that the clinic has
    decided for all its courses: what the protocol states goes before them.
    """
    names = course.drugs or ()
    days = session_days(protocol, course, items, zone)
    holds = {day.activity: holds_for(protocol, day.activity, own) for day in days}
    booked = [day for day in days if day.how is How.BOOKED]
    clocks = hold_clocks(names, days, holds, country)
    return CourseDrugs(
        answers=tuple(
            review(
                names,
                [Session(day.on) for day in booked],
                country,
                tuple({hold.covers: hold for day in days for hold in holds[day.activity]}.values())
                or holds_for(protocol, "", own),
                agreements(log),
            )
        ),
        clocks=clocks,
        stretches=stretches(clocks),
        taken=tuple(_taken(course, days, holds, country)),
    )


def session_days(protocol: Protocol, course: Course, items: Sequence[Item], zone: tzinfo) -> tuple[SessionDay, ...]:
    """The injections of a course, each on its day, soonest first: given, booked, or to be aimed for."""
    return tuple(sorted(_session_days(protocol, course, items, zone), key=lambda day: day.on))


def _session_days(protocol: Protocol, course: Course, items: Sequence[Item], zone: tzinfo) -> Iterator[SessionDay]:
    titles = {a.id: a.title for a in protocol.activities if a.kind is Kind.INJECTION}
    for given in course.injections:
        if given.happened_on is not None:
            yield SessionDay(given.happened_on, given.activity, titles.get(given.activity, "Injection"), How.GIVEN)
    if course.status is not Status.ACTIVE:
        return
    booked = {booking.activity for booking in course.bookings.values()}
    for booking in course.bookings.values():
        if booking.activity in titles:
            on = booking.starts.astimezone(zone).date()
            yield SessionDay(on, booking.activity, titles[booking.activity], How.BOOKED)
    for item in items:
        aim = item.window.aim
        if item.kind == Kind.INJECTION and item.owed and item.activity not in booked and aim is not None:
            yield SessionDay(aim, item.activity, item.title, How.AIM)


def holds_for(protocol: Protocol, activity: str, own: Sequence[Hold] = ()) -> tuple[Hold, ...]:
    """The pauses around one injection: the protocol's where it states them, else the clinic's own."""
    found = {hold.covers: hold for hold in own}
    for step in protocol.activities:
        timing = step.timing
        if step.kind is not Kind.HOLD or not isinstance(timing, BeforeEach) or step.prescriber_decides:
            continue
        if activity and timing.each not in (activity, INJECTION):
            continue
        before, after = timing.before.whole(), timing.after.whole()
        if before is None and after is None:
            continue
        for covers in step.holds:
            mine = found.get(covers) or set_for_class(covers, own)
            found[covers] = Hold(
                covers,
                before if before is not None or mine is None else mine.before_days,
                after if after is not None or mine is None else mine.after_days,
                f"{protocol.id} {protocol.version}",
                step.source,
            )
    return tuple(found.values())


def agreements(log: Sequence[Event]) -> tuple[Agreement, ...]:
    """What prescribers said, as the log stands."""
    return tuple(
        Agreement(drug=e.drug, prescriber=e.prescriber, agreed=e.agreed, on=e.happened_on, note=e.note)
        for e in standing(log)
        if isinstance(e, PrescriberAgreed)
    )


def _taken(
    course: Course, days: Sequence[SessionDay], holds: Mapping[str, Sequence[Hold]], country: str
) -> Iterator[Finding]:
    """Held against the sessions that were given or have a time: a day to aim for is no session yet."""
    entries = [Taken(entry.on, name) for entry in course.diary if entry.on for name in entry.took]
    sure = [day for day in days if day.how is not How.AIM]
    notes: dict[tuple[str, ...], tuple[date, Finding]] = {}
    for activity in dict.fromkeys(day.activity for day in sure):
        sessions = [Session(day.on) for day in sure if day.activity == activity]
        for entry in entries:
            for note in taken_inside_hold([entry], sessions, holds[activity], country):
                there = notes.get(note.because)
                if there is None or (there[1].code != INSIDE and note.code == INSIDE):
                    notes[note.because] = (entry.on, note)
    for _, note in sorted(notes.values(), key=lambda pair: pair[0], reverse=True):
        yield note


def completed(event: Event) -> Event:
    """A list of drugs with those marked whose prescriber has to be asked, where whoever wrote it marked none."""
    if not isinstance(event, DrugListTaken) or event.prescriber_only:
        return event
    return replace(event, prescriber_only=prescribers_first(event.drugs))
