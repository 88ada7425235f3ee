"""Public results as tables and pictures that anybody can read: of a hundred, of how many, who is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

from django.utils.translation import gettext as _

from enthesis.clinic.results.public import Results
from enthesis.outcomes.figure import Figure, Interval
from enthesis.pictures.ranges import Range, ranges_picture
from enthesis.web.figures import BROAD, SLIM, Picture, shown

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
    chance: tuple[int, int] | None  # where it may lie with chance as well, of a hundred


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of one indicator with their picture. None: fewer than ten people so far."""

    title: str
    rows: tuple[Share, ...]
    picture: Picture | None
    versions: str  # of the definitions that they were counted by
    has_boxes: bool = False  # whether the picture shows what the missing leave open

    def __bool__(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True, slots=True)
class Harms:
    """Harms over sessions, with how many there may be in a thousand."""

    events: int
    sessions: int
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that is public. What is empty: fewer than ten people so far."""

    follow_up: Shares
    responder_30: Shares
    responder_50: Shares
    stopped: Shares
    harms: Harms | None
    serious: Harms | None
    versions: str


def table_of(results: Results) -> Table:
    called = {
        "follow_up": _("Who answered"),
        "responder_30": _("Pain at least three tenths less"),
        "responder_50": _("Pain at least half less"),
        "stopped_at_review": _("Stopped on the way"),
    }
    shares = {name: _shares(results, name, title) for name, title in called.items()}
    return Table(
        shares["follow_up"],
        shares["responder_30"],
        shares["responder_50"],
        shares["stopped_at_review"],
        _harms(results, ""),
        _harms(results, "serious"),
        _versions(results.figures),
    )


def _versions(figures: Sequence[Figure]) -> str:
    return ", ".join(sorted({each.version for each in figures}))


def _shares(results: Results, indicator: str, title: str) -> Shares:
    shown_ones = [each for each in results.of(indicator) if not each.suppressed and each.started]
    figures = sorted(shown_ones, key=lambda each: int(each.value("weeks") or 0))
    timed = [each for each in figures if each.value("weeks")]
    picture = _picture(indicator, title, timed) if timed else None
    return Shares(title, tuple(map(_share, figures)), picture, _versions(figures), any(map(_is_bounded, timed)))


def _is_bounded(figure: Figure) -> bool:
    return bool(figure.bounds and figure.missing)


def _share(figure: Figure) -> Share:
    low, high = _bounds(figure)
    chance = figure.bounds_interval or figure.interval
    return Share(
        figure.value("weeks"),
        figure.started or 0,
        figure.answered or 0,
        figure.missing or 0,
        round(figure.numerator or 0),
        round(low * HUNDRED),
        round(high * HUNDRED),
        _of_hundred(chance) if chance else None,
    )


def _bounds(figure: Figure) -> tuple[float, float]:
    estimate, bounds = figure.estimate or 0.0, figure.bounds
    low = bounds.low if bounds and bounds.low is not None else estimate
    high = bounds.high if bounds and bounds.high is not None else estimate
    return low, high


def _of_hundred(interval: Interval) -> tuple[int, int]:
    """The low end rounded down and the high end up, so that what is told holds what was counted."""
    low, high = interval.low or 0.0, 1.0 if interval.high is None else interval.high
    return floor(round(low * HUNDRED, 6)), ceil(round(high * HUNDRED, 6))


def _picture(indicator: str, title: str, figures: Sequence[Figure]) -> Picture:
    rows = tuple(_rows(figures))
    drawn = (ranges_picture(f"{indicator}-{width}", title, rows, width=width) for width in (SLIM, BROAD))
    return Picture(*map(shown, drawn))


def _rows(figures: Sequence[Figure]) -> Iterator[Range]:
    for figure in figures:
        low, high = _bounds(figure)
        chance = figure.interval
        is_bounded = _is_bounded(figure)
        yield Range(
            _("%(weeks)s weeks") % {"weeks": figure.value("weeks")},
            _("%(numerator)s of %(started)s")
            % {"numerator": round(figure.numerator or 0), "started": figure.started or 0},
            figure.estimate,
            chance.low if chance else None,
            chance.high if chance else None,
            low if is_bounded else None,
            high if is_bounded else None,
        )


def _harms(results: Results, severity: str) -> Harms | None:
    found = next((each for each in results.of("adverse_events") if each.value("severity") == severity), None)
    if found is None or found.suppressed or not found.denominator:
        return None
    interval = found.interval
    low = interval.low if interval and interval.low is not None else 0.0
    high = f"{interval.high:.1f}" if interval and interval.high is not None else ""
    return Harms(round(found.numerator or 0), round(found.denominator), f"{low:.1f}", high)
