"""Many who book at once: one winner for a time, nobody refused wrongly, no series by half; each client a process or a
thread with its own connection. `python -m benchmarks races` does the same at full size, and times it."""

import os
from dataclasses import replace

import pytest
from django.db import IntegrityError, OperationalError

from benchmarks import apart, race_clinic
from benchmarks.figure import Figure
from benchmarks.sizes import QUICK
from enthesis.clinic import patience
from enthesis.clinic.door import Refused, new_id, record_all, start_course
from enthesis.clinic.errors import Refused as RefusedToo
from enthesis.clinic.writing import TAKEN
from tests.clinic.making import OPERATOR, House, started
from tests.support.migrated import migrated_database

TINY = replace(QUICK, racers=6, rounds=5, bookings=4, repetitions=1, crowd=8, attempts=72)
SPEED = ("loser_told_sqlite", "loser_told_postgresql", "booking_rate_sqlite", "booking_rate_postgresql")


def raced(module: str) -> list[Figure]:
    server = os.environ.get("ENTHESIS_TEST_DATABASE", "")
    kind = "postgresql" if server else "sqlite"
    return apart.run(module, TINY, kind, migrated_database(server) if server else "")


@pytest.mark.parametrize("module", ["race_one_time", "race_apart", "race_series"])
def test_a_race_ends_as_it_should(module: str) -> None:
    found = raced(module)
    wrong = [each for each in found if not each.holds and each.figure not in SPEED]
    assert wrong == []
    assert len(found) >= 2


@pytest.mark.django_db
def test_what_only_the_moment_forbids_is_tried_again() -> None:
    class Deadlock(OperationalError):
        pass

    problem = Deadlock("deadlock detected")
    problem.__cause__ = _broken("40P01")
    tries = iter([problem, problem, IntegrityError("taken"), None])

    def work() -> str:
        told = next(tries)
        if told is not None:
            raise told
        return "written"

    assert patience.persist(work, lambda: None) == "written"


@pytest.mark.django_db
def test_what_is_really_taken_is_told_at_once_and_another_fault_is_not_hidden() -> None:
    tries = []

    def work() -> str:
        tries.append(1)
        raise IntegrityError("taken")

    with pytest.raises(RefusedToo) as told:
        patience.persist(work, lambda: RefusedToo([TAKEN]))
    assert (told.value.codes, len(tries)) == (("id-taken",), 1)
    full = OperationalError("disk full")
    full.__cause__ = _broken("53100")

    def fails() -> str:
        tries.append(1)
        raise full

    with pytest.raises(OperationalError):
        patience.persist(fails, lambda: None)
    assert len(tries) == 2


@pytest.mark.django_db
def test_somebody_is_not_kept_waiting_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "LONGEST_WAIT", 0)

    def work() -> str:
        raise IntegrityError("taken")

    with pytest.raises(Refused) as told:
        patience.persist(work, lambda: None)
    assert told.value.codes == ("busy",)


@pytest.mark.django_db
def test_two_visits_of_one_series_cannot_have_one_time(north: House) -> None:
    clinic, user = race_clinic.make(1)
    number = race_clinic.course(clinic, 1, user)
    names = [f"{kind} 0" for kind in race_clinic.KINDS]
    twice = [race_clinic.visit(new_id(), race_clinic.at(1, 100 + step), names) for step in (0, 3)]
    with pytest.raises(Refused) as told:
        record_all(twice, course=number, by=user)
    assert set(told.value.codes) == {"time-taken"}


@pytest.mark.django_db
def test_an_id_that_is_taken_is_told_so(north: House) -> None:
    one = start_course([started()], person=north.person, by=OPERATOR)
    with pytest.raises(Refused) as told:
        start_course([started(id=one.events[0].id)], person=north.person, by=OPERATOR)
    assert told.value.codes == ("id-taken",)


def _broken(state: str) -> Exception:
    import psycopg

    return psycopg.errors.lookup(state)("told by a test")
