"""Printing: a page of HTML and its style to a tagged PDF. The same page gives the same bytes, and asks for nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from html import escape
from importlib.resources import files
from threading import Lock
from typing import Any

from enthesis.papers.engine import engine
from enthesis.papers.markup import Markup

_turn = Lock()  # Pango keeps what it knows of fonts for the whole process


class FetchedNothing(ValueError):
    """A paper asked for something outside itself, and got nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """A page to print. The same values give the same bytes."""

    title: str
    body: Markup
    style: str  # CSS, after that of every paper; with `@page {size: ...}`
    made_on: date
    language: str = "en"
    identifier: str = ""  # of the file; where empty, it is made from all the rest

    @property
    def html(self) -> str:
        title, day = escape(self.title), self.made_on.isoformat()
        return (
            f'<!doctype html><html lang="{escape(self.language)}"><head><meta charset="utf-8"><title>{title}</title>'
            f'<meta name="dcterms.created" content="{day}"><meta name="generator" content="Enthesis">'
            f"<style>{style_sheet('base.css')}{self.style}</style></head><body>{self.body}</body></html>"
        )


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF and how many pages it has."""

    pdf: bytes
    pages: int


def print_paper(paper: Paper) -> Printed:
    """The PDF of a paper: tagged (PDF/UA-1), with title, language, identifier and day.

    Raises `PapersMissing` where this machine cannot print, `FetchedNothing` for a paper that is not whole by itself.
    """
    weasyprint, html = engine(), paper.html
    identifier = paper.identifier or sha256(html.encode()).hexdigest()[:32]
    with _turn:
        try:
            document = weasyprint.HTML(string=html, url_fetcher=_refusing(weasyprint)).render()
        except weasyprint.urls.FatalURLFetchingError as problem:  # no Exception, so that nothing swallows it
            raise FetchedNothing(str(problem)) from None
        pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier.encode())
    return Printed(pdf, len(document.pages))


def print_on_one_page(made: Callable[[str], Paper], sizes: Iterable[str]) -> Printed:
    """The paper at the first of the sizes at which it fits on one page; at the last one where it fits at none.

    `made` gives the paper for a size. Raises as `print_paper` does.
    """
    printed = None
    for size in sizes:
        printed = print_paper(made(size))
        if printed.pages == 1:
            break
    if printed is None:
        raise ValueError("a paper needs a size")
    return printed


def style_sheet(name: str) -> str:
    """A style sheet of this room."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _refusing(weasyprint: Any) -> Any:
    """What WeasyPrint asks for pictures, fonts and style sheets: it gets none, from the network or from the disk."""

    def fetch(self: Any, url: str, headers: Any = None) -> Any:
        raise weasyprint.urls.FatalURLFetchingError(f"A paper holds all that it shows; this one asks for {url:.80}")

    return type("Refusing", (weasyprint.urls.URLFetcher,), {"fetch": fetch})()
