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
from enthesis.outcomes import telling
from enthesis.outcomes.choosing import choices, how_many
from enthesis.outcomes.figure import EVERYBODY, Figure, Filters, Interval
from enthesis.outcomes.funnel import funnel
from enthesis.outcomes.indicators import intervals
from enthesis.outcomes.indicators.suppressing import suppress
from enthesis.outcomes.naming import place
from enthesis.outcomes.registry import open_registry
from enthesis.outcomes.report import BadReport, Report, report, rows
from enthesis.pathway.protocol.library import latest
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
        assert few.not_open == figure.started - 2
        assert rows(registry, "responder_30", of=of, may_see=()).rows == ()


def test_the_rows_of_all_pages_and_those_that_are_not_open_are_the_figure(made: Path) -> None:
    """No row is on two pages, none on no page, and in the place of a page that there is not stands the nearest."""
    name, mine = "kept_intervals", set(range(1, 200, 3))
    with open_registry(made) as registry:
        figure = report(registry, only=(name,)).figure(name)
        whole = rows(registry, name, may_see=mine, a_page=10_000)
        size = len(whole.rows) // 2 + 1
        first, last = (rows(registry, name, may_see=mine, page=page, a_page=size) for page in (1, 99))
    assert whole.number == figure.started
    assert (first.page, last.page, first.pages) == (1, 2, 2)
    assert first.rows + last.rows == whole.rows
    assert len(whole.rows) + whole.not_open == figure.started
    assert {row["course"] for row in whole.rows} <= mine


def test_rows_of_harms_are_the_harms(made: Path) -> None:
    with open_registry(made) as registry:
        figure = report(registry, only=("adverse_events",)).figure(
            "adverse_events", severity="mild", relatedness="possible"
        )
        found = rows(registry, "adverse_events", of=dict(figure.of))
    assert len(found.rows) == figure.numerator
    assert {row["severity"] for row in found.rows} == {"mild"}


def test_harms_that_did_not_happen_have_the_sessions_that_they_would_be_counted_over(made: Path) -> None:
    with open_registry(made) as registry:
        found = rows(registry, "adverse_events", of={"severity": "serious"}, may_see={1})
        assert found.rows == ()
        assert found.number == 0
        assert found.over is not None
        figure = report(registry, only=("adverse_events",)).figure("adverse_events")
        assert found.over.number == figure.denominator
        assert {row["course"] for row in found.over.rows} <= {1}


def test_a_row_can_be_checked(made: Path) -> None:
    """Score before, score at the point, and the change between them; of two sides the one that did worse."""
    with open_registry(made) as registry:
        found = rows(registry, "mean_change", of={"measure": "nrs_pain", "weeks": "13"})
    known = [row for row in found.rows if row["counted"] == "counted"]
    assert known
    assert all(row["baseline"] - row["value"] == pytest.approx(row["improvement"]) for row in known)
    assert all(row["improvement"] is None for row in found.rows if row["counted"] == "missing")
    sides = [("left", 8.0, 2.0), ("right", 6.0, 5.0)]
    two = [{"course": 1, "side": side, "weeks": 13, "baseline": one, "value": other} for side, one, other in sides]
    half = [{**two[0], "course": 2}, {**two[1], "course": 2, "value": None}]
    points = [{"course": course, "weeks": 13, "baseline": 5.0, "value": 4.0} for course in range(3, 15)]
    of = {"measure": "nrs_pain", "weeks": "13"}
    first, second = rows(tables({"points": [*two, *half, *points]}), "mean_change", of=of).rows[:2]
    assert (first["baseline"], first["value"], first["improvement"], first["counted"]) == (6, 5, 1, "counted")
    assert (second["value"], second["improvement"], second["counted"]) == (None, None, "missing")


def test_who_has_not_responded_yet_is_told_apart_from_who_is_missing(made: Path) -> None:
    with open_registry(made) as registry:
        figure = report(registry, only=("time_to_response",)).figures[0]
        counted = [row["counted"] for row in rows(registry, "time_to_response").rows]
    assert figure.partly == counted.count("no") > 0
    assert figure.missing == counted.count("missing")
    assert telling.missing(figure).startswith(f"{figure.missing} of {figure.started} (")
    assert telling.missing(figure).endswith(f"; {figure.partly} had not responded when last heard of")
    alone = telling.missing(replace(figure, missing=0))
    assert alone == f"{figure.partly} of {figure.started} had not responded when last heard of"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"bounds": Interval(-0.04, 4.2)}, "between 0.0 and 4.2 points better"),
        ({"bounds": Interval(-1.0, 4.2)}, "between 1.0 points worse and 4.2 better"),
        ({"bounds": Interval(-3.0, -0.5)}, "between 0.5 and 3.0 points worse"),
        ({"missing": 0}, "2.5 points better"),
        ({"missing": 0, "estimate": -0.04}, "no change"),
        ({}, "2.5 points better, of those who answered only"),
    ],
)
def test_a_mean_change_leads_with_what_the_missing_leave_open(parts: dict[str, Any], said: str) -> None:
    given: dict[str, Any] = {"of": (("measure", "nrs_pain"),), "started": 20, "missing": 5, "estimate": 2.5, **parts}
    figure = Figure(indicator="mean_change", version="1", unit="points", **given)
    assert telling.answer(figure) == said
    assert "-0.0" not in telling.answer(figure) + telling.detail(figure)


def test_thresholds_money_and_groups_are_told_in_words() -> None:
    of = (("measure", "nrs_pain"), ("weeks", "13"), ("threshold", "moderate_2_points"))
    figure = Figure(indicator="responder_instrument", version="1", unit="share", of=of)
    assert telling.name(figure).endswith("13 weeks, at least 2 points less (“moderate change” in its source)")
    remembered = replace(figure, of=(("measure", "koos"), ("threshold", "usual_low_8_points")))
    assert "at least 8 points more" in telling.name(remembered)
    assert "remembered, not checked" in telling.name(remembered)
    of_money = (("currency", "USD"), ("weeks", "26"))
    money = Figure(indicator="cost_per_responder", version="1", unit="money", of=of_money, started=20, missing=5)
    money = replace(money, estimate=4000.0, bounds=Interval(2000.0, 4000.0))
    assert telling.answer(money) == "between 2,000 and 4,000 USD for each"
    assert telling.group(replace(figure, group=(("protocol", "nutura-back"),))) == latest()["nutura-back"].title


def test_the_gravest_harms_come_first() -> None:
    found = [
        Figure(indicator="adverse_events", version="1", unit="", of=of)
        for of in (
            (("relatedness", "possible"),),
            (("severity", "mild"), ("relatedness", "certain")),
            (("severity", "mild"),),
            (("severity", "serious"),),
            (("severity", "severe"),),
            (),
        )
    ]
    told = [telling.name(each) for each in sorted(found, key=place)]
    assert told[:4] == ["all", "serious", "severe", "mild"]
    assert told[4] == "possibly related to the injection"
    sessions = [replace(found[0], group=(("session", number),)) for number in ("10", "2", "not recorded")]
    assert [each.value("session") for each in sorted(sessions, key=place)] == ["2", "10", "not recorded"]


def test_courses_of_no_group_can_be_chosen_and_choices_are_those_that_there_are() -> None:
    registry = tables(
        {
            "courses": [
                {"course": course, "indication": "knee pain", "evaluated": date(2026, 1, 1)} for course in (1, 2)
            ],
            "sessions": [{"course": 1, "session": 1, "guidance": "landmark"}],
        }
    )
    assert choices(registry, EVERYBODY, ["guidance", "indication"]) == {
        "guidance": ("landmark", "not recorded"),
        "indication": ("knee pain",),
    }
    assert how_many(registry, Filters(where=(("guidance", "not recorded"),))) == 1


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


def test_a_choice_that_no_course_has_is_told(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["registry", "report", "--folder", str(made), "--indicator", "no_shows"]
    assert main([*command, "--where", "protocol=zzz"]) == 2
    assert "There is nutura-back" in capsys.readouterr().err
    assert main([*command, "--from", "2030-01-01"]) == 0
    assert "No course is like that." in capsys.readouterr().out
    assert main([*command, "--where", "indication=knee pain", "--from", "2024-01-01"]) == 0
    assert "courses started from 2024-01-01, only problem knee pain." in capsys.readouterr().out


def test_no_instrument_without_a_source_gets_a_reliable_change(made: Path) -> None:
    with open_registry(made) as registry:
        found = report(registry, only=("reliable_change", "clinically_significant_change"))
    assert ("reliable_change", "nrs_pain") in [(each.indicator, dict(each.of)["measure"]) for each in found.not_stated]
    assert not list(found.of("clinically_significant_change"))
    assert replace(found.not_stated[0]).says.endswith(".")
