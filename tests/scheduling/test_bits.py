"""A calendar as one number says what the same calendar says step by step."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from enthesis.scheduling.bits import at_least, between, pack, runs, unpack

calendars = st.lists(st.booleans(), min_size=1, max_size=70)


def number(steps: list[bool]) -> int:
    return pack(np.array(steps))


@given(calendars)
def test_a_number_holds_every_step(steps: list[bool]) -> None:
    assert unpack(number(steps), len(steps)).tolist() == steps


@given(calendars, st.integers(1, 20))
def test_a_run_is_free_for_all_its_steps(steps: list[bool], length: int) -> None:
    found = [n + length <= len(steps) and all(steps[n : n + length]) for n in range(len(steps))]
    assert unpack(runs(number(steps), length), len(steps)).tolist() == found


@given(st.lists(st.lists(st.booleans(), min_size=9, max_size=9), max_size=5), st.integers(1, 4))
def test_at_least_so_many_at_a_time(some: list[list[bool]], least: int) -> None:
    found = [sum(steps[n] for steps in some) >= least for n in range(9)]
    assert unpack(at_least(least, map(number, some)), 9).tolist() == found


@given(st.integers(0, 70), st.integers(0, 70))
def test_between_holds_the_first_and_not_the_last(first: int, last: int) -> None:
    assert unpack(between(first, last), 70).tolist() == [first <= n < last for n in range(70)]
