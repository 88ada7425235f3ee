"""Pictures: values in, SVG out. Gaps stay gaps, and all that is drawn is also said."""

import re
from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enthesis.pathway.window import Timing
from enthesis.pictures.axis import axis
from enthesis.pictures.progress import Line, Mark, Reading, describe, progress_picture
from enthesis.pictures.timeline import Bar, Pain, Row, Span, timeline_picture

MARCH_2 = date(2026, 3, 2)


def readings(*pains: int | None) -> Line:
    kept = [Reading(MARCH_2 + timedelta(n), Decimal(pain)) for n, pain in enumerate(pains) if pain is not None]
    return Line("", tuple(kept))


def lines_of(svg: str) -> list[int]:
    """How many points each drawn line has."""
    root = ElementTree.fromstring(svg)
    return [len(each.get("points", "").split()) for each in root.iter("{http://www.w3.org/2000/svg}polyline")]


def test_a_day_without_an_answer_is_a_gap() -> None:
    assert lines_of(progress_picture("p", [readings(7, 6, None, 5, 5, 4)])) == [2, 3]
    assert lines_of(progress_picture("p", [readings(7, None, 5, None, 4)])) == []


def test_all_that_is_drawn_is_said() -> None:
    marks = [Mark(MARCH_2 + timedelta(2), "injection 1", "1")]
    said = describe([readings(7, 6, None, 5)], marks, Decimal("6.50"))
    assert "Before treatment it was 6.5." in said
    assert "3 days have a figure, from 2 March 2026 (7) to 5 March 2026 (5)." in said
    assert "Injection 1 on 4 March 2026." in said
    svg = progress_picture("p", [readings(7, 6, None, 5)], marks, baseline=Decimal("6.50"))
    assert said in svg


def test_two_sides_are_told_apart_without_colour() -> None:
    left, right = readings(7, 6), readings(5, 5)
    svg = progress_picture("p", [Line("left", left.readings), Line("right", right.readings)])
    assert svg.count("<circle") == 2 + 1  # the left side and its sign in the legend
    assert "pain, left" in svg
    assert "pain, right" in svg


def test_nothing_to_show_is_no_picture() -> None:
    assert progress_picture("p", []) == ""
    assert timeline_picture("t", [], MARCH_2) == ""


@pytest.mark.parametrize("width", [330, 1000])
def test_an_end_that_nobody_stated_is_drawn_open(width: int) -> None:
    stated = Row("Review", bars=(Bar(MARCH_2, None, MARCH_2 + timedelta(7), Timing.DUE),))
    left_open = Row("Review", bars=(Bar(MARCH_2, None, None, Timing.DUE),))
    assert "no end stated" not in timeline_picture("t", [stated], MARCH_2, width=width)
    assert "no end stated" in timeline_picture("t", [left_open], MARCH_2, width=width)


def test_the_course_in_words() -> None:
    row = Row("Treatment", (MARCH_2,), (Bar(MARCH_2 + timedelta(28), None, MARCH_2 + timedelta(42), Timing.UPCOMING),))
    svg = timeline_picture("t", [row, Row("Imaging", no_day=True)], MARCH_2)
    assert "Treatment: done on 2 March 2026; comes from 30 March 2026 to 13 April 2026." in svg
    assert "Imaging: is next, with no day stated." in svg


def test_words_in_a_picture_are_only_words() -> None:
    svg = timeline_picture("t", [Row("<script>alert('x')</script>", (MARCH_2,))], MARCH_2)
    assert "<script" not in svg
    ElementTree.fromstring(svg)


days = st.dates(date(1, 1, 1), date(9999, 12, 31))


@given(st.lists(days, min_size=1, max_size=5))
def test_every_day_has_its_place_and_the_labels_end(found: list[date]) -> None:
    across = axis(found, 10, 300)
    assert all(10 <= across.at(day) <= 300 for day in found)
    assert across.first < across.last
    assert len(list(across.ticks())) < 60


@given(
    st.lists(st.tuples(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.decimals(-5, 20, places=1)), max_size=8),
    st.sampled_from([330, 720]),
)
def test_a_picture_is_well_formed_and_has_no_style(found: list[tuple[date, Decimal]], width: int) -> None:
    svg = progress_picture("p", [Line("", tuple(Reading(*each) for each in found))], width=width)
    if svg:
        ElementTree.fromstring(svg)
        assert not re.search(r"\sstyle=|<style|<script", svg)


@pytest.mark.parametrize("width", [330, 1000])
def test_a_course_and_its_pain_in_one_picture(width: int) -> None:
    late = Span(MARCH_2 + timedelta(9), MARCH_2, MARCH_2 + timedelta(7))
    row = Row("Treatment", (MARCH_2, late.on), had=(Span(MARCH_2, MARCH_2, None), late))
    pain = Pain([readings(7, 6)], [Mark(MARCH_2, "injection 1", "1")], Decimal(8))
    svg = timeline_picture("t", [row], MARCH_2, width=width, pain=pain)
    assert "done on 2 March 2026 and 11 March 2026 (outside of its window, from 2 March 2026 to 9 March 2026)" in svg
    assert "2 days have a figure" in svg
    assert "Injection 1 on 2 March 2026." in svg
    assert "its window then" in svg
    assert "pain before: 8" in svg
    assert "Pain, 0 to 10" not in timeline_picture("t", [row], MARCH_2, width=width)
