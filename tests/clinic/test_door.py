"""The door: what goes in whole, and what does not go in at all."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction

from enthesis.clinic.door import NotAllowed, Refused, Stale, new_id, open_course, record, record_all, start_course
from enthesis.clinic.models import AgendaRow, CourseRecord, Look, StoredEvent
from enthesis.pathway import events as e
from enthesis.pathway.course import fold
from tests.clinic.making import BORN, OPERATOR, House, day, diary, evaluated, house, injected, start, started


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return set(refused.value.codes)


def test_what_was_recorded_is_read_back(north: House) -> None:
    number = start(north, by=north["clinician"]).number
    entry = diary(1, pain=6, words="Sat for three hours; it burned.")
    done = record(entry, course=number, by=north["patient"])
    seen = open_course(number, north["clinician"])
    assert done.seq == seen.head == 2
    assert seen.log[-1].words == "Sat for three hours; it burned."
    assert seen.log[-1].recorded_by == north["patient"].handle
    assert seen.log[-1].recorded_at.tzinfo is not None
    assert seen.course == fold(seen.log)


def test_words_are_not_in_the_database_in_the_clear(north: House) -> None:
    number = start(north).number
    record(diary(1, words="a thing only I know"), course=number, by=north["patient"])
    row = StoredEvent.objects.get(seq=2)
    assert "only I know" not in row.payload
    assert b"only I know" not in bytes(row.sealed)
    assert b"Lindqvist" not in bytes(north.person.sealed)


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (replace(diary(1), happened_on=date(2999, 1, 1)), "in-the-future"),
        (replace(diary(1), happened_on=BORN - timedelta(days=1)), "before-birth"),
        (replace(diary(1), pain=Decimal(11)), "out-of-range"),
        (replace(diary(1), replaces="of-another-course"), "no-such-event"),
        (e.VisitAttended(id="v", happened_on=day(1), activity="intak"), "unknown-activity"),
        (replace(diary(1), id="with a space"), "bad-id"),
        (replace(diary(1), id=""), "bad-id"),
        (e.EvaluationAnswered(id="nan", answers={"age": float("nan")}), "unreadable"),
        (e.DiaryEntered(id="text", pain="bad"), "unreadable"),  # type: ignore[arg-type] - a caller's mistake
        (e.ProtocolTransferred(id="p", protocol="nutura-bak", version="1", reason="new"), "no-such-protocol"),
        (started(), "started-already"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_cannot_stand_is_refused_and_nothing_is_stored(north: House, event: e.Event, code: str) -> None:
    number = start(north).number
    before = list(CourseRecord.objects.values()), list(AgendaRow.objects.values())
    with pytest.raises(Refused) as refused:
        record(event, course=number, by=north["clinician"])
    assert code in codes(refused)
    assert all(finding.says and finding.remedy for finding in refused.value.findings)
    assert StoredEvent.objects.count() == 1
    assert (list(CourseRecord.objects.values()), list(AgendaRow.objects.values())) == before
    look = Look.objects.latest("pk")
    assert (look.allowed, code in look.why) == (False, True)


def test_an_objection_is_passed_by_a_clinician_with_a_reason_that_is_kept(north: House) -> None:
    number = start(north).number
    event = injected(1)
    with pytest.raises(Refused) as refused:
        record(event, course=number, by=north["clinician"])
    reasons = {finding.code: "An emergency." for finding in refused.value.findings}
    done = record(replace(event, overrides=reasons), course=number, by=north["clinician"])
    assert {finding.code for finding in done.findings} >= set(reasons)
    assert open_course(number, north["clinician"]).log[-1].overrides == reasons


def test_nobody_but_a_clinician_passes_an_objection(north: House) -> None:
    number = start(north).number
    with pytest.raises(NotAllowed):
        record(diary(1, overrides={"anything": "because"}), course=number, by=north["patient"])


def test_a_stale_page_is_told_what_came_in_between(north: House) -> None:
    number = start(north).number
    page = open_course(number, north["clinician"])
    record(diary(1, words="while you typed"), course=number, by=north["patient"])
    with pytest.raises(Stale) as stale:
        record(diary(2), course=page, by=north["clinician"])
    assert [event.words for event in stale.value.since] == ["while you typed"]
    assert StoredEvent.objects.count() == 2
    record(diary(2), course=open_course(number, north["clinician"]), by=north["clinician"])
    assert StoredEvent.objects.count() == 3


def test_twice_is_once(north: House) -> None:
    number = start(north).number
    page = open_course(number, north["patient"])
    entry = diary(1, words="sent twice")
    first = record(entry, course=page, by=north["patient"])
    again = record(entry, course=page, by=north["patient"])
    assert (first.again, again.again) == (False, True)
    assert (again.seq, again.events) == (first.seq, first.events)
    assert StoredEvent.objects.count() == 2


def test_an_id_belongs_to_one_event(north: House) -> None:
    first, second = start(north).number, start(north).number
    entry = diary(1)
    record(entry, course=first, by=north["patient"])
    with pytest.raises(Refused) as refused:
        record(entry, course=second, by=north["patient"])
    assert codes(refused) == {"id-taken"}
    with pytest.raises(Refused):
        record(replace(entry, pain=Decimal(9)), course=first, by=north["patient"])
    assert StoredEvent.objects.count() == 3


def test_events_that_belong_together_go_in_together(north: House) -> None:
    number = start(north).number
    record_all(evaluated(), course=number, by=OPERATOR)
    assert StoredEvent.objects.count() == 6
    bad = [diary(1), diary(2), replace(diary(3), pain=Decimal(11)), diary(4)]
    with pytest.raises(Refused) as refused:
        record_all(bad, course=number, by=OPERATOR)
    assert (refused.value.number, refused.value.event.id) == (3, bad[2].id)
    assert StoredEvent.objects.count() == 6
    assert open_course(number, OPERATOR).head == 6


def test_a_course_that_cannot_start_leaves_nothing_behind(north: House) -> None:
    with pytest.raises(Refused) as refused:
        start_course([started("no-such-protocol")], person=north.person, by=north["clinician"])
    assert codes(refused) == {"no-such-protocol"}
    with pytest.raises(Refused) as refused:
        start_course([diary(1)], person=north.person, by=OPERATOR)
    assert codes(refused) == {"not-started"}
    assert (CourseRecord.objects.count(), StoredEvent.objects.count(), AgendaRow.objects.count()) == (0, 0, 0)


def test_a_correction_folds_in_the_place_of_the_mistake(north: House) -> None:
    number = start(north).number
    record_all([diary(1, pain=9), diary(2, pain=5)], course=number, by=north["patient"])
    mistake = open_course(number, north["patient"]).log[1]
    record(replace(mistake, id=new_id(), pain=Decimal(3), replaces=mistake.id), course=number, by=north["patient"])
    pains = [entry.pain for entry in open_course(number, OPERATOR).course.diary]
    assert pains == [3, 5]


def test_old_courses_keep_their_instants(north: House) -> None:
    at = [datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 4, 9, tzinfo=UTC)]
    number = start_course([started(), diary(1)], person=north.person, by=OPERATOR, as_of=at).number
    assert [event.recorded_at for event in open_course(number, OPERATOR).log] == at
    with pytest.raises(Refused) as refused:  # before the one ahead of it
        record(diary(2), course=number, by=OPERATOR, as_of=at[0])
    assert codes(refused) == {"bad-instant"}
    with pytest.raises(Refused):
        record(diary(2), course=number, by=OPERATOR, as_of=datetime.now(UTC) + timedelta(days=1))
    with pytest.raises(Refused) as refused:  # on that day it had not happened yet
        record(diary(9), course=number, by=OPERATOR, as_of=at[1])
    assert codes(refused) == {"in-the-future"}


def test_today_is_the_clinics(db: None) -> None:
    """At one instant it is one day in Kiritimati and the day before in Honolulu."""
    at = datetime(2026, 3, 9, 10, 30, tzinfo=UTC)
    east, west = house("East", "Pacific/Kiritimati"), house("West", "Pacific/Honolulu")
    started_at = datetime(2026, 3, 3, tzinfo=UTC)
    for there, number in ((east, 8), (west, 7)):
        course = start_course([started()], person=there.person, by=OPERATOR, as_of=started_at).number
        with pytest.raises(Refused):
            record(diary(number + 1), course=course, by=OPERATOR, as_of=at)
        record(diary(number), course=course, by=OPERATOR, as_of=at)


def test_what_is_acknowledged_cannot_be_taken_back(north: House) -> None:
    """Outside of a test's own transaction, `record` refuses to be a part of another one."""
    number = start(north).number
    assert connection.in_atomic_block
    marked = [block for block in connection.atomic_blocks if block._from_testcase]
    for block in marked:
        block._from_testcase = False
    try:
        with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
            record(diary(1), course=number, by=OPERATOR)
    finally:
        for block in marked:
            block._from_testcase = True
    assert StoredEvent.objects.count() == 1


def test_a_decision_gives_back_the_times_that_it_ends(north: House) -> None:
    """An option that releases cancels the bookings of what it ends, in the same transaction."""
    number = start(north, *evaluated()).number
    starts = datetime(2026, 6, 1, 9, tzinfo=UTC)
    booked = [
        e.VisitBooked(id=new_id(), happened_on=day(1), visit=visit, activity=activity, starts=starts, minutes=30)
        for visit, activity in (("v1", "treatment"), ("v2", "intake"))
    ]
    record_all([*booked, injected(1)], course=number, by=north["clinician"])
    decided = e.ResponseDecided(
        id="d1", happened_on=day(20), activity="response-review", option="do-not", reason="No better."
    )
    done = record(decided, course=number, by=north["clinician"])
    assert [type(event).__name__ for event in done.events] == ["ResponseDecided", "VisitCancelled"]
    seen = open_course(number, north["clinician"])
    assert list(seen.course.bookings) == ["v2"]
    assert seen.head == done.seq == len(seen.log)
    again = record(decided, course=number, by=north["clinician"])
    assert again.again
    assert open_course(number, OPERATOR).head == done.seq
