"""The receipt for a payment: who paid what, when, how, for which course, and what is open afterwards."""

from dataclasses import dataclass
from datetime import date

from enthesis.papers.markup import Markup, blank, el
from enthesis.papers.paper import Paper, Printed, print_paper, style_sheet
from enthesis.pathway.window import in_words


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """What stands on it, in words of the caller's language."""

    title: str
    clinic: str
    clinic_lines: tuple[str, ...]
    amount: str  # 400.00 USD
    on: date | None
    rows: tuple[tuple[str, str], ...]  # what it is called, what it says
    signed: str
    language: str = "en"


def receipt_paper(receipt: Receipt, made_on: date, identifier: str = "") -> Printed:
    """The receipt as PDF on A5. Raises `PapersMissing`."""
    return print_paper(
        Paper(
            title=f"{receipt.title}: {receipt.amount}",
            body=_body(receipt),
            style=f"{style_sheet('estimate.css')} @page {{ size: A5; }}",
            made_on=made_on,
            language=receipt.language,
            identifier=identifier,
        )
    )


def _body(receipt: Receipt) -> Markup:
    about = [el("div", in_words(receipt.on))] if receipt.on else []
    lines = [el("strong", receipt.clinic), *receipt.clinic_lines]
    return el(
        "main",
        el(
            "div",
            el("div", [el("div", line) for line in lines], class_="provider"),
            el("div", about, class_="about"),
            class_="head",
        ),
        el("h1", receipt.title),
        el("section", el("p", receipt.amount, class_="total"), class_="sum"),
        el(
            "table",
            el("tbody", [el("tr", el("th", name, scope="row"), el("td", said)) for name, said in receipt.rows]),
            class_="whose",
        ),
        el("p", receipt.signed, " ", blank(), class_="given"),
    )
