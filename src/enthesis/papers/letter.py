"""A letter about a course, to whoever sent the patient or treats the patient too."""

from dataclasses import dataclass
from datetime import date

from enthesis.papers.markup import Markup, blank, el
from enthesis.papers.paper import Paper, Printed, print_paper, style_sheet
from enthesis.pathway.letter_words import LetterWords
from enthesis.pathway.window import in_words


@dataclass(frozen=True, slots=True)
class Session:
    """One session of injections, in words."""

    day: str
    what: str
    where: tuple[str, ...]  # a point each, with its volume
    drawn: tuple[str, ...]  # a part of the solution each
    more: str  # guidance, the percentage, the whole volume, a reaction


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One scale: how often it was taken, where it began, where it stands and after how many days."""

    title: str
    taken: str
    baseline: str
    now: str
    change: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterPaper:
    """Everything that stands in a letter."""

    words: LetterWords
    clinic: str
    telephone: str
    to: tuple[str, ...]  # name and address, a line each
    on: date
    subject: str
    born: date | None
    number: str
    opening: str
    own_words: tuple[str, ...]  # the clinician's, a paragraph each
    sessions: tuple[Session, ...]
    scores: tuple[ScoreRow, ...]
    harms: tuple[str, ...]
    open: tuple[str, ...]  # symptoms and orders that are not closed
    next: tuple[str, ...]
    signed: str


def letter_paper(letter: LetterPaper, identifier: str = "") -> Printed:
    """The letter as PDF. Raises `PapersMissing`."""
    return print_paper(
        Paper(
            title=f"Letter: {letter.subject} ({letter.number})",
            body=_body(letter),
            style=style_sheet("letter.css"),
            made_on=letter.on,
            identifier=identifier,
        )
    )


def _body(letter: LetterPaper) -> Markup:
    words = letter.words
    born = f", born {in_words(letter.born)}" if letter.born else ""
    return el(
        "main",
        el("div", el("strong", letter.clinic), el("span", letter.telephone), class_="head"),
        el("div", [el("div", line) for line in letter.to] or blank(), class_="to"),
        el("p", in_words(letter.on), class_="on"),
        el("h1", f"{letter.subject}{born}"),
        el("p", letter.opening),
        [el("p", paragraph, class_="words") for paragraph in letter.own_words],
        el("section", el("h2", words.done), _sessions(letter)),
        el("section", el("h2", words.scores), _scores(letter)),
        _listed(words.harms, letter.harms, words.no_harms),
        _listed(words.open, letter.open, "") if letter.open else None,
        _listed(words.next, letter.next, words.no_next),
        el("p", words.honest),
        el("p", words.closing, class_="by"),
        el("p", blank(), class_="to-sign"),
        el("p", letter.signed),
        el(
            "p", f"{letter.number}. Made from the record as it stood on that day; words {words.version}.", class_="foot"
        ),
    )


def _sessions(letter: LetterPaper) -> Markup:
    if not letter.sessions:
        return el("p", letter.words.none_done)
    head = el("tr", [el("th", name, scope="col") for name in ("Day", "Where", "What was injected")])
    rows = [
        el(
            "tr",
            el("th", each.day, scope="row"),
            el("td", el("strong", each.what), [el("div", where) for where in each.where]),
            el("td", [el("div", part) for part in each.drawn], el("div", each.more) if each.more else None),
        )
        for each in letter.sessions
    ]
    return el("table", el("thead", head), el("tbody", rows), class_="lines")


def _scores(letter: LetterPaper) -> Markup:
    if not letter.scores:
        return el("p", letter.words.no_scores)
    head = el("tr", [el("th", name, scope="col") for name in ("Scale", "Taken", "Baseline", "Now", "Change")])
    rows = [
        el(
            "tr",
            el("th", each.title, scope="row"),
            [el("td", said) for said in (each.taken, each.baseline, each.now, each.change)],
        )
        for each in letter.scores
    ]
    return el("table", el("thead", head), el("tbody", rows), class_="lines")


def _listed(title: str, lines: tuple[str, ...], none: str) -> Markup:
    said = el("ul", [el("li", line) for line in lines]) if lines else el("p", none)
    return el("section", el("h2", title), said)
