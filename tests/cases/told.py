"""A case as a test tells it. The cases are made up."""

from typing import Any

from enthesis.cases.case import read_case
from enthesis.cases.events_of import in_days
from enthesis.cases.replay import Replay, replay
from enthesis.pathway.protocol.library import find, latest

KNEE = "osteoarthritis of the knee"


def told(condition: Any, *events: Any, protocol: str = "", **more: Any) -> Replay:
    case = {"id": "made-up", "condition": condition, "patient": {"age": 50, "sex": "female"}, "events": list(events)}
    return replay(read_case({**case, **more}), latest(), find(protocol) if protocol else None)


def event(what: str, day: Any = None, week: Any = None, **details: Any) -> dict[str, Any]:
    return {"week": week, "day": day, "what": what, "details": details}


def said(found: Replay, step: int) -> str:
    """Everything said and objected to at a step, as one text."""
    each = found.steps[step]
    return " | ".join(in_days(f"{f.says} {f.remedy}") for f in (*each.says, *each.objections))
