"""The slow, obvious twins of what is counted at the time points. Each takes rows and one figure's name apart."""

from collections import defaultdict
from typing import Any

from tests.outcomes.rows import Rows

Sums = dict[str, Any]


def courses_at(rows: Rows, of: dict[str, str]) -> list[list[dict[str, Any]]]:
    """The rows of each course at one time point: one row, or one for each side."""
    found = defaultdict(list)
    for row in rows["points"]:
        is_measure = row["measure"] == of.get("measure", "nrs_pain") and (row["subscale"] or "") == of.get(
            "subscale", ""
        )
        if is_measure and str(row["weeks"]) == of["weeks"]:
            found[row["course"]].append(row)
    return list(found.values())


def follow_up(rows: Rows, of: dict[str, str]) -> Sums:
    courses = courses_at(rows, of)
    answered = sum(all(side["value"] is not None for side in sides) for sides in courses)
    return {"started": len(courses), "answered": answered, "numerator": answered, "estimate": answered / len(courses)}


def responders(rows: Rows, of: dict[str, str], kind: str, least: float) -> Sums:
    started = answered = yes = 0
    for sides in courses_at(rows, of):
        started += 1
        if not all(is_known(side) for side in sides):
            continue
        answered += 1
        yes += all(reaches(side, kind, least) for side in sides)
    missing = started - answered
    bounds = (yes / started, (yes + missing) / started)
    only = yes / answered if answered else None
    return {
        "started": started,
        "answered": answered,
        "numerator": yes,
        "estimate": bounds[0],
        "bounds": bounds,
        "of_answered": only,
    }


def is_known(side: dict[str, Any]) -> bool:
    """Both scores are there, and the instrument trusts a change from that baseline."""
    is_trusted = side["measure"] != "rmdq" or (side["baseline"] is not None and 4 <= side["baseline"] <= 20)
    return side["improvement"] is not None and is_trusted


def reaches(side: dict[str, Any], kind: str, least: float) -> bool:
    """By points, or by per cent of a baseline that is not 0; a hair below counts as there."""
    if kind == "points":
        return side["improvement"] >= least - 1e-9
    return side["baseline"] > 0 and 100 * side["improvement"] / side["baseline"] >= least - 1e-9


def mean_change(rows: Rows, of: dict[str, str], low: float, high: float) -> Sums:
    known, best, worst = [], [], []
    courses = courses_at(rows, of)
    for sides in courses:
        if all(is_known(side) for side in sides):
            known.append(min(side["improvement"] for side in sides))
            best.append(known[-1])
            worst.append(known[-1])
            continue
        best.append(min(furthest(side, low, high, 1) for side in sides))
        worst.append(min(furthest(side, low, high, -1) for side in sides))
    estimate = sum(known) / len(known) if known else None
    bounds = (sum(worst) / len(courses), sum(best) / len(courses))
    return {"started": len(courses), "answered": len(known), "estimate": estimate, "bounds": bounds}


def furthest(side: dict[str, Any], low: float, high: float, way: int) -> float:
    """How much better (1) or worse (-1) a side can have become: what it did where that is known."""
    if side["improvement"] is not None:
        return float(side["improvement"])
    if side["baseline"] is None:
        return way * (high - low)
    end = low if (side["better"] == "lower") == (way == 1) else high
    return float(side["baseline"] - end if side["better"] == "lower" else end - side["baseline"])


def reliable(rows: Rows, of: dict[str, str], points: float) -> Sums:
    started = answered = yes = 0
    for sides in courses_at(rows, of):
        started += 1
        if all(is_known(side) for side in sides):
            answered += 1
            least = min(side["improvement"] for side in sides)
            yes += least >= points - 1e-9 if of["change"] == "better" else least <= -points + 1e-9
    return {"started": started, "answered": answered, "numerator": yes, "estimate": yes / started}


def significant(rows: Rows, of: dict[str, str], points: float, cut_off: float) -> Sums:
    started = yes = 0
    for sides in courses_at(rows, of):
        started += 1
        known = all(is_known(side) for side in sides)
        moved = known and all(side["improvement"] >= points - 1e-9 for side in sides)
        yes += moved and all(side["baseline"] > cut_off >= side["value"] for side in sides)
    return {"started": started, "numerator": yes, "estimate": yes / started}


def cost(rows: Rows, of: dict[str, str]) -> Sums:
    courses = {row["course"]: row for row in rows["courses"]}
    paid = yes = missing = 0.0
    for sides in courses_at(rows, of):
        course = courses[sides[0]["course"]]
        if course["currency"] != of["currency"]:
            continue
        paid += course["paid"] or 0
        if not all(is_known(side) for side in sides):
            missing += 1
        else:
            yes += all(reaches(side, "percent", 30) for side in sides)
    return {"numerator": paid, "denominator": yes, "estimate": paid / yes if yes else None, "missing": missing}
