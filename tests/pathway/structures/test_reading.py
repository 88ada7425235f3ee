"""A wrong catalogue is refused, with the file, the entry and the field."""

import shutil
from pathlib import Path

import pytest

from enthesis.knowledge import path
from enthesis.pathway.plain_yaml import NotReadable
from enthesis.pathway.structures import read_catalogue
from enthesis.pathway.structures.reading import known_words

KNOWN = known_words()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "structures"
    shutil.copytree(str(path("structures")), copy)
    return copy


def told(folder: Path) -> str:
    with pytest.raises(NotReadable) as caught:
        read_catalogue(folder, KNOWN)
    return str(caught.value)


def change(folder: Path, name: str, old: str, new: str) -> None:
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_copy_reads_as_the_original(folder: Path) -> None:
    assert len(read_catalogue(folder, KNOWN).structures) > 150


KNEE = "knee.yaml, structures 2 (knee-mcl)"


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("knee.yaml", "kind: ligament", "kind: sinew", f'{KNEE}: "kind" must be one of: ligament, tendon'),
        ("knee.yaml", "name: Medial collateral", "nam: Medial collateral", f'{KNEE}: "name" is missing'),
        ("knee.yaml", "aliases: [MCL,", "aliases: [SIJ,", f'{KNEE}: "sij" already means sacroiliac-joint'),
        (
            "knee.yaml",
            "id: knee-lcl",
            "id: knee-mcl",
            'knee.yaml, structures 3 (knee-mcl): the id "knee-mcl" is already',
        ),
        ("knee.yaml", "id: knee-mcl", "id: Knee MCL", 'knee.yaml, structures 2: "id" must be lower-case words'),
        (
            "knee.yaml",
            "hazards: [joint-infection, nerve-saphenous]",
            "hazards: [nerve-saphenus]",
            f'{KNEE}: "hazards" names',
        ),
        ("knee.yaml", "{from: 0.5, to: 0.5}", "{from: 0.5, to: 0.1}", f'{KNEE}: "volume_ml" must be from above 0'),
        ("knee.yaml", "{from: 0.5, to: 0.5}", "{from: 0, to: 0.5}", f'{KNEE}: "volume_ml" must be from above 0'),
        ("knee.yaml", "{from: 0.5, to: 0.5}", "{from: 0.5, to: 500}", f'{KNEE}: "volume_ml" must be from above 0'),
        ("knee.yaml", "{from: 0.5, to: 0.5}", "{from: NaN, to: 1}", f'{KNEE}, volume_ml: "from" must be a number'),
        ("knee.yaml", "guidance: [landmark]", "guidance: [sonar]", f'{KNEE}: "guidance" names sonar'),
        (
            "knee.yaml",
            "guidance: [landmark]",
            "guidance: [landmark, landmark]",
            f'{KNEE}: "guidance" must be without repeats',
        ),
        ("knee.yaml", "knee-inner: [486, 590]", "knee-inner: [486]", f'{KNEE}, views: "knee-inner" must be [x, y]'),
        (
            "knee.yaml",
            "knee-inner: [486, 590]",
            "knee-inner: [486, 1590]",
            f'{KNEE}, views: "knee-inner" must be [x, y]',
        ),
        (
            "knee.yaml",
            "knee-inner: [486, 590]",
            "knee-inne: [486, 590]",
            f'{KNEE}: "views" names the drawing knee-inne',
        ),
        (
            "knee.yaml",
            "{knee-front: [700, 500], knee-inner: [486, 590]}",
            "{elbow-front: [700, 500]}",
            f'{KNEE}: "views" must be a place on at least one of: knee-front',
        ),
        (
            "knee.yaml",
            "sources: [RABAGO2013, WALUYO2023, memory]",
            "sources: [RABBAGO]",
            f'{KNEE}: "sources" names RABBAGO',
        ),
        (
            "knee.yaml",
            "sources: [RABAGO2013, WALUYO2023, memory]",
            "sources: []",
            f'{KNEE}: "sources" must be at least one',
        ),
        (
            "knee.yaml",
            "    triage_site: joint\n    views: {knee-front: [700",
            "    triage_site: leg\n    views: {knee-front: [700",
            KNEE,
        ),
        (
            "low-back.yaml",
            "also_triaged_as: [joint]",
            "also_triaged_as: [spine]",
            '"also_triaged_as" must be other sites',
        ),
        ("low-back.yaml", "low-back: [500, 132]", "low-back: [520, 132]", "must be on the midline (500)"),
        (
            "knee.yaml",
            "    kind: joint",
            "    deepness: 3\n    kind: joint",
            '(knee-joint): "deepness" is not a field of this',
        ),
        ("knee.yaml", 'version: "1"', 'version: "2"', 'knee.yaml: "version" must be 1 as in index.yaml'),
        ("knee.yaml", "status: draft", "status: good", 'knee.yaml: "status" must be one of: draft'),
        ("knee.yaml", "review_by: 2027-11-01", "review_by: soon", 'knee.yaml: "review_by" must be a day'),
        ("knee.yaml", "region: knee", "region: keen", 'knee.yaml: "region" must be knee, as the file is called'),
        ("knee.yaml", "views: [knee-front,", "views: [front,", 'knee.yaml: "views" must be close-ups of index.yaml'),
        (
            "knee.yaml",
            "on_body: {front: [448, 706]}",
            "on_body: {knee-front: [448, 706]}",
            'knee.yaml: "on_body" must be places',
        ),
        (
            "hazards.yaml",
            "watch_for: [breathless, chest_pain]",
            "watch_for: [breathles]",
            'hazards.yaml, hazards 1: "watch_for"',
        ),
        ("hazards.yaml", "id: spinal-headache", "id: pneumothorax", 'The id "pneumothorax" is there twice'),
        ("index.yaml", "on: back}", "on: neck-back}", '"on" must be the id of a drawing of the whole body'),
        (
            "index.yaml",
            "regions: [neck,",
            "regions: [nose,",
            "nose.yaml: the file is missing from the structure catalogue",
        ),
        ("index.yaml", "regions: [", "regions: [[", "index.yaml, line"),
    ],
)
def test_a_fault_is_found_where_it_is(folder: Path, file: str, old: str, new: str, says: str) -> None:
    change(folder, file, old, new)
    assert says in told(folder)


def test_a_file_that_is_not_text_is_told(folder: Path) -> None:
    (folder / "hip.yaml").write_bytes(b"\xff\xfe")
    assert told(folder) == "hip.yaml: not UTF-8 text."


def test_one_sided_drawings_hold_no_midline(folder: Path) -> None:
    change(folder, "knee.yaml", "sided: yes\n    aliases: [MCL", "sided: no\n    aliases: [MCL")
    assert "it has no side" in told(folder)
