"""Public results as a table that anybody can read: of a hundred, of how many, who is missing."""

from collections.abc import Iterator
from dataclasses import dataclass

from enthesis.clinic.results.public import PUBLIC, Results
from enthesis.outcomes.figure import Figure

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Share:
    """So many of a hundred, between the two if the missing were all the one way or all the other."""

    weeks: str  # "" where it is about no time point
    started: int
    answered: int
    missing: int
    numerator: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Harms:
    """Harms over sessions, with how many there may be in a thousand."""

    events: int
    sessions: int
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that is public. A list that is empty: fewer than ten people so far."""

    follow_up: tuple[Share, ...]
    responder_30: tuple[Share, ...]
    responder_50: tuple[Share, ...]
    stopped: tuple[Share, ...]
    harms: Harms | None
    serious: Harms | None


def table_of(results: Results) -> Table:
    shares = {name: tuple(_shares(results, name)) for name in PUBLIC if name != "adverse_events"}
    return Table(
        shares["follow_up"],
        shares["responder_30"],
        shares["responder_50"],
        shares["stopped_at_review"],
        _harms(results, ""),
        _harms(results, "serious"),
    )


def _shares(results: Results, indicator: str) -> Iterator[Share]:
    shown = [each for each in results.of(indicator) if not each.suppressed and each.started]
    for figure in sorted(shown, key=lambda each: int(each.value("weeks") or 0)):
        estimate = figure.estimate or 0.0
        bounds = figure.bounds
        low = bounds.low if bounds and bounds.low is not None else estimate
        high = bounds.high if bounds and bounds.high is not None else estimate
        yield Share(
            figure.value("weeks"),
            figure.started or 0,
            figure.answered or 0,
            figure.missing or 0,
            round(figure.numerator or 0),
            round(low * HUNDRED),
            round(high * HUNDRED),
        )


def _harms(results: Results, severity: str) -> Harms | None:
    found = next((each for each in results.of("adverse_events") if _is(each, severity)), None)
    if found is None or found.suppressed or not found.denominator:
        return None
    interval = found.interval
    low = interval.low if interval and interval.low is not None else 0.0
    high = f"{interval.high:.1f}" if interval and interval.high is not None else ""
    return Harms(round(found.numerator or 0), round(found.denominator), f"{low:.1f}", high)


def _is(figure: Figure, severity: str) -> bool:
    return figure.value("severity") == severity
