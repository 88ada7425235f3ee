"""Which lots went into which session, as rows that are searched: derived from the log, written with the event."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from enthesis.clinic.models import LotUse
from enthesis.clinic.sql import Statement
from enthesis.pathway.events import InjectionsGiven
from enthesis.pathway.injection import lot_key

LOT_COLUMNS = ("clinic_id", "course_id", "event", "place", "lot", "written", "part", "syringe", "day", "expires")

_REMOVE = Statement("DELETE FROM clinic_lotuse WHERE course_id = %s AND event = %s")
_REMOVE_ALL = Statement("DELETE FROM clinic_lotuse WHERE course_id = %s")
_INSERT = Statement(
    f"INSERT INTO clinic_lotuse ({', '.join(LOT_COLUMNS)}) VALUES ({', '.join(['%s'] * len(LOT_COLUMNS))})"  # noqa: S608
)

Injections = Sequence[InjectionsGiven]


class LotChanges(NamedTuple):
    """What differs between the lots of two states of a course."""

    course: int
    gone: Sequence[str]  # ids of injections whose rows no longer stand
    rows: Sequence[tuple[Any, ...]]  # values of `LOT_COLUMNS`


def lot_rows(clinic: int, course: int, given: InjectionsGiven) -> Iterator[tuple[Any, ...]]:
    """A row for each part of an injection whose lot is told. A lot without a letter or digit says nothing."""
    day = given.happened_on.isoformat() if given.happened_on else None
    for place, part in enumerate(given.solution):
        key = lot_key(part.lot)
        if key:
            expires = part.expires.isoformat() if part.expires else None
            written, name, syringe = part.lot.strip()[:200], part.name[:200], part.syringe.strip()[:60]
            yield (clinic, course, given.id, place, key, written, name, syringe, day, expires)


def changes(clinic: int, course: int, before: Injections, after: Injections) -> LotChanges | None:
    """From one state of a course to the next; None where no injection came, went or was corrected."""
    if before == after:
        return None
    there = {given.id: given for given in before}
    wanted = {given.id: given for given in after}
    gone = [key for key, given in there.items() if wanted.get(key) != given and any(p.lot for p in given.solution)]
    rows = [row for key, given in wanted.items() if there.get(key) != given for row in lot_rows(clinic, course, given)]
    return LotChanges(course, gone, rows) if gone or rows else None


def put(cursor: Any, changed: LotChanges) -> None:
    """Write what changed. The caller holds the transaction in which the event is recorded."""
    for event in changed.gone:
        _REMOVE.on(cursor, (changed.course, event))
    _INSERT.on_each(cursor, changed.rows)


def put_back(cursor: Any, clinic: int, course: int, injections: Injections) -> None:
    """Write all rows of a course anew."""
    _REMOVE_ALL.on(cursor, (course,))
    _INSERT.on_each(cursor, [row for given in injections for row in lot_rows(clinic, course, given)])


def there(course: int) -> Mapping[tuple[str, int], tuple[Any, ...]]:
    """The rows of a course as they are stored, by event and place, in plain values."""
    rows = LotUse.objects.filter(course=course).values_list(*LOT_COLUMNS)
    return {
        (row[2], row[3]): tuple(value.isoformat() if hasattr(value, "isoformat") else value for value in row)
        for row in rows
    }


def wanted(clinic: int, course: int, injections: Injections) -> Mapping[tuple[str, int], tuple[Any, ...]]:
    """The rows of a course as the log leaves them."""
    return {(row[2], row[3]): row for given in injections for row in lot_rows(clinic, course, given)}


def differences(clinic: int, course: int, injections: Injections) -> Iterator[tuple[str, str]]:
    """What is stored and does not follow from the log, or the other way round: which row, and what is wrong with it."""
    found, due = there(course), wanted(clinic, course, injections)
    for key in sorted(found.keys() | due.keys()):
        name = f"lot {key[0]}, part {key[1] + 1}"
        if key not in found:
            yield name, "is missing"
        elif key not in due:
            yield name, "is of no injection that counts"
        elif found[key] != due[key]:
            yield name, f"{found[key][4:]!r} instead of {due[key][4:]!r}"


def last_days(clinic: int, lots: Collection[str]) -> Mapping[tuple[str, str], date]:
    """The last day of each lot as a clinic has recorded it before, by the lot's key and the part's name.

    A lot has one last day: where two were recorded, neither is given.
    """
    keys = {lot_key(lot) for lot in lots} - {""}
    rows = LotUse.objects.filter(clinic=clinic, lot__in=keys, expires__isnull=False).order_by()
    found: dict[tuple[str, str], set[date]] = {}
    for lot, part, expires in rows.values_list("lot", "part", "expires").distinct():
        if expires is not None:
            found.setdefault((lot, part), set()).add(expires)
    return {which: days.pop() for which, days in found.items() if len(days) == 1}
