"""The solver against its slow, obvious twin, on calendars small enough to look at every series."""

import os

from hypothesis import HealthCheck, given, settings

from enthesis.scheduling.check import check
from enthesis.scheduling.counts import starts
from enthesis.scheduling.problem import Problem
from enthesis.scheduling.series import Solver
from tests.scheduling import twin
from tests.scheduling.tiny import problems

EXAMPLES = int(os.environ.get("SCHEDULING_EXAMPLES", "120"))
SLOWLY = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(problems())
@SLOWLY
def test_no_series_is_cheaper_than_the_one_that_is_found(problem: Problem) -> None:
    found = Solver(problem).best()
    assert (found.cost if found else None) == twin.best_cost(problem)


@given(problems())
@SLOWLY
def test_what_is_found_breaks_no_rule_and_costs_what_its_penalties_say(problem: Problem) -> None:
    found = Solver(problem).best()
    if found is not None:
        assert check(problem, found.visits) == []
        assert twin.cost(problem, found.visits) == found.cost


@given(problems())
@SLOWLY
def test_the_lists_of_days_are_counted(problem: Problem) -> None:
    found = starts(Solver(problem))
    counted = twin.start_counts(problem)
    assert found.counts.keys() == counted.keys()
    for day, number in counted.items():
        assert number == found.counts[day] if found.exact else number <= found.counts[day]
