"""Figures as a page shows them: the answer first, then the figure, then who is missing, and the way to its rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from enthesis.clinic.accounts import names_of
from enthesis.outcomes import telling
from enthesis.outcomes.figure import Figure
from enthesis.outcomes.report import Report
from enthesis.pathway.indicators import Definition, shipped
from enthesis.pathway.structures.catalogue import structures
from enthesis.web.outcomes.asked import Asked

PAIN = "nrs_pain"
WEEKS = "weeks"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure, ready for a table."""

    name: str
    group: str
    answer: str
    detail: str
    missing: str
    rows: str  # the address of the rows it counts, without the page; "" where none may be shown
    only: str  # the same page about this group only


@dataclass(frozen=True, slots=True)
class Block:
    """One indicator with its figures."""

    definition: Definition
    lines: tuple[Line, ...]
    not_stated: tuple[str, ...]
    is_grouped: bool


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


class Names:
    """What the values of groups are called: clinicians by name, structures and others in words."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        handles = {value for figure in figures for name, value in figure.group if name == "clinician"}
        self._people = names_of(handles)

    def of(self, name: str, value: str) -> str:
        if name == "clinician":
            return self._people.get(value, value)
        if name == "structure":
            known = structures().get(value)
            return known.name if known else value.replace("-", " ")
        if name == "session":
            return _("session %(number)s") % {"number": value}
        return value.replace("_", " ").replace("-", " ") if name in ("indication", "region") else value

    def group(self, figure: Figure) -> str:
        return ", ".join(self.of(name, value) for name, value in figure.group) or _("everybody")


def line(figure: Figure, asked: Asked, names: Names) -> Line:
    return Line(
        telling.name(figure),
        names.group(figure),
        telling.answer(figure),
        telling.detail(figure),
        telling.missing(figure),
        "" if figure.suppressed or not figure.started else asked.of_figure(figure),
        asked.only(figure),
    )


def in_order(figures: Iterable[Figure]) -> list[Figure]:
    """By time point and group, everybody first."""

    def place(figure: Figure) -> tuple[object, ...]:
        others = tuple(sorted(part for part in figure.of if part[0] != WEEKS))
        return (others, bool(figure.group), int(figure.value(WEEKS) or 0), figure.group)

    return sorted(figures, key=place)


def block(indicator: str, report: Report, asked: Asked, names: Names) -> Block:
    """An indicator's figures. On a page of many of them, those of pain stand for those of every instrument."""
    figures = in_order(report.of(indicator))
    stated = tuple(dict.fromkeys(each.says for each in report.not_stated if each.indicator == indicator))
    return Block(
        shipped().definitions[indicator],
        tuple(line(each, asked, names) for each in figures),
        stated,
        bool(report.groups) and indicator not in report.not_grouped,
    )


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


def as_cell(value: object, name: str) -> str:
    """A cell of a row behind a figure, as it is shown."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return f"{value:g}"
    return str(value).replace("_", " ") if name == "counted" else str(value)
