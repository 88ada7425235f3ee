"""Every kind of figure has a picture, and a table that says the same; what is hidden is told as what it is."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.template.loader import render_to_string

from enthesis.outcomes.figure import Figure, Interval, Step
from enthesis.outcomes.funnel import Funnel, Line, Point
from enthesis.pathway.indicators import shipped
from enthesis.web.outcomes import drawing
from enthesis.web.outcomes.drawing import pictures
from enthesis.web.outcomes.funnels import Funneled, funneled
from enthesis.web.outcomes.naming import Names

pytestmark = pytest.mark.django_db
KNEE, BACK = (("indication", "knee pain"),), (("indication", "back pain"),)


def figure(indicator: str, *, of: tuple[tuple[str, str], ...] = (), **more: Any) -> Figure:
    known = {"started": 40, "answered": 30, "missing": 10, "numerator": 12.0, "denominator": 40.0, "estimate": 4.0}
    told = known | {"interval": Interval(2.0, 6.5)} if not more.get("suppressed") else {}
    return Figure(
        indicator=indicator, version="1", unit=shipped().definitions[indicator].unit, of=of, **{**told, **more}
    )


def drawn(figures: list[Figure]) -> list[drawing.Drawn]:
    return pictures(figures[0].indicator, figures, Names([]))


def said(one: drawing.Drawn) -> str:
    """What is written in the broad picture."""
    return " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", one.picture.broad))


def test_each_measure_has_a_picture_over_time() -> None:
    weeks = [(("measure", measure), ("weeks", week)) for measure in ("nrs_pain", "odi") for week in ("6", "13")]
    found = drawn([figure("mean_change", of=of, bounds=Interval(-0.5, 5)) for of in weeks])
    assert [one.title.rpartition(": ")[2] for one in found] == [
        "Numeric rating scale, pain",
        "Oswestry Disability Index 2.1a",
    ]
    assert "6 weeks 4 (30 of 40 known)" in said(found[0])
    assert "points better (left of 0: worse)" in said(found[0])
    assert found[0].picture.broad.count("<rect") == 2  # where the missing would put it


def test_groups_are_beside_each_other_at_the_latest_time_point() -> None:
    of = [(("measure", "nrs_pain"), ("weeks", week)) for week in ("6", "13")]
    groups: tuple[Any, ...] = ((), KNEE, BACK)
    found = drawn([figure("responder_30", of=each, group=group, estimate=0.3) for each in of for group in groups])
    assert [one.title for one in found] == ["Pain at least 30 % less: Numeric rating scale, pain, 13 weeks"]
    assert re.findall(r"everybody|knee pain|back pain", said(found[0])) == ["everybody", "knee pain", "back pain"]


def test_what_is_hidden_to_protect_another_group_is_not_called_too_few() -> None:
    why = "would give away a group of fewer than 10 people"
    hidden = [
        figure("stopped_at_review", group=BACK, suppressed=True, why=why),
        figure("stopped_at_review", group=KNEE, suppressed=True, why="fewer than 10 people"),
    ]
    (one,) = drawn([figure("stopped_at_review", estimate=0.2), *hidden])
    assert "back pain not shown, to protect a smaller group knee pain fewer than 10" in said(one)


def test_harms_stand_from_mild_to_serious() -> None:
    kinds = ("serious", "mild", "severe", "moderate")
    figures = [figure("adverse_events"), *(figure("adverse_events", of=(("severity", kind),)) for kind in kinds)]
    (one,) = drawn(figures)
    assert one.title == "Harms per 1,000 sessions: how bad they were"
    assert re.findall(r"all harms|mild|moderate|severe|serious", said(one)) == [
        "all harms", "mild", "moderate", "severe", "serious",
    ]  # fmt: skip


def test_a_time_to_response_is_a_curve_with_its_steps_as_a_table() -> None:
    curve = (Step(2, 0.25, 0.1, 0.5, 30), Step(6, 0.6, 0.4, 0.8, 17))
    whole = figure("time_to_response", estimate=6, curve=curve)
    (one,) = drawn([whole])
    assert "half of them by 6" in said(one)
    assert one.table[1:] == (("2", "25 %", "10–50 %", "30"), ("6", "60 %", "40–80 %", "17"))
    not_yet = figure("time_to_response", group=KNEE, estimate=None, interval=None)
    curve_again, groups = drawn([whole, not_yet, figure("time_to_response", group=BACK)])
    assert curve_again.table == one.table
    assert [curve_again.title, groups.title] == ["Weeks to a response: everybody", "Half of each group"]
    assert "knee pain fewer than half, so far" in said(groups)


def test_money_without_an_upper_limit_ends_in_an_arrow() -> None:
    of = (("currency", "EUR"), ("weeks", "26"))
    (one,) = drawn([figure("cost_per_responder", of=of, estimate=3120.0, interval=Interval(900, None))])
    assert "EUR for each response" in said(one)
    assert "<path" in one.picture.broad


def funnel(*groups: str) -> Funnel:
    limits = tuple((size, Interval(0.1, 0.9)) for size in (10, 40))
    points = tuple(Point((("indication", group),), 20, 0.4, 8, 0, "") for group in groups)
    return Funnel("responder_30", (), 0.4, points, (Line(95, limits), Line(99.8, limits)), 1)


@pytest.mark.parametrize(
    ("groups", "says"),
    [
        ((), "No group has enough people to be shown."),
        (("knee pain",), "Only one group has enough people to be shown: knee pain, 40 % of 20."),
        (("knee pain", "back pain"), "no more apart than chance"),
    ],
)
def test_a_funnel_of_one_group_is_a_sentence(groups: tuple[str, ...], says: str) -> None:
    page = render_to_string("web/outcomes/funnels.html", {"funnels": funneled([funnel(*groups)], Names([]))})
    assert says in page
    assert page.count("<svg") == (2 if len(groups) > 1 else 0)


def test_all_funnels_of_a_page_have_the_same_scale() -> None:
    small = funnel("knee pain", "back pain")
    points = tuple(replace(point, size=350) for point in small.points)
    large = replace(small, of=(("measure", "nrs_pain"), ("weeks", "13")), points=points)
    alone, *beside = funneled([small], Names([])) + funneled(
        [small, replace(large, points=points[:1]), large], Names([])
    )

    def ticks(one: Funneled) -> list[str]:
        assert one.picture
        return re.findall(r">(\d+(?: %)?)</text>", one.picture.slim)

    assert ticks(beside[0]) == ticks(beside[2]) != ticks(alone)
    assert beside[1].picture is None
    page = render_to_string("web/outcomes/funnels.html", {"funnels": beside})
    assert "All of them are drawn on the same scale." in page
    ids = re.findall(r' id="([^"]+)-title"', page)
    assert len(ids) == len(set(ids)) == 2


def test_below_pictures_stands_what_is_drawn_in_them_and_nothing_else() -> None:
    """Boxes only where somebody is missing, an arrow only where an end is not known, a curve where there is one."""
    boxed = figure("responder_30", estimate=0.3, interval=Interval(0.2, 0.4), bounds=Interval(0.2, 0.5))
    answered = figure("follow_up", estimate=0.3, interval=Interval(0.2, 0.4))
    paid = figure("cost_per_responder", of=(("currency", "EUR"),), estimate=3120.0, interval=Interval(900, None))
    timed = figure("time_to_response", estimate=6, curve=(Step(2, 0.25, 0.1, 0.5, 30), Step(6, 0.6, 0.4, 0.8, 17)))
    drawings = {"Dashed box": 'rx="3"', "Arrow": "<path", "A curve": "<polygon", "Dot": "<circle"}
    for figures in ([boxed], [answered], [paid], [timed]):
        found = drawn(figures)
        legend = render_to_string("web/outcomes/legend.html", {"marks": drawing.marks_of(found)})
        svg = found[0].picture.slim
        told = {word for word in drawings if word in legend}
        shown = {word for word, mark in drawings.items() if mark in svg}
        assert told == shown - ({"Dot"} if figures == [timed] else set())  # the end of a curve is no figure
