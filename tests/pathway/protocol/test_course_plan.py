"""The picture of a protocol: well-formed, free of styles and scripts, and true to what the protocol says."""

import re
from xml.etree import ElementTree

import pytest

from enthesis.pathway.protocol import library
from enthesis.pathway.protocol.model import END, START
from enthesis.pathway.protocol.read import examine, read_protocol
from enthesis.pictures.course_layout import layout
from enthesis.pictures.course_plan import NARROW, WIDE, picture
from tests.pathway.protocol.sound import NAME, TEXT, planted

SVG = "{http://www.w3.org/2000/svg}"
ALL = sorted(library.latest())
BOTH = pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])


def phase(text: str, key: str):
    return next(phase for phase in layout(read_protocol(text, NAME)).phases if phase.key == key)


def ends(marks) -> list[tuple[float | None, float | None, float | None]]:
    return [(mark.opens, mark.ideal, mark.closes) for mark in marks]


# -- the layout --------------------------------------------------------------------------------------------


def test_time_is_laid_out_from_the_start_from_the_first_session_and_from_the_last():
    phases = layout(read_protocol(TEXT, NAME)).phases
    assert [phase.key for phase in phases] == [START, END]  # every gap of this file is stated
    assert [phase.key for phase in layout(library.latest()["nutura-back"]).phases] == [
        START,
        "diagnostic-injection",
        "treatment",
        END,
    ]


def test_a_window_lies_where_its_anchor_is_aimed_at():
    start = phase(TEXT, START)
    assert ends(start.marks["evaluation"]) == [(0, 0, 14)]
    assert ends(start.marks["consultation"]) == [(2, 9, 16)]  # after candidacy, which is aimed at day 2
    assert ends(start.marks["test-injection"]) == [(16, None, 30)]
    assert ends(start.marks["response"]) == [(37, None, 44)]  # 14 to 21 days after day 23, the middle of 16 and 30


def test_each_session_follows_the_one_before():
    sessions = phase(TEXT, START).marks["treatment"]
    assert [mark.number for mark in sessions] == [1, 2, 3, 4, 5]
    assert [mark.is_extra for mark in sessions] == [False, False, False, True, True]
    assert ends(sessions)[:2] == [(47.5, 54.5, 68.5), (75.5, 82.5, 103.5)]


def test_an_end_that_is_not_stated_stays_open():
    assert ends(phase(TEXT, START).marks["hold"])[0] == (47.5, None, None)


def test_outcomes_lie_on_the_clock_of_the_first_session():
    marks = phase(TEXT, START).marks["scores"]
    assert [mark.ideal for mark in marks] == [54.5 + 84, 54.5 + 168, 54.5 + 364]
    assert ends(marks)[0] == (54.5 + 77, 54.5 + 84, 54.5 + 98)


def test_a_clock_that_starts_with_week_one_is_labelled_so():
    rabago = layout(library.latest()["rabago-knee-2013"])
    (first,) = [phase for phase in rabago.phases if phase.key == "treatment"]
    assert first.first_label == 1
    assert [mark.at for mark in first.marks["treatment"]] == [0, 28, 56, 84, 112]
    assert [mark.at for mark in first.marks["follow-up"]] == [28, 56, 77, 161, 357]


@pytest.mark.parametrize(
    ("name", "undated"),
    [
        ("nutura-back", {"intake", "imaging", "diet-movement-supplements", "plan", "chiropractic"}),
        ("nutura-knee", set()),
        ("spine-institute", {"prior-care", "consultation"}),
        ("rabago-knee-2013", {"baseline"}),
        ("hoffman-agnish-sij-2018", {"session-review"}),
    ],
)
def test_what_nothing_dates_is_listed_aside(name, undated):
    assert {activity.id for activity in layout(library.latest()[name]).undated} == undated


@pytest.mark.parametrize("name", ALL)
def test_every_activity_is_either_drawn_or_listed_aside(name):
    protocol = library.latest()[name]
    plan = layout(protocol)
    drawn = {activity for phase in plan.phases for activity in phase.marks}
    aside = {activity.id for activity in plan.undated}
    assert drawn | aside == {activity.id for activity in protocol.activities}
    assert not drawn & aside


def test_a_series_without_a_stated_gap_is_not_to_scale():
    plan = layout(library.latest()["spine-institute"])
    assert {phase.key: phase.is_scaled for phase in plan.phases} == {START: True, "treatment": False, END: True}
    assert plan.open_ended == {"treatment"}


def test_a_circle_of_anchors_is_drawn_without_end_of_it():
    assert picture(examine(planted(("after: candidacy", "after: response")), NAME).protocol)


# -- the picture ------------------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("name", ALL)
def test_it_is_one_well_formed_picture_with_a_text_alternative(name, narrow):
    protocol = library.latest()[name]
    root = ElementTree.fromstring(picture(protocol, narrow=narrow))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    title, described = root.findall(f"{SVG}title")[0], root.findall(f"{SVG}desc")[0]
    assert root.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
    assert protocol.title in title.text
    for activity in protocol.activities:
        assert activity.title in described.text


@BOTH
@pytest.mark.parametrize("name", ALL)
def test_a_strict_policy_lets_it_through(name, narrow):
    text = picture(library.latest()[name], narrow=narrow)
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href=|url\(|<foreignObject|<image", text)
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


@BOTH
@pytest.mark.parametrize("name", ALL)
def test_nothing_lies_outside_and_words_are_large_enough(name, narrow):
    root = ElementTree.fromstring(picture(library.latest()[name], narrow=narrow))
    width, height = (float(root.get("viewBox").split()[part]) for part in (2, 3))
    assert width == (NARROW if narrow else WIDE).width
    for node in root.iter():
        for key, most in (("x", width), ("x1", width), ("x2", width), ("cx", width), ("y", height), ("cy", height)):
            if node.get(key):
                assert -1 <= float(node.get(key)) <= most + 1, ElementTree.tostring(node)
        if node.tag == f"{SVG}text":
            assert float(node.get("font-size")) >= 11
            assert float(node.get("y")) <= height


@pytest.mark.parametrize("name", ALL)
def test_every_activity_of_the_protocol_is_named_in_it(name):
    protocol = library.latest()[name]
    root = ElementTree.fromstring(picture(protocol))
    said = " ".join("".join(node.itertext()) for node in root.iter(f"{SVG}text"))
    for activity in protocol.activities:
        assert activity.title.split()[0] in said


def test_the_wide_one_has_a_row_for_each_activity_and_a_circle_for_each_session():
    root = ElementTree.fromstring(picture(library.latest()["nutura-back"]))
    numbers = [node.text for node in root.iter(f"{SVG}text") if (node.text or "").isdigit() and node.get("font-weight")]
    assert numbers[:8] == [str(number) for number in range(1, 9)]


def test_a_decision_of_the_clinic_has_its_own_tone_and_entry_in_the_legend():
    assert "holds a decision of the clinic" not in picture(read_protocol(TEXT, NAME))
    text = planted(("lasts_weeks: 6", "lasts_weeks: {decided: 6, by: B. Olu, on: 2026-03-02, why: x}"))
    assert "holds a decision of the clinic" in picture(read_protocol(text, NAME))


def test_what_a_file_says_cannot_break_out_of_the_picture():
    text = planted(("title: Consultation", 'title: "<script>alert(1)</script> & \\"quotes\\""'))
    drawn = picture(read_protocol(text, NAME))
    assert "<script" not in drawn
    assert ElementTree.fromstring(drawn) is not None
