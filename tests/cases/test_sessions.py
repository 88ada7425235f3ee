"""Sessions that a case tells in several entries, on one side or on both. The cases are made up."""

import pytest

from enthesis.cases.words import side_in
from tests.cases.told import KNEE, event, said, told

MIX = [{"part": "dextrose 25%", "ml": 6}]


def knees(number: int | None, day: int | None = 0, **more: object):
    return [
        event("injection", day, number=number, side=side, sites=f"{side} knee joint", mix=MIX, **more)
        for side in ("right", "left")
    ]


@pytest.mark.parametrize(("number", "day"), [(1, 0), (None, 0), (1, None)])
def test_two_sides_told_apart_are_one_session(number: int | None, day: int | None):
    found = told("pain of both knees", *knees(number, day, volume_ml=5, guidance="ultrasound"), side="both")
    (session,) = found.course.injections
    assert {site.side for site in session.sites} == {"left", "right"}
    assert session.volume_ml == 10
    assert "One session, two sides" in said(found, 2)
    assert "The mix is 6 mL" in said(found, 2)  # of this entry; the session has twice as much
    assert "session-review-2" not in str(found.steps[2].agenda)
    assert "review of the last session" not in said(found, 2)
    assert len(found.steps) == 3


def test_what_one_entry_leaves_out_is_not_known_of_the_session():
    right, left = knees(1)
    right["details"]["volume_ml"] = 5
    (session,) = told("pain of both knees", right, left).course.injections
    assert session.volume_ml is None


@pytest.mark.parametrize(
    "second",
    [
        event("injection", 0, number=2, side="left"),
        event("injection", 28, number=1, side="left"),
        event("injection", 0, side="right"),
        event("injection", 0),
    ],
)
def test_what_is_not_told_as_one_session_stays_two(second: dict[str, object]):
    first = event("injection", 0, number=1, side="right", sites="right knee joint")
    assert len(told("knee pain", first, second).course.injections) == 2


def test_the_same_as_before_on_both_sides_or_on_one():
    again = [event("injection", 28, number=2, side="left", same_as=1)]
    again += [event("injection", 56, number=3, side="both", same_as=1)]
    found = told("pain of both knees", *knees(1, volume_ml=5), *again)
    _, other, third = found.course.injections
    assert [site.structure for site in other.sites] == ["left knee joint"]
    assert (other.volume_ml, third.volume_ml) == (5, 10)
    assert len(third.sites) == 2


def test_a_side_that_was_not_treated_before_has_the_same_places_and_for_two_no_amount():
    first = event("injection", 0, number=1, sites="right knee joint", mix=MIX, volume_ml=6)
    found = told(KNEE, first, event("injection", 28, number=2, side="both", same_as=1))
    again = found.course.injections[1]
    assert [(site.structure, site.side) for site in again.sites] == [("knee joint", "left"), ("knee joint", "right")]
    assert again.volume_ml is None
    assert not again.solution


def test_the_side_of_an_injection_is_read_from_its_own_field():
    found = told("knee pain", event("injection", 0, site="knee joint", side="left"))
    assert [site.side for site in found.course.injections[0].sites] == ["left"]


def test_structures_in_a_list_are_looked_up_each_by_itself():
    found = told("ankle instability", event("injection", 0, sites="ATFL, CFL"), side="left")
    assert [site.structure for site in found.course.injections[0].sites] == ["ATFL", "CFL"]
    assert "not in the catalogue" not in said(found, 1)
    unknown = told("ankle instability", event("injection", 0, sites="the sore place, somewhat lower"))
    assert len(unknown.course.injections[0].sites) == 1


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("bilateral", "both"),
        ("left worse than right", "both"),
        ("R", "right"),
        ("left (buttock)", "left"),
        ("L-spine", ""),
        ("left elbow pain in a right-handed man", "left"),
        ("pain on both walking and standing", ""),
        ("both knees", "both"),
        ("L4-L5", ""),
        ("", ""),
    ],
)
def test_a_side_is_read_only_where_it_is_named(text: str, side: str):
    assert side_in(text) == side


def test_an_examination_is_placed_by_its_day_and_not_by_its_place_in_the_list():
    found = told(
        "low back pain",
        event("injection", 28, number=2),
        event("injection", 0, number=1),
        event("evaluation", -14, complaint="back pain"),
        event("evaluation", 40, complaint="less pain"),
    )
    assert [found.steps[n].recorded[0]["kind"] for n in (3, 4)] == ["EvaluationAnswered", "NoteAdded"]
    assert "evaluation" not in [item.activity for item in found.steps[3].agenda]
    assert "review of the last session" not in said(found, 2)  # on day 0 there was none
    early = told("low back pain", event("evaluation", 40, complaint="less pain"), event("injection", 0))
    assert early.steps[1].recorded[0]["kind"] == "NoteAdded"
