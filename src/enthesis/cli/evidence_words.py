"""What the commands on evidence share: which condition is meant, which own trials are its, how many trials count."""

from typing import Any

from enthesis.cli.common import BadInput


def condition_of(table: Any, name: str) -> Any:
    found = table.condition(name)
    if found is None:
        known = ", ".join(one.id for one in table.conditions)
        raise BadInput(
            "condition-unknown", f'No condition is called "{name[:60]}".', f"Write one of: {known}.", "CONDITION"
        )
    return found


def among(own: list[dict[str, Any]], conditions: list[Any]) -> list[dict[str, Any]]:
    """Those that belong to the conditions that are shown."""
    return [one for one in own if any(one["region"] in condition.regions for condition in conditions)]


def trials_counted(table: Any, answer: Any) -> str:
    """How many trials are in a figure, and how many of them the clinic has added."""
    trials = f"{answer.pooled.k} trial{'' if answer.pooled.k == 1 else 's'}"
    own = sum(one.label in table.own for one in answer.effects)
    return f"{trials}, {own} of them the clinic's own" if own else trials
