"""Shares and gaps with what they leave open, against the examples of those who published the methods."""

import pytest

from enthesis.evidence.effects import effect
from enthesis.evidence.plots import interval
from enthesis.evidence.study import Counts
from enthesis.pathway.decision_aid import difference, per_hundred, share_range, wilson
from enthesis.pictures.people import hundred_people


def test_the_score_interval_is_the_published_one() -> None:
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)  # Newcombe, Stat Med 1998;17:857-72


def test_the_gap_is_that_of_the_evidence_pages() -> None:
    low, high = difference((25, 54), (20, 56))
    assert interval(effect(Counts("Yelland 2004", 25, 54, 20, 56), "RD")) == pytest.approx((low, high))
    assert (round(100 * low, 1), round(100 * high, 1)) == (-7.7, 28.9)


def test_nobody_of_some_is_not_never() -> None:
    found = share_range(0, 20)
    assert (found.low, found.high) == (0, 16)


@pytest.mark.parametrize(("count", "of", "hundred"), [(1, 8, 13), (1, 3, 33), (2, 3, 67), (0, 7, 0), (7, 7, 100)])
def test_half_a_person_is_rounded_up(count: int, of: int, hundred: int) -> None:
    assert per_hundred(count, of) == hundred


@pytest.mark.parametrize(("count", "of"), [(-1, 5), (6, 5), (0, 0)])
def test_what_is_no_share_is_refused(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(count, of)


@pytest.mark.parametrize("count", [0, 1, 46, 100])
def test_the_picture_has_a_hundred_people(count: int) -> None:
    svg = hundred_people("p", count, "Exercise", f"{count} of 100 people")
    filled, pale = svg.split("<g ")[1:]
    assert (filled.count("<use"), pale.count("<use")) == (count, 100 - count)


def test_more_than_all_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="101 of 100"):
        hundred_people("p", 101, "Exercise", "too many")
