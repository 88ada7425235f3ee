"""What is due in a clinic, read along an index, whatever the number of courses. Time passing writes nothing."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from enthesis.clinic import derive
from enthesis.clinic.access import SEES_PROFILE, STAFF, By
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import CourseRecord
from enthesis.clinic.numbers import number_of
from enthesis.clinic.people import clinics_of, profile_of
from enthesis.clinic.prepared import Prepared
from enthesis.clinic.restrictions import hidden_courses
from enthesis.clinic.sql import Statement, instant, is_postgresql
from enthesis.clinic.symptoms import answers
from enthesis.pathway.agenda import CONCERN
from enthesis.pathway.protocol.model import Role, Unit
from enthesis.pathway.window import Timing, Window, later

PAGE = 50
ALL = 10**9

# The rows whose first day is reached, in the order of their last days: no index holds that at once. But among rows of
# one span the one order is the other. So: which spans are there (one seek in the index for each, some ten), and then
# those that are due of each, merged in order until the page is full. Neither step reads a row in vain.
_SPANS = Statement(
    """
WITH RECURSIVE spans(span) AS (
    SELECT min(span) FROM clinic_agendarow WHERE clinic_id = %s AND who = %s AND owed
    UNION ALL
    SELECT (SELECT min(span) FROM clinic_agendarow WHERE clinic_id = %s AND who = %s AND owed AND span > spans.span)
    FROM spans WHERE spans.span IS NOT NULL
)
SELECT span FROM spans WHERE span IS NOT NULL
"""
)
_COLUMNS = (
    "course_id, key, activity, number, title, kind, who, opens, ideal, closes, may, why_not, because, visit, starts"
)
_ONE = (
    f"SELECT {_COLUMNS}, last_day, first_day, id FROM clinic_agendarow "  # noqa: S608 - constants
    "WHERE clinic_id = %s AND who = %s AND owed AND span = %s AND "
)
_CLOSES = _ONE + "last_day <= %s"  # due once the last day is as near as the span is long
_STAYS_OPEN = _ONE + "last_day = %s AND first_day <= %s"  # no last day, or before everything: the first day decides


@lru_cache(maxsize=256)
def _merged(closing: int, open_ended: int, size: int, skipped: int) -> Statement:
    """The query for as many spans of each sort: it merges them along the index and stops at the limit.

    SQLite does so by itself. PostgreSQL needs each branch ordered and limited, and the limits written out: with
    limits that it does not know it would plan for any. On SQLite, days come as text, which is read where it is shown.
    """
    branches = [_CLOSES] * closing + [_STAYS_OPEN] * open_ended
    order = "ORDER BY last_day, first_day, id LIMIT"
    if is_postgresql() and len(branches) > 1:
        branches = [f"({branch} {order} {size + skipped:d})" for branch in branches]
    page = f"{' UNION ALL '.join(branches)} {order} {size:d} OFFSET {skipped:d}"
    shown = _COLUMNS if is_postgresql() else _COLUMNS.replace("opens, ideal, closes", "+opens, +ideal, +closes")
    return Statement(f"SELECT {shown} FROM ({page}) AS page")  # noqa: S608 - constants


DayOrText = date | str | None


class Due(NamedTuple):
    """One line of a worklist."""

    course_key: int
    key: str
    activity: str
    number: int
    title: str
    kind: str
    who: str
    opens: DayOrText
    ideal: DayOrText
    closes: DayOrText
    may: bool
    reasons: str  # why not, one a line
    because: str
    visit: str
    booked: datetime | None
    day: date  # that was asked about
    name: str = ""  # the patient's, where the role may see it and the person is not erased

    @property
    def course(self) -> str:
        """C-0192."""
        return number_of(self.course_key)

    @property
    def window(self) -> Window:
        return Window(_day(self.opens), _day(self.ideal), _day(self.closes))

    @property
    def timing(self) -> Timing:
        """Due or overdue."""
        return self.window.on(self.day)

    @property
    def is_overdue(self) -> bool:
        return self.timing is Timing.OVERDUE

    @property
    def why_not(self) -> tuple[str, ...]:
        return tuple(self.reasons.split("\n")) if self.reasons else ()

    @property
    def starts(self) -> datetime | None:
        """When the booked visit begins."""
        return instant(self.booked) if self.booked is not None else None

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
    spans = [span for (span,) in _SPANS.run([clinic, role, clinic, role])]
    if not spans:
        return []
    closing = [span for span in spans if span not in derive.SAME_LAST_DAY]
    values: list[Any] = []
    for span in closing:
        values += (clinic, role, span, later(day, span, Unit.DAYS).isoformat())
    for span in spans:
        if span in derive.SAME_LAST_DAY:
            values += (clinic, role, span, derive.SAME_LAST_DAY[span].isoformat(), day.isoformat())
    skipped = (max(page, 1) - 1) * size
    found = _merged(len(closing), len(spans) - len(closing), size, skipped).run(values)
    return in_order([Due._make((*row, day, "")) for row in found])


def everything_due(clinic: int, day: date, role: str | None = None) -> list[Due]:
    """All that is due or overdue in one clinic on a day, for one role or for everybody, in a worklist's order."""
    roles = [role] if role else [each.value for each in Role]
    lines = [line for each in roles for line in due(clinic, each, day, size=ALL)]
    return in_order(lines)


def in_order(lines: list[Due]) -> list[Due]:
    """Safety concerns first, then by the last day. What is equal stays as it was."""
    return sorted(lines, key=lambda line: (line.kind != CONCERN, str(line.closes or date.max)))


def worklist(by: By, day: date, page: int = 1, *, clinic: int | None = None, role: str | None = None) -> list[Due]:
    """One page of the worklist of an account: of its first clinic and its first role there, unless others are named.

    `day` is the clinic's. Restricted courses stand in it only for whom they are open to, and for who answers their
    concerns. Raises `NotAllowed` where the account has no such role. The look is written down.
    """
    mine = [(found.pk, roles & STAFF) for found, roles in clinics_of(by)]
    held = next(((key, roles) for key, roles in mine if roles and clinic in (None, key)), None)
    if held is None or (role is not None and role not in held[1]):
        raise refusal(NotAllowed(NOT_YOUR_ROLE, "That worklist is not yours."), by, "worklist", clinic)
    key, roles = held
    chosen = role or next(name for name in _ORDER if name in roles)
    lines = in_order([line for whose in (chosen, *_ALSO.get(chosen, ())) for line in due(key, whose, day, page)])
    closed = hidden_courses(by, key)
    if closed:
        own = {course for course in closed if answers(by, course)}
        lines = [line for line in lines if line.course_key not in closed or _is_safety(line, own)]
    looked(by, "worklist", clinic=key, courses=(line.course_key for line in lines))
    return named(lines) if roles & SEES_PROFILE else lines


def _is_safety(line: Due, mine: set[int]) -> bool:
    """A concern of a restricted record whose owner is the one who looks."""
    return line.kind == CONCERN and line.course_key in mine


_ALSO = {"front-desk": ("patient",)}  # the desk reminds patients of what is theirs to do
_ORDER = ("clinician", "therapist", "front-desk", "lead")


_WHOSE = Prepared(
    lambda courses: CourseRecord.objects.filter(pk__in=courses).values_list(
        "pk", "person", "person__key__wrapped", "person__sealed"
    )
)


def named(lines: list[Due]) -> list[Due]:
    """The same lines with the patients' names."""
    keys = {line.course_key for line in lines}
    names = {}
    for key, person, wrapped, sealed in _WHOSE(keys):
        profile = profile_of(person, bytes(wrapped) if wrapped is not None else None, bytes(sealed))
        names[key] = profile.name if profile else ""
    return [line._replace(name=names[line.course_key]) for line in lines]


def _day(value: DayOrText) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
