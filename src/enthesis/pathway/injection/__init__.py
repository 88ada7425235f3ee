"""The injection record: what it adds up to, what speaks against it, and which points a lot reached."""

from collections.abc import Iterator

from enthesis.pathway.events import InjectionsGiven
from enthesis.pathway.finding import Finding
from enthesis.pathway.injection.checklist import (
    Checklist,
    check_checklist,
    check_observation,
    checklist,
    points_left_open,
    read_checklist,
)
from enthesis.pathway.injection.lots import How, Point, Reach, is_near, lot_key, reach
from enthesis.pathway.injection.solution import (
    SyringeTotal,
    Totals,
    anaesthetic_given,
    check_solution,
    dextrose_given,
    mix_given,
    totals,
)
from enthesis.pathway.injection.syringes import SKIN, Filling, fillings, syringe_key
from enthesis.pathway.injection.targets import (
    Danger,
    check_targets,
    dangers,
    target,
    target_in_words,
    target_name,
    triage_sites,
)

__all__ = [
    "SKIN",
    "Checklist",
    "Danger",
    "Filling",
    "How",
    "Point",
    "Reach",
    "SyringeTotal",
    "Totals",
    "anaesthetic_given",
    "check_record",
    "check_solution",
    "checklist",
    "dangers",
    "dextrose_given",
    "fillings",
    "is_near",
    "lot_key",
    "mix_given",
    "points_left_open",
    "reach",
    "read_checklist",
    "syringe_key",
    "target",
    "target_in_words",
    "target_name",
    "totals",
    "triage_sites",
]


def check_record(event: InjectionsGiven, jurisdiction: str | None = None) -> Iterator[Finding]:
    """Everything that speaks against an injection record by itself, whatever the course."""
    yield from check_solution(event, jurisdiction)
    yield from check_checklist(event)
    yield from check_targets(event)
    yield from check_observation(event)
