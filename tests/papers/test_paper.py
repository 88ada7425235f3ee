"""Every paper: tagged, named, repeatable, whole by itself; and what is said where a machine cannot print."""

import builtins
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from enthesis.papers import engine as engines
from enthesis.papers.engine import PapersMissing, engine
from enthesis.papers.markup import Markup, el, joined
from enthesis.papers.paper import FetchedNothing, Paper, print_on_one_page, print_paper
from tests.papers.reading import opened, size_in_mm, tags_of, text_of

DAY = date(2026, 11, 30)


def paper(body: Markup, style: str = "", **more: Any) -> Paper:
    return Paper(title="A & B <paper>", body=body, style=style, made_on=DAY, **more)


def test_it_is_tagged_and_says_its_title_its_language_and_its_day() -> None:
    body = el("main", el("h1", "Heading"), el("table", el("tr", el("th", "name", scope="row"), el("td", "1"))))
    pdf = print_paper(paper(body, "@page { size: 105mm 148mm }")).pdf
    root = opened(pdf).trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "en"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    assert opened(pdf).metadata.title == "A & B <paper>"
    assert opened(pdf).metadata["/CreationDate"] == "D:20261130"
    assert {"Document", "H1", "Table", "TR", "TH", "TD"} <= set(tags_of(pdf))
    assert size_in_mm(pdf) == {(105, 148)}


def test_the_same_values_give_the_same_bytes_and_another_day_gives_others() -> None:
    body = el("p", "Words")
    first, again = (print_paper(paper(body)).pdf for _ in range(2))
    assert first == again
    assert print_paper(Paper(title="A", body=body, style="", made_on=date(2026, 12, 1))).pdf != first


def test_the_same_values_give_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib, datetime as d; from enthesis.papers.paper import *; from enthesis.papers.markup import el;"
        "p = Paper(title='T', body=el('p', 'Words'), style='', made_on=d.date(2026, 11, 30));"
        "print(hashlib.sha256(print_paper(p).pdf).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_an_identifier_that_is_given_is_kept() -> None:
    pdf = print_paper(paper(el("p", "Words"), identifier="estimate-7")).pdf
    assert opened(pdf).trailer["/ID"][0] in ("estimate-7", b"estimate-7")


@pytest.mark.parametrize(
    "body",
    [
        '<img src="https://example.org/a.png" alt="">',
        '<img src="file:///etc/hostname" alt="">',
        '<link rel="stylesheet" href="http://example.org/a.css">',
        '<p style="background: url(http://example.org/a.png)">x</p>',
        '<object data="http://example.org/a.svg"></object>',
    ],
)
def test_a_paper_asks_for_nothing_outside_itself(body: str) -> None:
    with pytest.raises(FetchedNothing, match="holds all that it shows"):
        print_paper(paper(Markup(body)))


def test_what_is_typed_is_words_and_never_markup() -> None:
    typed = '<script>alert("x")</script> & <b>bold</b>'
    assert text_of(print_paper(paper(el("p", typed))).pdf) == typed
    assert "<script" not in el("p", typed, class_='"><script>')


def test_only_texts_and_elements_go_into_an_element() -> None:
    assert joined(["a", None, [el("b", "c")]]) == "a<b>c</b>"
    with pytest.raises(TypeError, match="neither text nor an element"):
        el("p", 7)


def test_the_largest_size_that_fits_on_one_page_is_taken() -> None:
    words = el("p", "word " * 400)

    def at(size: str) -> Paper:
        return paper(words, f"@page {{ size: 105mm 148mm; margin: 5mm }} html {{ font-size: {size} }}")

    assert print_on_one_page(at, ("30pt", "20pt", "8pt", "2pt")).pdf == print_paper(at("8pt")).pdf
    assert print_on_one_page(at, ("30pt", "20pt")).pages > 1
    with pytest.raises(ValueError, match="needs a size"):
        print_on_one_page(at, ())


@pytest.fixture
def _anew() -> Iterator[None]:
    """The engine is looked for again, before and after."""
    engine.cache_clear()
    yield
    engine.cache_clear()


@pytest.mark.usefixtures("_anew")
@pytest.mark.parametrize(
    ("problem", "says"),
    [
        (ModuleNotFoundError("weasyprint"), "the Python package WeasyPrint is not installed"),
        (OSError("cannot load library 'libpango-1.0-0': no such file"), "the library libpango-1.0-0 is missing"),
        (OSError("odd"), "the library Pango is missing"),
    ],
)
def test_a_machine_without_the_libraries_gets_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], problem: Exception, says: str
) -> None:
    def absent(name: str) -> None:
        builtins.print("WeasyPrint could not import some external libraries")
        raise problem

    monkeypatch.setattr(engines, "import_module", absent)
    with pytest.raises(PapersMissing) as told:
        print_paper(paper(el("p", "Words")))
    assert told.value.says == f"PDF papers cannot be made on this machine: {says}."
    assert "apt-get install -y libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core" in told.value.remedy
    assert capsys.readouterr().out == ""


def test_a_machine_without_fonts_gets_a_sentence_before_pango_ends_the_process(tmp_path: Path) -> None:
    empty = tmp_path / "fonts.conf"
    empty.write_text(f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>")
    code = (
        "import datetime as d; from enthesis.papers.paper import *; from enthesis.papers.markup import el;"
        "from enthesis.papers.engine import PapersMissing\n"
        "try: print_paper(Paper(title='T', body=el('p', 'Words'), style='', made_on=d.date(2026, 11, 30)))\n"
        "except PapersMissing as missing: print(missing.says)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "FONTCONFIG_FILE": str(empty)},
    )
    assert done.returncode == 0
    assert done.stdout == "PDF papers cannot be made on this machine: the font DejaVu Sans is missing.\n"
    assert done.stderr == ""


def test_nothing_is_loaded_that_a_machine_may_lack_before_something_is_printed() -> None:
    """So a clinic starts, and every page and command but printing works, where the libraries are missing."""
    code = (
        "import sys, enthesis.cli.mix, enthesis.cli.estimate, enthesis.papers.estimate, enthesis.papers.recipe_card\n"
        "print('weasyprint' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
