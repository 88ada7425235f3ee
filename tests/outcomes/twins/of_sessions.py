"""The slow, obvious twins of what is counted session by session, visit by visit and day by day."""

from typing import Any

from tests.outcomes.rows import Rows

Sums = dict[str, Any]


def kept_intervals(rows: Rows, _: dict[str, str]) -> Sums:
    windowed = [row for row in rows["sessions"] if row["opens"] is not None or row["closes"] is not None]
    known = [row for row in windowed if row["inside"] is not None]
    return {"started": len(windowed), "answered": len(known), "numerator": sum(row["inside"] for row in known)}


def no_shows(rows: Rows, _: dict[str, str]) -> Sums:
    due = [row for row in rows["visits"] if row["outcome"] != "cancelled"]
    known = [row for row in due if row["outcome"] in ("attended", "missed")]
    return {"started": len(due), "answered": len(known), "numerator": sum(row["outcome"] == "missed" for row in known)}


def adverse_events(rows: Rows, of: dict[str, str]) -> Sums:
    courses = {row["course"]: row for row in rows["courses"] if row["injections"] > 0}
    events = 0
    for row in rows["adverse_events"]:
        course = courses.get(row["course"])
        if course is None:
            continue
        first = course["first_injected"]
        if row["day"] is not None and first is not None and row["day"] < first:
            continue
        said = {"severity": row["severity"], "relatedness": row["relatedness"] or "not judged"}
        said["expected"] = "yes" if row["expected"] else "no"
        events += all(said[name] == value for name, value in of.items())
    sessions = len(rows["sessions"])
    return {"started": sessions, "numerator": events, "estimate": 1000 * events / sessions if sessions else None}


def nsaid_in_hold(rows: Rows, _: dict[str, str]) -> Sums:
    held: dict[int, list[dict[str, Any]]] = {}
    for row in rows["diary"]:
        if row["in_hold"]:
            held.setdefault(row["course"], []).append(row)
    told = [days for days in held.values() if any(day["answered"] for day in days)]
    took = [days for days in told if any(day["nsaid"] for day in days)]
    return {"started": len(held), "answered": len(told), "numerator": len(took)}


def diary_adherence(rows: Rows, _: dict[str, str]) -> Sums:
    asked = [row for row in rows["diary"] if row["asked"]]
    kept = sum(row["answered"] for row in asked)
    return {
        "started": len(asked),
        "answered": kept,
        "numerator": kept,
        "estimate": kept / len(asked) if asked else None,
    }
