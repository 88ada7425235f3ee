"""Random sequences of booking, moving, cancelling, missing, coming, stopping and mending keep every promise; and the
harness that says so can tell. `python -m benchmarks sequences` does 20,000 of them."""

from random import Random

import pytest

from benchmarks import walks
from enthesis.clinic import mending
from enthesis.clinic.models import BookedVisit, TakenStep
from enthesis.clinic.rebuild import rebuild

SEEDS = range(20)


@pytest.mark.django_db
def test_twenty_walks_keep_every_promise() -> None:
    found = walks.Findings()
    walks.walks(SEEDS, found)
    assert found.faults == []
    assert {"book", "move", "cancel", "miss", "come", "stop"} <= set(found.steps)
    assert found.steps.total() > 60
    assert rebuild(check=True).differences == ()


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [121, 18072])
def test_a_visit_that_fits_only_with_a_confirmed_move_is_not_moved_before_it(seed: int) -> None:
    found = walks.Findings()
    walks.walks([seed], found)
    assert found.faults == []


@pytest.mark.django_db
@pytest.mark.parametrize("table", [TakenStep, BookedVisit])
def test_a_row_that_is_lost_is_found(table: type[TakenStep] | type[BookedVisit]) -> None:
    found = walks.Findings()
    course = walks.Walk(walks.house(1), Random(3), found, 3)
    course.begin()
    for _ in range(20):
        course.book(course.seen())
    before = course.seen()
    assert before.course.bookings
    course.look("nothing", before)
    assert found.faults == []
    key = table.objects.values_list("course", "visit").first()
    table.objects.filter(course=key[0], visit=key[1]).delete()
    course.look("nothing", before)
    assert found.faults != []


@pytest.mark.django_db
def test_a_visit_that_mending_does_not_name_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mending, "breaches", lambda seen, now=None: ())
    found = walks.Findings()
    walks.walks(SEEDS, found)
    assert any("mending does not say so" in fault for fault in found.faults)
