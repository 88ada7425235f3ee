"""Protocol + course -> what may, should or must happen next; for whom, in which window, and why. No clock in here."""

from collections.abc import Iterable
from datetime import UTC, tzinfo

from enthesis.pathway.agenda.item import CONCERN, PRESCRIBER, Item, in_order
from enthesis.pathway.agenda.parts import CONSENT_WITHDRAWN, WAITS_FOR
from enthesis.pathway.agenda.reader import Reader
from enthesis.pathway.course import Course, Status
from enthesis.pathway.protocol.model import Protocol

__all__ = ["CONCERN", "CONSENT_WITHDRAWN", "PRESCRIBER", "WAITS_FOR", "Item", "agenda", "together"]


def agenda(protocol: Protocol, course: Course, zone: tzinfo = UTC, label: str = "") -> list[Item]:
    """What comes next in one course, safety first, then by the day to aim for.

    A reported symptom that no clinician has closed is shown in a paused or closed course too. An activity
    whose anchor has not happened is left out: nobody can date it yet. `zone` is the clinic's; booked instants
    are read on its calendar. `label` names the course where a patient has several.
    """
    reader = Reader(protocol, course, zone, label)
    return in_order(reader.items() if course.status is Status.ACTIVE else reader.symptoms())


def together(agendas: Iterable[Iterable[Item]]) -> list[Item]:
    """The agendas of a patient's courses as one."""
    return in_order(item for items in agendas for item in items)
