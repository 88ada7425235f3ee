"""Pictures of figures: every line inside its frame, steps that are evenly spaced, nothing told by colour alone."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from enthesis.pictures.funnel import Content, Dot, Limits, frame_around, funnel_picture
from enthesis.pictures.palette import by_name
from enthesis.pictures.ranges import Range, ranges_picture
from enthesis.pictures.scale import scale_around
from enthesis.pictures.steps import Said, Stair, steps_picture
from enthesis.pictures.svg import wide

SVG = "{http://www.w3.org/2000/svg}"
WIDE_LIMITS = (Limits(12, (0.1, 0.75), (0.0, 0.97)), Limits(60, (0.3, 0.55), (0.22, 0.64)))
STAIRS = (Stair(2, 0.2, 0.1, 0.4, 40), Stair(3, 0.3, 0.18, 0.5, 31), Stair(9, 0.6, 0.4, 0.8, 22))


def read(drawn: str) -> ElementTree.Element:
    by_name(drawn)  # every colour has a name for the dark screen
    return ElementTree.fromstring(drawn)


def written(root: ElementTree.Element) -> list[str]:
    return ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]


def heights(root: ElementTree.Element) -> list[list[float]]:
    """How far down each drawn curve is, at each of its points."""
    return [
        [float(point.split(",")[1]) for point in node.get("points", "").split()] for node in root.iter(f"{SVG}polyline")
    ]


# -- scales --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [(0.03, 0.97), (0, 0), (12.3, 340), (-7.7, 28.9), (4067.2, 1980.2), (1e-6, 3e-6)])
def test_the_steps_of_a_scale_are_round_and_even_and_hold_every_value(values: tuple[float, float]) -> None:
    scale = scale_around(values)
    ticks = list(scale.ticks())
    assert ticks[0] <= min(values)
    assert ticks[-1] >= max(values)
    assert 2 <= len(ticks) <= 8
    assert f"{scale.step:e}"[0] in "125"
    assert all(after - before == pytest.approx(scale.step) for before, after in pairwise(ticks))


def test_things_that_are_counted_have_no_halves_and_shares_no_more_than_all() -> None:
    assert list(scale_around([1, 2], is_whole=True).ticks()) == [0, 1, 2]
    assert list(scale_around([0.7, 1.0], from_zero=False, most=1.0).ticks())[-1] == 1.0


# -- funnels -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [330, 720])
def test_both_limits_of_a_funnel_are_drawn_as_they_are(width: int) -> None:
    dots = [Dot("Berg", 12, 0.5), Dot("Castillo", 60, 0.2)]
    root = read(funnel_picture("f", "Half", Content(dots, 0.42, WIDE_LIMITS), width=width))
    curves = heights(root)
    assert len(curves) == 4
    assert len({curve[0] for curve in curves}) == 4  # the upper ends are 97 % and 75 %: two places, not one edge
    scale = {said: float(node.attrib["y"]) for said, node in zip(written(root), root.iter(f"{SVG}text"), strict=True)}
    at_97 = scale["0 %"] + (scale["100 %"] - scale["0 %"]) * 0.97 - 4
    assert min(map(min, curves)) == pytest.approx(at_97, abs=0.2)
    ticks = [int(said[:-2]) for said in written(root) if re.fullmatch(r"\d+ %", said) and said not in ("95 %",)]
    assert ticks == [0, 20, 40, 60, 80, 100]


def test_a_group_outside_is_named_and_said_whatever_is_beside_it() -> None:
    crowd = [Dot(f"Group {number}", 40, 0.42 + number / 1000) for number in range(20)]
    root = read(funnel_picture("f", "Half", Content([*crowd, Dot("Castillo", 60, 0.9)], 0.42, WIDE_LIMITS)))
    assert "Castillo" in written(root)
    assert len(written(root)) < len(crowd) + 10  # no name is written over another
    said = root.findtext(f"{SVG}desc", "")
    assert "Castillo: 90 % of 60, outside" in said
    assert all(f"{dot.label}: 4" in said for dot in crowd)


def test_a_funnel_reads_in_grey() -> None:
    root = read(
        funnel_picture("f", "Half", Content([Dot("Berg", 12, 0.5)], 0.42, WIDE_LIMITS), called=("95 %", "99.8 %"))
    )
    dashed = [node.get("stroke-dasharray") for node in root.iter(f"{SVG}polyline")]
    assert dashed == [None, None, "5 4", "5 4"]
    assert [written(root).count(said) for said in ("95 %", "99.8 %", "all 42 %")] == [2, 2, 1]


def test_funnels_in_one_frame_have_the_same_scale_and_each_lies_inside_it() -> None:
    limits = (Limits(10, (0.3, 0.7), (0.2, 0.8)), Limits(20, (0.4, 0.6), (0.35, 0.7)))
    small = Content([Dot("Berg", 12, 0.5)], 0.5, limits)
    large = Content([Dot("Castillo", 400, 0.97)], 0.9, WIDE_LIMITS)
    frame = frame_around([small, large])
    drawn = [read(funnel_picture("f", "Half", content, frame=frame)) for content in (small, large)]
    ticks = [[said for said in written(root) if re.fullmatch(r"[\d,]+( %)?", said)] for root in drawn]
    assert (
        ticks[0][:-2]
        == ticks[1][:-2]
        == ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %", "0", "100", "200", "300", "400"]
    )
    assert all(0 < float(dot.attrib["cx"]) < 330 for root in drawn for dot in root.iter(f"{SVG}circle"))


LONG = "Whole-joint dextrose prolotherapy for knee osteoarthritis after other care was exhausted"


def test_long_names_have_two_lines_inside_the_picture_and_all_of_it_as_title() -> None:
    rows = [Range(name, "4 / 19", 0.2) for name in ("Dextrose prolotherapy for chronic back pain", LONG, "all")]
    dots = [Dot(row.label, 30, 0.2 + place / 3) for place, row in enumerate(rows)]
    for root in (
        read(ranges_picture("r", "Half", rows)),
        read(funnel_picture("f", "Half", Content(dots, 0.42, WIDE_LIMITS))),
    ):
        assert LONG in root.findtext(f"{SVG}desc", "")
        assert [node.text for node in root.iter(f"{SVG}title")][1:] == [LONG]  # what is written whole needs none
        assert len([said for said in written(root) if said.endswith("…")]) == 1
        for node in root.iter(f"{SVG}text"):
            start = {"start": 0.0, "middle": 0.5, "end": 1.0}[node.attrib["text-anchor"]]
            long = wide(node.text or "", float(node.attrib["font-size"]))
            assert float(node.attrib["x"]) - start * long >= -1
            assert float(node.attrib["x"]) + (1 - start) * long <= 330 + 8
    heights_of = [float(node.attrib["cy"]) for node in read(ranges_picture("r", "Half", rows)).iter(f"{SVG}circle")]
    assert heights_of[1] - heights_of[0] > heights_of[2] - heights_of[1] > 0


# -- figures beside each other -------------------------------------------------------------------------------------


def test_figures_that_are_no_shares_lie_on_a_scale_of_their_own() -> None:
    rows = [Range("6 weeks", "2.6", 2.6, 2.3, 2.9, -0.3, 4.0), Range("52 weeks", "", None, note="fewer than 10")]
    scale = scale_around([value for row in rows for value in row.drawn])
    root = read(ranges_picture("r", "Change", rows, scale=scale, unit="points better"))
    said = written(root)
    assert [each for each in said if re.fullmatch(r"-?\d+", each)] == ["-1", "0", "1", "2", "3", "4"]
    assert "points better" in said
    assert root.findtext(f"{SVG}desc") == "6 weeks: 2.6; 52 weeks: fewer than 10"


def test_an_end_that_nobody_knows_is_an_arrow() -> None:
    open_ended = [Range("Cost", "900", 900, 400, float("inf"))]
    scale = scale_around([400, 900])
    assert "<path" in ranges_picture("r", "Cost", open_ended, scale=scale)
    assert "<path" not in ranges_picture("r", "Cost", [Range("Cost", "900", 900, 400, 1000)], scale=scale)


# -- curves --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [330, 720])
def test_a_curve_goes_up_in_steps_with_how_many_were_followed_under_it(width: int) -> None:
    said = Said("weeks", "half of them by 9", "still followed")
    root = read(steps_picture("s", "Response", STAIRS, said, began=41, width=width))
    curve = heights(root)[-1]
    assert curve == sorted(curve, reverse=True)
    assert len(curve) == 2 * len(STAIRS) + 1
    shown = written(root)
    assert shown[shown.index("still followed") + 1] == "41"
    assert shown[-1] == "22"
    assert "half of them by 9" in shown
    assert "41 at the beginning; by 2: 20 % (10 to 40), 40 followed" in root.findtext(f"{SVG}desc", "")


def test_a_curve_that_comes_to_no_half_says_none() -> None:
    root = read(steps_picture("s", "Response", STAIRS[:2], Said("weeks", "", "still followed"), began=41))
    assert not [said for said in written(root) if said.startswith("half")]
