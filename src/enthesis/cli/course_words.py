"""What `enthesis course` prints: items, symptoms and pauses in one line each."""

from collections.abc import Mapping
from typing import Any


def print_answer(found: Mapping[str, Any]) -> None:
    print(f"Protocol {found['protocol']}, course {found['status']}.")
    for item in found["items"]:
        print("  " + sentence(item))
        if "advice" in item:
            advice = item["advice"]
            verdict = advice["verdict"].replace("_", " ")
            points_to = f", recommends {advice['option']}" if advice["option"] else ""
            print(f"    {verdict}{points_to}: {' '.join(advice['reasons'])}")
    if not found["items"]:
        print("  Nothing is due.")
    for clock in found.get("symptoms", []):
        print("  " + _symptom(clock))
    for pause in found.get("pauses", []):
        print("  " + _pause(pause))
    for objection in found.get("objections", []):
        print(f"! {objection['event']}: {objection['says']} {objection.get('remedy', '')}".rstrip())


def sentence(item: Mapping[str, Any]) -> str:
    """An item in one line: what, who, when, why, and what stands in the way."""
    days = [f"{word} {item[word]}" for word in ("opens", "ideal", "closes") if item[word]]
    parts = [item["key"], item["who"], item["timing"] or "", ", ".join(days) or "no day stated", item["because"]]
    if item.get("lapses"):
        parts.append("passes by itself")
    elif not item["owed"]:
        parts.append("offered, not owed")
    parts.extend(f"not yet: {why}" for why in item["why_not"])
    return "; ".join(part for part in parts if part)


def _symptom(clock: Mapping[str, Any]) -> str:
    """The clock of one open symptom in one line."""
    owner = f"{clock['owner']} has it" if clock["owner"] else "nobody is named to answer it"
    due = f"due {clock['due_at']}, {clock['because']}" if clock["due_at"] else clock["because"]
    return f"symptom {clock['symptom']}, {clock['level'] or 'not triaged'}: {owner}; {due}"


def _pause(pause: Mapping[str, Any]) -> str:
    """The pause of one drug around one session in one line."""
    sides = [_side(side, pause[side]) for side in ("before", "after") if pause[side]]
    who = f"decided by {pause['set_by']}" if pause["set_by"] else "not stated: the clinic decides"
    return f"pause of {pause['drug']}; {pause['activity']} {pause['how']} {pause['session']}; {', '.join(sides)}; {who}"


def _side(name: str, days: Mapping[str, Any]) -> str:
    said = f"{name} {days['from']} to {days['to']}"
    return said if days["decided"] else f"{said} (published, not decided)"
