"""The register of courses: how many a clinic has started, so that one which disappears with its whole log is noticed.

The number is kept under a mark that only the clinic's key can make. Rows that were derived from a course and are still
there say which one it was.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from enthesis.clinic.keys import mark
from enthesis.clinic.models import (
    AgendaRow,
    BookedTime,
    BookedVisit,
    Clinic,
    CourseRecord,
    CourseRegister,
    LotUse,
    PlannedMessage,
    TakenStep,
)
from enthesis.clinic.sql import Statement

DERIVED = (AgendaRow, LotUse, BookedVisit, BookedTime, TakenStep, PlannedMessage)

_ONE_MORE = Statement(
    "INSERT INTO clinic_courseregister (clinic_id, opened, mark) VALUES (%s, 1, %s) ON CONFLICT (clinic_id)"
    " DO UPDATE SET opened = clinic_courseregister.opened + 1 RETURNING opened"
)
_MARKED = Statement("UPDATE clinic_courseregister SET mark = %s WHERE clinic_id = %s")


def one_more(cursor: Any, clinic: int) -> None:
    """Count a course that is started now. The caller holds the transaction."""
    opened = _ONE_MORE.on(cursor, [clinic, b""]).fetchone()[0]
    _MARKED.on(cursor, [register_mark(clinic, opened), clinic])


def register_mark(clinic: int, opened: int) -> bytes:
    """What shows that Enthesis itself counted so many courses of a clinic."""
    return mark(b"opened %d %d" % (clinic, opened))


def miscounted() -> Iterator[tuple[str, str]]:
    """What does not agree with the register: what kind of fault, and a sentence."""
    there = Counter(CourseRecord.objects.values_list("clinic", flat=True))
    kept = {row.pk: row for row in CourseRegister.objects.all()}
    for clinic in Clinic.objects.order_by("pk"):
        row, count = kept.get(clinic.pk), there[clinic.pk]
        opened = row.opened if row else 0
        if row and bytes(row.mark) != register_mark(clinic.pk, opened):
            yield "forged", f"How many courses {clinic} has started ({opened}) was not written by this clinic."
        elif opened > count:
            yield "missing", f"{clinic} has started {opened} courses; {count} are there."
        elif opened < count:
            yield "inserted", f"{clinic} has started {opened} courses; {count} are there."


def orphans() -> dict[int, dict[str, int]]:
    """Courses that are not there although rows were derived from them: how many, by table."""
    found: dict[int, dict[str, int]] = {}
    for model in DERIVED:
        rows = model.objects.exclude(course__in=CourseRecord.objects.values("pk")).values_list("course_id", flat=True)
        for course, number in Counter(rows).items():
            found.setdefault(course, {})[str(model._meta.verbose_name)] = number
    return dict(sorted(found.items()))


def remove_orphans() -> None:
    """Take away what was derived from courses that are not there."""
    for model in DERIVED:
        model.objects.exclude(course__in=CourseRecord.objects.values("pk")).delete()
