"""Which scores a case tells, also among the other facts of an event, and whether any of them is one of pain."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from enthesis.cases import words
from enthesis.cases.case import Case, CaseEvent
from enthesis.cases.scales import PAIN, figure_in


def pain_told(case: Case) -> bool:
    """Whether the case tells any pain figure, at any place: then it cannot be said that there is none."""
    return any(_is_pain(details) for event in case.events for details in _figures(event))


_HOLDS_SCORES = ("evaluation", "visit", "follow_up", "other")
_OF_ANOTHER_TIME = re.compile(
    r"\b(?:before|after|pre|post|baseline|initial|final|change|difference|improvement|percent|min|max|sd|mean|at|follow|\d+)\b"
)


def scores_beside(event: CaseEvent) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Scores that an event tells among its other facts ("womac_total": 54), by the name of the field."""
    if event.what in _HOLDS_SCORES and event.details.get("instrument") is None:
        for name, value in event.details.items():
            label = str(name).replace("_", " ").lower()
            known = words.first("instruments", "instrument", [label]) and not _OF_ANOTHER_TIME.search(label)
            if known and figure_in(value).value is not None:
                yield str(name), {"instrument": label, "value": value}


def scores_of_another_time(event: CaseEvent) -> Iterator[tuple[str, Any]]:
    """Figures that are told with an event and are of another time than it ("vas_before": 7), or of two."""
    for name, value in event.details.items():
        label = str(name).replace("_", " ").lower()
        of_it = words.first("instruments", "instrument", [label]) or event.what == "score"
        if of_it and _OF_ANOTHER_TIME.search(label) and name not in _FIELDS and figure_in(value).value is not None:
            yield label, value


_FIELDS = ("after_injection", "scale_maximum", *(f"{unit}_after" for unit in ("minutes", "hours", "days", "weeks")))


def _figures(event: CaseEvent) -> Iterator[Mapping[str, Any]]:
    yield {"instrument": "pain", **event.details} if event.what in ("diary", "follow_up") else event.details
    yield from (value for value in event.details.values() if isinstance(value, Mapping))
    yield from (details for _, details in scores_beside(event))


def _is_pain(details: Mapping[str, Any]) -> bool:
    label = str(details.get("instrument") or "")
    known = words.first("instruments", "instrument", [label])
    if known not in PAIN and "pain" not in label.lower():
        return False
    return any(figure_in(details.get(name)).value is not None for name in ("value", "low", "high", "pain"))
