"""Reading a PDF back as a person and a screen reader do."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader

from enthesis.papers import paper as printing
from enthesis.papers.engine import PapersMissing

MM = 72 / 25.4


def opened(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """All words of all pages with single blanks, so that a line break hides nothing."""
    words = " ".join(page.extract_text() for page in opened(pdf).pages)
    return " ".join(words.replace("\N{NO-BREAK SPACE}", " ").split())


def size_in_mm(pdf: bytes) -> set[tuple[int, int]]:
    """The sizes of its pages."""
    boxes = [page.mediabox for page in opened(pdf).pages]
    return {(round(float(box.width) / MM), round(float(box.height) / MM)) for box in boxes}


def tags_of(pdf: bytes) -> list[str]:
    """Every tag in reading order: H1, Table, TR, TH ..."""
    return [str(element["/S"])[1:] for element in _elements(opened(pdf).trailer["/Root"]["/StructTreeRoot"])]


def cannot_print(patch: pytest.MonkeyPatch) -> None:
    """A machine without the libraries, for the rest of a test."""

    def engine() -> Any:
        raise PapersMissing("the library Pango is missing")

    patch.setattr(printing, "engine", engine)


def table_headers(pdf: bytes) -> int:
    return tags_of(pdf).count("TH")


def _elements(node: Any) -> Iterator[Any]:
    node = node.get_object()
    if isinstance(node, list):
        for each in node:
            yield from _elements(each)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _elements(node["/K"])
