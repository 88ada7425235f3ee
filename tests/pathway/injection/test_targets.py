"""What the catalogue of structures says to the points of a record."""

from dataclasses import replace
from decimal import Decimal

import pytest

from enthesis.pathway import events as e
from enthesis.pathway.finding import NOTE, WARN
from enthesis.pathway.injection import (
    check_record,
    dangers,
    target_in_words,
    target_name,
    targets,
    triage_sites,
)
from enthesis.pathway.structures import Structure, structures


def record(*names: str, side: str = "left", guidance: str = "ultrasound", ml: str = "0.1") -> e.InjectionsGiven:
    sites = tuple(e.Site(structure=name, side=side, ml=Decimal(ml)) for name in names)
    return e.InjectionsGiven(id="i", activity="treatment", sites=sites, guidance=guidance)


def codes(event: e.InjectionsGiven) -> list[tuple[str, str]]:
    return [(finding.code, finding.level) for finding in check_record(event)]


def test_own_words_are_kept_and_told() -> None:
    (finding,) = check_record(record("the sore spot"))
    assert (finding.code, finding.level) == ("not-in-the-catalogue", NOTE)
    assert '"the sore spot"' in finding.says


def test_a_name_and_an_id_are_the_same_structure() -> None:
    assert codes(record("Iliolumbar ligament")) == codes(record("iliolumbar-ligament")) == []
    assert target_name("iliolumbar-ligament") == "Iliolumbar ligament"
    assert target_name("where it hurts") == "where it hurts"
    assert target_in_words(e.Site(structure="sacroiliac-joint", side="right")) == "Sacroiliac joint (right)"


def test_a_structure_of_two_sides_has_one() -> None:
    assert codes(record("iliolumbar-ligament", side="")) == [("side-not-told", WARN)]
    assert codes(record("supraspinous-l5-s1", side="")) == []


@pytest.mark.parametrize("guidance", ["none", "landmark"])
def test_an_unseen_needle_near_the_chest_and_neck_is_warned_of(guidance: str) -> None:
    """Image guidance is asked for near the spine and the chest (S002, SPINEHEALTH)."""
    for words in ("costovertebral joint", "rib 4", "C5 facet"):
        (finding,) = (f for f in check_record(record(words, guidance=guidance)) if f.code.startswith("no-image"))
        assert (finding.code, finding.level, finding.sources) == ("no-image-guidance", WARN, ("S002", "SPINEHEALTH"))


def test_near_the_lower_spine_it_is_remarked_on() -> None:
    assert ("no-image-guidance-spine", NOTE) in codes(record("iliolumbar-ligament", guidance="landmark"))


@pytest.mark.parametrize("guidance", ["ultrasound", "fluoroscopy", "CT", ""])
def test_a_needle_that_is_seen_or_not_told_of_is_not_warned_of(guidance: str) -> None:
    assert not [code for code, _ in codes(record("rib 4", "iliolumbar-ligament", guidance=guidance)) if "image" in code]


def test_elsewhere_landmarks_will_do() -> None:
    assert not [code for code, _ in codes(record("knee", guidance="landmark")) if "image" in code]


def test_more_than_was_published_is_remarked_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """No structure of the catalogue states a volume yet; a clinic's own catalogue may."""
    ligament = replace(structures()["iliolumbar-ligament"], volume_ml=(Decimal("0.5"), Decimal(1)))
    monkeypatch.setattr(targets, "target", {"iliolumbar-ligament": ligament}.get)
    assert codes(record("iliolumbar-ligament", ml="1")) == []
    assert codes(record("iliolumbar-ligament", ml="1.1")) == [("more-than-published", NOTE)]


def test_hazards_are_told_once_with_the_structures_that_they_are_at() -> None:
    found = dangers(["iliolumbar-ligament", "Sacroiliac joint", "my own words", "iliolumbar ligament"])
    by_id = {danger.hazard.id: danger.at for danger in found}
    assert by_id["spinal-infection"] == ("Iliolumbar ligament", "Sacroiliac joint")
    assert by_id["spinal-headache"] == ("Iliolumbar ligament",)


def test_triage_counts_every_site_of_a_structure() -> None:
    assert triage_sites(record("sacroiliac-joint").sites) == ["joint", "spine"]
    assert triage_sites(record("sacroiliac-joint", "rib 4").sites) == ["joint", "rib", "spine"]


def test_where_a_point_is_not_known_every_site_counts() -> None:
    assert triage_sites(record("sacroiliac-joint", "the sore spot").sites) == []
    assert triage_sites(()) == []


@pytest.mark.parametrize("known", structures().values(), ids=lambda known: known.id)
def test_every_structure_of_the_catalogue_is_triaged_as_it_says(known: Structure) -> None:
    """By its id, which no word of the body has to be read from, and by its name."""
    expected = sorted(known.triage_sites)
    assert triage_sites([e.Site(structure=known.id)]) == triage_sites([e.Site(structure=known.name)]) == expected
