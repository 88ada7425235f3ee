"""A wrong file is told so: which file, which place, what to do. And a clinic's own copies, and translations."""

import re
import shutil
from collections.abc import Callable
from importlib.resources import as_file
from pathlib import Path

import pytest

from enthesis.knowledge import path
from enthesis.pathway import candidacy, triage
from enthesis.pathway.leaflets import disagreements, faults, load, numbers_in, read_library
from enthesis.pathway.plain_yaml import NotReadable

Change = Callable[[str], str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped leaflets, to be spoiled: the English ones alone."""
    with as_file(path("patient")) as shipped:
        shutil.copytree(shipped, tmp_path / "patient", ignore=shutil.ignore_patterns("es"))
    return tmp_path / "patient"


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r}: the fault cannot be planted"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def complaint(folder: Path) -> str:
    with pytest.raises(NotReadable) as problem:
        read_library(folder)
    return str(problem.value)


FAULTS = [
    ("risks.yaml", "id: risks", "id: risk", 'risks.yaml: its id is "risk". Call the file risk.yaml'),
    ("risks.yaml", "    title: Common, for some days\n", "", 'risks.yaml, sections 1: "title" is missing.'),
    ("risks.yaml", "status: draft ", "status: checked ", 'risks.yaml: "status" must be one of: draft'),
    ("risks.yaml", "review_by: 2027-11-30", "review_by: soon", '"review_by" must be a day'),
    ("risks.yaml", "group: decide", "group: first", '"first" is no group of frame.yaml. It has decide, course'),
    ("risks.yaml", "sources: [S004, DAGENAIS2006, CONSENT_N]", "sources: []", "expected: names no source."),
    ("risks.yaml", "[S004, DAGENAIS2006, CONSENT_N]", "[S004, DAGENAIS06]", '"DAGENAIS06" is no source.'),
    ("risks.yaml", "    shape: list\n", "    shape: lots\n", 'sections 1: "shape" must be one of: text, list, steps'),
    ("risks.yaml", "honesty: These are guesses", "honestly: These are guesses", 'Did you mean "honesty"?'),
    ("risks.yaml", "      - id: survey", "      - id: expected", 'the statement "expected" is there twice.'),
    ("risks.yaml", "  - id: rare", "  - id: common", 'the section "common" is there twice.'),
    ("risks.yaml", "about 70 of 100 people", "about 71 of 100 people", "has the number 71 in figures.csv."),
    ("risks.yaml", "about 70 of 100 people", "about 70 % of people", "Write it as `46 of 100 people`."),
    ("risks.yaml", "count: 164", "count: 165", "has the number 165 in figures.csv"),
    ("risks.yaml", "        honesty: Most of the harm comes", "        # Most of the harm comes",
     "needle: P058 goes beyond the evidence"),
    ("risks.yaml", "points: [P055]", "points: [P057]", "P057 is not printed"),
    ("risks.yaml", "points: [P055]", "points: [P999]", '"P999" is no point of points.csv.'),
    ("risks.yaml", "        unverified: the whole line\n", "", "a statement from memory says so in both ways"),
    ("risks.yaml", "text: Bleeding.", "text: Bleeding. Call {clinc}.", '"{clinc}" is no placeholder. Use {emergency}'),
    ("risks.yaml", "text: Bleeding.", "text: Bleeding. Call {clinic.", '"{" is no placeholder.'),
    ("risks.yaml", "single-dose vial,", "", 'it uses "single-dose vial" and does not explain it.'),
    ("risks.yaml", "words: [", "words: [phenol, ", 'it explains "phenol" and never uses it.'),
    ("risks.yaml", "words: [", "words: [sorcery, ", '"sorcery" is not explained in words.yaml.'),
    ("risks.yaml", "see: [alternatives,", "see: [alternative,", 'it names "alternative", and there is no'),
    ("risks.yaml", "language: en", "language: de", 'its language is "de", and it lies among those in "en"'),
    ("who-it-is-for.yaml", "regions: [back]", "regions: [spine]", '"spine" is no region of candidacy/regions.yaml.'),
    ("does-it-help.yaml", "regions: [jaw]", "regions: [beak]", 'section jaw: "beak" is no region'),
    ("warning-signs.yaml", "level: emergency", "level: soon", '"level" must be one of: emergency'),
    ("shared/chances.yaml", "value: 46", "value: 146", '"Sugar water injections" has 146 of 100.'),
    ("shared/chances.yaml", "value: 46", "value: 47", "has the number 47"),
    ("shared/chances.yaml", "counted: 25 of 54", "counted: 26 of 54", "has the number 26"),
    ("shared/chances.yaml", "option: prolotherapy", "option: prolo", '"prolo" is no option of options.yaml.'),
    ("shared/chances.yaml", "region: back", "region: rear", '"rear" is no region'),
    ("shared/options.yaml", "      soon:", "      better:", '"better" is no column to fill. Use what, soon'),
    ("shared/options.yaml", "      soon:", "      sooner:", '"sooner" is no column to fill.'),
    ("shared/frame.yaml", "  closed: {", "  shut: {", "the placeholders must be clinic, closed, emergency"),
    ("shared/words.yaml", "word: tendon,", "word: ligament,", '"ligament" is explained twice.'),
    ("shared/points.csv", "P002,print", "P002,prnt", 'line 3: "prnt" is no flag. Use one of: print, needed'),
    ("shared/points.csv", "P002,print", "P001,print", "line 3: P001 is there twice."),
    ("shared/figures.csv", "source,number,what", "source,value,what", "line 1: the columns must be source,"),
    ("shared/figures.csv", "AFP2023,45,years of age below", "AFP2023,45,,years", "line 2: 3 filled cells"),
    ("shared/avoid.csv", r"\binert\b", "(inert", "the pattern is no regular expression"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "told"), FAULTS, ids=[f"{f[0]}:{f[3][:40]}" for f in FAULTS])
def test_a_planted_fault_is_told_with_its_place(folder: Path, file: str, old: str, new: str, told: str) -> None:
    spoil(folder, file, old, new)
    said = complaint(folder)
    assert told in said, said
    assert file.rpartition("/")[2] in said


def test_the_shipped_files_have_none_of_these_faults(folder: Path) -> None:
    assert read_library(folder).of("en") == load().of("en")


def test_a_file_that_is_not_there_is_missed(folder: Path) -> None:
    (folder / "shared" / "words.yaml").unlink()
    assert complaint(folder) == "shared/words.yaml: it is not there, or it is not UTF-8 text. Put it back."


def test_a_file_that_is_no_text(folder: Path) -> None:
    (folder / "risks.yaml").write_bytes(b"id: \xff\xfe")
    assert complaint(folder) == "risks.yaml: not UTF-8 text. Save it as UTF-8 and try again."


def test_a_section_without_words(folder: Path) -> None:
    spoil(folder, "what-it-is.yaml", "sections:\n", "sections:\n  - {id: empty, title: Nothing}\n")
    assert "what-it-is.yaml, sections 1: says nothing." in complaint(folder)


def test_a_number_that_is_one_off_is_refused_wherever_it_stands(folder: Path) -> None:
    """Each number of each leaflet is made one larger; what passes is another figure of the same source."""
    known = {(figure.source, figure.number) for figure in load().figures}
    tried = passed = 0
    for leaflet in load().of():
        for said in leaflet.statements:
            for number in numbers_in(said.words):
                if "." in number or number == "100":
                    continue
                tried += 1
                passed += any((key, str(int(number) + 1)) in known for key in said.sources)
    assert tried > 100
    assert passed < tried / 4


# -- against the rules ---------------------------------------------------------------------------------------

RULES = candidacy.shipped().rules
TRIAGE = triage.load().by_id


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("risks.yaml", "consent: [K08]", "consent: [K99]", "risks, expected: K99 is no consent rule."),
        ("risks.yaml", "consent: [K08]", "consent: []", "K08: no leaflet explains it."),
        ("warning-signs.yaml", "triage: [T05]", "triage: [T05, T999]", "bladder: T999 is no triage rule."),
        ("warning-signs.yaml", "triage: [T05]", "triage: [T05, T44]",
         "bladder: T44 is self_care in the triage rules, and emergency here."),
        ("does-it-help.yaml", "by 8 to 10 points of 100", "by some points",
         "K05: it says 8, and no statement that explains it does."),
        ("does-it-help.yaml", "sources: [NG59_2ND, ACR2019, memory]", "sources: [S004, memory]",
         "K17: no statement that explains it rests on one of its sources"),
    ],
)  # fmt: skip
def test_a_leaflet_that_contradicts_a_rule_is_seen(folder: Path, file: str, old: str, new: str, told: str) -> None:
    spoil(folder, file, old, new)
    found = disagreements(read_library(folder), RULES, TRIAGE)
    assert any(told in each for each in found), found


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("It is a natural cure.", '"cure" is not for leaflets: no trial shows a cure'),
        ("It is safe.", '"safe" is not for leaflets: needles carry risks'),
        ("More pain is a good sign.", '"good sign" is not for leaflets: it hides an infection'),
        ("Your ODI is taken.", '"ODI" is not explained.'),
        ("You get three of them.", 'write "three" as a figure'),
        ("You " + "really " * 25 + "do.", "a sentence has 27 words."),
    ],
)
def test_what_is_not_plain_is_noticed(folder: Path, new: str, told: str) -> None:
    spoil(folder, "risks.yaml", "text: Bleeding.", f"text: {new}")
    library = read_library(folder)
    leaflet = library.leaflet("risks")
    assert leaflet is not None
    assert any(told in each for each in faults(leaflet, library)), faults(leaflet, library)


# -- a clinic's own --------------------------------------------------------------------------------------------


def test_a_clinic_s_own_number_needs_its_own_line(folder: Path) -> None:
    spoil(folder, "after.yaml", "Some clinics allow it, some forbid it. Ask your own.", "Use none for 3 days.")
    spoil(folder, "after.yaml", "sources: [S004, FASCIA, WVNC, CLARK_NSAID]", "sources: [LOCAL-4]")
    assert "after.yaml, section take, ice: none of its sources (LOCAL-4) has the number 3" in complaint(folder)
    with (folder / "shared" / "figures.csv").open("a", encoding="utf-8") as file:
        file.write("LOCAL-4,3,days without ice\n")
    leaflet = read_library(folder).leaflet("after")
    assert leaflet is not None
    assert any(said.sources == ("LOCAL-4",) for said in leaflet.statements)


# -- translations --------------------------------------------------------------------------------------------


@pytest.fixture
def translated(folder: Path) -> Path:
    """A folder with one leaflet in another language; its words stand for a translation."""
    there = folder / "de"
    shutil.copytree(folder / "shared", there / "shared")
    (there / "shared" / "frame.yaml").write_text(
        (folder / "shared" / "frame.yaml").read_text("utf-8").replace("language: en", "language: de"), "utf-8"
    )
    text = (folder / "cost.yaml").read_text(encoding="utf-8")
    (there / "cost.yaml").write_text(text.replace("language: en", "language: de"), encoding="utf-8")
    spoil(there, "cost.yaml", "    see: [ask-your-clinic]\n", "")
    return folder


def test_a_translation_is_offered_beside_the_original(translated: Path) -> None:
    library = read_library(translated)
    assert library.languages == ("en", "de")
    assert [leaflet.id for leaflet in library.of("de")] == ["cost"]
    assert library.leaflet("cost", "en") != library.leaflet("cost", "de")


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("de/cost.yaml", "sources: [S004, NCD, AETNA]", "sources: [S004, NCD]", "its sources or its note differ"),
        ("de/cost.yaml", "      - id: stop-price", "      - id: early", 'the statement "stop-price" is missing.'),
        ("de/cost.yaml", "        sources: [derived]\n", "        sources: [derived]\n        honesty: Oh.\n",
         "its sources or its note differ"),
        ("de/cost.yaml", "id: cost", "id: kosten", "de/cost.yaml: its id is"),
        ("de/shared/chances.yaml", "value: 46, counted: 25 of 54 people", "value: 36, counted: 20 of 56 people",
         "de/shared/chances.yaml: the figures differ from the English ones"),
        ("de/shared/options.yaml", "  - id: waiting", "  - id: wait", "the options and their cells differ"),
        ("de/shared/frame.yaml", "  next: Read next\n", "", "de/shared/frame.yaml: the labels differ"),
    ],
)  # fmt: skip
def test_a_translation_that_says_something_else_is_refused(
    translated: Path, file: str, old: str, new: str, told: str
) -> None:
    spoil(translated, file, old, new)
    assert told in complaint(translated)


def test_a_translation_of_an_older_version_waits(translated: Path) -> None:
    spoil(translated, "de/cost.yaml", 'version: "2026-11"', 'version: "2026-10"')
    library = read_library(translated)
    assert library.leaflet("cost", "de") is None
    assert library.leaflet("cost") is not None


def test_a_translated_number_that_differs_is_refused(translated: Path) -> None:
    spoil(translated, "de/cost.yaml", "None of the clinics", "None of the 5 clinics")
    (translated / "shared" / "figures.csv").open("a", encoding="utf-8").write("S000,5,clinics that were read\n")
    assert "de/cost.yaml, no-price: its numbers differ from the original." in complaint(translated)


def test_a_translation_without_its_shared_files_is_told_which(translated: Path) -> None:
    (translated / "de" / "shared" / "options.yaml").unlink()
    assert complaint(translated).startswith("de/shared/options.yaml: it is not there")


def test_a_translation_of_nothing_is_refused(translated: Path) -> None:
    text = (translated / "de" / "cost.yaml").read_text(encoding="utf-8")
    (translated / "de" / "price.yaml").write_text(re.sub("^id: cost", "id: price", text), encoding="utf-8")
    assert "there is no English leaflet of this name" in complaint(translated)
