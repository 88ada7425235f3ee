"""Whether a protocol that can be read also makes sense: every check in one run."""

from datetime import date

from enthesis.pathway.protocol import check_decisions, check_file, check_order, check_windows
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.protocol.notes import Notes


def check_sound(protocol: Protocol, notes: Notes, today: date | None = None) -> None:
    """Add to `notes` everything that is wrong with a protocol as a whole.

    `today`: the day of the check, where the overdue review is to be told; the core itself has no clock.
    """
    check_file.check(protocol, notes, today)
    check_order.check(protocol, notes)
    check_windows.check(protocol, notes)
    check_decisions.check(protocol, notes)
