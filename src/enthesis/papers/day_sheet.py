"""The day sheet of the treatment room: each injection visit with what was done last time and what to mind."""

from dataclasses import dataclass
from datetime import date

from enthesis.papers.markup import Markup, el
from enthesis.papers.paper import Paper, Printed, print_paper, style_sheet
from enthesis.pathway.window import in_words


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about a visit. `is_care`: somebody has to look at it before the needle."""

    name: str
    says: tuple[str, ...]
    is_care: bool = False


@dataclass(frozen=True, slots=True)
class SheetVisit:
    """One injection visit."""

    time: str
    what: str
    where: str  # with whom and in which room
    patient: str
    born: date | None
    number: str
    problem: str
    facts: tuple[Fact, ...]

    @property
    def is_care(self) -> bool:
        return any(fact.is_care for fact in self.facts)


@dataclass(frozen=True, slots=True)
class DaySheet:
    """A day of one clinic."""

    clinic: str
    on: date
    printed: str  # when, and by whom
    visits: tuple[SheetVisit, ...]


def day_sheet_paper(sheet: DaySheet, made_on: date, identifier: str = "") -> Printed:
    """The sheet as PDF. Raises `PapersMissing`."""
    return print_paper(
        Paper(
            title=f"Day sheet: {in_words(sheet.on)}",
            body=_body(sheet),
            style=style_sheet("day_sheet.css"),
            made_on=made_on,
            identifier=identifier,
        )
    )


def _body(sheet: DaySheet) -> Markup:
    none = el("p", "No injection is booked on this day.")
    return el(
        "main",
        el("div", el("strong", sheet.clinic), el("span", sheet.printed), class_="head"),
        el("h1", f"Treatment room: {sheet.on:%A}, {in_words(sheet.on)}"),
        [_visit(visit) for visit in sheet.visits] or none,
        el("p", "It holds what patients told in confidence: shred it when the day is over.", class_="foot"),
    )


def _visit(visit: SheetVisit) -> Markup:
    born = f", born {in_words(visit.born)}" if visit.born else ""
    rows = [
        el(
            "tr",
            el("th", f"! {fact.name}" if fact.is_care else fact.name, scope="row"),
            el("td", [el("div", line) for line in fact.says]),
            class_="care" if fact.is_care else None,
        )
        for fact in visit.facts
    ]
    return el(
        "section",
        el("h2", f"{visit.time}  {visit.patient}{born}"),
        el("p", " · ".join(filter(None, (visit.what, visit.problem, visit.where, visit.number)))),
        el("table", el("tbody", rows)),
    )
