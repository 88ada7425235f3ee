"""What trials say about one condition, on paper: words, plots, the inputs beside them, and what was left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from enthesis.papers.markup import Markup, el
from enthesis.papers.paper import Paper, Printed, print_paper, style_sheet


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceSection:
    """One question."""

    title: str
    figures: tuple[tuple[str, str], ...]  # what it is called, what it says
    plot: str  # SVG; "" where there is none
    trials: tuple[tuple[str, ...], ...]  # trial, what, prolotherapy, the other arm, effect, weight
    sources: tuple[str, ...]
    remarks: tuple[str, ...]
    left_out: tuple[tuple[str, str, str], ...]  # trial, what, why


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceSheet:
    """Everything that is printed."""

    title: str
    words: tuple[str, ...]
    sections: tuple[EvidenceSection, ...]
    version: str


_TRIALS = ("Trial", "What, how many, when", "Prolotherapy", "The other group", "Effect (95 % interval)", "Weight")
_LEFT = ("Trial", "What", "Why it is left out")


def evidence_paper(sheet: EvidenceSheet, made_on: date) -> Printed:
    """The sheet as PDF on A4. Raises `PapersMissing`."""
    style = f"{style_sheet('letter.css')} svg {{ width: 100%; height: auto; margin-top: 3mm; }}"
    body = el(
        "main",
        el("h1", sheet.title),
        [el("p", said) for said in sheet.words],
        [list(_section(one)) for one in sheet.sections],
        el("p", sheet.version, class_="foot"),
    )
    return print_paper(Paper(title=sheet.title, body=body, style=style, made_on=made_on))


def _section(one: EvidenceSection) -> Iterator[Markup]:
    yield el("h2", one.title)
    for name, said in one.figures:
        yield el("p", el("strong", f"{name}: "), said)
    if one.plot:
        yield Markup(one.plot)
    if one.trials:
        yield _table(_TRIALS, one.trials)
    for said in (*one.remarks, *one.sources):
        yield el("p", said, class_="small")
    if one.left_out:
        yield _table(_LEFT, one.left_out)


def _table(heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Markup:
    return el(
        "table",
        el("thead", el("tr", [el("th", head, scope="col") for head in heads])),
        el("tbody", [el("tr", el("th", row[0], scope="row"), [el("td", cell) for cell in row[1:]]) for row in rows]),
        class_="lines",
    )
