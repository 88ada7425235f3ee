"""The sheet of an imaging order: of whom, of what, what it is to answer, and who asks."""

from dataclasses import dataclass
from datetime import date

from enthesis.papers.markup import Markup, blank, el
from enthesis.papers.paper import Paper, Printed, print_paper, style_sheet
from enthesis.pathway.window import in_words


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderSheet:
    """What stands on the sheet."""

    clinic: str
    telephone: str
    number: str  # of the course
    patient: str
    born: date | None
    what: str  # "x-ray, left knee"
    question: str
    problem: str
    ordered_on: date | None
    ordered_by: str
    takes: tuple[str, ...]  # medicines
    name: str  # of the order


def order_sheet(sheet: OrderSheet, made_on: date, identifier: str = "") -> Printed:
    """The order as PDF, one page of A5 in most cases. Raises `PapersMissing`."""
    return print_paper(
        Paper(
            title=f"Imaging order: {sheet.what} ({sheet.number})",
            body=_body(sheet),
            style=style_sheet("letter.css"),
            made_on=made_on,
            identifier=identifier,
        )
    )


def _body(sheet: OrderSheet) -> Markup:
    on = in_words(sheet.ordered_on) if sheet.ordered_on else blank("short")
    rows: list[tuple[str, object]] = [
        ("Patient", sheet.patient),
        ("Born", in_words(sheet.born) if sheet.born else blank("short")),
        ("Number", sheet.number),
        ("Problem", sheet.problem),
        ("Takes", ", ".join(sheet.takes) if sheet.takes else "not stated"),
        ("Allergies, pregnancy, metal", blank()),
    ]
    return el(
        "main",
        el("div", el("strong", sheet.clinic), el("span", sheet.telephone), class_="head"),
        el("h1", "Imaging order"),
        el("p", el("strong", sheet.what[:1].upper() + sheet.what[1:]), class_="what"),
        el("h2", "What it is to answer"),
        el("p", sheet.question),
        el("h2", "Of whom"),
        el("table", el("tbody", [el("tr", el("th", a, scope="row"), el("td", b)) for a, b in rows]), class_="whose"),
        el("p", "Ordered by ", sheet.ordered_by, " on ", on, class_="by"),
        el("p", "Signature: ", blank(), class_="to-sign"),
        el("p", f"Please send the report to {sheet.clinic}. Order {sheet.name}.", class_="foot"),
    )
