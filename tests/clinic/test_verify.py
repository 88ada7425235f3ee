"""Tampering of every kind is found and named. The tests tamper as the owner of the database could."""

import hashlib
import json
from collections.abc import Callable

import pytest
from django.db import connection

from enthesis.clinic import triggers
from enthesis.clinic.door import record
from enthesis.clinic.filing import key_of
from enthesis.clinic.log import Row, digest_of, rows_of
from enthesis.clinic.models import CourseRecord, CourseRegister, PersonKey, StoredEvent
from enthesis.clinic.rebuild import rebuild
from enthesis.clinic.verify import BadSeal, read_seal, verify
from tests.clinic.making import OPERATOR, House, diary, start


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def course(north: House, unguarded: None) -> int:
    """A course with six events, and another one that nobody touches."""
    start(north, diary(1), diary(2))
    key = key_of(start(north, *[diary(number, words=f"day {number}") for number in range(1, 6)]).number)
    assert key is not None
    return key


def named(course: int) -> set[tuple[str, int | None]]:
    """What verify says of one course, without the guards that these tests took away."""
    faults = [fault for fault in verify().faults if fault.what != "guard"]
    assert all(fault.course == f"C-{course:04d}" for fault in faults)
    return {(fault.what, fault.seq) for fault in faults}


def set_seq(course: int, old: int, new: int) -> None:
    run("UPDATE clinic_storedevent SET seq = %s WHERE course_id = %s AND seq = %s", new, course, old)


def change(column: str, value: object) -> Callable[[int], None]:
    def tamper(course: int) -> None:
        run(f"UPDATE clinic_storedevent SET {column} = %s WHERE course_id = %s AND seq = 3", value, course)

    return tamper


def delete(*seqs: int) -> Callable[[int], None]:
    def tamper(course: int) -> None:
        for seq in seqs:
            run("DELETE FROM clinic_storedevent WHERE course_id = %s AND seq = %s", course, seq)

    return tamper


def head(**columns: object) -> Callable[[int], None]:
    def tamper(course: int) -> None:
        CourseRecord.objects.filter(pk=course).update(**columns)

    return tamper


def swap(course: int) -> None:
    set_seq(course, 3, 99)
    set_seq(course, 4, 3)
    set_seq(course, 99, 4)


def close_the_gap(course: int) -> None:
    """Remove the third and move the others up."""
    delete(3)(course)
    for seq in (4, 5, 6):
        set_seq(course, seq, seq - 1)


def written_anew(rows: list[Row]) -> None:
    """Store rows again with every digest right: what somebody does who knows the recipe and not the master key."""
    course = rows[0].course
    run("DELETE FROM clinic_storedevent WHERE course_id = %s", course)
    previous = bytes(32)
    for row in rows:
        digest = digest_of(previous, row[:8], row.sealed)
        StoredEvent.objects.create(
            course_id=course,
            seq=row.seq,
            event_id=row.event_id,
            kind=row.kind,
            happened_on=row.happened_on,
            recorded_at=f"{row.recorded_at}+00:00",
            recorded_by=row.recorded_by,
            payload=row.payload,
            sealed=row.sealed,
            previous=previous,
            digest=digest,
            mark=row.mark if digest == row.digest else bytes(16),
        )
        previous = digest
    CourseRecord.objects.filter(pk=course).update(head_seq=rows[-1].seq, head_digest=previous)


def rewritten(course: int) -> None:
    rows = rows_of(course)
    rows[2] = rows[2]._replace(payload=rows[2].payload.replace('"pain":"4"', '"pain":"1"'))
    written_anew(rows)


def inserted(course: int) -> None:
    """One more event in the middle, the others moved down, and all of it chained."""
    rows = rows_of(course)
    later = [row._replace(seq=row.seq + 1) for row in rows[2:]]
    written_anew([*rows[:2], rows[2]._replace(event_id="forged"), *later])


def appended(course: int) -> None:
    """One more event behind the head; the head is left alone."""
    last = rows_of(course)[-1]._replace(seq=7, event_id="forged")
    StoredEvent.objects.create(
        course_id=course,
        seq=7,
        event_id="forged",
        kind=last.kind,
        recorded_at=f"{last.recorded_at}+00:00",
        recorded_by=last.recorded_by,
        payload=last.payload,
        previous=last.digest,
        digest=digest_of(last.digest, (*last[:4], None, *last[5:8]), None),
        mark=last.mark,
    )


def shortened(course: int) -> None:
    """The last event removed and the head set to the one before: chain and head agree."""
    delete(6)(course)
    last = rows_of(course)[-1]
    CourseRecord.objects.filter(pk=course).update(head_seq=last.seq, head_digest=last.digest)


def blurred(course: int) -> None:
    """The end of one field moved into the next, so that the text of the digest stays the same."""
    row = rows_of(course)[2]
    day = f"{row.happened_on}\n{row.recorded_at}" if row.happened_on else ""
    assert day
    text = "UPDATE clinic_storedevent SET kind = %s, event_id = %s WHERE course_id = %s AND seq = 3"
    run(text, "Entered", f"{row.event_id}\nDiary", course)


# What is done, and what verify must say: (what, seq) for each fault, and nothing else.
TAMPERING = {
    "payload": (change("payload", '{"pain":"1"}'), {("changed", 3)}),
    "kind": (change("kind", "ScoresTaken"), {("changed", 3)}),
    "day": (change("happened_on", "2026-03-20"), {("changed", 3)}),
    "no day": (change("happened_on", None), {("changed", 3)}),
    "instant": (change("recorded_at", "2026-03-20 09:00:00+00:00"), {("changed", 3)}),
    "who": (change("recorded_by", "U-999"), {("changed", 3)}),
    "id": (change("event_id", "another"), {("changed", 3)}),
    "words": (change("sealed", b"\x00" * 40), {("changed", 3)}),
    "words removed": (change("sealed", None), {("changed", 3)}),
    "digest": (change("digest", b"\x01" * 32), {("changed", 3)}),
    "previous": (change("previous", b"\x01" * 32), {("changed", 3)}),
    "mark": (change("mark", b"\x01" * 16), {("forged", 3)}),
    "fields blurred": (blurred, {("changed", 3)}),
    "first gone": (delete(1), {("missing", 1)}),
    "middle gone": (delete(3), {("missing", 3)}),
    "two gone": (delete(3, 4), {("missing", 3), ("missing", 4)}),
    "tail gone": (delete(6), {("missing", 6)}),
    "all gone": (delete(1, 2, 3, 4, 5, 6), {("missing", None)}),
    "tail gone, head set back": (shortened, {("head", 5)}),
    "two swapped": (swap, {("moved", 3), ("moved", 4)}),
    "gap closed": (close_the_gap, {("moved", 3), ("moved", 4), ("moved", 5), ("missing", 6)}),
    "rewritten with its chain": (rewritten, {*(("forged", seq) for seq in (3, 4, 5, 6)), ("head", 6)}),
    "inserted with its chain": (inserted, {*(("forged", seq) for seq in (3, 4, 5, 6, 7)), ("head", 7)}),
    "appended": (appended, {("inserted", 7), ("forged", 7)}),
    "head's digest": (
        lambda course: CourseRecord.objects.filter(pk=course).update(head_digest=b"\x01" * 32),
        {("head", 6)},
    ),
    "head's number": (
        lambda course: CourseRecord.objects.filter(pk=course).update(head_seq=7),
        {("missing", 7), ("head", 7)},
    ),
}


@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_is_found_and_named(course: int, how: str) -> None:
    assert named(course) == set()
    tamper, expected = TAMPERING[how]
    tamper(course)
    assert named(course) == expected


def gone_whole(course: int, *, rows: bool) -> None:
    """The course and its log; with `rows`, also all that was derived from it."""
    for table in ("agendarow", "plannedmessage", "lotuse", "bookedvisit", "bookedtime", "takenstep") if rows else ():
        run(f"DELETE FROM clinic_{table} WHERE course_id = %s", course)
    run("DELETE FROM clinic_storedevent WHERE course_id = %s", course)
    run("DELETE FROM clinic_courserecord WHERE id = %s", course)


def test_a_course_that_disappeared_whole_is_missed(course: int) -> None:
    seal = json.loads(json.dumps(verify().as_json()))
    gone_whole(course, rows=True)
    (fault,) = [fault for fault in verify().faults if fault.what != "guard"]
    assert (fault.what, fault.course) == ("missing", "")
    assert "has started 2 courses; 1 are there" in fault.says
    found = {(fault.what, fault.course) for fault in verify(read_seal(seal)).faults if fault.what != "guard"}
    assert found == {("missing", ""), ("missing", f"C-{course:04d}")}  # the seal knows which one
    CourseRegister.objects.update(opened=0)
    assert {fault.what for fault in verify().faults} - {"guard"} == {"forged"}


def test_what_was_derived_from_a_course_says_which_one_is_gone(course: int) -> None:
    gone_whole(course, rows=False)
    found = {(fault.what, fault.course) for fault in verify().faults if fault.what != "guard"}
    assert found == {("missing", ""), ("missing", f"C-{course:04d}")}
    told = [each.where for each in rebuild(check=True).differences]
    assert told == [f"C-{course:04d}"]
    rebuild()
    assert rebuild(check=True).differences == ()


def test_a_key_that_nobody_destroyed_is_missed(course: int) -> None:
    person = CourseRecord.objects.get(pk=course).person
    PersonKey.objects.filter(person=person).update(wrapped=None)
    assert {fault.what for fault in verify().faults} - {"guard"} == {"key"}
    run("DELETE FROM clinic_personkey WHERE person_id = %s", person.pk)
    (fault,) = [fault for fault in verify().faults if fault.what != "guard"]
    assert fault.says == f"The key of {person.number} is gone, and nobody erased {person.number}."
    assert {each.what for each in rebuild(check=True).differences} == {"key"}


def test_the_seal_stays_true_as_courses_grow_and_knows_what_was_before(course: int) -> None:
    kept = read_seal(json.loads(json.dumps(verify().as_json())))
    record(diary(9), course=f"C-{course:04d}", by=OPERATOR)
    assert not [fault for fault in verify(kept).faults if fault.what != "guard"]
    delete(6, 7)(course)
    last = rows_of(course)[-1]
    CourseRecord.objects.filter(pk=course).update(head_seq=last.seq, head_digest=last.digest)
    assert ("missing", 6) in {(fault.what, fault.seq) for fault in verify(kept).faults}


def test_one_seal_over_all_heads_changes_with_every_event(course: int) -> None:
    first = verify().seal
    assert verify().seal == first
    record(diary(9), course=f"C-{course:04d}", by=OPERATOR)
    assert verify().seal != first


@pytest.mark.parametrize(
    "value", [None, [], {}, {"enthesis_seal": 1}, {"enthesis_seal": 1, "seal": "", "heads": {"a": 1}}]
)
def test_a_seal_file_that_is_none_is_refused(value: object) -> None:
    with pytest.raises(BadSeal):
        read_seal(value)


def test_a_seal_file_that_was_changed_is_refused(course: int) -> None:
    seal = json.loads(json.dumps(verify().as_json()))
    seal["heads"][f"C-{course:04d}"][0] = 5
    with pytest.raises(BadSeal, match="changed"):
        read_seal(seal)


def test_guards_that_are_gone_are_named(north: House, unguarded: None) -> None:
    faults = {fault.says for fault in verify().faults}
    for name in triggers.guards(connection.vendor):
        assert any(name in says for says in faults)


def test_guards_that_are_there_are_not(north: House) -> None:
    start(north)
    verdict = verify()
    assert verdict.faults == ()
    assert (verdict.courses, verdict.events) == (1, 1)


def test_a_key_that_was_replaced_is_named(north: House, south: House) -> None:
    other = PersonKey.objects.get(person=south.person).wrapped
    PersonKey.objects.filter(person=north.person).update(wrapped=other)
    (fault,) = verify().faults
    assert fault.what == "key"
    assert north.person.number in fault.says


def test_the_digest_is_made_as_the_page_says(north: House) -> None:
    """docs/record.md once more, from the stored columns alone."""
    start(north, diary(1, words="mine"))
    previous = bytes(32)
    for event in StoredEvent.objects.order_by("seq"):
        lines = [
            "enthesis event 1",
            str(event.course_id),
            str(event.seq),
            event.event_id,
            event.kind,
            event.happened_on.isoformat() if event.happened_on else "",
            event.recorded_at.strftime("%Y-%m-%d %H:%M:%S.%f"),
            event.recorded_by,
            event.payload,
        ]
        text = "".join(f"{line}\n" for line in lines).encode()
        assert hashlib.sha256(previous + text + bytes(event.sealed or b"")).digest() == bytes(event.digest)
        previous = bytes(event.digest)
    assert bytes(CourseRecord.objects.get().head_digest) == previous
