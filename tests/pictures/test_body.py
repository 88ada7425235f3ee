"""The picture of the body: every place on it, both sides alike, and all that is drawn is also said."""

import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from math import acos, hypot, pi, sqrt
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enthesis.pathway.structures import Structure, regions, structures, views
from enthesis.pictures.anatomy.drawings import DRAWINGS
from enthesis.pictures.body import DARK_STYLE, TONES, Hotspot, Point, body_picture, body_sheet, hotspots, views_for
from enthesis.pictures.body_marks import RADIUS, Mark, numbers, placed_marks
from enthesis.pictures.body_panel import WIDTH, Spot, panel_height

SVG = "{http://www.w3.org/2000/svg}"
CLOSE_UPS = [view.id for view in views().values() if not view.is_whole_body]
ALL = list(structures().values())
PHONE = 390 - 2 * 16  # px that a page leaves for a picture on a phone


def root_of(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def text_of(svg: str) -> list[str]:
    return [each.text or "" for each in root_of(svg).iter(f"{SVG}text")]


def said(svg: str) -> str:
    found = root_of(svg).find(f"{SVG}desc")
    assert found is not None
    return found.text or ""


def points_of(view: str) -> list[Point]:
    return [Point(found.id, "right" if found.sided else "") for found in ALL if view in found.views]


def outlines(view: str) -> list[list[tuple[float, float]]]:
    """The outlines of the drawing's skin, as corners close to each other."""
    skins = [shape for shape in DRAWINGS[view].shapes() if shape.kind in ("skin", "figure") and shape.closed]
    return [list(along(shape.path)) for shape in skins]


def along(path: str) -> Iterator[tuple[float, float]]:
    """Places along an SVG path of lines and cubic curves."""
    here = (0.0, 0.0)
    for command, written in re.findall(r"([MLC])([^MLCZ]+)", path):
        numbers_of = [float(number) for number in written.split()]
        ends = list(zip(numbers_of[::2], numbers_of[1::2], strict=True))
        if command == "C":
            for part in (step / 8 for step in range(1, 9)):
                weights = ((1 - part) ** 3, 3 * part * (1 - part) ** 2, 3 * part**2 * (1 - part), part**3)
                around = (here, *ends)
                x, y = (sum(w * place[at] for w, place in zip(weights, around, strict=True)) for at in (0, 1))
                yield x, y
        else:
            yield ends[-1]
        here = ends[-1]


def in_skin(view: str, place: tuple[float, float]) -> bool:
    return any(_inside(corners, place) for corners in outlines(view))


def _inside(corners: list[tuple[float, float]], place: tuple[float, float]) -> bool:
    x, y = place
    crossed = False
    for (x1, y1), (x2, y2) in pairwise([*corners, corners[0]]):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            crossed = not crossed
    return crossed


def overlap(one: Hotspot, other: Hotspot) -> float:
    """Which share of the smaller of two circles the other one covers."""
    away = hypot(one.x - other.x, one.y - other.y)
    small, large = sorted((one.radius, other.radius))
    if away >= small + large:
        return 0.0
    if away <= large - small:
        return 1.0
    lens = (
        small**2 * acos((away**2 + small**2 - large**2) / (2 * away * small))
        + large**2 * acos((away**2 + large**2 - small**2) / (2 * away * large))
        - sqrt((small + large - away) * (away + small - large) * (away - small + large) * (away + small + large)) / 2
    )
    return lens / (pi * small**2)


# Places.


def test_every_view_has_a_drawing_and_every_drawing_a_view() -> None:
    assert set(DRAWINGS) == set(views())


@pytest.mark.parametrize("found", ALL, ids=lambda found: found.id)
def test_every_structure_lies_on_the_body(found: Structure) -> None:
    for view, place in found.views.items():
        left, top, right, bottom = DRAWINGS[view].shown
        assert left < place[0] < right, view
        assert top < place[1] < bottom, view
        assert in_skin(view, place), view


@pytest.mark.parametrize("view", views())
def test_no_bone_or_tendon_reaches_out_of_the_skin(view: str) -> None:
    left, top, right, bottom = DRAWINGS[view].shown
    skins = outlines(view)
    for shape in DRAWINGS[view].shapes():
        if not shape.kind.startswith(("skin", "figure")):
            for x, y in along(shape.path):
                if left < x < right and top < y < bottom:
                    assert any(_inside(corners, (x, y)) for corners in skins), (shape.kind, x, y)


def test_every_region_lies_on_the_whole_body() -> None:
    for region in regions():
        assert all(in_skin(view, place) for view, place in region.on_body.items())


@pytest.mark.parametrize("view", views())
def test_the_sides_mirror_each_other(view: str) -> None:
    right = {spot.id: spot for spot in hotspots(view, "right") if spot.side != "left"}
    left = {spot.id: spot for spot in hotspots(view, "left") if spot.side != "right"}
    assert set(right) == set(left)
    for name, spot in right.items():
        assert left[name].x == pytest.approx(WIDTH - spot.x)
        assert left[name].y == pytest.approx(spot.y)
        assert left[name].radius == pytest.approx(spot.radius)


@pytest.mark.parametrize("view", CLOSE_UPS)
@pytest.mark.parametrize("side", ["right", "left"])
def test_no_two_touch_targets_cover_more_than_half_of_each_other(view: str, side: str) -> None:
    for one, other in combinations(hotspots(view, side), 2):
        assert overlap(one, other) <= 0.5, (one.id, other.id)


@pytest.mark.parametrize("view", views())
def test_a_thumb_can_hit_each_target(view: str) -> None:
    spots = hotspots(view)
    assert spots
    for spot in spots:
        assert 2 * spot.radius * PHONE / WIDTH >= 24
        assert 0 <= spot.x <= WIDTH
        assert 0 <= spot.y <= panel_height(view)


@pytest.mark.parametrize("view", CLOSE_UPS)
def test_a_target_lies_where_the_mark_is_drawn(view: str) -> None:
    for spot in hotspots(view):
        mark = root_of(body_picture(view, [Point(spot.id, spot.side)])).find(
            f".//{SVG}rect[@class='body-mark body-mark-plain']"
        )
        assert mark is not None
        across, down = (float(mark.get(a, 0)) + float(mark.get(b, 0)) / 2 for a, b in (("x", "width"), ("y", "height")))
        assert hypot(across - spot.x, down - spot.y) < 12  # a mark at the edge moves inside


# What a picture says.


@pytest.mark.parametrize("view", views())
def test_a_picture_can_be_read_without_being_seen(view: str) -> None:
    points = points_of(view) or [Point("knee-mcl", "left")]
    svg = body_picture(view, points)
    root = root_of(svg)
    assert root.get("role") == "img"
    named = [each.get("id") for each in (root.find(f"{SVG}title"), root.find(f"{SVG}desc")) if each is not None]
    assert (root.get("aria-labelledby") or "").split() == named
    for number, point in enumerate(points, start=1):
        assert f"{number}: {structures()[point.structure_id].name}" in said(svg)
        assert str(number) in text_of(svg) or views()[view].is_whole_body


@pytest.mark.parametrize("view", views())
def test_a_picture_needs_nothing_that_a_page_may_not_have(view: str) -> None:
    svg = body_picture(view, points_of(view))
    assert " style=" not in svg
    assert not re.search(r"<(style|script|image|foreignObject)\b|https?://(?!www\.w3\.org/2000/svg)", svg)
    ids = re.findall(r' id="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', svg)) <= {
        pair for i in ids for pair in ((i, ""), ("", i))
    }


def test_names_keep_two_pictures_of_a_page_apart() -> None:
    one, other = (set(re.findall(r' id="([^"]+)"', body_picture("knee-front", [], name=name))) for name in ("a", "b"))
    assert not one & other


def test_every_kind_of_line_has_a_class_of_its_own() -> None:
    used = {shape.kind for drawing in DRAWINGS.values() for shape in drawing.shapes()}
    for kind in used:
        assert any(f'class="body-{kind}' in body_picture(view, []) for view in views()), kind


def test_words_are_kept_as_words() -> None:
    svg = body_picture("knee-front", [Point("knee-mcl", "left", "<b>2 mL</b> & more")])
    assert "<b>" not in svg
    assert "<b>2 mL</b> & more" in text_of(svg)


def test_a_point_keeps_its_number_on_every_view() -> None:
    points = [Point("sacroiliac-joint", "left"), Point("knee-mcl", "left"), Point("own words", "left")]
    svg = body_picture("knee-front", points)
    assert "2" in text_of(svg)
    assert "1" not in text_of(svg)
    assert said(svg) == "Knee from the front, left. 2: Medial collateral ligament of the knee, left."


def test_words_that_the_catalogue_does_not_have_are_told_beside_the_drawing() -> None:
    svg = body_sheet([Point("knee-mcl", "left"), Point("the sore spot", "left")])
    assert "the sore spot, left (no place on the drawing)" in text_of(svg)
    assert "2: the sore spot, left (no place on the drawing)." in said(svg)


def test_both_sides_are_two_panels_of_a_limb() -> None:
    points = [Point("knee-mcl", "both")]
    narrow, wide = body_picture("knee-front", points), body_picture("knee-front", points, width=2 * WIDTH)
    for svg in (narrow, wide):
        assert {"Knee from the front, right", "Knee from the front, left"} <= set(text_of(svg))
        assert text_of(svg).count("1") == 3  # two marks and the list
    assert root_of(narrow).get("width") == str(WIDTH)
    assert int(root_of(wide).get("width", "0").split(".")[0]) > 2 * WIDTH


def test_the_edges_of_a_left_limb_change_places() -> None:
    right, left = (text_of(body_picture("knee-front", [Point("knee-mcl", side)])) for side in ("right", "left"))
    assert right[1:3] == ["Outer side", "Inner side"]
    assert left[1:3] == ["Inner side", "Outer side"]


def test_from_the_front_the_right_side_is_on_the_viewers_left() -> None:
    assert (
        next(spot for spot in hotspots("pelvis-front") if (spot.id, spot.side) == ("hip-joint", "right")).x < WIDTH / 2
    )
    assert (
        next(spot for spot in hotspots("low-back") if (spot.id, spot.side) == ("sacroiliac-joint", "right")).x
        > WIDTH / 2
    )
    assert text_of(body_picture("front", []))[1:3] == ["Right", "Left"]
    assert text_of(body_picture("back", []))[1:3] == ["Left", "Right"]


def test_a_side_that_nobody_recorded_is_not_chosen() -> None:
    svg = body_picture("low-back", [Point("sacroiliac-joint")])
    assert "side not recorded" in said(svg)
    marks = [each for each in root_of(svg).iter(f"{SVG}rect") if "body-mark" in each.get("class", "")]
    assert len(marks) == 3  # right, left, list
    assert all(each.get("stroke-dasharray") for each in marks)
    limb = body_picture("knee-front", [Point("knee-mcl")])
    assert "Knee from the front, drawn as the right one" in text_of(limb)


def test_a_midline_point_needs_no_side() -> None:
    svg = body_picture("low-back", [Point("supraspinous-l4-l5")])
    assert "not recorded" not in said(svg)
    assert "stroke-dasharray" not in "".join(re.findall(r"<rect[^>]*body-mark[^>]*>", svg))


def test_tones_are_told_apart_without_colour() -> None:
    shapes = set()
    for tone in TONES:
        svg = body_picture("knee-front", [Point("knee-mcl", "left", tone=tone)])
        mark = re.search(rf'<(rect|path)([^>]*)class="body-mark body-mark-{tone}"', svg)
        assert mark is not None
        rounding = re.search(r'rx="([^"]+)"', svg[mark.start() : mark.start() + 300])
        shapes.add((mark[1], rounding[1] if rounding and mark[1] == "rect" else "", 'fill="#ffffff"' in mark[2]))
    assert len(shapes) == len(TONES)


def test_an_empty_picture_says_so() -> None:
    assert said(body_picture("hand-palm", [], side="left")) == "Hand and wrist from the palm, left. No point is marked."


def test_an_unknown_view_is_refused() -> None:
    with pytest.raises(KeyError):
        body_picture("moon", [])
    with pytest.raises(KeyError):
        hotspots("moon")


# Marks.


def badges(marks: list[Mark], *, is_whole: bool = False) -> list[tuple[float, float]]:
    svg = "".join(placed_marks(marks, 400, 500, is_whole=is_whole))
    found = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"', svg)
    return [(float(x) + float(wide) / 2, float(y) + RADIUS) for x, y, wide in found]


@given(st.lists(st.tuples(st.floats(0, 400), st.floats(0, 500)), min_size=1, max_size=24))
def test_marks_step_aside_and_stay_inside(places: list[tuple[float, float]]) -> None:
    at = badges([Mark(str(number), Spot(x, y)) for number, (x, y) in enumerate(places, start=1)])
    assert len(at) == len(places)
    for one, other in combinations(at, 2):
        assert hypot(one[0] - other[0], one[1] - other[1]) > 2 * RADIUS - 5
    assert all(RADIUS <= x <= 400 - RADIUS and RADIUS <= y <= 500 - RADIUS for x, y in at)


def test_a_mark_alone_stays_where_it_is() -> None:
    assert badges([Mark("1", Spot(200, 200))]) == [(200, 200)]


def test_near_marks_of_a_whole_body_become_one() -> None:
    marks = [Mark(str(number), Spot(100 + number, 100)) for number in (1, 2, 3, 5)]
    svg = "".join(placed_marks([*marks, Mark("4", Spot(300, 300), "stop")], 400, 500, is_whole=True))
    assert ">1–3, 5<" in svg
    assert ">4<" in svg
    assert numbers([2, 1]) == "1, 2"
    assert numbers([7, 3, 4, 5]) == "3–5, 7"


# Which views.


def test_the_views_show_whole_and_part() -> None:
    assert views_for([]) == ("front",)
    assert views_for([Point("sacroiliac-joint", "left"), Point("iliolumbar-ligament", "left")]) == ("back", "low-back")
    assert views_for([Point("knee-mcl", "left")]) == ("front", "knee-front")
    assert views_for([Point("knee-mcl", "left"), Point("semimembranosus-insertion", "left")]) == ("front", "knee-inner")
    assert views_for([Point("tmj", "left"), Point("own words")]) == ("front", "neck-side")
    assert views_for([Point("own words")]) == ("front",)


@given(st.lists(st.sampled_from([found.id for found in ALL]), max_size=12))
def test_every_point_is_on_a_whole_body_and_on_a_close_up(names: list[str]) -> None:
    points = [Point(name, "left" if structures()[name].sided else "") for name in names]
    chosen = views_for(points)
    assert len(set(chosen)) == len(chosen)
    whole = [view for view in chosen if views()[view].is_whole_body]
    close = [view for view in chosen if not views()[view].is_whole_body]
    assert len(whole) <= 2
    for point in points:
        assert any(view in structures()[point.structure_id].views for view in close)
        assert any(
            said(body_picture(view, [point])) != "" and "1:" in said(body_picture(view, [point])) for view in whole
        )


def test_a_file_that_stands_alone_can_turn_dark() -> None:
    svg = body_sheet([Point("knee-mcl", "left")], extra=DARK_STYLE)
    assert svg.count("<style>") == 1
    root_of(svg)
