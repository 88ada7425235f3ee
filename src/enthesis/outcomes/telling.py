"""A figure in words: the answer first, then the figure, then who is missing. English, for the command line.

Where answers are missing, the answer is what they leave open; what speaks only of those who answered comes after it and
is named as such.
"""

from enthesis.outcomes import naming
from enthesis.outcomes.figure import Figure, Interval

HUNDRED = 100
_LEAST_PERCENT = 0.005
PER_SESSIONS = "per 1,000 sessions"
WEEKS = "weeks"
_TIMES = ("weeks", "sessions")  # units of waiting times, whose end is not known of everybody


def name(figure: Figure) -> str:
    """Which of an indicator's figures it is: "pain, 13 weeks"; "all" where there is only one."""
    of = dict(figure.of)
    return ", ".join(naming.part(*each, of) for each in figure.of) or "all"


def about(figure: Figure) -> str:
    """The same without the time point: what all figures of one table are about. "" where there is nothing else."""
    of = dict(figure.of)
    return ", ".join(naming.part(*each, of) for each in figure.of if each[0] != WEEKS)


def group(figure: Figure) -> str:
    """Of whom: "everybody", or the group."""
    return ", ".join(naming.value(*each) for each in figure.group) or "everybody"


def answer(figure: Figure) -> str:
    """What it says, as short as it can be said honestly."""
    if figure.suppressed:
        return f"not shown: {figure.why}"
    if not figure.started:
        return "nobody yet"
    unit = figure.unit
    if unit == "share" and figure.estimate is not None:
        return _share(figure, figure.estimate)
    if unit == "money":
        return _money(figure)
    if unit == "points":
        return _points(figure)
    if figure.estimate is None:
        return "fewer than half, in the time that is known" if unit in _TIMES else "nobody answered"
    told = _number(figure.estimate, unit)
    whose = "half of those of whom it is known" if figure.missing else "half of them"
    return {
        "weeks": f"{whose} within {told} weeks",
        "sessions": f"{whose} after {told} sessions",
        "days": f"half of those injected within {told} days",
        PER_SESSIONS: f"{told} in 1,000 sessions",
    }[unit]


def _share(figure: Figure, estimate: float) -> str:
    low, high = estimate, estimate
    if figure.bounds and figure.missing:
        low, high = figure.bounds.low or 0.0, figure.bounds.high or 0.0
    first, last = round(low * HUNDRED), round(high * HUNDRED)
    return f"{first} of 100" if first == last else f"between {first} and {last} of 100"


def _points(figure: Figure) -> str:
    """A mean change; where some are missing, what they leave open."""
    digits = _digits(figure)
    if figure.missing and figure.bounds and None not in (figure.bounds.low, figure.bounds.high):
        low, high = (_rounded(end or 0.0, digits) for end in (figure.bounds.low, figure.bounds.high))
        if low >= 0:
            return f"between {low:.{digits}f} and {high:.{digits}f} points better"
        if high <= 0:
            return f"between {-high:.{digits}f} and {-low:.{digits}f} points worse"
        return f"between {-low:.{digits}f} points worse and {high:.{digits}f} better"
    if figure.estimate is None:
        return "nobody answered"
    value = _rounded(figure.estimate, digits)
    told = f"{abs(value):.{digits}f} points {'worse' if value < 0 else 'better'}" if value else "no change"
    return f"{told}, of those who answered only" if figure.missing else told


def _money(figure: Figure) -> str:
    currency = figure.value("currency")
    if figure.estimate is None:
        least = figure.bounds.low if figure.bounds else None
        return f"at least {least:,.0f} {currency} for each" if least is not None else "no response yet"
    most = f"{figure.estimate:,.0f}"
    least = figure.bounds.low if figure.bounds and figure.missing else None
    told = most if least is None or f"{least:,.0f}" == most else f"between {least:,.0f} and {most}"
    return f"{told} {currency} for each".replace("  ", " ")


def detail(figure: Figure) -> str:
    """The figure itself with its interval, and what speaks only of those who answered, named as such."""
    if figure.suppressed or figure.estimate is None:
        return ""
    unit = figure.unit
    if unit == "share":
        told = f"{figure.numerator:,.0f} of {figure.denominator:,.0f}, {_percent(figure.estimate)}"
        told += _interval(figure)
        if figure.of_answered is not None and figure.missing:
            told += f"; of those who answered {_percent(figure.of_answered)}"
            told += _ends(figure, figure.of_answered_interval)
        return told
    told = _number(figure.estimate, unit, _digits(figure)) + _interval(figure)
    if unit == PER_SESSIONS:
        return f"{figure.numerator:,.0f} in {figure.denominator:,.0f}: {told}"
    if unit in _TIMES:
        return f"{told}; {figure.numerator:,.0f} of {figure.denominator:,.0f} responded"
    if unit == "points" and figure.missing:
        return f"of those who answered {told}{'' if figure.bounds else '; the missing cannot be put in bounds'}"
    if unit == "money" and figure.missing and figure.bounds and figure.bounds.low is not None:
        return f"{told} if none of the missing responded, {figure.bounds.low:,.0f} if all did"
    return told


def missing(figure: Figure) -> str:
    """Who is missing, and of whom it is known for a time or in part only."""
    if figure.suppressed or not figure.started:
        return ""
    if figure.unit == PER_SESSIONS:
        return "what nobody told is not here"
    if not figure.missing and not figure.partly:
        return f"nobody of {figure.started:,}"
    parts = []
    if figure.missing:
        parts.append(f"{figure.missing:,} of {figure.started:,} ({_percent(figure.missing / figure.started)})")
    if figure.partly:
        those = f"{figure.partly:,}" if figure.missing else f"{figure.partly:,} of {figure.started:,}"
        is_time = figure.unit in _TIMES
        parts.append(f"{those} had not responded when last heard of" if is_time else f"some days of {those}")
    return "; ".join(parts)


def _interval(figure: Figure) -> str:
    return _ends(figure, figure.interval)


def _ends(figure: Figure, interval: Interval | None) -> str:
    if interval is None:
        return ""
    low, high = interval.low, interval.high
    if low is None and high is None:
        return " (too few to say how sure)"
    told = [_plain(end, figure) if end is not None else "no end" for end in (low, high)]
    return f" ({told[0]} to {told[1]})"


def _percent(share: float) -> str:
    if 0 < share < _LEAST_PERCENT:
        return "under 1 %"
    return f"{share * HUNDRED:.0f} %"


def _plain(value: float, figure: Figure) -> str:
    return f"{value * HUNDRED:.0f}" if figure.unit == "share" else _number(value, figure.unit, _digits(figure))


def _digits(figure: Figure) -> int:
    return naming.decimals(figure.value("measure"), figure.value("subscale"))


def _rounded(value: float, digits: int) -> float:
    """Rounded, and never less than nothing by nothing."""
    return round(value, digits) + 0.0


def _number(value: float, unit: str, digits: int = 1) -> str:
    if unit == "money":
        return f"{value:,.0f}"
    if unit == "points":
        return f"{_rounded(value, digits):.{digits}f}"
    return f"{value:.0f}" if value == round(value) else f"{_rounded(value, digits):.{digits}f}"
