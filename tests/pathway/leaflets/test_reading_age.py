"""Every leaflet is read at about 12 years: Flesch-Kincaid and Coleman-Liau at most 6.9, every word as it stands."""

import re
from pathlib import Path

import pytest

from enthesis.cli.reading_age import BAR, ReadingAge, measured, reading_age
from enthesis.pathway.leaflets import Leaflet, Word, load

LIBRARY = load()
AGES = {leaflet.id: reading_age(leaflet, LIBRARY) for leaflet in LIBRARY.of()}
DOCS = Path(__file__).parents[3] / "docs" / "leaflets.md"


@pytest.mark.parametrize("leaflet", LIBRARY.of(), ids=lambda leaflet: leaflet.id)
def test_somebody_of_twelve_reads_it(leaflet: Leaflet) -> None:
    age = AGES[leaflet.id]
    assert age.flesch_kincaid <= BAR
    assert age.coleman_liau <= BAR
    assert age.age <= 12
    assert age.words > 150  # a formula says little about a few lines
    assert age.words_a_sentence <= 12


def test_long_words_too_are_rare_once_the_explained_ones_are_known() -> None:
    """SMOG counts every word of three syllables; medicine has many. With those known that a page explains: grade 8."""
    for name, age in AGES.items():
        assert age.smog_known <= 8.0, name
        assert age.smog_known <= age.smog, name


def test_a_text_for_doctors_is_noticed() -> None:
    hard = [
        "Hypertonic dextrose administration is hypothesised to precipitate localised inflammatory proliferation of "
        "fibroblasts at the degenerated enthesis, with subsequent deposition of collagenous extracellular matrix.",
        "Contraindications encompass anticoagulation, immunosuppression and periprosthetic infection.",
    ]
    age = measured(hard)
    assert not age.is_within
    assert age.flesch_kincaid > 15
    assert age.coleman_liau > 15


def test_only_explained_words_count_as_known() -> None:
    texts = ["The acetaminophen is on the shelf.", "Take the acetaminophen after food.", "It is an antihistamine."]
    plain, known = measured(texts), measured(texts, [Word("acetaminophen", "A pain killer.", ())])
    assert known.dale_chall_known < plain.dale_chall_known == plain.dale_chall == known.dale_chall
    assert known.flesch_kincaid == plain.flesch_kincaid
    assert measured(["It is an antihistamine."], [Word("acetaminophen", "", ())]).dale_chall_known == pytest.approx(
        measured(["It is an antihistamine."]).dale_chall
    )


def row(name: str, age: ReadingAge) -> str:
    figures = (age.flesch_kincaid, age.coleman_liau, age.smog, age.smog_known, age.dale_chall, age.dale_chall_known)
    return f"| {name} | {age.age} | {' | '.join(map(str, figures))} | {age.words_a_sentence} |"


def test_the_table_of_the_handbook_is_what_is_measured() -> None:
    found = re.findall(r"^\| [a-z-]+ \| \d+ \|.*$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert found == [row(name, age) for name, age in AGES.items()]
