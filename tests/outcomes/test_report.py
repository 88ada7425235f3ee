"""The report as a whole: who is hidden, how sure it is, what lies behind a figure, and the command."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

from enthesis.cli.main import main
from enthesis.outcomes.figure import Figure, Filters
from enthesis.outcomes.funnel import funnel
from enthesis.outcomes.indicators import intervals
from enthesis.outcomes.indicators.suppressing import suppress
from enthesis.outcomes.registry import open_registry
from enthesis.outcomes.report import BadReport, Report, report, rows
from tests.outcomes.rows import tables
from tests.support.made_registry import made_registry

ONE = "no_shows"


# -- intervals, against another library ----------------------------------------------------------------------


@pytest.mark.parametrize(("yes", "of"), [(0, 12), (5, 17), (17, 17), (300, 1000)])
def test_shares_have_wilsons_interval(yes: int, of: int) -> None:
    found = intervals.wilson(yes, of, 95)
    assert (found.low, found.high) == pytest.approx(proportion_confint(yes, of, 0.05, "wilson"), abs=1e-12)


@pytest.mark.parametrize("events", [0, 1, 7, 120])
def test_rates_have_garwoods_exact_interval(events: int) -> None:
    found = intervals.poisson(events, 2.5, 95)
    assert (found.low, found.high) == pytest.approx(confint_poisson(events, 2.5, "exact-c"), abs=1e-9)


def test_waiting_times_are_those_of_kaplan_and_meier() -> None:
    chance = np.random.default_rng(4)
    times, happened = chance.integers(1, 12, 80), chance.random(80) < 0.6
    middle, interval, curve = intervals.waiting(times, happened, 95, 1)
    other = SurvfuncRight(times, happened)
    assert middle == other.quantile(0.5)
    assert (interval.low, interval.high) == pytest.approx(other.quantile_ci(0.5, method="cloglog"))
    shares = dict(zip(other.surv_times, other.surv_prob, strict=True))
    assert {step.time: 1 - step.share for step in curve if step.time in shares} == pytest.approx(shares)


def test_the_ratio_of_totals_has_fiellers_interval() -> None:
    """Each end is where the hypothesis that the ratio is that end is just rejected (a t test of y - ratio x)."""
    chance = np.random.default_rng(8)
    x = chance.normal(10, 2, 40)
    y = 3 * x + chance.normal(0, 4, 40)
    found = intervals.ratio(40, (y.sum(), x.sum(), (y * y).sum(), (x * x).sum(), (x * y).sum()), 95)
    assert found is not None
    for end in (found.low, found.high):
        rest = y - end * x
        assert abs(rest.mean() / (rest.std(ddof=1) / 40**0.5)) == pytest.approx(2.0226909, abs=1e-6)


def test_a_ratio_over_next_to_nothing_has_no_ends() -> None:
    assert intervals.ratio(3, (9.0, 0.5, 30.0, 8.0, 2.0), 95) == intervals.Interval(None, None)


# -- nothing under ten ---------------------------------------------------------------------------------------


def _group(people: int, *group: str, **more: Any) -> Figure:
    names = ("clinician", "guidance")
    parts: dict[str, Any] = {"started": people, "people": people, "estimate": 0.5, "numerator": 1.0, **more}
    named = tuple(zip(names, group, strict=False))
    return Figure(indicator=ONE, version="1", unit="share", group=named, **parts)


def _hidden(*figures: Figure) -> list[str]:
    return [each.group[0][1] if each.group else "" for each in suppress(figures, 10) if each.suppressed]


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ({"a": 40, "b": 10}, ""),
        ({"a": 40, "b": 9}, "ab"),  # 49 less 40 would tell of the nine
        ({"a": 40, "b": 9, "c": 12}, "bc"),  # the smallest other one goes, too
        ({"a": 40, "b": 9, "c": 3, "d": 30}, "bc"),  # twelve between them tell of nobody
        ({"a": 40, "b": 4, "c": 3, "d": 30}, "bcd"),  # seven between them would
        ({"a": 4, "b": 3}, "ab"),
    ],
)
def test_a_small_group_is_hidden_and_cannot_be_had_by_subtraction(sizes: dict[str, int], hidden: str) -> None:
    everybody = _group(sum(sizes.values()))
    found = _hidden(everybody, *(_group(people, name) for name, people in sizes.items()))
    assert "".join(found) == hidden


def test_crossed_groups_are_hidden_along_both_ways() -> None:
    """One small cell takes one more with it in its row and in its column, and so on until no sum gives any away."""
    cells = {("a", "none"): 5, ("a", "CT"): 30, ("b", "none"): 20, ("b", "CT"): 50}
    found = suppress([_group(105), *(_group(people, *names) for names, people in cells.items())], 10)
    assert [each.suppressed for each in found] == [False, True, True, True, True]


def test_of_a_hidden_figure_no_number_is_left() -> None:
    found = suppress([_group(9, denominator=9.0, answered=9, missing=0)], 10)[0]
    left = {name: value for name, value in found.as_json().items() if isinstance(value, int | float)}
    assert left == {"suppressed": True}
    assert found.why == "fewer than 10 people"


def test_people_are_counted_not_courses_and_those_who_answered() -> None:
    """Twelve courses of nine people, and twelve people of whom nine answered: neither is shown."""
    points = [{"course": course, "weeks": 13, "baseline": 6.0, "value": 4.0} for course in range(1, 13)]
    courses = [{"course": course, "person": min(course, 9)} for course in range(1, 13)]
    assert report(tables({"courses": courses, "points": points}), only=("responder_30",)).figures[0].suppressed
    silent = [{**row, "value": None} if row["course"] > 9 else row for row in points]
    found = report(tables({"points": silent}), only=("responder_30", "follow_up"))
    assert [each.suppressed for each in found.figures] == [False, True]
    assert not report(tables({"points": points}), only=("responder_30",)).figures[0].suppressed


# -- funnels -------------------------------------------------------------------------------------------------


def test_a_funnel_tells_chance_from_more_than_chance() -> None:
    """Around 10 of 100: 4 of 20 may be chance, 21 of 100 is beyond 99.8 % (exact binomial: 2 to 20)."""
    sizes = {"a": (20, 4), "b": (100, 21), "c": (400, 28)}
    total = sum(size for size, _ in sizes.values())
    groups = [
        _group(size, name, denominator=size, numerator=yes, estimate=yes / size) for name, (size, yes) in sizes.items()
    ]
    everybody = _group(total, denominator=total, numerator=53, estimate=0.1)
    hidden = Figure(indicator=ONE, version="1", unit="share", group=(("clinician", "d"),), suppressed=True)
    found = funnel(Report((everybody, *groups, hidden), ("clinician",), Filters(), (), (), "1"), ONE)
    assert [(point.group[0][1], point.beyond, point.side) for point in found.points] == [
        ("a", 0, ""),
        ("b", 99.8, "above"),
        ("c", 95, "below"),
    ]
    assert found.hidden == 1
    outer = dict(found.lines[1].limits)
    assert (outer[100].low, outer[100].high) == (0.02, 0.2)


def test_there_is_no_funnel_of_a_mean() -> None:
    only = Figure(indicator="mean_change", version="1", unit="points", estimate=2.0)
    with pytest.raises(BadReport, match="only shares and rates"):
        funnel(Report((only,), (), Filters(), (), (), "1"), "mean_change")


# -- filters, rows, the command ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_registry(tmp_path_factory.mktemp("registry"), courses=200, days=3)


def test_rows_add_up_to_their_figure(made: Path) -> None:
    with open_registry(made) as registry:
        of = {"measure": "nrs_pain", "weeks": "13"}
        figure = report(registry, only=("responder_30",)).figure("responder_30", **of)
        found = rows(registry, "responder_30", of=of)
        counted = [row["counted"] for row in found.rows]
        assert (len(counted), counted.count("yes"), counted.count("missing")) == (
            figure.started,
            figure.numerator,
            figure.missing,
        )
        mine = {found.rows[0]["course"], found.rows[1]["course"]}
        few = rows(registry, "responder_30", of=of, may_see=mine)
        assert {row["course"] for row in few.rows} == mine
        assert few.more == figure.started - 2
        assert rows(registry, "responder_30", of=of, may_see=()).rows == ()


def test_rows_of_harms_are_the_harms(made: Path) -> None:
    with open_registry(made) as registry:
        figure = report(registry, only=("adverse_events",)).figure(
            "adverse_events", severity="mild", relatedness="possible"
        )
        found = rows(registry, "adverse_events", of=dict(figure.of))
    assert len(found.rows) == figure.numerator
    assert {row["severity"] for row in found.rows} == {"mild"}


def test_a_hidden_figure_has_no_rows() -> None:
    registry = tables({"visits": [{"course": course, "visit": 1, "outcome": "missed"} for course in range(1, 6)]})
    assert rows(registry, ONE).suppressed == "fewer than 10 people"


def test_a_period_and_a_group_choose_courses(made: Path) -> None:
    with open_registry(made) as registry:
        courses = registry.table("courses").to_pyarrow().to_pylist()
        since, until = date(2025, 1, 1), date(2025, 12, 31)
        filters = Filters(since, until, (("indication", "knee pain"),))
        found = report(registry, only=("days_to_first_injection",), filters=filters).figures[0]
    chosen = [
        row
        for row in courses
        if row["started"] and since <= row["started"] <= until and row["indication"] == "knee pain" and row["evaluated"]
    ]
    assert found.started == len(chosen) > 10


def test_a_clinic_that_has_only_begun_has_a_report_of_nobody() -> None:
    found = report(tables({}), groups=("indication",))
    assert {each.indicator for each in found.figures} >= {"no_shows", "time_to_response", "adverse_events"}
    assert all(not each.started and each.estimate is None and not each.suppressed for each in found.figures)


def test_what_cannot_be_counted_is_a_sentence(made: Path) -> None:
    with open_registry(made) as registry:
        for wrong, told in (
            ({"only": ("nothing",)}, "is no indicator"),
            ({"groups": ("weather",)}, "is no grouping"),
            ({"filters": Filters(where=(("session", "1"),))}, "cannot be chosen"),
            ({"filters": Filters(date(2026, 2, 1), date(2026, 1, 1))}, "ends before"),
        ):
            with pytest.raises(BadReport, match=told):
                report(registry, **wrong)  # type: ignore[arg-type]  # each is one of several arguments


def test_the_command_tells_the_answer_then_the_figure_then_who_is_missing(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["registry", "report", "--folder", str(made), "--indicator", "responder_30", "--by", "indication"]) == 0
    told = capsys.readouterr().out
    assert "made-up clinics" in told.splitlines()[0]
    assert "of those who answered" in told
    line = next(each for each in told.splitlines() if "13 weeks" in each and "everybody" in each)
    assert line.index("between") < line.index("%") < line.rindex("%")


def test_the_command_prints_json_and_refuses_in_a_sentence(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["registry", "report", "--folder", str(made), "--indicator", "no_shows", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert [(each["indicator"], each["group"]) for each in figures] == [("no_shows", {})]
    assert main(["registry", "report", "--folder", str(made), "--by", "weather"]) == 2
    assert "is no grouping" in capsys.readouterr().err
    assert main(["registry", "report", "--folder", str(made), "--from", "soon"]) == 2


def test_no_instrument_without_a_source_gets_a_reliable_change(made: Path) -> None:
    with open_registry(made) as registry:
        found = report(registry, only=("reliable_change", "clinically_significant_change"))
    assert ("reliable_change", "nrs_pain") in [(each.indicator, dict(each.of)["measure"]) for each in found.not_stated]
    assert not list(found.of("clinically_significant_change"))
    assert replace(found.not_stated[0]).says.endswith(".")
