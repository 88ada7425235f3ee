"""What one course still has to book: its visits, injections, reviews and therapy, with the windows of its protocol.

The windows are those of `pathway.visits`. Nothing is made up: an end that no source states stays open, and how long a
visit takes where the protocol does not say it is the clinic's to decide (`Minutes`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from enthesis.pathway.agenda import Item
from enthesis.pathway.course import Booking, Course
from enthesis.pathway.protocol.model import Activity, Kind, Protocol, Role
from enthesis.pathway.visits import BOOKED_KINDS, Between, Expected, Unplaced, visits_to_come
from enthesis.scheduling.problem import Gap, Need, Wanted

__all__ = ["BOOKED_KINDS", "Minutes", "ToBook", "Unplaced", "to_book"]

NO_DAYS_BETWEEN = "the days between sessions are not stated"
DEVICES = ("ultrasound", "c-arm")


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


def to_book(
    protocol: Protocol,
    course: Course,
    agenda: Sequence[Item],
    minutes: Minutes,
    *,
    sessions: int | None = None,
    remote: frozenset[str] = frozenset(),
    as_stated: bool = False,
    all_booked: bool = False,
    days_between: int = 0,
) -> tuple[list[ToBook], list[Unplaced]]:
    """The visits that a course still has to have, each with its window, and what cannot be asked for yet.

    `sessions` stands in for a number that is not agreed yet; `remote` names activities that are held by telehealth.
    `as_stated`: with the windows that the door holds a time against, not with the narrower ones that are offered.
    `all_booked`: also the sessions that are booked beyond the number agreed. `days_between`: from one session to the
    next where the protocol does not state it. Without it only the next session is asked for there: nobody is offered
    injections on days in a row because a source is silent. A visit that is booked keeps its length.
    """
    expected, unplaced = visits_to_come(protocol, course, agenda, sessions=sessions, all_booked=all_booked)
    injected = {each.name for each in expected if each.activity.kind is Kind.INJECTION}
    found: list[ToBook] = []
    left_out: set[str] = set()
    for each in expected:
        visit = _to_book(each, minutes, each.activity.id in remote, as_stated)
        if each.booking is None and (left_out & {gap.after for gap in each.after}):
            left_out.add(each.name)
            continue
        if each.name in injected and any(gap.after in injected for gap in each.after) and _is_unstated(visit.wanted):
            if days_between:
                visit = replace(visit, wanted=_counted(visit.wanted, days_between))
            elif each.booking is None:
                unplaced.append(Unplaced(each.activity.id, NO_DAYS_BETWEEN))
                left_out.add(each.name)
                continue
        found.append(visit)
    return found, unplaced


def _to_book(expected: Expected, minutes: Minutes, by_video: bool, as_stated: bool) -> ToBook:
    activity, booking = expected.activity, expected.booking
    telehealth = booking.telehealth if booking else by_video
    wanted = Wanted(
        id=expected.name,
        minutes=booking.minutes if booking else minutes.of(activity),
        needs=tuple(_needs(activity, telehealth)),
        buffer_before=booking.buffer_before if booking else 0 if telehealth else minutes.buffer_before,
        buffer_after=booking.buffer_after if booking else 0 if telehealth else minutes.buffer_after,
        opens=expected.opens if as_stated else expected.first,
        ideal=expected.ideal,
        closes=expected.closes,
        after=tuple(_gap(gap, as_stated) for gap in expected.after),
    )
    return ToBook(activity.id, expected.number, activity.title, telehealth, wanted, booking)


def _is_unstated(wanted: Wanted) -> bool:
    """Whether it follows another visit, and neither days of the calendar nor days from that one say when it may be."""
    if wanted.opens or wanted.ideal or wanted.closes or not wanted.after:
        return False
    return all(not gap.opens and gap.ideal is None and gap.closes is None for gap in wanted.after)


def _counted(wanted: Wanted, days: int) -> Wanted:
    return replace(wanted, after=(replace(wanted.after[0], opens=days, ideal=days), *wanted.after[1:]))


def _gap(gap: Between, as_stated: bool) -> Gap:
    opens, closes = (gap.opens, gap.closes) if as_stated or gap.offered is None else gap.offered
    return Gap(gap.after, opens, gap.ideal, closes)


def _needs(activity: Activity, telehealth: bool) -> Iterator[Need]:
    yield Need("therapist" if activity.by is Role.THERAPIST else "clinician")
    if telehealth:
        return
    yield Need("room")
    for need in activity.needs:
        if need in DEVICES:
            yield Need("device", frozenset({need}))
