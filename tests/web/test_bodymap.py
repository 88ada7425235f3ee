"""The map of the body: every place has a box, every label a place on the drawing and a rule in the style sheet."""

import re
from importlib.resources import files

import pytest
from django import forms

from enthesis.clinic.intake import places
from enthesis.web.bodymap import BodyMapField, spots_of
from enthesis.web.bodymap.css import SIZES, lines
from enthesis.web.bodymap.fields import MOST, box_of
from enthesis.web.bodymap.places import BODY, knee

SHEET = files("enthesis.web").joinpath("static/enthesis/bodymap.css").read_text(encoding="utf-8")


class Where(forms.Form):
    where = BodyMapField("Where does it hurt?", choices=places.choices(), spots=BODY, missing="Touch a place.")


def test_the_style_sheet_ends_with_the_table_that_the_code_makes() -> None:
    table = "\n".join(lines()) + "\n"
    assert SHEET.endswith(table)
    assert not re.search(r"#[0-9a-f]{3,6}\b|rgb\(", SHEET)


def test_every_place_has_one_box_and_those_that_are_drawn_a_label() -> None:
    page = str(Where()["where"])
    for number, (value, _) in enumerate(places.choices()):
        assert page.count(f'value="{value}"') == 1
        labels = page.count(f'class="spot at-{number} ')
        drawn = sum(spot.value == value for spots in BODY.values() for spot in spots)
        assert labels == drawn, value
    assert {value for value, _ in places.choices()} - {s.value for spots in BODY.values() for s in spots} == {"other"}
    assert "style=" not in page
    assert "<script" not in page


def test_what_is_ticked_is_a_list() -> None:
    form = Where({"where": ["knee:left", "back"]})
    assert form.is_valid()
    assert form.cleaned_data["where"] == ["knee:left", "back"]
    assert Where({}).errors["where"] == ["Touch a place."]
    assert not Where({"where": ["spleen"]}).is_valid()


@pytest.mark.parametrize("view", ["front", "back"])
def test_a_finger_finds_every_place_on_a_phone(view: str) -> None:
    """Two drawings stand side by side on 390 px: each label is 24 px across at least, and hides no other's middle."""
    left, top, wide, high = box_of(view)
    shown = 160  # px, less than the drawing has there
    for spot in BODY[view]:
        assert left < spot.x < left + wide
        assert top < spot.y < top + high
        assert round(200 * spot.radius / wide) in SIZES
        assert 2 * spot.radius * shown / wide >= 21
        for other in BODY[view]:
            if other.value != spot.value:
                assert (other.x - spot.x) ** 2 + (other.y - spot.y) ** 2 > max(spot.radius, other.radius) ** 2


def test_a_left_knee_is_a_right_one_mirrored() -> None:
    right, left = (
        {s.value.split(":")[1]: s.x for s in knee("right")},
        {s.value.split(":")[1]: s.x for s in knee("left")},
    )
    assert all(left[part] == 400 - x for part, x in right.items())


def test_structures_can_be_touched_too() -> None:
    """The drawings' own places, as whoever records points uses them: one limb, its side in the name of the view."""
    spots = spots_of("knee-front", "left")
    field = BodyMapField(
        "Points", views=("knee-front:left",), choices=[(spot.value, spot.value) for spot in spots], missing="Touch one."
    )
    form = type("Points", (forms.Form,), {"points": field})()
    assert str(form["points"]).count('class="spot ') == len(spots)
    with pytest.raises(ValueError, match="120 places at most"):
        BodyMapField("Too many", choices=[(str(n), str(n)) for n in range(MOST + 1)])


def test_both_sides_of_a_region_are_one_problem() -> None:
    answers = {"places": ["knee:left", "back", "knee:right", "shoulder:left"]}
    found = places.troubles(answers)
    assert [(one.region, one.side) for one in found] == [("knee", "both"), ("back", ""), ("shoulder", "left")]
    assert [one.words for one in found] == [
        "pain, knee, both sides",
        "pain of the lower back",
        "pain of the left shoulder",
    ]
    assert places.regions_of({"places": "not_sure"}) == places.regions_of({"regions": "not_sure"}) == ("other",)
    assert places.regions_of({"regions": "knee"}) == ("knee",)
    assert places.regions_of({}) == ()
