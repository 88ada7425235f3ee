"""What holds for every event: its day, its place in the course, what it corrects, what it is about."""

from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches

from enthesis.pathway import events as e
from enthesis.pathway.checks.case import refuse
from enthesis.pathway.checks.records import check_report_changed
from enthesis.pathway.course import Course, Status
from enthesis.pathway.events import Event
from enthesis.pathway.finding import STOP, Finding
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.window import in_words

AFTER_CLOSING = (
    e.ScoresTaken,
    e.DiaryEntered,
    e.GoalSet,
    e.SymptomReported,
    e.SymptomAssigned,
    e.SymptomHandled,
    e.AdverseEventRecorded,
    e.MessageSent,
    e.ContactTried,
    e.PaymentTaken,
    e.PaymentReturned,
    e.MessageWritten,
    e.NoteAdded,
    e.ImagingReported,
    e.LetterWritten,
    e.FileAdded,
    e.FileRemoved,
    e.VisitCancelled,  # a time that was booked is given back
    e.Withdrawn,
)


def check_day(course: Course, event: Event, today: date, born: date | None) -> Iterator[Finding]:
    day = event.happened_on
    if day is None:
        return
    if day > today:
        yield refuse(
            "in-the-future",
            f"{in_words(day)} has not come yet.",
            "Give the day on which it happened.",
            "happened_on",
        )
    if born is not None and day < born:
        yield refuse(
            "before-birth",
            f"{in_words(day)} is before the patient was born ({in_words(born)}).",
            "Correct the day or the birthday.",
            "happened_on",
        )
    started = course.started_on
    if started and day < started and isinstance(event, e.InjectionsGiven):
        yield Finding(
            code="before-the-course",
            level=STOP,
            says=f"{in_words(day)} is before the course began ({in_words(started)}).",
            remedy="Correct the day, or say why an earlier injection belongs to this course.",
            field="happened_on",
            sources=("HOUSE",),
        )


def check_place(course: Course, event: Event) -> Iterator[Finding]:
    if isinstance(event, e.CourseStarted):
        if course.status is not Status.NOT_STARTED and not event.replaces:
            yield refuse("started-already", "This course has started already.", "Start another course.")
        return
    if course.status is Status.NOT_STARTED:
        yield refuse("not-started", "This course has not started.", "Record CourseStarted first.")
    elif course.status is Status.CLOSED and not isinstance(event, AFTER_CLOSING) and not event.replaces:
        yield refuse("course-closed", "This course is closed.", "Withdraw its closing first, or start another course.")


def check_correction(event: Event, log: Sequence[Event]) -> Iterator[Finding]:
    if isinstance(event, e.Withdrawn) and not event.replaces:
        yield refuse("withdraws-nothing", "It does not say which event is withdrawn.", "Name it.", "replaces")
    if not event.replaces:
        return
    mistake = next((other for other in log if other.id == event.replaces), None)
    if mistake is None:
        yield refuse(
            "no-such-event",
            f'No event "{event.replaces}" is in this course.',
            "Name an event of this course.",
            "replaces",
        )
    elif type(mistake) is not type(event) and not isinstance(event, e.Withdrawn):
        yield refuse(
            "another-kind",
            f"{type(event).__name__} cannot stand for {type(mistake).__name__}.",
            f"Correct it with {type(mistake).__name__}, or withdraw it.",
            "replaces",
        )
    elif isinstance(mistake, e.CourseStarted) and isinstance(event, e.Withdrawn) and len(log) > 1:
        yield refuse("start-withdrawn", "The start of a course with other events cannot be withdrawn.", "Close it.")
    if isinstance(mistake, e.MessageWritten):
        says = "A message that was sent may have been read."
        yield refuse("message-sent", says, "Write another one that puts it right.", "replaces")
    if isinstance(mistake, e.FileRemoved):
        yield refuse("file-removed", "What was in that file is destroyed.", "Add the file once more.", "replaces")
    if isinstance(mistake, e.SymptomReported):
        yield from check_report_changed(mistake, event)


def check_activity(protocol: Protocol, course: Course, event: Event) -> Iterator[Finding]:
    name = getattr(event, "activity", "")
    if not name or protocol.activity(name) is not None or course.count(name):
        return
    ids = [activity.id for activity in protocol.activities]
    near = get_close_matches(name, ids, 1, 0.6)
    hint = f'Did you mean "{near[0]}"?' if near else f"It has: {', '.join(ids)}."
    yield refuse("unknown-activity", f'Protocol {protocol.id} has no activity "{name}".', hint, "activity")
