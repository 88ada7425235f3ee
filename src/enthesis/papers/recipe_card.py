"""The recipe card: one A6 page beside the tray with what to draw up, what it really is, and what to mind."""

from collections.abc import Iterator
from datetime import date

from enthesis.papers.markup import Markup, blank, el
from enthesis.papers.paper import Paper, Printed, print_on_one_page, style_sheet
from enthesis.pathway.dosing.numbers import plain
from enthesis.pathway.finding import NOTE, REFUSE, STOP, Finding
from enthesis.pathway.tray import Card, Step, words
from enthesis.pathway.window import in_words

SIZES = ("10pt", "9.5pt", "9pt", "8.5pt", "8pt", "7.5pt", "7pt")  # of the running text; the mL are half as large again


def recipe_card(card: Card, made_on: date, identifier: str = "") -> Printed:
    """The card as PDF, in the largest letters that fit on one A6 page. Raises `PapersMissing`."""
    body = _body(card)
    style = style_sheet("recipe_card.css")

    def at(size: str) -> Paper:
        return Paper(
            title=f"Recipe card: {words.solution(card.mix)}",
            body=body,
            style=f"{style} html {{ font-size: {size}; }}",
            made_on=made_on,
            identifier=identifier,
        )

    return print_on_one_page(at, SIZES)


def _body(card: Card) -> Markup:
    return el(
        "main",
        _head(card),
        el("h1", words.solution(card.mix)),
        _asked(card),
        _passed(card),
        _draw(card),
        _syringes(card),
        _true(card),
        _told(card),
        _signed(card),
        _foot(card),
    )


def _asked(card: Card) -> Markup | None:
    asked = words.asked_for(card)
    return el("p", asked) if asked else None


def _head(card: Card) -> list[Markup]:
    details = card.details
    day = in_words(details.on) if details.on else ["Date ", blank("short")]
    whose = "Patient" if details.patient else "Patient: number, not name"
    label = el("strong", details.patient) if details.patient else None
    where = el("strong", card.route) if card.route else blank()
    return [
        el("div", el("strong", details.clinic or "Recipe card"), el("span", day, class_="nowrap"), class_="head"),
        el(
            "div",
            el("div", el("span", whose, class_="small"), label, class_="stick"),
            el("div", el("span", "Where", class_="small"), where, class_="about"),
            class_="label",
        ),
    ]


def _passed(card: Card) -> Markup | None:
    if card.passed is None:
        return None
    refused = "; ".join(found.code for found in card.findings if found.level in (STOP, REFUSE))
    return el(
        "p",
        el("strong", "Refused by the rules"),
        f" ({refused}). Passed by {card.passed.by}: {card.passed.reason}",
        class_="passed",
    )


def _draw(card: Card) -> Markup:
    several = card.syringes.number > 1
    head = [el("th", "Draw up, in this order", scope="col")]
    if several:
        head.append(el("th", "each, mL", scope="col", class_="n"))
    head.append(el("th", "in all, mL" if several else "mL", scope="col", class_="n"))
    rows = [_row(place, step, several) for place, step in enumerate(card.steps, 1)]
    return el("table", el("thead", el("tr", head)), el("tbody", rows), class_="draw")


def _row(place: int, step: Step, several: bool) -> Markup:
    exact = el("span", f"(for {plain(step.exact_ml, 3)})", class_="exact") if step.is_rounded else None
    cells = [
        el("th", f"{place}  {step.stock}", [el("span", line, class_="vial") for line in _vials(step)], scope="row")
    ]
    if several:
        cells.append(el("td", words.ml(step.each_ml), class_="n"))
    cells.append(el("td", words.ml(step.all_ml), exact, class_="n"))
    return el("tr", cells)


def _vials(step: Step) -> Iterator[list[object]]:
    """A line for each vial: what its label says, or where to write it."""
    for vial in step.vials:
        lot = vial.lot or blank("short")
        yield ["Lot ", lot, "  expires ", vial.expires.isoformat() if vial.expires else blank("short")]
    if not step.vials:
        yield ["Lot ", blank("short"), "  expires ", blank("short")]


def _syringes(card: Card) -> Markup:
    return el("p", words.syringes(card), el("span", f" {words.marks(card)}", class_="small"), class_="syringes")


def _true(card: Card) -> Markup:
    """The true figures after rounding."""
    rows = [el("tr", el("th", name, scope="row"), el("td", said)) for name, said in words.true_figures(card)]
    return el("table", el("tbody", rows), class_="true")


def _told(card: Card) -> Markup | None:
    if not card.findings:
        return None
    return el("ul", [_finding(found) for found in card.findings], class_="told")


def _finding(found: Finding) -> Markup:
    if found.level == NOTE:
        return el("li", el("span", "–", class_="mark"), f"{found.says} {found.remedy}".strip())
    mark = "■" if found.level in (STOP, REFUSE) else "▲"
    says = [el("strong", found.says), f" {found.remedy}".rstrip(), " (unverified)" if found.unverified else ""]
    return el("li", el("span", mark, class_="mark"), says)


def _signed(card: Card) -> Markup:
    details = card.details
    cells = (("Prepared by", details.prepared_by), ("Checked by", details.checked_by), ("Time", details.time))
    return el(
        "table",
        el("tbody", el("tr", [el("td", el("div", said or words.GAP), el("span", name)) for name, said in cells])),
        class_="signed",
    )


def _foot(card: Card) -> Markup:
    sources = f" Sources: {', '.join(card.sources)}." if card.sources else ""
    return el("p", f"Rules: {card.version}.{sources} A clinician decides.", class_="foot")
