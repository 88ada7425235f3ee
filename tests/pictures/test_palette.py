"""Every colour of every picture has a name, and the style sheet knows each name by day and by night."""

import re
from pathlib import Path

import pytest

from enthesis.pathway.structures import views
from enthesis.pictures import course_marks, svg
from enthesis.pictures.anatomy.style import LOOKS
from enthesis.pictures.body import body_picture
from enthesis.pictures.palette import PALETTE, by_name

SHEET = Path(__file__).parents[2] / "src/enthesis/web/static/enthesis/enthesis.css"


def test_every_colour_that_a_picture_can_have_has_a_name() -> None:
    ours = {value for value in vars(svg).values() if isinstance(value, str) and value.startswith("#")}
    ours |= {colour for look in LOOKS.values() for colour in (look.fill, look.stroke, look.shade) if colour[:1] == "#"}
    for tone in (course_marks.SOURCE, course_marks.HOUSE, course_marks.DECIDED, course_marks.DECISION):
        ours |= {tone.line, tone.ground}
    assert ours <= set(PALETTE)


@pytest.mark.parametrize("view", sorted(views()))
def test_a_picture_on_a_page_has_no_colour_of_its_own(view: str) -> None:
    assert not re.search(r'="#[0-9a-fA-F]{3,8}"', by_name(body_picture(view, [])))


def test_a_colour_without_a_name_is_not_shown() -> None:
    with pytest.raises(KeyError):
        by_name('<path fill="#123456"/>')


def test_the_words_of_a_picture_are_left_alone() -> None:
    said = svg.words('fill="#ffffff"', 0, 0)
    assert "fill=&quot;#ffffff&quot;" in by_name(said)


def test_the_style_sheet_knows_each_name_by_day_and_by_night() -> None:
    day, night = SHEET.read_text().split("prefers-color-scheme: dark", 1)
    for colour, name in PALETTE.items():
        assert f"--pic-{name}: {colour};" in day
        assert f"--pic-{name}: #" in night
