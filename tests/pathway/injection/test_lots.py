"""Which lots are the same, which may be, and which points of a session a lot reached."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enthesis.pathway import events as e
from enthesis.pathway.injection import SKIN, How, is_near, lot_key, reach


@pytest.mark.parametrize("written", ["DX-2026-11", "dx 2026 11", "DX202611", " dx—2026/11 ", "ＤＸ２０２６-11"])
def test_case_blanks_and_dashes_do_not_matter(written: str) -> None:
    assert lot_key(written) == "dx202611"


@pytest.mark.parametrize("written", ["", "--", "  ", "/./"])
def test_what_has_no_letter_or_digit_is_no_lot(written: str) -> None:
    assert lot_key(written) == ""


@pytest.mark.parametrize(
    ("lot", "other"),
    [
        ("DX-2026-11", "DX-2026-12"),  # one character
        ("DX-2026-11", "DX-2O26-I1"),  # letters for digits, any number of them
        ("DX-2026-11", "DX-2206-11"),  # two that changed places
        ("DX-2026-11", "LOT DX-2026-11"),  # a word written with it
        ("DX-2026-11", "2026-11"),  # a piece of it
        ("B518", "8S1B"),
    ],
)
def test_what_may_be_the_same_lot_written_wrongly(lot: str, other: str) -> None:
    assert is_near(lot_key(lot), lot_key(other))
    assert is_near(lot_key(other), lot_key(lot))


@pytest.mark.parametrize(
    ("lot", "other"),
    [
        ("DX-2026-11", "dx 2026 11"),  # the same one
        ("DX-2026-11", "DX-2026-99"),  # two characters
        ("DX-2026-11", "LI-2026-11"),
        ("A1", "B1"),  # too short for one character to be a slip
        ("DX-2026-11", "202"),  # too short for a piece
        ("DX-2026-11", ""),
    ],
)
def test_what_is_the_same_or_another_lot(lot: str, other: str) -> None:
    assert not is_near(lot_key(lot), lot_key(other))


@given(st.text(max_size=30), st.text(max_size=30))
def test_near_is_never_the_same_and_goes_both_ways(one: str, other: str) -> None:
    a, b = lot_key(one), lot_key(other)
    assert is_near(a, b) == is_near(b, a)
    assert not (a == b and is_near(a, b))
    assert lot_key(a) == a


# -- which points ------------------------------------------------------------------------------------------------


def part(syringe: str = "", lot: str = "L1") -> e.Part:
    return e.Part(name="dextrose 50%", ml=Decimal(5), lot=lot, syringe=syringe)


def session(parts: list[e.Part], *syringes: str) -> e.InjectionsGiven:
    sites = tuple(e.Site(structure=f"point {place}", syringe=name) for place, name in enumerate(syringes, 1))
    return e.InjectionsGiven(id="i", activity="treatment", solution=tuple(parts), sites=sites)


def reached(given: e.InjectionsGiven, *places: int) -> tuple[How, list[int], list[int]]:
    """How, the points that surely got it, and those that may have, by number."""
    found = reach(given, places or (0,))
    sure = [int(point.site.structure[-1]) for point in found.points if point.is_told]
    maybe = [int(point.site.structure[-1]) for point in found.points if not point.is_told]
    return found.how, sure, maybe


def test_only_the_points_that_got_the_syringe() -> None:
    assert reached(session([part("A"), part("B", "L2")], "A", "B", "a ")) == (How.SYRINGE, [1, 3], [])


def test_where_no_syringe_is_told_every_point_counts() -> None:
    assert reached(session([part()], "", "")) == (How.SESSION, [], [1, 2])
    assert reached(session([part()], "A", "B")) == (How.SESSION, [], [1, 2])


def test_a_point_without_a_syringe_may_have_got_it() -> None:
    assert reached(session([part("A")], "A", "", "B")) == (How.PARTLY, [1], [2])
    assert reached(session([part("A")], "B", "")) == (How.PARTLY, [], [2])


def test_a_syringe_that_no_point_names_may_have_gone_anywhere() -> None:
    assert reached(session([part("C")], "A", "B")) == (How.SESSION, [], [1, 2])


def test_what_numbed_the_skin_is_under_every_point() -> None:
    assert reached(session([part(SKIN)], "A", "B")) == (How.SKIN, [], [1, 2])


def test_a_lot_in_two_syringes_reached_the_points_of_both() -> None:
    given = session([part("A"), part("B"), part("C")], "A", "B", "C")
    assert reached(given, 0, 1) == (How.SYRINGE, [1, 2], [])


def test_the_widest_way_of_knowing_is_told() -> None:
    given = session([part("A"), part(SKIN)], "A", "B")
    assert reached(given, 0, 1) == (How.SKIN, [1], [2])
    assert "syringe A" in reach(given, (0, 1)).says
    assert "numbed the skin" in reach(given, (0, 1)).says


def test_a_session_without_points_is_named_all_the_same() -> None:
    found = reach(session([part("A")]), (0,))
    assert (found.points, found.says) == ((), "The record names no points.")


@settings(max_examples=200)
@given(st.lists(st.sampled_from(("", "A", "B", SKIN)), min_size=1, max_size=4), st.data())
def test_a_point_is_left_out_only_where_another_syringe_is_told(parts: list[str], data: st.DataObject) -> None:
    points = data.draw(st.lists(st.sampled_from(("", "A", "B")), max_size=5))
    given = session([part(name) for name in parts], *points)
    found = reach(given, range(len(parts)))
    for left_out in set(given.sites) - {point.site for point in found.points}:
        assert left_out.syringe
        assert left_out.syringe not in parts
