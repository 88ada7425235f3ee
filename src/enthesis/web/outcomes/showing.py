"""Figures as a page shows them: the answer first, then the figure, then who is missing, and the way to its rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from enthesis.outcomes import naming, telling
from enthesis.outcomes.figure import Figure
from enthesis.outcomes.report import Report
from enthesis.pathway.indicators import Definition, shipped
from enthesis.web.outcomes.asked import Asked
from enthesis.web.outcomes.naming import Names

PAIN = "nrs_pain"
WEEKS = "weeks"
MOST_OPEN = 12  # lines of tables that are not folded away, but for the first table


@dataclass(frozen=True, slots=True)
class Line:
    """One figure, ready for a table."""

    name: str
    short: str  # the same under a title that says the rest: its time point
    group: str
    answer: str
    detail: str
    missing: str
    has_rows: bool  # whether there are any that may be shown
    rows: str  # the address of the rows it counts, without the page; "" is that of a figure of everybody and everything
    only: str  # the same page about this group only


@dataclass(frozen=True, slots=True)
class Section:
    """Figures of one kind, as one table. One that is not open is folded away."""

    title: str  # "" where it says no more than the page
    lines: tuple[Line, ...]
    is_open: bool
    has_kinds: bool  # whether its lines are about more than one thing, or about everybody together
    has_missing: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One indicator with its figures."""

    definition: Definition
    sections: tuple[Section, ...]
    not_stated: tuple[str, ...]
    is_grouped: bool
    is_of_harms: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The one sentence that a page begins with, and the figure behind it."""

    weeks: str
    low: int  # of a hundred
    high: int
    numerator: int
    started: int
    missing: int
    line: Line


def line(figure: Figure, asked: Asked, names: Names) -> Line:
    return Line(
        telling.name(figure),
        _short(figure),
        names.group(figure),
        telling.answer(figure),
        telling.detail(figure),
        telling.missing(figure),
        bool(figure.started) and not figure.suppressed,
        asked.of_figure(figure),
        asked.only(figure),
    )


def in_order(figures: Iterable[Figure]) -> list[Figure]:
    """By what they are about, everybody first, then by time point and group."""
    return sorted(figures, key=naming.place)


def block(indicator: str, report: Report, asked: Asked, names: Names) -> Block:
    """An indicator's figures by what they are about. What comes late on a long page is folded away."""
    stated = tuple(dict.fromkeys(each.says for each in report.not_stated if each.indicator == indicator))
    kinds: dict[str, list[Figure]] = {}
    for each in in_order(report.of(indicator)):
        kinds.setdefault(_kind(each), []).append(each)
    sections: list[Section] = []
    lines = 0
    is_grouped = bool(report.groups) and indicator not in report.not_grouped
    is_of_harms = shipped().definitions[indicator].unit == telling.PER_SESSIONS
    for title, figures in kinds.items():
        told = [line(each, asked, names) for each in figures if not _is_nothing(each)]
        lines += len(told)
        kinds_of_it = {each.short for each in told}
        sections.append(
            Section(
                title,
                tuple(told),
                is_open=not sections or lines <= MOST_OPEN,
                has_kinds=len(kinds_of_it) > 1 or not is_grouped,
                has_missing=any(each.missing for each in told) and not is_of_harms,
            )
        )
    return Block(shipped().definitions[indicator], tuple(sections), stated, is_grouped, is_of_harms)


def _kind(figure: Figure) -> str:
    """What a figure is about, without its time point; of harms, by what they are told apart."""
    if figure.unit != telling.PER_SESSIONS:
        return telling.about(figure)
    return {
        (): _("All harms"),
        ("severity",): _("By how bad they were"),
        ("expected",): _("By whether they were expected"),
        ("relatedness",): _("By whether the injection did it"),
    }.get(tuple(name for name, _value in figure.of), _("By how bad they were and whether the injection did it"))


def _is_nothing(figure: Figure) -> bool:
    """A kind of harm of which a group had none: the same of everybody is there, and all harms of the group."""
    return bool(figure.unit == telling.PER_SESSIONS and figure.of and figure.group and not figure.numerator)


def _short(figure: Figure) -> str:
    if figure.unit == telling.PER_SESSIONS:
        return telling.name(figure)
    weeks = figure.value(WEEKS)
    return _("%(weeks)s weeks") % {"weeks": weeks} if weeks else _("all")


@dataclass(frozen=True, slots=True)
class Headline:
    """One indicator on a page of all of them: the one figure of it that says most."""

    definition: Definition
    line: Line | None
    not_stated: str


def headlines(report: Report, asked: Asked, names: Names) -> list[Headline]:
    """Every indicator in one line: that of pain at the latest time point with enough people, or of everything."""
    found = []
    for name in dict.fromkeys(
        [*(each.indicator for each in report.figures), *(n.indicator for n in report.not_stated)]
    ):
        figures = [each for each in report.of(name) if not each.group]
        chosen = [each for each in figures if each.value("measure") in ("", PAIN)] or figures
        shown_ones = [each for each in chosen if not each.suppressed and each.started] or chosen
        last = max((int(each.value(WEEKS) or 0) for each in shown_ones), default=0)
        best = next((each for each in shown_ones if int(each.value(WEEKS) or 0) == last), None)
        stated = next((each.says for each in report.not_stated if each.indicator == name), "")
        definition = shipped().definitions[name]
        found.append(Headline(definition, line(best, asked, names) if best else None, "" if best else stated))
    return found


def first_answer(report: Report, asked: Asked, names: Names) -> Answer | None:
    """At the latest time point that ten people or more have come to: how many had at least 30 % less pain."""
    found = [
        each
        for each in report.of("responder_30", measure=PAIN)
        if not each.group and not each.suppressed and each.started and each.bounds
    ]
    if not found:
        return None
    last = max(found, key=lambda each: int(each.value(WEEKS)))
    assert last.bounds is not None
    return Answer(
        last.value(WEEKS),
        round((last.bounds.low or 0) * 100),
        round((last.bounds.high or 0) * 100),
        round(last.numerator or 0),
        last.started or 0,
        last.missing or 0,
        line(last, asked, names),
    )
