"""Courses from a registry folder: weeks as one by one, the side with more answers, and why nobody came again."""

from datetime import timedelta
from pathlib import Path

import pytest

from enthesis.outcomes.growth import weekly
from enthesis.outcomes.growth.from_registry import conditions_of, histories, why_stopped
from enthesis.outcomes.registry import open_registry
from tests.support.made_registry import made_registry

CLOSED = {
    "gate": None,
    "stopped_on": None,
    "stop_advised": False,
    "status": "closed",
    "closed_because": "completed",
    "planned": 3,
    "treated": 3,
}


def test_histories_are_what_one_counts_by_hand(tmp_path: Path) -> None:
    made_registry(tmp_path, courses=40, seed=3, span=60)
    with open_registry(tmp_path) as registry:
        found = {history.course: history for history in histories(registry)}
        tables = {
            name: registry.table(name).to_pyarrow().to_pylist() for name in ("courses", "sessions", "diary", "scores")
        }
        some = next(iter(tables["courses"]))["clinic"]
        assert 0 < len(histories(registry, some)) < len(found)

    assert len(found) > 20
    for course in tables["courses"]:
        first = course["first_injected"]
        told = [
            (row["side"] or "", row["day"], row["pain"]) for row in tables["diary"] if row["course"] == course["course"]
        ]
        told += [
            (row["side"] or "", row["taken"], row["value"])
            for row in tables["scores"]
            if row["course"] == course["course"] and row["instrument"] == "nrs_pain"
        ]
        told = [row for row in told if row[1] is not None and row[2] is not None]
        if first is None or not told:
            assert str(course["course"]) not in found
            continue
        sides = sorted({row[0] for row in told})
        side = max(sides, key=lambda one: sum(row[0] == one for row in told))
        days = [((row[1] - first) / timedelta(days=1), row[2]) for row in told if row[0] == side]
        own = found[str(course["course"])]
        expected = weekly(days)
        assert [each.week for each in own.readings] == pytest.approx([each.week for each in expected])
        assert [each.value for each in own.readings] == pytest.approx([each.value for each in expected])
        given = [row["given"] for row in tables["sessions"] if row["course"] == course["course"] and row["given"]]
        assert own.sessions == pytest.approx(tuple(sorted((day - first).days / 7 for day in given)) or (0.0,))
        assert own.condition == course["region"]
    assert sum(conditions_of(list(found.values())).values()) == len(found)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, "other"),
        ({"treated": 2}, "unknown"),
        ({"planned": None}, "unknown"),
        ({"closed_because": "lost"}, "unknown"),
        ({"closed_because": "no_response"}, "response"),
        ({"status": "active"}, ""),
        ({"gate": "stop"}, "response"),
        ({"stop_advised": True}, "response"),
        ({"stopped_on": "2026-03-02", "status": "active"}, "response"),
    ],
)
def test_what_may_have_been_the_pain_is_not_taken_for_chance(change: dict[str, object], why: str) -> None:
    assert why_stopped({**CLOSED, **change}) == why
