"""Sending one message: at most once, whatever dies in between, and only while it is still planned.

1. Under the course's lock the course is derived again. A message that is no longer planned, not due, or on its way
   already is left alone. Otherwise a row (`Sending`, one for a course and key) says that it is being handed over. That
   is committed.
2. The letter is handed over to the transport, without a lock.
3. `MessageSent` is recorded in the course, under an id that is made from the key, and the row says `sent`.

A worker that dies leaves the row as it is. `settle` asks the log and then the transport whether the letter was taken.
Where nobody can say, it is not sent again: the front desk is shown that it may not have arrived.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef

from enthesis.clinic import filing
from enthesis.clinic.access import By, Operator
from enthesis.clinic.door import Refused, record
from enthesis.clinic.errors import NotAllowed
from enthesis.clinic.messages.asking import questions
from enthesis.clinic.messages.letters import ready_of
from enthesis.clinic.messages.rows import messages_of, put_back
from enthesis.clinic.messages.transports import NotTaken, Transport, Unsure, offers_sms, transport_of
from enthesis.clinic.messages.ways import way_of
from enthesis.clinic.models import Clinic, PlannedMessage, Sending
from enthesis.clinic.numbers import number_of
from enthesis.clinic.opening import course_for_work
from enthesis.clinic.sql import Statement, durable_transaction, stored
from enthesis.pathway.course import Course
from enthesis.pathway.events import MessageSent
from enthesis.pathway.messages import Planned, shipped

SENDER = Operator("messages")  # how the log names whoever sends by itself
LEASE = timedelta(minutes=3)  # longer than any transport takes: whoever has not come back by then is dead
AGAIN = timedelta(minutes=5)  # until a letter that was surely not taken is tried again
NO_ADDRESS = "no-address"
UNWANTED = "unwanted"  # the patient wants no messages
CHOSE_ANEW = "chose-anew"  # another way, at that very moment
NOBODY_KNOWS = "ended in between"

_INSERT = Statement(
    "INSERT INTO clinic_sending (clinic_id, course_id, key, purpose, visit, channel, state, began_at, says)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, '')"
)
_STATE = Statement("SELECT state FROM clinic_sending WHERE course_id = %s AND key = %s")
_TAKE_AGAIN = Statement(
    "UPDATE clinic_sending SET state = %s, began_at = %s, channel = %s WHERE course_id = %s AND key = %s AND state = %s"
)

Choose = Callable[[Clinic, str], Transport]  # by what a clinic's letters of one channel leave


class State(StrEnum):
    """Where a message stands."""

    HANDING_OVER = "handing-over"
    SENT = "sent"
    LATER = "later"  # surely not taken; tried again
    REFUSED = "refused"  # surely not taken, and it never will be: somebody calls
    UNKNOWN = "unknown"  # may have been taken: it is not sent twice; somebody calls
    TO_TELL = "to-tell"  # there is no address: somebody calls
    TOLD = "told"  # somebody has called
    UNWANTED = "unwanted"  # the patient wants no messages, and nobody has to call


TO_DO = (State.REFUSED, State.UNKNOWN, State.TO_TELL)  # what the front desk does


@dataclass(frozen=True, slots=True)
class Due:
    """A message that is to leave now."""

    course: int
    key: str


def due(now: datetime, most: int = 500) -> list[Due]:
    """What is to leave now and is not on its way, the oldest first."""
    mine = Sending.objects.filter(course=OuterRef("course"), key=OuterRef("key"))
    on_its_way = mine.exclude(state=State.LATER, ended_at__lte=now - AGAIN)
    rows = PlannedMessage.objects.filter(~Exists(on_its_way), due__lte=now, until__gt=now).order_by("due", "pk")
    found = [Due(*each) for each in rows.values_list("course", "key")[:most]]
    asked = [Due(course, plan.key) for course, plan in questions(now) if plan.due <= now < plan.until]
    there = Sending.objects.filter(course__in={each.course for each in asked})
    on_its_way_there = set(there.exclude(state=State.LATER, ended_at__lte=now - AGAIN).values_list("course", "key"))
    return [*(each for each in asked if (each.course, each.key) not in on_its_way_there), *found][:most]


def plans_of(clinic: int, course: int, state: Course, now: datetime) -> list[Planned]:
    """All that is to be told in a course as it stands: what follows from its log, and what its patient is asked."""
    return [*messages_of(clinic, state), *(plan for _, plan in questions(now, course))]


def send(course: int, key: str, now: datetime, choose: Choose = transport_of) -> State | None:
    """Send one message of a course. None: it is not planned any more, not due, or somebody else has it."""
    claimed = _claim(course, key, now, choose)
    if claimed is None:
        return None
    plan, clinic, transport, channel = claimed
    seen = course_for_work(course)
    if seen is None or all(each.key != key for each in plans_of(seen.clinic, course, seen.course, now)):
        Sending.objects.filter(course=course, key=key, state=State.HANDING_OVER).delete()  # moved at that very moment
        return None
    ready = ready_of(seen, clinic, plan)
    if ready.way.is_unwanted:
        call = shipped().purposes[plan.purpose].call_if_unwanted
        return _end(course, key, State.TO_TELL if call else State.UNWANTED, UNWANTED)
    if not ready.letter.to:
        return _end(course, key, State.TO_TELL, NO_ADDRESS)
    if ready.way.channel != channel:
        return _end(course, key, State.LATER, CHOSE_ANEW)
    try:
        transport.send(ready.letter, letter_key(course, key))
    except NotTaken as problem:
        return _end(course, key, State.REFUSED if problem.for_good else State.LATER, problem.why)
    except Unsure as problem:
        return _end(course, key, State.UNKNOWN, str(problem))
    return _note(course, key, plan.purpose, plan.visit, transport.channel, ready.said_by)


def _claim(course: int, key: str, now: datetime, choose: Choose) -> tuple[Planned, Clinic, Transport, str] | None:
    """Say that a message is being handed over, if it is still planned and nobody else has it."""
    with durable_transaction() as cursor:
        file = filing.take(cursor, course, Operator())
        if file is None or file.wrapped is None:
            return None
        clinic = Clinic.objects.get(pk=file.clinic)
        channel = way_of(file.person, file.profile(), sms=offers_sms(clinic)).channel
        transport = choose(clinic, channel)
        state_now = file.known().state
        plan = next((each for each in plans_of(file.clinic, course, state_now, now) if each.key == key), None)
        if plan is None or not plan.due <= now < plan.until:
            put_back(cursor, file.clinic, course, state_now)  # what stood there no longer followed
            return None
        state = _STATE.on(cursor, (course, key)).fetchone()
        values = (State.HANDING_OVER.value, stored(now), transport.channel)
        if state is None:
            where = (file.clinic, course, key, plan.purpose, plan.visit)
            _INSERT.on(cursor, (*where, values[2], values[0], values[1]))
        elif state[0] != State.LATER:
            return None
        else:
            _TAKE_AGAIN.on(cursor, (values[0], values[1], values[2], course, key, State.LATER.value))
    return plan, clinic, transport, channel


def settle(now: datetime, choose: Choose = transport_of) -> int:
    """Find out what became of letters whose worker has not come back. How many there were."""
    lost = Sending.objects.filter(state=State.HANDING_OVER, began_at__lte=now - LEASE).select_related("clinic")
    found = list(lost.order_by("pk"))
    for row in found:
        seen = course_for_work(row.course_id)
        noted = seen is not None and any(event.id == event_id(row.course_id, row.key) for event in seen.log)
        transport = choose(row.clinic, row.channel)
        taken = True if noted else transport.was_accepted(letter_key(row.course_id, row.key))
        if taken:
            _note(row.course_id, row.key, row.purpose, row.visit, row.channel)
        elif taken is None:
            _end(row.course_id, row.key, State.UNKNOWN, NOBODY_KNOWS, since=row.began_at)
        else:
            _end(row.course_id, row.key, State.LATER, NOBODY_KNOWS, since=row.began_at)
    return len(found)


def tell(sending: Sending, *, by: By) -> None:
    """Somebody of the clinic has told the patient: it is noted in the course. Said twice, it counts once.

    Raises as `record` does.
    """
    event = _event(sending.course_id, sending.key, sending.purpose, sending.visit, "telephone")
    record(event, course=number_of(sending.course_id), by=by)
    Sending.objects.filter(pk=sending.pk, state__in=TO_DO).update(state=State.TOLD, ended_at=datetime.now(UTC))


def to_do(clinic: int, now: datetime) -> Iterator[Sending]:
    """What somebody of the clinic has to tell a patient, because no letter could, as long as it is of use."""
    rows = Sending.objects.filter(clinic=clinic, state__in=TO_DO).exclude(course__person__key__wrapped=None)
    rows = rows.order_by("began_at", "pk")
    courses = {row.course_id for row in rows}
    planned = PlannedMessage.objects.filter(course__in=courses, until__gt=now)
    of_use = {*planned.values_list("course", "key"), *((course, plan.key) for course, plan in questions(now))}
    yield from (row for row in rows if (row.course_id, row.key) in of_use)


def letter_key(course: int, key: str) -> str:
    """What a transport knows a letter by, among those of all courses."""
    return f"{number_of(course)}:{key}"


def event_id(course: int, key: str) -> str:
    """The id of the event that says that a message has left: noted twice, it is there once."""
    return f"sent-{hashlib.sha256(letter_key(course, key).encode()).hexdigest()[:40]}"


def _event(course: int, key: str, purpose: str, visit: str, channel: str, said_by: str = "") -> MessageSent:
    seen = course_for_work(course)
    today = datetime.now(UTC).astimezone(seen.zone if seen else UTC).date()
    there = next((event for event in seen.log if event.id == event_id(course, key)), None) if seen else None
    if isinstance(there, MessageSent):
        return there
    said: dict[str, Any] = {"purpose": purpose, "channel": channel, "visit": visit, "words": said_by}
    return MessageSent(id=event_id(course, key), happened_on=today, **said)


def _note(course: int, key: str, purpose: str, visit: str, channel: str, said_by: str = "") -> State:
    """Record that a message has left, and then that nothing is open."""
    says = ""
    try:
        record(_event(course, key, purpose, visit, channel, said_by), course=number_of(course), by=SENDER)
    except (Refused, NotAllowed) as problem:
        says = " ".join(problem.codes)  # the person was erased meanwhile: the letter has left all the same
    return _end(course, key, State.SENT, says)


def _end(course: int, key: str, state: State, says: str, since: datetime | None = None) -> State:
    rows = Sending.objects.filter(course=course, key=key, state=State.HANDING_OVER)
    if since is not None:
        rows = rows.filter(began_at=since)  # not one that somebody took up anew
    rows.update(state=state, ended_at=datetime.now(UTC), says=says[:400])
    return state
