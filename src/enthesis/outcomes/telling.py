"""A figure in words: the answer first, then the figure, then who is missing. English, for the command line."""

from enthesis.outcomes.figure import Figure, Interval
from enthesis.pathway.instruments import load

HUNDRED = 100
PER_SESSIONS = "per 1,000 sessions"


def name(figure: Figure) -> str:
    """Which of an indicator's figures it is: "pain, 13 weeks"; "all" where there is only one."""
    parts = []
    for part, value in figure.of:
        if part == "measure":
            known = load().get(value)
            parts.append(known.name if known else value)
        elif part == "weeks":
            parts.append(f"{value} weeks")
        elif part in ("threshold", "subscale"):
            parts.append(value.replace("_", " "))
        elif part == "expected":
            parts.append("expected" if value == "yes" else "not expected")
        else:
            parts.append(value)
    return ", ".join(parts) or "all"


def group(figure: Figure) -> str:
    """Of whom: "everybody", or the group."""
    return ", ".join(value for _, value in figure.group) or "everybody"


def answer(figure: Figure) -> str:
    """What it says, as short as it can be said honestly."""
    if figure.suppressed:
        return f"not shown: {figure.why}"
    if not figure.started:
        return "nobody yet"
    if figure.unit == "share" and figure.estimate is not None:
        low, high = figure.estimate, figure.estimate
        if figure.bounds and figure.missing:
            low, high = figure.bounds.low or 0.0, figure.bounds.high or 0.0
        first, last = round(low * HUNDRED), round(high * HUNDRED)
        return f"{first} of 100" if first == last else f"between {first} and {last} of 100"
    if figure.estimate is None:
        return {
            "weeks": "fewer than half, in the time that is known",
            "sessions": "fewer than half, in the time that is known",
            "money": "no response yet",
        }.get(figure.unit, "nobody answered")
    told = _number(figure.estimate, figure.unit)
    return {
        "points": f"{told} better, of those who answered",
        "weeks": f"half of them within {told} weeks",
        "sessions": f"half of them after {told} sessions",
        "days": f"half of them within {told} days",
        PER_SESSIONS: f"{told} in 1,000 sessions",
        "money": f"{told} for each",
    }[figure.unit]


def detail(figure: Figure) -> str:
    """The figure itself with its interval, and what speaks only of those who answered, named as such."""
    if figure.suppressed or figure.estimate is None:
        return ""
    unit = figure.unit
    if unit == "share":
        told = f"{figure.numerator:,.0f} of {figure.denominator:,.0f}, {_percent(figure.estimate)}"
        told += _interval(figure.interval, unit)
        if figure.of_answered is not None and figure.missing:
            told += f"; of those who answered {_percent(figure.of_answered)}"
            told += _interval(figure.of_answered_interval, unit)
        return told
    told = _number(figure.estimate, unit) + _interval(figure.interval, unit)
    if unit == PER_SESSIONS:
        return f"{figure.numerator:,.0f} in {figure.denominator:,.0f}: {told}"
    if figure.bounds and figure.missing:
        low, high = figure.bounds.low, figure.bounds.high
        ends = [_number(end, unit) if end is not None else "no end" for end in (low, high)]
        told += f"; with the missing at either end {ends[0]} to {ends[1]}"
    return told


def missing(figure: Figure) -> str:
    """Who is missing."""
    if figure.suppressed or not figure.started:
        return ""
    if figure.unit == PER_SESSIONS:
        return "what nobody told is not here"
    if not figure.missing:
        return f"nobody of {figure.started:,}"
    return f"{figure.missing:,} of {figure.started:,} ({_percent(figure.missing / figure.started)})"


def _interval(interval: Interval | None, unit: str) -> str:
    if interval is None:
        return ""
    low, high = interval.low, interval.high
    if low is None and high is None:
        return " (too few to say how sure)"
    told = [_plain(end, unit) if end is not None else "no end" for end in (low, high)]
    return f" ({told[0]} to {told[1]})"


def _percent(share: float) -> str:
    return f"{share * HUNDRED:.0f} %"


def _plain(value: float, unit: str) -> str:
    return f"{value * HUNDRED:.0f}" if unit == "share" else _number(value, unit)


def _number(value: float, unit: str) -> str:
    if unit == "money":
        return f"{value:,.0f}"
    return f"{value:.0f}" if value == round(value) else f"{value:.1f}"
