"""A course as it stood on a day: what was known then, under the protocol that held then."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from enthesis.clinic.access import Operator
from enthesis.clinic.decisions import escalation_rules, own_holds
from enthesis.clinic.errors import NotAllowed
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.protocols import protocol_of
from enthesis.clinic.symptoms import clocks_of
from enthesis.pathway.agenda import Item, agenda
from enthesis.pathway.course import Course, as_known_on, fold
from enthesis.pathway.course_drugs import course_drugs
from enthesis.pathway.escalation import Escalation, escalation, open_symptoms
from enthesis.pathway.medications import HoldClock
from enthesis.pathway.protocol.model import Protocol


class NotKnown(Exception):
    """There is no such course. `says` and `remedy` are sentences."""

    def __init__(self, says: str, remedy: str) -> None:
        super().__init__(says)
        self.says, self.remedy = says, remedy


@dataclass(frozen=True, slots=True)
class Stood:
    """A course at the end of a day on the clinic's calendar."""

    day: date
    course: Course
    protocol: Protocol | None  # None: nothing was started yet
    agenda: tuple[Item, ...]
    clocks: tuple[Escalation, ...] = ()  # of the symptoms that were open
    pauses: tuple[HoldClock, ...] = ()  # of the drugs on the list, around each session


def course_as_of(number: str, day: date | None) -> Stood:
    """The course as it was known at the end of `day`; None: now. Raises `NotKnown`. The look is written down."""
    try:
        seen = open_course(number, Operator())
    except NotAllowed:
        raise NotKnown(f'No course is called "{number:.40}".', "A number looks like C-0192.") from None
    today = datetime.now(seen.zone).date()
    if day is None or day >= today:
        return Stood(
            today if day is None else day,
            seen.course,
            seen.protocol,
            seen.agenda,
            clocks_of(seen),
            _pauses(seen, seen.protocol, seen.course, seen.agenda),
        )
    log = as_known_on(seen.log, end_of(day, seen.zone))
    course = fold(log)
    protocol = protocol_of(seen.clinic, course.protocol, course.version)
    items = tuple(agenda(protocol, course, seen.zone)) if protocol else ()
    clocks = escalation(open_symptoms(log), escalation_rules(seen.clinic, seen.zone))
    return Stood(day, course, protocol, items, clocks, _pauses(seen, protocol, course, items))


def _pauses(seen: Seen, protocol: Protocol | None, course: Course, items: tuple[Item, ...]) -> tuple[HoldClock, ...]:
    if protocol is None or not course.drugs:
        return ()
    own = [one.hold for one in own_holds(seen.clinic).values()]
    return course_drugs(protocol, course, items, zone=seen.zone, own=own).clocks


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last instant of a day on a clinic's calendar."""
    return datetime.combine(day, time.max, zone)
