"""What SQLite lets somebody write who owns the file, and what `verify` then says: a name, never a trace."""

import pytest
from django.db import connection

from enthesis.clinic.filing import key_of
from enthesis.clinic.log import Unreadable, decode, rows_of
from enthesis.clinic.models import CourseRecord
from enthesis.clinic.verify import verify
from tests.clinic.making import House, diary, start


@pytest.fixture
def course(north: House, unguarded: None) -> int:
    """A course with four events."""
    key = key_of(start(north, diary(1), diary(2), diary(3)).number)
    assert key is not None
    return key


def named() -> set[tuple[str, int | None]]:
    return {(fault.what, fault.seq) for fault in verify().faults if fault.what != "guard"}


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize("column", ["recorded_at", "happened_on", "previous", "digest", "sealed", "payload"])
def test_a_value_of_another_kind_is_named(course: int, column: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL refuses it itself")
    run(f"UPDATE clinic_storedevent SET {column} = 'hello' WHERE course_id = %s AND seq = 3", course)
    assert ("changed", 3) in named()
    if column == "recorded_at":
        with pytest.raises(Unreadable):
            decode(rows_of(course)[2], None)


@pytest.mark.parametrize("what", ["person", "clinic"])
def test_a_course_that_was_given_to_another_is_named(course: int, south: House, what: str) -> None:
    assert named() == set()
    other = {"person": {"person_id": south.person.pk}, "clinic": {"clinic_id": south.clinic.pk}}[what]
    CourseRecord.objects.filter(pk=course).update(**other)
    miscounted = {("missing", None), ("inserted", None)}  # one clinic has a course too few, the other one too many
    assert named() == {("head", 4), *(miscounted if what == "clinic" else ())}


def test_a_row_far_behind_the_head_is_named_and_opens_no_gap(course: int) -> None:
    run("UPDATE clinic_storedevent SET seq = 2000000000 WHERE course_id = %s AND seq = 2", course)
    assert named() == {("missing", 2), ("inserted", 2000000000), ("moved", 2000000000)}


def test_a_head_far_away_names_a_hundred_and_sums_up_the_rest(course: int) -> None:
    CourseRecord.objects.filter(pk=course).update(head_seq=2000000000)
    faults = verify().faults
    assert sum(fault.what == "missing" for fault in faults) == 101
    assert "All events from here to 2000000000 are gone." in {fault.says for fault in faults}
