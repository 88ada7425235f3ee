"""The picture of a forecast: never without how many it rests on, readable in grey, its table beside it."""

import re
from xml.etree import ElementTree

import pytest

from enthesis.pictures.forecast import Expected, Reading, Row, forecast_picture, forecast_table
from enthesis.pictures.palette import by_name

READINGS = (Reading(0, 6), Reading(4, 4.5))
FAN = tuple(
    Expected(week, 4 - week / 50, (2.5, 5.5 - week / 60), (max(0, 1.5 - week / 30), 7)) for week in (5, 13, 26, 39, 52)
)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("width", [358, 720])
@pytest.mark.parametrize(
    ("n", "says"),
    [(146, "Learned from 146 courses"), (9, "Fewer than 10 courses here"), (None, "Nothing was learned from")],
)
def test_how_many_it_rests_on_stands_in_the_picture_and_in_its_words(width: int, n: int | None, says: str) -> None:
    drawn = forecast_picture("f", READINGS, FAN, n=n, goal=3, sessions=(0, 4), width=width)
    root = ElementTree.fromstring(drawn)
    shown = " ".join("".join(node.itertext()) for node in root.iter(f"{SVG}text"))
    assert says in shown
    assert says in root.findtext(f"{SVG}desc", "")
    assert "9 courses" not in shown
    assert "goal: 3 or less" in shown
    by_name(drawn)  # every colour has a name for the dark screen
    height = float(root.attrib["height"])
    assert max(float(node.attrib["y"]) for node in root.iter(f"{SVG}text")) < height


def test_ranges_differ_without_colour() -> None:
    drawn = forecast_picture("f", READINGS, FAN, n=20)
    edges = re.findall(r'<polygon[^>]*stroke-dasharray="([^"]+)"', drawn)
    assert edges == ["3 4", "none"]
    assert 'stroke-dasharray="8 5"' in drawn


def test_its_words_say_the_ranges() -> None:
    root = ElementTree.fromstring(forecast_picture("f", READINGS, FAN, n=20, goal=3))
    said = root.findtext(f"{SVG}desc", "")
    assert "So far from 6 to 4.5." in said
    assert "12 months after the first injection: of a hundred such courses about 80 between 2.5 and 5, about 95" in said
    assert "The goal is 3 or less." in said


def test_nothing_expected_is_no_picture() -> None:
    assert forecast_picture("f", READINGS, (), n=20) == ""


def test_the_table_beside_it() -> None:
    names, lines = forecast_table(
        [
            Row(3, "May 2026", 4.26, (2.4, 5.6), (1, 7), 0.995, "146"),
            Row(6, "August 2026", 4, (2, 6), (1, 7), None, "9"),
        ]
    )
    assert len(names) == len(lines[0])
    assert lines[0] == ("3 months, in May 2026", "4.3", "2 – 6", "1 – 7", "99", "146")
    assert lines[1][4] == "-"
