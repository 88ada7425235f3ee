"""From a lot to every patient, session and point, in one query along one index."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db import transaction

from enthesis.clinic.access import CLINICIAN, LEAD, SEES_PROFILE, By, Operator
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.log import COLUMNS, Unreadable, decode, from_database
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import Clinic
from enthesis.clinic.numbers import PERSON, key_of, number_of
from enthesis.clinic.people import Profile, clinics_of, profile_of
from enthesis.clinic.restrictions import hidden
from enthesis.clinic.sql import Statement
from enthesis.pathway.events import InjectionsGiven, Part
from enthesis.pathway.injection import Reach, is_near, lot_key, reach

RECALLS = frozenset({CLINICIAN, LEAD})
MOST_NEAR = 12

# Days of what is recorded without one are not known: such a session is never left out by a first day.
_USES = Statement(
    "SELECT used.place, course.person_id, held.wrapped, person.sealed, "
    + ", ".join(f"event.{name}" for name in COLUMNS.split(", "))
    + """
FROM clinic_lotuse used
JOIN clinic_storedevent event ON event.event_id = used.event
JOIN clinic_courserecord course ON course.id = used.course_id
JOIN clinic_person person ON person.id = course.person_id
JOIN clinic_personkey held ON held.person_id = course.person_id
WHERE used.clinic_id = %s AND used.lot = %s AND (used.day >= %s OR used.day IS NULL)
ORDER BY used.day, used.course_id, used.event, used.place
"""
)
_EVENT = 4 + COLUMNS.split(", ").index("event_id")  # where a row of it holds the injection's id
# Which lots a clinic ever used: one seek in the index for each, whatever the number of injections.
_LOTS = Statement(
    """
WITH RECURSIVE lots(lot) AS (
    SELECT min(lot) FROM clinic_lotuse WHERE clinic_id = %s
    UNION ALL
    SELECT (SELECT min(lot) FROM clinic_lotuse WHERE clinic_id = %s AND lot > lots.lot)
    FROM lots WHERE lots.lot IS NOT NULL
)
SELECT lot FROM lots WHERE lot IS NOT NULL
"""
)
_COUNTED = Statement(
    "SELECT min(written), count(DISTINCT event) FROM clinic_lotuse "
    "WHERE clinic_id = %s AND lot = %s AND (day >= %s OR day IS NULL)"
)


class NoLot(Exception):
    """What was asked for names no lot. `says` and `remedy` are sentences."""

    says, remedy = "A lot number has at least one letter or digit.", "Give it as printed on the vial."

    def __init__(self) -> None:
        super().__init__(f"{self.says} {self.remedy}")


@dataclass(frozen=True, slots=True)
class Use:
    """One session in which the lot was used."""

    person: str  # P-0031
    course: str  # C-0192
    profile: Profile | None  # None: erased, or not for the role of the one who looks
    is_erased: bool
    given: InjectionsGiven  # without its personal words
    places: tuple[int, ...]  # of the parts that are of the lot, among those of the solution
    reach: Reach

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that are of the lot."""
        return tuple(self.given.solution[place] for place in self.places)

    @property
    def expired(self) -> tuple[Part, ...]:
        """The parts that were past their last day when they were injected."""
        day = self.given.happened_on
        return tuple(part for part in self.parts if day and part.expires and part.expires < day)


@dataclass(frozen=True, slots=True)
class Near:
    """Another lot whose number is nearly the one that was asked for. Never counted with it."""

    lot: str  # as it was first written
    sessions: int


@dataclass(frozen=True, slots=True)
class Recall:
    """Everything that one lot reached in one clinic."""

    lot: str  # as it was asked for
    clinic: str
    since: date | None
    uses: tuple[Use, ...]  # by day, the earliest first; those whose day is not known at one end
    near: tuple[Near, ...]

    @property
    def patients(self) -> int:
        return len({use.person for use in self.uses})

    @property
    def points(self) -> int:
        return sum(len(use.reach.points) for use in self.uses)

    @property
    def expired(self) -> int:
        """Sessions in which the lot was past its last day."""
        return sum(bool(use.expired) for use in self.uses)


def recall(lot: str, *, by: By, clinic: int | None = None, since: date | None = None) -> Recall:
    """All sessions of one clinic in which a lot was used, from a day on where one is given.

    The clinic is the first in which the account may look a lot up, unless one is named. Names and contacts are there
    only for who may see them: a restricted record is counted, and named by its numbers. The search and every record
    that it shows are written down. Raises `NotAllowed`, `NoLot`, and `Unreadable` where the log was changed from
    outside.
    """
    key = lot_key(lot)
    if not key:
        raise NoLot
    held = next(((c, roles) for c, roles in _clinics(by, clinic) if roles & RECALLS), None)
    if held is None:
        raise refusal(NotAllowed(NOT_YOUR_ROLE, "A lot is looked up by a clinician or a lead."), by, "recall", clinic)
    (where, name), roles = held
    closed = hidden(by, where)
    uses = tuple(_uses(where, key, since, bool(roles & SEES_PROFILE), closed))
    _write_down(by, where, uses)
    return Recall(lot.strip(), name, since, uses, _near(where, key, since))


def _clinics(by: By, clinic: int | None) -> list[tuple[tuple[int, str], frozenset[str]]]:
    """Key, name and the account's roles of each clinic that is asked about."""
    if isinstance(by, Operator):
        found = Clinic.objects.filter(pk=clinic) if clinic else Clinic.objects.order_by("pk")
        return [((each.pk, each.name), RECALLS | SEES_PROFILE) for each in found]
    return [((each.pk, each.name), roles) for each, roles in clinics_of(by) if clinic in (None, each.pk)]


def _first(since: date | None) -> str:
    return (since or date.min).isoformat()


def _uses(clinic: int, key: str, since: date | None, may_see: bool, closed: Container[int]) -> list[Use]:
    found = _USES.run([clinic, key, _first(since)])
    return [_use(list(rows), may_see, closed) for _, rows in groupby(found, key=lambda row: row[_EVENT])]


def _use(rows: Sequence[tuple[Any, ...]], may_see: bool, closed: Container[int]) -> Use:
    _, person, wrapped, sealed, *stored = rows[0]
    row = from_database(stored)
    given = decode(row, None)
    if not isinstance(given, InjectionsGiven):  # the table is derived: it names injections only
        raise Unreadable(row.course, row.seq, "it is no injection.")
    key = bytes(wrapped) if wrapped is not None else None
    places = tuple(place for place, *_ in rows if place < len(given.solution))
    return Use(
        person=number_of(person, PERSON),
        course=number_of(row.course),
        profile=profile_of(person, key, bytes(sealed)) if may_see and person not in closed else None,
        is_erased=key is None,
        given=given,
        places=places,
        reach=reach(given, places),
    )


def _write_down(by: By, clinic: int, uses: Sequence[Use]) -> None:
    """One line for the search, one for each course that it shows; in one transaction, for they may be hundreds."""
    shown = dict.fromkeys((use.course, use.person) for use in uses)
    with transaction.atomic():
        looked(by, "recall", clinic=clinic)
        for course, person in shown:
            looked(by, "recall", clinic=clinic, course=key_of(course), person=key_of(person, PERSON))


def _near(clinic: int, key: str, since: date | None) -> tuple[Near, ...]:
    alike = [lot for (lot,) in _LOTS.run([clinic, clinic]) if is_near(key, lot)]
    counted = [_COUNTED.run([clinic, lot, _first(since)])[0] for lot in alike]
    found = [Near(written, sessions) for written, sessions in counted if sessions]
    return tuple(sorted(found, key=lambda near: (-near.sessions, near.lot))[:MOST_NEAR])
