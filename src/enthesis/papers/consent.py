"""The consent that a patient signed, or the text to be signed by hand: what was read, who signed it, when and how."""

from dataclasses import dataclass
from datetime import date, datetime

from enthesis.papers.markup import Markup, blank, el
from enthesis.papers.paper import Paper, Printed, print_paper, style_sheet
from enthesis.pathway.consent import ConsentText, OwnItem, Section
from enthesis.pathway.consent.signature import HIGH, WIDE, Stroke, strokes_of
from enthesis.pathway.window import in_words


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed. `path`: the strokes of a drawn one; `at`: the instant on the clinic's clock."""

    name: str
    path: str
    on: date | None
    at: datetime | None
    event: str  # id of the event that keeps it


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentPaper:
    """What stands on the paper. Without a signature there are lines to sign on."""

    text: ConsentText
    sections: tuple[Section, ...]
    items: tuple[OwnItem, ...]
    signature: Signature | None
    clinic: str
    number: str
    patient: str
    born: date | None
    problem: str


def consent_paper(paper: ConsentPaper, made_on: date, identifier: str = "") -> Printed:
    """The consent as PDF. Raises `PapersMissing`."""
    return print_paper(
        Paper(
            title=f"{paper.text.title} ({paper.number})",
            body=_body(paper),
            style=style_sheet("consent.css"),
            made_on=made_on,
            language=paper.text.language,
            identifier=identifier,
        )
    )


def _body(paper: ConsentPaper) -> Markup:
    text = paper.text
    return el(
        "main",
        el("div", el("strong", paper.clinic), el("span", f"{paper.number}"), class_="head"),
        el("h1", text.title),
        _whose(paper),
        None if text.is_reviewed else el("p", "Draft: no clinician has reviewed these words yet.", class_="draft"),
        [_section(section) for section in paper.sections],
        _own(paper),
        _declared(paper),
        _signed(paper.signature),
        el(
            "p",
            f"{text.document}, version {text.stamp}. Its sources are kept with the text, in the clinic's programme.",
            class_="foot",
        ),
    )


def _whose(paper: ConsentPaper) -> Markup:
    rows = [("For", paper.patient), ("About", paper.problem)]
    if paper.born:
        rows.insert(1, ("Born", in_words(paper.born)))
    return el(
        "table",
        el("tbody", [el("tr", el("th", name, scope="row"), el("td", said)) for name, said in rows]),
        class_="whose",
    )


def _section(section: Section) -> Markup:
    said = [
        el(
            "li",
            each.text,
            el("span", f" Not confirmed: {each.unverified}.", class_="small") if each.unverified else None,
        )
        for each in section.says
    ]
    return el("section", el("h2", section.title), el("ul", said))


def _own(paper: ConsentPaper) -> Markup:
    own = paper.text.own
    if not paper.items:
        return el("section", el("h2", own.title), el("p", own.none))
    return el(
        "section", el("h2", own.title), el("p", own.says), el("ul", [el("li", item.text) for item in paper.items])
    )


def _declared(paper: ConsentPaper) -> Markup:
    return el(
        "section",
        el("h2", "With my signature I say"),
        el("ul", [el("li", each) for each in paper.text.declares]),
    )


def _signed(signature: Signature | None) -> Markup:
    if signature is None:
        lines = ("Name", "Signature", "Day and time", "Clinician who talked with me")
        return el("section", [el("p", f"{line}: ", blank(), class_="to-sign") for line in lines], class_="signed")
    when = in_words(signature.on) if signature.on else ""
    if signature.at is not None:
        when = f"{in_words(signature.at.date())} at {signature.at:%H:%M}"
    how = "drawn by hand on a screen" if signature.path else "typed as a signature"
    return el(
        "section",
        el("h2", "Signed"),
        _drawing(signature) if signature.path else None,
        el("p", el("strong", signature.name)),
        el("p", f"{when}, {how}. Kept in the record as {signature.event}."),
        class_="signed",
    )


def _drawing(signature: Signature) -> Markup:
    strokes = " ".join(_path(stroke) for stroke in strokes_of(signature.path))
    line = el("path", d=strokes, fill="none", stroke="#000", stroke_width="3", stroke_linecap="round")
    return el(
        "div",
        el("svg", line, viewBox=f"0 0 {WIDE} {HIGH}", role="img", aria_label=f"Signature of {signature.name}"),
        class_="drawing",
    )


def _path(stroke: Stroke) -> str:
    return " ".join(f"{'L' if place else 'M'}{across} {down}" for place, (across, down) in enumerate(stroke))
