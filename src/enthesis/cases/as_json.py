"""What a replay says, as JSON: events, findings and the agenda in days from the case's time zero."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from enthesis.cases.events_of import DAY_ZERO, in_days
from enthesis.pathway.agenda import Item
from enthesis.pathway.codec import write
from enthesis.pathway.events import Event
from enthesis.pathway.finding import Finding
from enthesis.pathway.response import Advice


def shown(event: Event) -> dict[str, Any]:
    """An event as it was recorded, its day as a number from the case's time zero."""
    found = write(event)
    for name in ("id", "recorded_by"):
        found.pop(name, None)
    day = found.pop("happened_on", None)
    return {**found, "day": (date.fromisoformat(day) - DAY_ZERO).days if day else None}


def in_case_days(finding: Finding) -> dict[str, Any]:
    """A finding whose sentences tell days of the case."""
    told = replace(
        finding,
        says=in_days(finding.says),
        remedy=in_days(finding.remedy),
        because=tuple(in_days(text) for text in finding.because),
    )
    return dict(told.as_json())


def item_json(item: Item) -> dict[str, Any]:
    """An item of the agenda, its days as numbers from the case's time zero."""

    def number(day: date | None) -> int | None:
        return None if day is None else (day - DAY_ZERO).days

    return {
        "key": item.key,
        "activity": item.activity,
        "who": item.who.value,
        "opens": number(item.window.opens),
        "ideal": number(item.window.ideal),
        "closes": number(item.window.closes),
        "may": item.may,
        "why_not": list(item.why_not),
        "owed": item.owed,
        "because": in_days(item.because),
    }


def with_advice(item: dict[str, Any], advice: Advice | None) -> dict[str, Any]:
    """A review of the agenda with what the figures say; the clinician decides."""
    if advice is None:
        return item
    figures = [
        {
            "measure": each.measure,
            "side": each.side or None,
            "baseline": _plain(each.baseline),
            "now": _plain(each.now),
            "change": _plain(each.change),
            "percent": _plain(each.percent),
            "answered": each.answered,
            "asked": each.asked,
        }
        for each in advice.figures
    ]
    said = {
        "verdict": advice.verdict.value,
        "option": advice.option or None,
        "reasons": [in_days(reason) for reason in advice.reasons],
        "figures": figures,
    }
    return {**item, "advice": said}


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
