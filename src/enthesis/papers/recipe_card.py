"""The recipe card: one A6 page beside the tray with what to draw up, what it really is, and what to mind."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from enthesis.papers.markup import Markup, blank, el
from enthesis.papers.paper import Paper, Printed, print_on_one_page, style_sheet
from enthesis.pathway.dosing import Mix
from enthesis.pathway.dosing.numbers import plain
from enthesis.pathway.finding import NOTE, REFUSE, STOP, Finding
from enthesis.pathway.tray import Card, Dose, Step
from enthesis.pathway.window import in_words

SIZES = ("10pt", "9.5pt", "9pt", "8.5pt", "8pt", "7.5pt", "7pt")  # of the running text; the mL are half as large again
UNVERIFIED = " (unverified: confirm before use)"
GAP = "\N{NO-BREAK SPACE}"  # between a number and its unit, and where nothing is written yet


def recipe_card(card: Card, made_on: date, identifier: str = "") -> Printed:
    """The card as PDF, in the largest letters that fit on one A6 page. Raises `PapersMissing`."""
    body = _body(card)
    style = style_sheet("recipe_card.css")

    def at(size: str) -> Paper:
        return Paper(
            title=f"Recipe card: {_solution(card)}",
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
        el("h1", _solution(card)),
        _asked(card),
        _passed(card),
        _draw(card),
        _syringes(card),
        _true(card),
        _told(card),
        _signed(card),
        _foot(card),
    )


def _solution(card: Card) -> str:
    """What is in the syringes after rounding: "Dextrose 15 %, 54 mL"."""
    return f"Dextrose {_percent(card.mix)}, {_ml(card.mix.total_ml)}{GAP}mL"


def _asked(card: Card) -> Markup | None:
    """What was asked for, where rounding to the syringe changed it."""
    asked = f"Dextrose {_percent(card.asked)}, {_ml(card.asked.total_ml)}{GAP}mL"
    return None if asked == _solution(card) else el("p", f"Asked for: {asked}. These are the figures after rounding.")


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
        cells.append(el("td", _ml(step.each_ml), class_="n"))
    cells.append(el("td", _ml(step.all_ml), exact, class_="n"))
    return el("tr", cells)


def _vials(step: Step) -> Iterator[list[object]]:
    """A line for each vial: what its label says, or where to write it."""
    for vial in step.vials:
        lot = vial.lot or blank("short")
        yield ["Lot ", lot, "  expires ", vial.expires.isoformat() if vial.expires else blank("short")]
    if not step.vials:
        yield ["Lot ", blank("short"), "  expires ", blank("short")]


def _syringes(card: Card) -> Markup:
    syringes, marks = card.syringes, sorted({step.mark_ml for step in card.steps})
    shown = f"marks of {' and '.join(plain(mark) for mark in marks)} mL"
    if syringes.number > 1:
        says = f"{syringes.number} syringes, {syringes.names}: {_ml(syringes.each_ml)} mL in each."
    elif syringes.size_ml is not None:
        says = f"1 syringe of {plain(syringes.size_ml)} mL."
    else:
        says = "All of it drawn up at once."
    return el("p", says, el("span", f" Rounded to {shown}.", class_="small"), class_="syringes")


def _true(card: Card) -> Markup:
    """The true figures after rounding."""
    grams = "" if card.mix.dextrose_g is None else f", {plain(card.mix.dextrose_g, 2)}{GAP}g"
    rows = [("Dextrose", f"{_percent(card.mix)}{grams}")]
    rows += [(dose.drug.capitalize(), _dose(dose)) for dose in card.doses]
    for other in card.mix.others:
        if other.kind != "diluent":
            amount = "" if other.amount is None else f"{plain(other.amount, 2)}{GAP}{other.amount_unit}".strip()
            rows.append((other.name.capitalize(), amount or "amount not known"))
    rows.append(("Osmolarity", _osmolarity(card)))
    return el(
        "table",
        el("tbody", [el("tr", el("th", name, scope="row"), el("td", said)) for name, said in rows]),
        class_="true",
    )


def _dose(dose: Dose) -> str:
    said = "amount not known" if dose.mg is None else f"{plain(dose.mg, 2)}{GAP}mg"
    if dose.percent is not None:
        said += f" ({plain(dose.percent, 2)}{GAP}%)"
    if dose.earlier_mg:
        said += f" + {plain(dose.earlier_mg, 2)}{GAP}mg before"
    said += f", limit {plain(dose.limit_mg)}{GAP}mg" if dose.limit_mg is not None else ", limit not known"
    if dose.mg_per_kg is not None:
        said += f"; {plain(dose.mg_per_kg, 2)}{GAP}mg/kg"
    return said + (UNVERIFIED if dose.is_unverified else "")


def _osmolarity(card: Card) -> str:
    if card.mix.osmolarity_total is None:
        return "not computed"
    known = f"{plain(card.mix.osmolarity_total, 0)}{GAP}mosm/L"
    return known + (UNVERIFIED if "osm_total_mosm_per_l" in card.unverified else "")


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
        el("tbody", el("tr", [el("td", el("div", said or GAP), el("span", name)) for name, said in cells])),
        class_="signed",
    )


def _foot(card: Card) -> Markup:
    sources = f" Sources: {', '.join(card.sources)}." if card.sources else ""
    return el("p", f"Rules: {card.version}.{sources} A clinician decides.", class_="foot")


def _percent(mix: Mix) -> str:
    return "?" if mix.dextrose_percent is None else f"{plain(mix.dextrose_percent, 2)}{GAP}%"


def _ml(value: Decimal | None) -> str:
    return "?" if value is None else plain(value)
