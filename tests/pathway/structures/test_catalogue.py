"""What the shipped catalogue says, and that it says nothing that no source carries."""

import re
from decimal import Decimal

import pytest
from textstat import textstat

from enthesis.pathway import structures as package
from enthesis.pathway.structures import KINDS, Hazard, Structure, hazards, regions, structures, views

ALL = list(structures().values())


def test_every_region_has_its_structures() -> None:
    assert [region.id for region in regions()] == [
        "neck",
        "shoulder",
        "elbow",
        "hand",
        "chest",
        "low-back",
        "hip",
        "knee",
        "ankle-foot",
    ]
    assert len(ALL) >= 150
    for region in regions():
        assert sum(found.region == region.id for found in ALL) >= 10
    assert {found.kind for found in ALL} == set(KINDS)
    assert package.VERSION == "structures 1"


@pytest.mark.parametrize("found", ALL, ids=lambda found: found.id)
def test_a_structure_has_a_place_and_a_source(found: Structure) -> None:
    close_ups = [view for view in found.views if not views()[view].is_whole_body]
    assert close_ups
    assert found.sources
    assert found.unverified == ("memory" in found.sources)
    assert found.hazards
    if found.volume_ml is not None:
        least, most = found.volume_ml
        assert Decimal(0) < least <= most
        assert set(found.sources) - {"memory"}
        assert "mL" in found.note  # which source states it
    assert found.needle == ""  # no given source states one


def test_a_lung_is_named_wherever_the_rules_of_triage_fear_for_it() -> None:
    near = [found for found in ALL if {"thoracic", "rib"} & set(found.triage_sites)]
    assert len(near) > 30
    assert [found.id for found in near if "pneumothorax" not in found.hazards] == []
    shoulder = [found.id for found in ALL if "shoulder" in found.triage_sites and "pneumothorax" not in found.hazards]
    assert shoulder == ["deltoid-insertion"]  # on the shaft of the upper arm


def test_the_spine_and_the_neck_name_the_cord() -> None:
    levels = re.compile(r"(facet|supraspinous|costotransverse)-")
    spinal = [found for found in ALL if levels.match(found.id)]
    assert len(spinal) > 25
    for found in spinal:
        assert {"spinal-cord", "spinal-headache"} <= set(found.hazards), found.id
        assert {"spine", "neck", "thoracic"} & set(found.triage_sites), found.id


def test_a_joint_can_be_infected_and_is_triaged_as_a_joint() -> None:
    for found in ALL:
        if found.kind == "joint":
            assert "joint-infection" in found.hazards, found.id
            assert "joint" in found.triage_sites, found.id


def test_a_lumbar_facet_is_a_spine_and_a_joint() -> None:
    assert structures()["facet-l4-l5"].triage_sites == ("spine", "joint")


def test_every_hazard_is_somewhere() -> None:
    used = {hazard for found in ALL for hazard in found.hazards}
    assert used == set(hazards())


@pytest.mark.parametrize(
    ("hazard", "at"),
    [
        ("nerve-ulnar", "common-flexor-origin"),
        ("nerve-peroneal", "knee-lcl"),
        ("nerve-saphenous", "knee-mcl"),
        ("nerve-sciatic", "hamstring-origin"),
        ("vertebral-artery", "atlantoaxial-joint"),
        ("tendon-rupture", "achilles-midportion"),
        ("pneumothorax", "sternocostal-3"),
        ("spinal-headache", "supraspinous-l4-l5"),
    ],
)
def test_known_dangers_stand_where_they_are(hazard: str, at: str) -> None:
    assert hazard in structures()[at].hazards


@pytest.mark.parametrize("hazard", hazards().values(), ids=lambda hazard: hazard.id)
def test_a_patient_of_twelve_understands_a_hazard(hazard: Hazard) -> None:
    assert textstat.flesch_kincaid_grade(hazard.to_patient) <= 7
    assert hazard.watch_for or hazard.id == "joint-anaesthetic"  # cartilage gives no sign that a patient could report
    assert not re.search(r"\b(needles? never|no risk|harmless|safe)\b", hazard.to_patient)


def test_what_trials_state_is_carried_as_they_state_it() -> None:
    assert structures()["knee-joint"].volume_ml == (Decimal(5), Decimal(10))
    assert structures()["knee-mcl"].volume_ml == (Decimal("0.5"), Decimal("0.5"))
    assert structures()["plantar-fascia-origin"].volume_ml == (Decimal(2), Decimal(2))
    assert structures()["interosseous-sacroiliac-ligament"].guidance == ("CT",)
    assert structures()["sacroiliac-joint"].guidance == ("fluoroscopy", "ultrasound")
    assert structures()["sacroiliac-joint"].volume_ml is None
    assert not structures()["interosseous-sacroiliac-ligament"].unverified


def test_a_midline_structure_lies_in_the_middle() -> None:
    midline = [found for found in ALL if not found.sided]
    assert len(midline) > 15
    for found in midline:
        assert all(x == 500 and not views()[view].is_one_sided for view, (x, _) in found.views.items())
    for found in ALL:
        if found.sided:
            assert all(x != 500 or views()[view].is_one_sided for view, (x, _) in found.views.items()), found.id


def test_nothing_else_is_an_attribute_of_the_package() -> None:
    with pytest.raises(AttributeError, match="NOTHING"):
        _ = package.NOTHING
