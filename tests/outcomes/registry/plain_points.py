"""The time points once more, in plain Python from the words of the dictionary: what the expression is held against."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from enthesis.pathway.dictionary import Point
from enthesis.pathway.measures import better

Row = Mapping[str, Any]


def plain_points(
    courses: Iterable[Row], scores: Iterable[Row], diary: Iterable[Row], today: date, windows: Iterable[Point]
) -> list[dict[str, Any]]:
    answers, days = defaultdict(list), defaultdict(list)
    for row in scores:
        answers[row["course"]].append(row)
    for row in diary:
        days[row["course"]].append(row)
    found = []
    for course in courses:
        first = course["first_injected"]
        if first is None:
            continue
        mine = [row for row in answers[course["course"]] if row["value"] is not None]
        for measure, subscale, side in owed(mine, days[course["course"]], first, windows):
            told = [row for row in mine if name_of(row) == (measure, subscale) and row["side"] in (None, side)]
            is_pain = (measure, subscale) == ("nrs_pain", None)
            written = [row for row in days[course["course"]] if is_pain and row["side"] in (None, side)]
            before = [row["value"] for row in sorted(told, key=lambda row: row["taken_in_order"]) if not row["session"]]
            start = week(written, first - timedelta(days=1))
            baseline = start if start is not None else before[-1] if before else None
            for point in windows:
                if (today - first).days <= point.last:
                    continue
                at = first + timedelta(weeks=point.weeks)
                near = sorted(
                    (abs((row["taken"] - at).days), row["taken"], row["taken_in_order"], row["value"])
                    for row in told
                    if row["session"] and point.first <= (row["taken"] - first).days <= point.last
                )
                value = week(written, at)
                value = value if value is not None else near[0][-1] if near else None
                found.append(row_of(course, measure, subscale, side, point.weeks, baseline, value))
    return found


def owed(answers: list[Row], days: list[Row], first: date, windows: Iterable[Point]) -> list[tuple[str, Any, Any]]:
    """Pain, and what was taken before the first injection; by side where anybody answered by side."""
    spans = [(-7, -1), *((point.weeks * 7 - 6, point.weeks * 7) for point in windows)]
    told = {("nrs_pain", None): {None}}
    for row in answers:
        if (not row["session"] or name_of(row) == ("nrs_pain", None)) and better(
            row["instrument"], row["subscale"] or ""
        ):
            told.setdefault(name_of(row), set()).add(row["side"])
    for row in days:
        if row["pain"] is not None and any(a <= (row["day"] - first).days <= b for a, b in spans):
            told["nrs_pain", None].add(row["side"])
    return [(*name, side) for name, sides in told.items() for side in (sides - {None} or {None})]


def name_of(row: Row) -> tuple[str, Any]:
    is_usual = (row["instrument"], row["subscale"]) == ("nrs_pain", "pain")
    return row["instrument"], None if is_usual else row["subscale"]


def week(written: list[Row], last: date) -> float | None:
    told = [row["pain"] for row in written if row["pain"] is not None and 0 <= (last - row["day"]).days < 7]
    return sum(told) / len(told) if told else None


def row_of(
    course: Row, measure: str, subscale: Any, side: Any, weeks: int, baseline: float | None, value: float | None
) -> dict[str, Any]:
    way, change = better(measure, subscale or ""), None
    if baseline is not None and value is not None:
        change = baseline - value if way == "lower" else value - baseline
    return {
        "clinic": course["clinic"],
        "course": course["course"],
        "measure": measure,
        "subscale": subscale,
        "side": side,
        "weeks": weeks,
        "baseline": baseline,
        "value": value,
        "better": way,
        "improvement": change,
        "percent": None if change is None or not baseline else change / abs(baseline) * 100,
    }
