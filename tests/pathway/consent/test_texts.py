"""The consent texts: read with every fault named, complete against the rules, and never changed under a signature."""

from pathlib import Path

import pytest

from enthesis.knowledge import path
from enthesis.pathway.candidacy import shipped as candidacy_rules
from enthesis.pathway.consent import current, named, read_text, shipped
from enthesis.pathway.consent.reading import faults, read_folder
from enthesis.pathway.languages.reading import same_figures
from enthesis.pathway.leaflets.citations import citations
from enthesis.pathway.plain_yaml import NotReadable

FILE = "en/prolotherapy-2026-11.yaml"
RULES, SOURCES = candidacy_rules(), frozenset(citations())


def words() -> str:
    return path("consent").joinpath(*FILE.split("/")).read_text(encoding="utf-8")


def faults_of(old: str, new: str) -> list[str]:
    assert old in words()
    return list(faults(read_text(words().replace(old, new), FILE), RULES, SOURCES))


# Words that somebody may have signed are never changed: a change is a new version in a file of its own.
SIGNED = {"2026-11": "2026-11 d209facd"}


def test_words_that_may_have_been_signed_have_not_changed() -> None:
    assert {text.version: text.stamp for text in shipped() if text.language == "en"} == SIGNED


def test_every_consent_rule_is_put_into_words() -> None:
    told = {name for said in current().statements for name in said.consent}
    assert told == {rule.id for rule in RULES.rules if rule.id.startswith("K")}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("consent: [K11]", "consent: [K99]", "K99 is no consent rule"),
        ("consent: [K11]", "consent: []", "no statement puts K11 into words"),
        ("sources: [BERTRAND2016, CUFF2025]", "sources: [NOBODY1900]", 'there is no source "NOBODY1900"'),
        ("regions: [shoulder]", "regions: [wing]", 'there is no region "wing"'),
        ("sources: [S004, NCD, AETNA, EVICORE]", "sources: [LAST]", "it rests on none of the sources of K11"),
        ("        unverified: that waiting is one of the ways\n", "", "Say under `unverified` which part"),
    ],
)
def test_what_a_text_lacks_is_named(old: str, new: str, says: str) -> None:
    assert any(says in fault for fault in faults_of(old, new))


def test_a_file_is_called_after_its_version() -> None:
    with pytest.raises(NotReadable, match=r"call it en/prolotherapy-2027-01\.yaml"):
        read_text(words().replace('version: "2026-11"', 'version: "2027-01"'), FILE)


def write(folder: Path, language: str, version: str, text: str) -> None:
    (folder / language).mkdir(exist_ok=True)
    (folder / language / f"prolotherapy-{version}.yaml").write_text(text, "utf-8")


def test_the_newest_version_is_offered_and_an_old_one_is_still_found(tmp_path: Path) -> None:
    write(tmp_path, "en", "2026-11", words())
    newer = words().replace('version: "2026-11"', 'version: "2027-01"').replace("may say no, and", "may refuse, and")
    write(tmp_path, "en", "2027-01", newer)
    texts = read_folder(tmp_path, RULES, SOURCES)
    assert current(texts=texts).version == "2027-01"
    old = texts[0]
    assert named("Prolotherapy consent", old.stamp, texts) is old
    assert named("Prolotherapy consent", "2026-11 00000000", texts) is None
    retired = newer.replace("status: draft", "status: retired")
    write(tmp_path, "en", "2027-01", retired)
    assert current(texts=read_folder(tmp_path, RULES, SOURCES)).version == "2026-11"


def test_a_translation_has_the_same_statements_and_counts_only_in_the_newest_version(tmp_path: Path) -> None:
    write(tmp_path, "en", "2026-11", words())
    spanish = words().replace("language: en", "language: es").replace("title: What is planned", "title: Lo previsto")
    write(tmp_path, "es", "2026-11", spanish)
    texts = read_folder(tmp_path, RULES, SOURCES)
    assert current("es", texts).language == "es"
    assert current("de", texts).language == "en"
    write(tmp_path, "en", "2027-01", words().replace('version: "2026-11"', 'version: "2027-01"'))
    assert current("es", read_folder(tmp_path, RULES, SOURCES)).language == "en"
    write(tmp_path, "es", "2026-11", spanish.replace("- id: vein", "- id: vena"))
    with pytest.raises(NotReadable, match="are not those of the English text"):
        read_folder(tmp_path, RULES, SOURCES)


def test_what_concerns_one_part_of_the_body_is_told_to_those_who_have_it() -> None:
    def told(region: str) -> set[str]:
        return {said.id for section in current().about(region) for said in section.says}

    assert "shoulder" in told("shoulder")
    assert "shoulder" not in told("knee")
    everybody = {said.id for said in current().statements if said.consent}
    assert everybody <= told("") & told("knee")


def test_the_spanish_text_is_offered_and_found_again_by_its_language() -> None:
    english, spanish = current(), current("es")
    assert (english.language, spanish.language) == ("en", "es")
    assert (english.version, english.document) == (spanish.version, spanish.document)
    assert named(english.document, english.stamp) is english
    assert named(spanish.document, spanish.stamp) is spanish


def test_the_spanish_text_has_the_figures_of_the_english_one() -> None:
    for mine, theirs in zip(current("es").statements, current().statements, strict=True):
        assert same_figures(theirs.text, mine.text), mine.id
        assert bool(mine.unverified) == bool(theirs.unverified)
        assert mine.text != theirs.text
