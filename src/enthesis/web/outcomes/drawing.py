"""Figures as pictures: shares, rates, changes, times and money on a scale of their own, times as curves as well."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from math import inf
from operator import or_

from django.utils.translation import gettext as _

from enthesis.outcomes import telling
from enthesis.outcomes.figure import Figure, Named
from enthesis.outcomes.funnel import PER_THOUSAND, SHARE
from enthesis.pathway.indicators import shipped
from enthesis.pictures.ranges import Range, ranges_picture
from enthesis.pictures.scale import PER_CENT, Scale, scale_around
from enthesis.pictures.steps import Said, Stair, steps_picture
from enthesis.web.figures import BROAD, SLIM, Picture, shown
from enthesis.web.outcomes.naming import Names
from enthesis.web.outcomes.showing import WEEKS

MOST_IN_PICTURE = 16  # lines of one picture: what is more stands in the table
MOST_PICTURES = 4  # of one indicator, such as of one with many measures
POINTS, MONEY, DAYS, SESSIONS = "points", "money", "days", "sessions"
_OF_ONE_PART = 1
_TOO_FEW = "fewer than"
# all of them, then how bad harms were and what is thought of their cause
_ORDER = (
    "", "mild", "moderate", "severe", "serious", "certain", "probable", "possible", "unrelated", "not judged",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture with its title, and the same as a table where the table of the page does not hold it."""

    title: str
    picture: Picture
    marks: "Marks"
    table: tuple[tuple[str, ...], ...] = ()  # the first row names the columns


@dataclass(frozen=True, slots=True)
class Marks:
    """What is drawn, so that what is written below it tells of that and of nothing else."""

    has_dots: bool = False  # with the line of chance through them
    has_arrows: bool = False
    has_boxes: bool = False
    has_curve: bool = False

    def __or__(self, other: "Marks") -> "Marks":
        return Marks(
            self.has_dots or other.has_dots,
            self.has_arrows or other.has_arrows,
            self.has_boxes or other.has_boxes,
            self.has_curve or other.has_curve,
        )


def marks_of(drawn: Iterable[Drawn]) -> Marks:
    """The marks of all of these pictures together."""
    return reduce(or_, (each.marks for each in drawn), Marks())


def pictures(indicator: str, figures: Sequence[Figure], names: Names) -> list[Drawn]:
    """What one indicator's figures look like, in as few pictures as hold them."""
    definition = shipped().definitions[indicator]
    if definition.unit == PER_THOUSAND:
        parts = _rates(definition.title, figures)
    elif definition.unit in (WEEKS, SESSIONS):
        parts = [(_("Half of each group"), [each for each in figures if each.group])]
    else:
        parts = _by_measure(definition.title, figures)
    whole = f"{definition.title}: {_('everybody')}" if _is_grouped(figures) else definition.title
    found = list(_curves(whole, figures))
    for number, (title, chosen) in enumerate(parts):
        drawn = beside(f"{indicator}-{number}", title, chosen, names)
        if drawn is not None:
            found.append(drawn)
    return found[:MOST_PICTURES]


def _by_measure(title: str, figures: Sequence[Figure]) -> list[tuple[str, list[Figure]]]:
    """For each measure or threshold its figures over time; where there are groups, those of the latest time point."""
    found: dict[Named, list[Figure]] = {}
    for each in figures:
        found.setdefault(_apart_from_time(each), []).append(each)
    return [(_titled(title, chosen), chosen) for chosen in map(_latest, found.values()) if chosen]


def _apart_from_time(figure: Figure) -> Named:
    return tuple(part for part in figure.of if part[0] != WEEKS)


def _titled(title: str, figures: list[Figure]) -> str:
    """What they have in common: the measure, and the time point where it is one."""
    of = figures[0].of if _is_grouped(figures) else _apart_from_time(figures[0])
    return f"{title}: {telling.name(Figure(indicator='', version='', unit='', of=of))}" if of else title


def _is_grouped(figures: Iterable[Figure]) -> bool:
    return any(each.group for each in figures)


def _latest(figures: list[Figure]) -> list[Figure]:
    if not _is_grouped(figures):
        return figures
    weeks = [int(each.value(WEEKS) or 0) for each in figures if each.estimate is not None]
    return [each for each in figures if int(each.value(WEEKS) or 0) == max(weeks, default=0)]


def _rates(title: str, figures: Sequence[Figure]) -> list[tuple[str, list[Figure]]]:
    """All of them with how bad they were, and with what the clinician thinks of the cause; of groups, all of each."""
    if _is_grouped(figures):
        return [(title, [each for each in figures if not each.of])]

    def by(name: str) -> list[Figure]:
        found = [each for each in figures if not each.of or (len(each.of) == _OF_ONE_PART and each.of[0][0] == name)]
        return sorted(found, key=lambda each: _ORDER.index(each.value(name)) if each.value(name) in _ORDER else 0)

    kinds = {"severity": _("how bad they were"), "relatedness": _("whether the injection did it")}
    return [(f"{title}: {called}", chosen) for name, called in kinds.items() if len(chosen := by(name)) > _OF_ONE_PART]


# -- figures beside each other ---------------------------------------------------------------------------------------


def beside(name: str, title: str, figures: Sequence[Figure], names: Names) -> Drawn | None:
    """Figures of time points, kinds or groups side by side; None where there is none to draw."""
    drawn = [each for each in figures if each.started or each.suppressed][:MOST_IN_PICTURE]
    if not any(each.estimate is not None for each in drawn):
        return None
    unit = next(each.unit for each in drawn if each.estimate is not None)
    is_grouped = _is_grouped(drawn)
    rows = [_range(each, _label(each, names, is_grouped)) for each in drawn]
    scale = PER_CENT if unit == SHARE else _scale(rows)
    called = _unit(unit, drawn[0])
    pictures = (
        shown(ranges_picture(f"{name}-{width}", title, rows, width=width, scale=scale, unit=called))
        for width in (SLIM, BROAD)
    )
    return Drawn(title, Picture(*pictures), _marks(rows, scale))


def _marks(rows: Iterable[Range], scale: Scale) -> Marks:
    told = [row for row in rows if row.estimate is not None]
    ends = [end for row in told for end in (row.low, row.high) if end is not None]
    boxes = any(row.least is not None for row in told)
    return Marks(bool(told), any(not scale.holds(end) for end in ends), boxes)


def _scale(rows: Iterable[Range]) -> Scale:
    return scale_around([value for row in rows for value in row.drawn], steps=4)


def _unit(unit: str, figure: Figure) -> str:
    return {
        PER_THOUSAND: _("in 1,000 sessions"),
        POINTS: _("points better (left of 0: worse)"),
        MONEY: _("%(currency)s for each response") % {"currency": figure.value("currency")},
        DAYS: _("days until half of them"),
        WEEKS: _("weeks until half of them"),
        SESSIONS: _("sessions until half of them"),
    }.get(unit, "")


def _range(figure: Figure, label: str) -> Range:
    interval, bounds = figure.interval, figure.bounds
    if figure.suppressed or figure.estimate is None:
        return Range(label, "", None, note=_note(figure))
    is_bounded = bool(bounds and figure.missing)
    return Range(
        label,
        _says(figure),
        figure.estimate,
        _low(interval.low, figure.unit) if interval else None,
        _high(interval.high) if interval else None,
        _low(bounds.low, figure.unit) if bounds and is_bounded else None,
        _high(bounds.high) if bounds and is_bounded else None,
    )


def _low(value: float | None, unit: str) -> float:
    """An end that is open: of what cannot be less than nothing, nothing."""
    return value if value is not None else (-inf if unit == POINTS else 0.0)


def _high(value: float | None) -> float:
    return inf if value is None else value


def _note(figure: Figure) -> str:
    if figure.suppressed:
        return _("fewer than 10") if figure.why.startswith(_TOO_FEW) else _("not shown, to protect a smaller group")
    return _("fewer than half, so far") if figure.unit in (WEEKS, SESSIONS) else ""


def _says(figure: Figure) -> str:
    if figure.unit in (SHARE, PER_THOUSAND):
        return f"{figure.numerator:,.0f} / {figure.denominator:,.0f}"
    told = f"{figure.estimate:,.0f}" if figure.unit == MONEY else f"{figure.estimate:.3g}"
    known = {"answered": figure.answered or 0, "started": figure.started or 0}
    return f"{told} ({_('%(answered)s of %(started)s known') % known})"


def _label(figure: Figure, names: Names, is_grouped: bool) -> str:
    """What a line is about; where there are groups, the time point stands in the title."""
    weeks = figure.value(WEEKS)
    if is_grouped:
        return names.group(figure)
    if figure.unit == PER_THOUSAND:
        return telling.name(figure) if figure.of else _("all harms")
    return _("%(weeks)s weeks") % {"weeks": weeks} if weeks else _("everybody")


# -- curves ----------------------------------------------------------------------------------------------------------


def _curves(title: str, figures: Sequence[Figure]) -> Iterator[Drawn]:
    """The curve of everybody, with its steps as a table."""
    for figure in figures:
        if not figure.curve or figure.group or figure.suppressed:
            continue
        stairs = [Stair(step.time, step.share, step.low, step.high, step.at_risk) for step in figure.curve]
        is_weeks = figure.unit == WEEKS
        unit = _("weeks after the first injection") if is_weeks else _("sessions")
        half = _("half of them by %(time)s") % {"time": f"{figure.estimate:g}"} if figure.estimate is not None else ""
        said = Said(unit, half, _("still followed, so far without"))
        drawn = (
            shown(steps_picture(f"{figure.indicator}-curve-{width}", title, stairs, said,
                                began=figure.answered or 0, width=width))
            for width in (SLIM, BROAD)
        )  # fmt: skip
        heads = (_("Week") if is_weeks else _("Session"), _("Had it by then"), _("95 % interval"), said.followed)
        lines = (
            (
                f"{step.time:g}",
                f"{step.share * 100:.0f} %",
                f"{step.low * 100:.0f}–{step.high * 100:.0f} %",
                str(step.at_risk),
            )
            for step in figure.curve
        )
        yield Drawn(title, Picture(*drawn), Marks(has_curve=True), (heads, *lines))
