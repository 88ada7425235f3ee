"""Sending messages: each at most once, whatever dies in between, and only while it is still planned.

Several that leave in one letter (`pathway.messages.in_one_letter`) are claimed, sent and settled together. Each has its
row, so that none is told again; the letter and its note in the course go by the first of their keys.

1. Under the course's lock the course is derived again. A message that is no longer planned, not due, or on its way
   already is left alone. Otherwise a row (`Sending`, one for a course and key) says that it is being handed over. That
   is committed.
2. The letter is handed over to the transport, without a lock.
3. `MessageSent` is recorded in the course, under an id that is made from the key, and the row says `sent`.

A worker that dies leaves the row as it is. `settle` asks the log and then the transport whether the letter was taken.
Where nobody can say, it is not sent again: the front desk is shown that it may not have arrived.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
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
from enthesis.pathway.messages import Planned, in_one_letter, shipped

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
    """What is to leave now and is not on its way, the oldest first: of those that leave in one letter, one."""
    mine = Sending.objects.filter(course=OuterRef("course"), key=OuterRef("key"))
    on_its_way = mine.exclude(state=State.LATER, ended_at__lte=now - AGAIN)
    rows = PlannedMessage.objects.filter(~Exists(on_its_way), due__lte=now, until__gt=now).order_by("due", "pk")
    letters: dict[tuple[Any, ...], Due] = {}
    for of, key, purpose, at in rows.values_list("course", "key", "purpose", "due")[:most]:
        letters.setdefault((of, purpose, at) if purpose in shipped().series else (of, key), Due(of, key))
    found = list(letters.values())
    asked = [Due(course, plan.key) for course, plan in questions(now) if plan.due <= now < plan.until]
    there = Sending.objects.filter(course__in={each.course for each in asked})
    on_its_way_there = set(there.exclude(state=State.LATER, ended_at__lte=now - AGAIN).values_list("course", "key"))
    return [*(each for each in asked if (each.course, each.key) not in on_its_way_there), *found][:most]


def plans_of(clinic: int, course: int, state: Course, now: datetime) -> list[Planned]:
    """All that is to be told in a course as it stands: what follows from its log, and what its patient is asked."""
    return [*messages_of(clinic, state), *(plan for _, plan in questions(now, course))]


def send(course: int, key: str, now: datetime, choose: Choose = transport_of) -> State | None:
    """Send one message of a course, with those that leave in the same letter.

    None: it is not planned any more, not due, or somebody else has it.
    """
    claimed = _claim(course, key, now, choose)
    if claimed is None:
        return None
    plans, clinic, transport, channel = claimed
    seen = course_for_work(course)
    there = {each.key for each in plans_of(seen.clinic, course, seen.course, now)} if seen else set()
    gone = [each.key for each in plans if each.key not in there]
    if gone:  # moved at that very moment
        Sending.objects.filter(course=course, key__in=gone, state=State.HANDING_OVER).delete()
    plans = [each for each in plans if each.key in there]
    if seen is None or not plans:
        return None
    keys, plan = [each.key for each in plans], plans[0]
    ready = ready_of(seen, clinic, *plans)
    if ready.way.is_unwanted:
        call = shipped().purposes[plan.purpose].call_if_unwanted
        return _end(course, keys, State.TO_TELL if call else State.UNWANTED, UNWANTED)
    if not ready.letter.to:
        return _end(course, keys, State.TO_TELL, NO_ADDRESS)
    if ready.way.channel != channel:
        return _end(course, keys, State.LATER, CHOSE_ANEW)
    try:
        transport.send(ready.letter, letter_key(course, plan.key))
    except NotTaken as problem:
        return _end(course, keys, State.REFUSED if problem.for_good else State.LATER, problem.why)
    except Unsure as problem:
        return _end(course, keys, State.UNKNOWN, str(problem))
    return _note(course, keys, plan.purpose, _visit(each.visit for each in plans), transport.channel, ready.said_by)


def _claim(course: int, key: str, now: datetime, choose: Choose) -> tuple[list[Planned], Clinic, Transport, str] | None:
    """Say that a message, with those of its letter, is being handed over, if it is planned and nobody else has it."""
    with durable_transaction() as cursor:
        file = filing.take(cursor, course, Operator())
        if file is None or file.wrapped is None:
            return None
        clinic = Clinic.objects.get(pk=file.clinic)
        channel = way_of(file.person, file.profile(), sms=offers_sms(clinic)).channel
        transport = choose(clinic, channel)
        state_now = file.known().state
        plans = plans_of(file.clinic, course, state_now, now)
        plan = next((each for each in plans if each.key == key), None)
        if plan is None or not plan.due <= now < plan.until:
            put_back(cursor, file.clinic, course, state_now)  # what stood there no longer followed
            return None
        letter = [each for each in in_one_letter(plan, plans, shipped()) if now < each.until]
        states = {each.key: _STATE.on(cursor, (course, each.key)).fetchone() for each in letter}
        free = [each for each in letter if states[each.key] is None or states[each.key][0] == State.LATER]
        if plan not in free:
            return None
        values = (State.HANDING_OVER.value, stored(now), transport.channel)
        for each in free:
            if states[each.key] is None:
                where = (file.clinic, course, each.key, each.purpose, each.visit)
                _INSERT.on(cursor, (*where, values[2], values[0], values[1]))
            else:
                _TAKE_AGAIN.on(cursor, (values[0], values[1], values[2], course, each.key, State.LATER.value))
    return free, clinic, transport, channel


def settle(now: datetime, choose: Choose = transport_of) -> int:
    """Find out what became of letters whose worker has not come back. How many there were."""
    lost = Sending.objects.filter(state=State.HANDING_OVER, began_at__lte=now - LEASE).select_related("clinic")
    found = letters_of(lost.order_by("pk"))
    for letter in found:
        row, keys = letter[0], [each.key for each in letter]
        seen = course_for_work(row.course_id)
        noted = seen is not None and any(event.id == event_id(row.course_id, row.key) for event in seen.log)
        transport = choose(row.clinic, row.channel)
        taken = True if noted else transport.was_accepted(letter_key(row.course_id, row.key))
        if taken:
            _note(row.course_id, keys, row.purpose, _visit(each.visit for each in letter), row.channel)
        elif taken is None:
            _end(row.course_id, keys, State.UNKNOWN, NOBODY_KNOWS, since=row.began_at)
        else:
            _end(row.course_id, keys, State.LATER, NOBODY_KNOWS, since=row.began_at)
    return len(found)


def letters_of(rows: Iterable[Sending]) -> list[list[Sending]]:
    """Rows by the letter in which they left, each letter's in the order of their keys: its own is the first."""
    found: dict[tuple[Any, ...], list[Sending]] = {}
    for row in rows:
        is_one = row.purpose in shipped().series
        found.setdefault((row.course_id, row.purpose, row.began_at if is_one else row.key), []).append(row)
    return [sorted(letter, key=lambda row: row.key) for letter in found.values()]


def with_its_letter(row: Sending) -> list[Sending]:
    """All rows of the letter in which one left, or was to."""
    rows = Sending.objects.filter(course=row.course_id, purpose=row.purpose, began_at=row.began_at)
    return next(letter for letter in letters_of(rows) if row in letter)


def tell(sending: Sending, *, by: By) -> None:
    """Somebody of the clinic has told the patient: it is noted in the course. Said twice, it counts once.

    Raises as `record` does.
    """
    letter = with_its_letter(sending)
    visit = _visit(each.visit for each in letter)
    event = _event(sending.course_id, letter[0].key, sending.purpose, visit, "telephone")
    record(event, course=number_of(sending.course_id), by=by)
    rows = Sending.objects.filter(pk__in=[each.pk for each in letter], state__in=TO_DO)
    rows.update(state=State.TOLD, ended_at=datetime.now(UTC))


def to_do(clinic: int, now: datetime) -> Iterator[list[Sending]]:
    """What somebody of the clinic has to tell a patient, because no letter could, as long as it is of use.

    By letter, without those of its messages that are of no use any more.
    """
    rows = Sending.objects.filter(clinic=clinic, state__in=TO_DO).exclude(course__person__key__wrapped=None)
    rows = rows.order_by("began_at", "pk")
    courses = {row.course_id for row in rows}
    planned = PlannedMessage.objects.filter(course__in=courses, until__gt=now)
    of_use = {*planned.values_list("course", "key"), *((course, plan.key) for course, plan in questions(now))}
    yield from letters_of(row for row in rows if (row.course_id, row.key) in of_use)


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


def _visit(visits: Iterable[str]) -> str:
    """The visit that a letter is about; "" where it is about several."""
    there = set(visits)
    return there.pop() if len(there) == 1 else ""


def _note(course: int, keys: Sequence[str], purpose: str, visit: str, channel: str, said_by: str = "") -> State:
    """Record that a letter has left, and then that nothing is open."""
    says = ""
    try:
        record(_event(course, keys[0], purpose, visit, channel, said_by), course=number_of(course), by=SENDER)
    except (Refused, NotAllowed) as problem:
        says = " ".join(problem.codes)  # the person was erased meanwhile: the letter has left all the same
    return _end(course, keys, State.SENT, says)


def _end(course: int, keys: Sequence[str], state: State, says: str, since: datetime | None = None) -> State:
    rows = Sending.objects.filter(course=course, key__in=keys, state=State.HANDING_OVER)
    if since is not None:
        rows = rows.filter(began_at=since)  # not one that somebody took up anew
    rows.update(state=state, ended_at=datetime.now(UTC), says=says[:400])
    return state
