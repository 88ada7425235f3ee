"""Taking a file away: what is in it is destroyed, and the log says that there was one, who took it away, and why."""

from datetime import date

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, PATIENT, By, Operator, handle
from enthesis.clinic.door import record
from enthesis.clinic.errors import NO_SUCH_PERSON, NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.files.keeping import File, NotKept, drop, roles_towards
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.opening import open_course
from enthesis.pathway.events import FileRemoved

REMOVES = frozenset({FRONT_DESK, CLINICIAN})


def removed_of(log: tuple[object, ...]) -> tuple[FileRemoved, ...]:
    """What was taken away in a course, the newest first."""
    return tuple(event for event in reversed(log) if isinstance(event, FileRemoved))


def may_remove(file: File, by: By) -> bool:
    """Staff may, and a patient what that patient added."""
    if isinstance(by, Operator):
        return True
    roles = roles_towards(file.person, by)
    return bool(roles & REMOVES) or (PATIENT in roles and file.made_by == handle(by))


def remove(file: File, *, course: str, on: date, by: By, reason: str = "") -> None:
    """Destroy what a file holds, and record that in a course of its patient. `on` is the clinic's day.

    It is recorded first: whoever is interrupted between the two says it again, and it counts once. Raises `NotKept`
    where staff gives no reason, `NotAllowed`, and `NotRecorded` as `record` does.
    """
    person = file.person
    where: dict[str, int] = {"clinic": person.clinic_id, "person": person.pk}
    roles = frozenset[str]() if isinstance(by, Operator) else roles_towards(person, by)
    if not isinstance(by, Operator) and not roles:
        raise refusal(NotAllowed(*NO_SUCH_PERSON), by, "remove-file", **where)
    if not may_remove(file, by):
        says = "A patient removes only what the same patient added; of the staff, a clinician or the front desk does."
        raise refusal(NotAllowed(NOT_YOUR_ROLE, says), by, "remove-file", **where)
    if PATIENT not in roles and not reason.strip():
        raise NotKept("It is not said why.", "Say why the file is removed.")
    event = FileRemoved(id=f"removed-{file.number}", happened_on=on, file=file.number, reason=reason.strip())
    if all(each.id != event.id for each in open_course(course, by).log):
        record(event, course=course, by=by)
    drop(file)
    looked(by, f"remove-file {file.number}", clinic=person.clinic_id, person=person.pk)
