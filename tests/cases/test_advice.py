"""What the replay says at each review that is open: verdict, figures, reasons. The cases are made up."""

from typing import Any

import pytest

from enthesis.cases.replay import Replay
from enthesis.cli.case import lines
from tests.cases.told import event, told

SIJ = "sacroiliac joint instability"


def series(*values: int | None, protocol: str = "hoffman-agnish-sij-2018") -> Replay:
    events: list[dict[str, Any]] = []
    for number, value in enumerate(values):
        if value is not None:
            events.append(event("score", 28 * number, instrument="ODI", value=value))
        events.append(event("injection", 28 * number, number=number + 1))
    return told(SIJ, *events, protocol=protocol)


def advice(found: Replay, step: int) -> dict[str, Any]:
    items = found.as_json()["steps"][step]["agenda"]
    (item,) = [item for item in items if "advice" in item]
    return {"key": item["key"], **item["advice"]}


@pytest.mark.parametrize(("second", "verdict"), [(30, "responded"), (33, "responded"), (34, "not_responded")])
def test_the_fifteen_points_are_spoken_of_before_the_second_session(second: int, verdict: str):
    found = advice(series(48, second), 3)
    assert (found["key"], found["verdict"]) == ("session-review-1", verdict)
    (figures,) = found["figures"]
    assert (figures["baseline"], figures["now"], figures["change"]) == ("48", str(second), str(48 - second))
    assert any(f"{48 - second} points better" in reason for reason in found["reasons"])
    assert any("15 points" in reason for reason in found["reasons"])


def test_the_advice_is_told_in_sentences_once_until_it_changes():
    text = lines(series(48, 30))
    told_of = [line for line in text if line.startswith("   advice: session-review-1")]
    assert len(told_of) == 2  # after the injection, and after the score
    assert "not enough data" in told_of[0]
    assert "responded" in told_of[1]
    assert "the clinician decides" in told_of[1]
    assert "score of day 28" in told_of[1]


def test_without_an_injection_and_at_decisions_without_a_figure_no_advice_is_given():
    found = told("chronic low back pain", event("evaluation", 0), event("score", 0, instrument="ODI", value=40))
    assert not any("advice" in item for step in found.as_json()["steps"] for item in step["agenda"])


def test_a_range_is_no_figure_and_is_not_called_untold():
    found = told(SIJ, event("score", instrument="pain 0-10", low=5, high=7), event("injection", 0))
    assert "What is told in words or as a range is no figure." in advice(found, 2)["reasons"]
