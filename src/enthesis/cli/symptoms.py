"""`enthesis due --symptoms`: the open symptoms of a clinic, by the time that is left. Changes nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from enthesis.cli.common import FINE, NO, print_json

NOBODY = "nobody"


def show(clinics: Sequence[Any], as_json: bool, now: datetime | None = None) -> int:
    """Print them. The status says whether one is overdue, so that a monitor can ask."""
    from enthesis.clinic.access import Operator
    from enthesis.clinic.symptoms import names_in, symptoms_of

    at = now or datetime.now(UTC)
    found = [(clinic, line) for clinic in clinics for line in symptoms_of(Operator(), clinic.pk)[1]]
    overdue = sum(line.clock.is_overdue(at) for _, line in found)
    if as_json:
        print_json([_json(line, at) for _, line in found])
    else:
        names = names_in([line.clock for _, line in found])
        for clinic, line in found:
            print(_words(line, names, at, ZoneInfo(clinic.time_zone)))
        print(f"{len(found)} open, {overdue} overdue. Nothing was changed.")
    return NO if overdue else FINE


def _json(line: Any, at: datetime) -> dict[str, Any]:
    """Figures and handles; no name and nobody's words."""
    clock = line.clock
    return {
        "course": line.course,
        **clock.as_json(),
        "in_charge": [step.owner or None for step in clock.in_charge(at)],
        "overdue": clock.is_overdue(at),
    }


def _words(line: Any, names: dict[str, str], at: datetime, zone: ZoneInfo) -> str:
    clock = line.clock
    state = "overdue" if clock.is_overdue(at) else "answered" if clock.answered and not clock.due_at else "due"
    due = f"{clock.due_at.astimezone(zone):%d %b %Y %H:%M}" if clock.due_at else "no time"
    people = ", ".join(names.get(step.owner, step.owner) or NOBODY for step in clock.in_charge(at))
    return f"{line.course}  {clock.symptom}  {clock.level or 'not triaged'}  {state}  {due}  {people}  {clock.because}"
