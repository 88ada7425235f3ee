"""The slow, obvious twins of what is counted course by course."""

from datetime import timedelta
from statistics import median
from typing import Any

from tests.outcomes.rows import Rows

Sums = dict[str, Any]


def gate_closed(rows: Rows, _: dict[str, str]) -> Sums:
    at_gate = [row for row in rows["courses"] if row["has_gate"] and row["injections"] > 0]
    decided = [row for row in at_gate if row["gate"] is not None]
    return {
        "started": len(at_gate),
        "answered": len(decided),
        "numerator": sum(row["gate"] == "stop" for row in decided),
    }


def stopped_at_review(rows: Rows, _: dict[str, str]) -> Sums:
    treated = [row for row in rows["courses"] if row["treated"] > 0]
    stopped = [row for row in treated if row["stopped_on"] is not None or row["stop_advised"]]
    return {"started": len(treated), "numerator": len(stopped)}


def stopped_by_rule(rows: Rows, _: dict[str, str]) -> Sums:
    treated = [row for row in rows["courses"] if row["treated"] > 0]
    return {"started": len(treated), "numerator": sum(row["stop_advised"] for row in treated)}


def days_to_first_injection(rows: Rows, _: dict[str, str]) -> Sums:
    waits, waiting = [], 0
    for row in rows["courses"]:
        if row["evaluated"] is None:
            continue
        if row["first_injected"] is None:
            waiting += 1
        elif row["first_injected"] >= row["evaluated"]:
            waits.append((row["first_injected"] - row["evaluated"]).days)
    return {"started": len(waits) + waiting, "answered": len(waits), "estimate": median(waits) if waits else None}


def weeks_of_side(rows: Rows, course: int, side: str | None, first: Any) -> dict[int, tuple[float, int]]:
    """The mean pain of each week after the first injection, and the last session of its days."""
    days: dict[int, list[dict[str, Any]]] = {}
    for row in rows["diary"]:
        is_mine = row["course"] == course and row["side"] in (None, side)
        if is_mine and row["pain"] is not None and row["day"] > first:
            days.setdefault((row["day"] - first - timedelta(days=1)).days // 7 + 1, []).append(row)
    sessions = {week: max(row["session"] or 0 for row in each) for week, each in days.items()}
    return {week: (sum(row["pain"] for row in each) / len(each), sessions[week]) for week, each in sorted(days.items())}


def until_response(rows: Rows, unit: str) -> list[tuple[int, bool] | None]:
    """Of each course with a pain score to come: how long it took, and whether it came; None where nobody knows."""
    found: list[tuple[int, bool] | None] = []
    for course in rows["courses"]:
        mine = [row for row in rows["points"] if row["course"] == course["course"] and row["measure"] == "nrs_pain"]
        baselines = {row["side"]: row["baseline"] for row in mine}
        weeks = {side: weeks_of_side(rows, course["course"], side, course["first_injected"]) for side in baselines}
        if mine and not all(weeks[side] and baselines[side] is not None for side in weeks):
            found.append(None)
        elif mine:
            found.append(slower([side_time(weeks[side], baselines[side], unit) for side in weeks]))
    return found


def side_time(weeks: dict[int, tuple[float, int]], baseline: float, unit: str) -> tuple[int, bool]:
    """The first week, or its session, with at least 30 per cent less; else the last one that is known."""
    for week, (pain, session) in weeks.items():
        if baseline > 0 and 100 * (baseline - pain) / baseline >= 30 - 1e-9:
            return (week if unit == "weeks" else session), True
    return (max(weeks) if unit == "weeks" else max(session for _, session in weeks.values())), False


def slower(sides: list[tuple[int, bool]]) -> tuple[int, bool]:
    return max(time for time, _ in sides), all(came for _, came in sides)


def waiting(rows: Rows, unit: str) -> Sums:
    times = until_response(rows, unit)
    known = [each for each in times if each is not None]
    left, estimate = 1.0, None
    for time in sorted({time for time, _ in known}):
        at_risk = sum(each >= time for each, _ in known)
        left *= 1 - sum(came for each, came in known if each == time) / at_risk
        if left <= 0.5 + 1e-12 and estimate is None:
            estimate = time
    return {
        "started": len(times),
        "answered": len(known),
        "numerator": sum(came for _, came in known),
        "estimate": estimate,
    }


def time_to_response(rows: Rows, _: dict[str, str]) -> Sums:
    return waiting(rows, "weeks")


def sessions_to_response(rows: Rows, _: dict[str, str]) -> Sums:
    return waiting(rows, "sessions")
