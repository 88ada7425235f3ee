"""A definition in words, for every page and command: thresholds, scales, when it is asked, the two ends of a text."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from enthesis.pathway.instruments.definition import Instrument, Kind, Moment, Scale, Threshold
from enthesis.pathway.instruments.results import plain
from enthesis.pathway.instruments.text import InstrumentText, Item

_WHEN = {
    "baseline": "at the baseline",
    "every_contact": "at every contact",
    "daily_after_diagnostic_injection": "daily after the diagnostic injection",
    "before_each_injection": "before each injection",
    "after_last_injection": "after the last injection",
}


@dataclass(frozen=True, slots=True)
class Ends:
    """The best and the worst answer of one scale in the words of a text: only a reader can see it is upside down."""

    scale: str
    best: Decimal
    best_says: str
    worst: Decimal
    worst_says: str


def amount(threshold: Threshold) -> str:
    """How much a threshold asks for: "10 points", "30 %", "“much improved”"."""
    if threshold.kind is Kind.LABEL:
        return f"“{threshold.label}”"
    return f"{plain(threshold.value)} {'%' if threshold.kind is Kind.PERCENT else threshold.unit or 'points'}"


def items(scale: Scale) -> str:
    """What a scale is made of: "9 items, each 0 to 4", "sum of pain, stiffness", "comes scored"."""
    if not scale.has_items:
        return f"sum of {', '.join(scale.parts)}" if scale.parts else "comes scored"
    span = f"{scale.fewest_items} to {scale.most_items}" if scale.fewest_items < scale.most_items else ""
    number = "1 item" if scale.most_items == 1 else f"{span or scale.most_items} items"
    return number if scale.item_low is None else f"{number}, each {plain(scale.item_low)} to {plain(scale.item_high)}"


def span(scale: Scale) -> str:
    """The range of a score: "0 to 100"; "1 at most"; "" for words and profiles."""
    if scale.high is None:
        return ""
    return f"{plain(scale.high)} at most" if scale.low is None else f"{plain(scale.low)} to {plain(scale.high)}"


def when(instrument: Instrument, moment: Moment) -> str:
    """When an instrument is asked: "after the last injection, months 3, 6, 12 (knee): pain, daily living"."""
    said = _WHEN[moment.when]
    if moment.days:
        said += f", {' to '.join(map(str, moment.days))} days"
    if moment.months:
        said += f", months {', '.join(map(str, moment.months))}"
    if moment.regions:
        said += f" ({', '.join(moment.regions)})"
    return f"{said}: {', '.join(map(instrument.called, moment.scales))}" if moment.scales else said


def ends(instrument: Instrument, text: InstrumentText) -> Iterator[Ends]:
    """The two ends of each scale whose answers have words."""
    for part in text.parts:
        scale, item = instrument.scales[part.scale], part.items[0]
        best = scale.best_answer
        worst = scale.item_high if best == scale.item_low else scale.item_low
        if best is not None and worst is not None and (item.options or item.low):
            yield Ends(part.scale, best, _says(item, best), worst, _says(item, worst))


def _says(item: Item, value: Decimal) -> str:
    if item.options:
        return next((option.says for option in item.options if option.value == value), "")
    return item.low if value == item.least else item.high
