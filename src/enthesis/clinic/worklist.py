"""What is due in a clinic: one indexed query, whatever the number of courses. Nothing is written as time passes."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from enthesis.clinic.access import SEES_PROFILE, STAFF, By
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import CourseRecord
from enthesis.clinic.numbers import key_of, number_of
from enthesis.clinic.people import clinics_of, profile_of
from enthesis.clinic.sql import Statement, instant
from enthesis.pathway.agenda import CONCERN
from enthesis.pathway.protocol.model import Role
from enthesis.pathway.window import Timing, Window

PAGE = 50
ALL = 10**9

# Overdue rows have the earliest last days, so one order serves both: overdue first, then by closing day.
_DUE = Statement("""
SELECT course_id, key, activity, number, title, kind, who, opens, ideal, closes, may, why_not, because, visit, starts
FROM clinic_agendarow
WHERE clinic_id = %s AND who = %s AND owed AND first_day <= %s
ORDER BY last_day, first_day, id
LIMIT %s OFFSET %s
""")


@dataclass(frozen=True, slots=True)
class Due:
    """One line of a worklist."""

    course: str  # C-0192
    key: str
    activity: str
    number: int
    title: str
    kind: str
    who: str
    window: Window
    timing: Timing  # due or overdue, on the day that was asked about
    may: bool
    why_not: tuple[str, ...]
    because: str
    visit: str
    starts: datetime | None
    name: str = ""  # the patient's, where the role may see it and the person is not erased

    @property
    def is_overdue(self) -> bool:
        return self.timing is Timing.OVERDUE

    def as_json(self) -> dict[str, Any]:
        """Plain values for a machine door; no name."""
        window = self.window
        days = {"opens": window.opens, "ideal": window.ideal, "closes": window.closes}
        return {
            "course": self.course,
            "key": self.key,
            "activity": self.activity,
            "who": self.who,
            **{name: day.isoformat() if day else None for name, day in days.items()},
            "timing": self.timing.value,
            "may": self.may,
            "why_not": list(self.why_not),
            "because": self.because,
        }


def due(clinic: int, role: str, day: date, page: int = 1, size: int = PAGE) -> list[Due]:
    """What is due or overdue for one role in one clinic on a day, overdue first, then by closing day."""
    found = _DUE.run([clinic, role, day.isoformat(), size, (max(page, 1) - 1) * size])
    return [_line(row, day) for row in found]


def everything_due(clinic: int, day: date, role: str | None = None) -> list[Due]:
    """All that is due or overdue in one clinic on a day, for one role or for everybody, in a worklist's order."""
    roles = [role] if role else [each.value for each in Role]
    lines = [line for each in roles for line in due(clinic, each, day, size=ALL)]
    return sorted(lines, key=lambda line: (line.kind != CONCERN, line.window.closes or date.max, line.course))


def worklist(by: By, day: date, page: int = 1, *, clinic: int | None = None, role: str | None = None) -> list[Due]:
    """One page of the worklist of an account: of its first clinic and its first role there, unless others are named.

    `day` is the clinic's. Raises `NotAllowed` where the account has no such role. The look is written down.
    """
    mine = [(found.pk, roles & STAFF) for found, roles in clinics_of(by)]
    held = next(((key, roles) for key, roles in mine if roles and clinic in (None, key)), None)
    if held is None or (role is not None and role not in held[1]):
        raise refusal(NotAllowed(NOT_YOUR_ROLE, "That worklist is not yours."), by, "worklist", clinic)
    key, roles = held
    chosen = role or next(name for name in _ORDER if name in roles)
    looked(by, "worklist", clinic=key)
    lines = due(key, chosen, day, page)
    return named(lines) if roles & SEES_PROFILE else lines


_ORDER = ("clinician", "therapist", "front-desk", "lead")


def named(lines: list[Due]) -> list[Due]:
    """The same lines with the patients' names."""
    keys = {key for line in lines if (key := key_of(line.course))}
    rows = CourseRecord.objects.filter(pk__in=keys).values_list(
        "pk", "person", "person__key__wrapped", "person__sealed"
    )
    names = {}
    for key, person, wrapped, sealed in rows:
        profile = profile_of(person, bytes(wrapped) if wrapped is not None else None, bytes(sealed))
        names[number_of(key)] = profile.name if profile else ""
    return [replace(line, name=names[line.course]) for line in lines]


def _line(row: tuple[Any, ...], day: date) -> Due:
    course, key, activity, number, title, kind, who, opens, ideal, closes, may, why_not, because, visit, starts = row
    window = Window(opens, ideal, closes)
    return Due(
        course=number_of(course),
        key=key,
        activity=activity,
        number=number,
        title=title,
        kind=kind,
        who=who,
        window=window,
        timing=window.on(day),
        may=may,
        why_not=tuple(why_not.split("\n")) if why_not else (),
        because=because,
        visit=visit,
        starts=instant(starts) if starts is not None else None,
    )
