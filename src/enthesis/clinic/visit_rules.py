"""What patients may do with their visits alone: the clinic decides, and until it does a stated default holds."""

from dataclasses import dataclass

from enthesis.clinic.access import By
from enthesis.clinic.decisions import NotDecided, decide, decisions
from enthesis.clinic.models import Clinic

MOVES_HOURS = "visit:patient-moves-hours"
BOOKS = "visit:patient-books"
UNLESS_DECIDED = {MOVES_HOURS: "24", BOOKS: "yes"}  # no source states them
MOST_HOURS = 14 * 24
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class VisitRules:
    """What holds at a clinic now."""

    moves_hours: int  # so many hours before a visit a patient may still move or cancel it alone
    books: bool  # whether a patient may choose times alone
    decided: frozenset[str]  # names of the rules that the clinic decided

    @property
    def hours_decided(self) -> bool:
        return MOVES_HOURS in self.decided

    @property
    def books_decided(self) -> bool:
        return BOOKS in self.decided


def visit_rules(clinic: int) -> VisitRules:
    """What the clinic decided, and the defaults where it did not."""
    last = {one.name: one.value for one in decisions(clinic, UNLESS_DECIDED)}
    kept = {name: value for name, value in last.items() if value}  # "": taken back
    value = {**UNLESS_DECIDED, **kept}
    return VisitRules(int(value[MOVES_HOURS]), value[BOOKS] == YES, frozenset(kept))


def set_moves_hours(hours: int | None, *, clinic: Clinic, by: By, why: str = "") -> None:
    """How many hours before a visit a patient may move or cancel it alone; None: no longer decided.

    Raises `NotDecided`, and `NotAllowed` for who may not decide.
    """
    if hours is not None and not 0 <= hours <= MOST_HOURS:
        raise NotDecided(f"{hours} hours before a visit.", f"Give 0 to {MOST_HOURS}.", "hours")
    decide(MOVES_HOURS, "" if hours is None else str(hours), clinic=clinic, by=by, why=why)


def set_books(books: bool | None, *, clinic: Clinic, by: By, why: str = "") -> None:
    """Whether patients choose times alone; None: no longer decided. Raises as `set_moves_hours` does."""
    decide(BOOKS, "" if books is None else YES if books else NO, clinic=clinic, by=by, why=why)
