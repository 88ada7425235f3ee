"""A course that grows event by event is the course that the whole log folds to."""

from copy import deepcopy

from hypothesis import given, settings

from enthesis.clinic.growing import Growing
from enthesis.pathway.course import fold
from enthesis.pathway.events import Event
from tests.clinic.making import day, diary, started
from tests.clinic.sequences import a_log


@settings(max_examples=150, deadline=None)
@given(a_log())
def test_growing_equals_folding(log: list[Event]) -> None:
    growing = Growing()
    for place, event in enumerate(log):
        growing = growing.add(log[:place], event)
        assert growing.course == fold(log[: place + 1])


@settings(max_examples=50, deadline=None)
@given(a_log())
def test_a_course_that_was_given_away_stays_as_it_was(log: list[Event]) -> None:
    growing = Growing()
    given_away = []
    for place, event in enumerate(log):
        growing = growing.add(log[:place], event)
        given_away.append((growing.course, deepcopy(growing.course)))
    assert all(course == copy for course, copy in given_away)


def test_it_takes_what_comes_last_and_nothing_else() -> None:
    growing = Growing([started(), diary(3)])
    assert growing.takes(diary(3))
    assert growing.takes(diary(4))
    assert not growing.takes(diary(2))
    assert not growing.takes(diary(4, replaces="x"))
    assert growing.course.started_on == day(0)
