"""The pages of a patient's visits are read at the age of 12, and promise nothing."""

import re
from pathlib import Path

import pytest

from enthesis.cli.reading_age import BAR, measured
from enthesis.web import apps

PAGES = sorted((Path(apps.__file__).parent / "templates/web/patient/visits").glob("*.html"))


def sentences(page: Path) -> list[str]:
    """What a page says in whole sentences; what is filled in counts as one short word."""
    text = re.sub(r"{%[^%]*%}", " ", re.sub(r"{{[^}]*}}", "it", page.read_text("utf-8")))
    text = re.sub(r"<[^>]+>", " ", re.sub(r"</(p|h1|h2|h3|li|td|th)>", ". ", text))
    parts = re.split(r"(?<=[.?!:]) ", re.sub(r"\s+", " ", text))
    return [part.strip() for part in parts if len(part.split()) > 3 and part.strip()[-1] in ".?!:"]


def test_there_are_pages_to_read() -> None:
    assert len([page for page in PAGES if sentences(page)]) > 10


@pytest.mark.parametrize("page", [page for page in PAGES if sentences(page)], ids=lambda page: page.stem)
def test_a_page_is_read_at_the_age_of_12_and_promises_nothing(page: Path) -> None:
    said = sentences(page)
    found = measured(said)
    assert found.flesch_kincaid <= BAR
    assert found.coleman_liau <= BAR
    words = set(re.findall(r"[a-z]+", " ".join(said).lower()))
    assert not words & {"safe", "guaranteed", "guarantee", "cure", "heals", "painless", "surely", "promise"}
