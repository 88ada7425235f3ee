"""What parts of figures and groups are called, in words: thresholds, scales, protocols, problems. English."""

from collections.abc import Mapping
from datetime import date

from enthesis.outcomes.figure import NOT_RECORDED, Figure, Filters
from enthesis.pathway.indicators import ThresholdUsed, shipped
from enthesis.pathway.instruments import Better, Instrument, Threshold, load
from enthesis.pathway.instruments.words import amount
from enthesis.pathway.protocol.library import latest
from enthesis.pathway.structures.catalogue import structures

# In the order in which they are read: the worst first.
SEVERITIES = ("serious", "severe", "moderate", "mild")
_RELATED = {
    "certain": "certainly related to the injection",
    "probable": "probably related to the injection",
    "possible": "possibly related to the injection",
    "unrelated": "not related to the injection",
    "not judged": "not judged whether related to the injection",
}
# What figures are told apart by, in the order in which they are read, each with the order of what it may be.
_FIRST: tuple[int, tuple[str, ...]] = (0, ())
_ORDERS = {"severity": (1, SEVERITIES), "expected": (2, ("no", "yes")), "relatedness": (3, tuple(_RELATED))}
_LAST = 10**9
_CHANGED = {"better": "for the better", "worse": "for the worse"}
_GROUPINGS = {"indication": "problem"}


def part(name: str, value: str, of: Mapping[str, str]) -> str:
    """One part of what a figure is about: "13 weeks", "at least 2 points less, ...". `of` are all its parts."""
    if name == "measure":
        known = load().get(value)
        return known.name if known else value
    if name == "weeks":
        return f"{value} weeks"
    if name == "subscale":
        instrument = load().get(of.get("measure", ""))
        return instrument.called(value) if instrument else value.replace("_", " ")
    if name == "threshold":
        return _threshold(value, of)
    if name == "expected":
        return "expected" if value == "yes" else "not expected"
    return {"relatedness": _RELATED, "change": _CHANGED}.get(name, {}).get(value, value)


def _threshold(name: str, of: Mapping[str, str]) -> str:
    """A published threshold: how much, which way, what its source calls it, and whether that was seen."""
    used = [each for one in shipped().definitions.values() for each in one.thresholds if each.id == name]
    measures = {each.instrument for each in used}
    measure = of.get("measure") or (measures.pop() if len(measures) == 1 else "")
    if ThresholdUsed(measure, name) not in used:
        return name.replace("_", " ")
    instrument = load()[measure]
    found = next(each for each in instrument.thresholds if each.id == name)
    said = f"at least {amount(found)} {_way(instrument, found)}"
    if found.unverified:
        return f"{said} ({found.what}; remembered, not checked)"
    return f"{said} (“{found.what}” in its source)"


def _way(instrument: Instrument, threshold: Threshold) -> str:
    scale = instrument.scales[threshold.scales[0]] if threshold.scales else next(iter(instrument.scales.values()))
    return "less" if scale.better is Better.LOWER else "more"


def decimals(measure: str, subscale: str = "") -> int:
    """With how many decimals a change of a measure is told: one more than its answers have."""
    instrument = load().get(measure)
    scale = instrument.scales.get(subscale or instrument.default_scale) if instrument else None
    return 3 if scale and scale.high is not None and scale.high <= 1 else 1


def grouping(name: str) -> str:
    """What a grouping is called within a sentence."""
    return _GROUPINGS.get(name, name)


def value(name: str, said: str) -> str:
    """What one group is called: a protocol by its title, a structure by its name."""
    if name == "protocol":
        known = latest().get(said)
        return known.title if known else said
    if name == "structure":
        structure = structures().get(said)
        return structure.name if structure else said.replace("-", " ")
    if name == "session":
        return f"session {said}"
    return said.replace("_", " ").replace("-", " ") if name in ("indication", "region") else said


def scope(filters: Filters) -> str:
    """Which courses a report is about, as the beginning of a sentence: "courses started from 2026-01-01"."""
    parts = [_period(filters.since, filters.until)] if filters.since or filters.until else []
    chosen = [f"{grouping(name)} {value(name, said)}" for name, said in filters.where]
    if chosen:
        parts.append(f"only {'; '.join(chosen)}")
    return ", ".join(parts) or "everybody who began"


def _period(since: date | None, until: date | None) -> str:
    ends = [f"from {since}"] if since else []
    return " ".join(["courses started", *ends, *([f"until {until}"] if until else [])])


def place(figure: Figure) -> tuple[object, ...]:
    """Where a figure stands among those of its indicator: by what it is about, everybody first, then by time."""
    of = [(name, said) for name, said in figure.of if name != "weeks"]
    is_harm = all(name in _ORDERS for name, _said in of)
    kind = (len(of) if is_harm else 0, *(_ORDERS.get(name, _FIRST)[0] for name, _said in of))
    group = tuple((name, *_sortable(name, said)) for name, said in figure.group)
    parts = tuple((name, *_sortable(name, said)) for name, said in of)
    return (kind, parts, bool(group), int(figure.value("weeks") or 0), group)


def _sortable(name: str, said: str) -> tuple[int, str]:
    """Numbers by their size, severities and relatedness the gravest first, everything else by its name."""
    if said in (order := _ORDERS.get(name, _FIRST)[1]):
        return order.index(said), ""
    if said == NOT_RECORDED:
        return _LAST, said
    return int(said) if said.isdecimal() else 0, said
