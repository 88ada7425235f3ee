"""Times kept free for a while: nobody else gets them, a yes books just these, and time gives them back."""

from datetime import UTC, datetime, timedelta

import pytest

from enthesis.clinic import holding
from enthesis.clinic.booking import Proposal, book, events_of, propose
from enthesis.clinic.door import Refused, Seen, new_id, open_course
from enthesis.clinic.models import Hold, TakenStep
from enthesis.clinic.rebuild import rebuild
from enthesis.scheduling.problem import Patient
from tests.clinic.making import OPERATOR, House, day, start
from tests.clinic.test_booking import at, responded, staffed

__all__ = ["staffed"]


def opened(house: House) -> tuple[Seen, Proposal]:
    seen = open_course(start(house, *responded()).number, by=OPERATOR)
    return seen, propose(seen, Patient(clinician="Dr Rahman"), now=at(22))


def keep(seen: Seen, found: Proposal, now: datetime | None = None, key: str = "") -> holding.Held:
    key = key or new_id()
    events = events_of(seen, found.visits, found.choices[0].series.visits, key=key, on=day(22), confirmed=True)
    return holding.hold(seen, events, key=key, by=OPERATOR, now=now or datetime.now(UTC))


def test_nobody_else_is_offered_what_is_held(staffed: House) -> None:
    (one, found), (other, same) = opened(staffed), opened(staffed)
    assert found.choices[0].series == same.choices[0].series
    keep(one, found)
    again = propose(other, Patient(clinician="Dr Rahman"), now=at(22))
    assert again.choices[0].series != same.choices[0].series
    with pytest.raises(Refused) as problem:
        keep(other, same)
    assert set(problem.value.codes) == {"time-taken"}
    with pytest.raises(Refused) as problem:
        book(other, same.visits, same.choices[0].series.visits, by=OPERATOR, key="quick", on=day(22))
    assert set(problem.value.codes) == {"time-taken"}


def test_a_yes_books_what_was_held_and_once(staffed: House) -> None:
    seen, found = opened(staffed)
    held = keep(seen, found)
    done = holding.take_up(seen, held.key, by=OPERATOR)
    assert done is not None
    assert len(done.events) == 4
    again = holding.take_up(open_course(seen.number, by=OPERATOR), held.key, by=OPERATOR)
    assert again is not None
    assert again.again
    assert not Hold.objects.exists()
    bookings = open_course(seen.number, by=OPERATOR).course.bookings.values()
    assert all(booking.confirmed for booking in bookings)
    assert {b.starts for b in bookings} == {visit.starts for visit in found.choices[0].series.visits}
    assert rebuild(check=True).differences == ()


def test_what_is_over_goes_to_whoever_asks(staffed: House) -> None:
    (one, found), (other, same) = opened(staffed), opened(staffed)
    held = keep(one, found, now=datetime.now(UTC) - holding.LASTS)
    assert not held.lasts(datetime.now(UTC))
    done = book(other, same.visits, same.choices[0].series.visits, by=OPERATOR, key="quick", on=day(22))
    assert done is not None
    with pytest.raises(Refused) as problem:
        holding.take_up(one, held.key, by=OPERATOR)
    assert set(problem.value.codes) == {"time-taken"}


def test_a_late_yes_works_while_nobody_has_the_times(staffed: House) -> None:
    seen, found = opened(staffed)
    held = keep(seen, found, now=datetime.now(UTC) - timedelta(hours=2))
    assert holding.take_up(seen, held.key, by=OPERATOR) is not None


def test_another_hold_of_the_course_takes_its_place_and_any_booking_ends_it(staffed: House) -> None:
    seen, found = opened(staffed)
    first, second = keep(seen, found), keep(seen, found)
    assert [row.key for row in Hold.objects.all()] == [second.key]
    assert holding.take_up(seen, first.key, by=OPERATOR) is None
    assert set(TakenStep.objects.values_list("visit", flat=True)) == {f"~{second.key}"}
    book(seen, found.visits, found.choices[0].series.visits[:1], by=OPERATOR, key="one", on=day(22))
    assert not Hold.objects.exists()
    assert not TakenStep.objects.filter(visit__startswith="~").exists()


def test_what_is_let_go_is_free(staffed: House) -> None:
    (one, found), (other, same) = opened(staffed), opened(staffed)
    held = keep(one, found)
    holding.let_go(held.course)
    assert holding.held(held.course) is None
    assert keep(other, same).events
