"""Every figure equals that of a slow and obvious twin, on generated rows and on a made-up registry."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enthesis.outcomes.figure import Figure
from enthesis.outcomes.indicators.all import MEASURES
from enthesis.outcomes.registry import open_registry
from enthesis.outcomes.report import report
from enthesis.pathway.dictionary import shipped as dictionary
from enthesis.pathway.indicators import CutOff, Indicators, shipped
from tests.outcomes.rows import Rows, tables, whole
from tests.outcomes.twins import at_points, of_courses, of_sessions
from tests.support.made_registry import made_registry

CUT_OFF, RELIABLE_ODI = 22.0, 10.0
# As the sources print them; the indicators read them from the instruments.
THRESHOLDS = {
    "moderate_2_points": ("points", 2),
    "mic_10_points": ("points", 10),
    "mic_30_percent": ("percent", 30),
    "mic_5_points": ("points", 5),
}
RANGES = {"nrs_pain": (0, 10), "odi": (0, 100), "rmdq": (0, 24)}

TWINS: dict[str, Callable[[Rows, dict[str, str]], dict[str, Any]]] = {
    "follow_up": at_points.follow_up,
    "responder_30": lambda rows, of: at_points.responders(rows, of, "percent", 30),
    "responder_50": lambda rows, of: at_points.responders(rows, of, "percent", 50),
    "responder_instrument": lambda rows, of: at_points.responders(rows, of, *THRESHOLDS[of["threshold"]]),
    "reliable_change": lambda rows, of: at_points.reliable(rows, of, RELIABLE_ODI),
    "clinically_significant_change": lambda rows, of: at_points.significant(rows, of, RELIABLE_ODI, CUT_OFF),
    "mean_change": lambda rows, of: at_points.mean_change(rows, of, *RANGES[of["measure"]]),
    "cost_per_responder": at_points.cost,
    "time_to_response": of_courses.time_to_response,
    "sessions_to_response": of_courses.sessions_to_response,
    "gate_closed": of_courses.gate_closed,
    "stopped_at_review": of_courses.stopped_at_review,
    "stopped_by_rule": of_courses.stopped_by_rule,
    "days_to_first_injection": of_courses.days_to_first_injection,
    "kept_intervals": of_sessions.kept_intervals,
    "no_shows": of_sessions.no_shows,
    "adverse_events": of_sessions.adverse_events,
    "nsaid_in_hold": of_sessions.nsaid_in_hold,
    "diary_adherence": of_sessions.diary_adherence,
}


def _open_to_all() -> Indicators:
    """Groups of one, and a cut-off, which no source states."""
    known = shipped()
    name = "clinically_significant_change"
    made_up = CutOff("odi", "", Decimal(str(CUT_OFF)), ("LOCAL-1",))
    definitions = {**known.definitions, name: replace(known.definitions[name], cut_offs=(made_up,))}
    return Indicators(replace(known.house, smallest_group=1), definitions)


OPEN = _open_to_all()


def assert_twins_agree(figures: Iterator[Figure], rows: Rows) -> None:
    for figure in figures:
        if not figure.started:
            continue
        said = TWINS[figure.indicator](rows, dict(figure.of))
        for part, value in said.items():
            found = getattr(figure, part)
            if part == "bounds" and found is not None:
                found = (found.low, found.high)
            assert found == pytest.approx(value), f"{figure.indicator} {figure.of} {figure.group}: {part}"


# -- generated -----------------------------------------------------------------------------------------------

FIRST = date(2026, 1, 5)
_score = st.sampled_from([None, 0.0, 1.0, 2.1, 3.0, 4.2, 4.9, 6.0, 7.0, 10.0])
_yes_no = st.booleans()
_maybe_day = st.one_of(st.none(), st.integers(-20, 60).map(lambda days: FIRST + timedelta(days=days)))


@st.composite
def courses(draw: Any) -> Rows:
    """Some courses with everything that can be missing missing now and then."""
    rows: Rows = {name: [] for name in dictionary().tables}
    for course in range(1, draw(st.integers(4, 9)) + 1):
        sides = draw(st.sampled_from([(None,), (None,), ("left",), ("left", "right")]))
        rows["courses"].append(
            {
                "course": course,
                "person": draw(st.integers(1, course)),
                "has_gate": draw(_yes_no),
                "gate": draw(st.sampled_from([None, "stop", "go-on"])),
                "injections": draw(st.integers(0, 3)),
                "treated": draw(st.integers(0, 3)),
                "evaluated": draw(_maybe_day),
                "first_injected": FIRST,
                "stopped_on": draw(_maybe_day),
                "stop_advised": draw(_yes_no),
                "paid": draw(st.sampled_from([None, 0.0, 900.0, 1250.5])),
                "currency": draw(st.sampled_from([None, "USD", "EUR"])),
            }
        )
        for side in sides:
            baseline = draw(_score)
            for weeks in (6, 13):
                value = draw(_score)
                rows["points"].append(
                    {"course": course, "side": side, "weeks": weeks, "baseline": baseline, "value": value}
                )
            for day in draw(st.lists(st.integers(-3, 24), max_size=5, unique=True)):
                rows["diary"].append(
                    _diary_day(draw, course, draw(st.sampled_from([None, side])) if side else None, day)
                )
        for measure, most in (("odi", 10), ("rmdq", 2.4)):
            scores = [None if each is None else each * most for each in (draw(_score), draw(_score))]
            rows["points"].append(
                {"course": course, "measure": measure, "weeks": 13, "baseline": scores[0], "value": scores[1]}
            )
        for number in range(1, draw(st.integers(0, 3)) + 1):
            window = {
                "opens": draw(_maybe_day),
                "closes": draw(_maybe_day),
                "inside": draw(st.sampled_from([None, True, False])),
            }
            rows["sessions"].append({"course": course, "session": number, **window})
            outcome = draw(st.sampled_from(["attended", "missed", "cancelled", "unknown"]))
            rows["visits"].append({"course": course, "visit": number, "outcome": outcome})
        for number in range(1, draw(st.integers(0, 2)) + 1):
            severity = draw(st.sampled_from(["mild", "moderate", "severe", "serious"]))
            relatedness = draw(st.sampled_from([None, "unrelated", "possible", "probable", "certain"]))
            said = {
                "severity": severity,
                "relatedness": relatedness,
                "expected": draw(_yes_no),
                "day": draw(_maybe_day),
            }
            rows["adverse_events"].append({"course": course, "event": number, **said})
    return whole(rows)


def _diary_day(draw: Any, course: int, side: str | None, day: int) -> dict[str, Any]:
    pain = draw(_score)
    return {
        "course": course,
        "side": side,
        "day": FIRST + timedelta(days=day),
        "pain": pain,
        "asked": draw(_yes_no),
        "answered": pain is not None,
        "session": 1 + (day > 10),
        "nsaid": pain is not None and draw(_yes_no),
        "in_hold": draw(_yes_no),
    }


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(courses())
def test_twins_agree_on_generated_rows(rows: Rows) -> None:
    assert_twins_agree(iter(report(tables(rows), indicators=OPEN).figures), rows)


# -- a made-up registry --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_registry(tmp_path_factory.mktemp("registry"), courses=150, days=20)


def _rows(registry: Any) -> Rows:
    return {name: registry.table(name).to_pyarrow().to_pylist() for name in dictionary().tables}


def _of(rows: Rows, mine: set[int]) -> Rows:
    return {name: [row for row in table if row["course"] in mine] for name, table in rows.items()}


def test_twins_agree_on_a_made_up_registry_of_everybody_and_by_group(made: Path) -> None:
    with open_registry(made) as registry:
        rows = _rows(registry)
        found = report(registry, groups=("indication",), indicators=OPEN)
    assert {each.indicator for each in found.figures} >= set(TWINS) - {"clinically_significant_change"}
    assert_twins_agree((each for each in found.figures if not each.group), rows)
    for name in {row["indication"] for row in rows["courses"]}:
        mine = {row["course"] for row in rows["courses"] if row["indication"] == name}
        figures = [each for each in found.figures if each.group == (("indication", name),)]
        assert figures
        assert_twins_agree(iter(figures), _of(rows, mine))


def test_sessions_are_grouped_by_what_they_were_themselves(made: Path) -> None:
    with open_registry(made) as registry:
        rows = _rows(registry)
        found = report(registry, groups=("guidance", "session"), only=("kept_intervals",), indicators=OPEN)
    groups = [each for each in found.figures if each.group]
    assert len(groups) > 3
    for figure in groups:
        guidance, number = figure.value("guidance"), figure.value("session")
        alike = [
            row
            for row in rows["sessions"]
            if (row["guidance"] or "not recorded", str(row["session"])) == (guidance, number)
        ]
        assert_twins_agree(iter([figure]), {**rows, "sessions": alike})


def test_harms_are_grouped_by_the_session_before_them(made: Path) -> None:
    with open_registry(made) as registry:
        rows = _rows(registry)
        found = report(registry, groups=("guidance",), only=("adverse_events",), indicators=OPEN)
    own = {(row["course"], row["session"]): row["guidance"] for row in rows["sessions"]}
    for figure in found.figures:
        if figure.group:
            name = figure.value("guidance")
            alike = [row for row in rows["sessions"] if row["guidance"] == name]
            after = [row for row in rows["adverse_events"] if own.get((row["course"], row["session"])) == name]
            assert_twins_agree(iter([figure]), {**rows, "sessions": alike, "adverse_events": after})


# -- the twins themselves ------------------------------------------------------------------------------------


def test_there_is_a_twin_of_every_indicator_and_none_is_longer_than_20_lines() -> None:
    assert set(TWINS) == set(MEASURES)
    for path in Path(at_points.__file__).parent.glob("*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 20, f"{path.name}: {node.name}"
