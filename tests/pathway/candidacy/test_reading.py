"""From what was sent to answers: drugs, regions, details that hang on something else, and fields nobody knows."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from enthesis.pathway.candidacy import read_answers, shipped
from enthesis.pathway.candidacy.answers import NEVER, Answers, Drug

D = Decimal


def read(raw: dict[str, Any], regions: object = (), sex: object = None) -> Answers:
    return read_answers(shipped(), raw, regions, sex)


def drugs(*listed: Any) -> list[Drug]:
    found = read({"meds": list(listed)}).said["meds"]
    return [drug for drug in found if isinstance(drug, Drug)]  # type: ignore[union-attr]  # a tuple of drugs


# what was sent, then name, classes, dose in mg, and the ingredient that a rule speaks of
DRUGS: list[tuple[Any, list[tuple[str, tuple[str, ...], str | None, str]]]] = [
    ("warfarin", [("warfarin", ("anticoagulant",), None, "")]),
    ("Plavix", [("Plavix", ("antiplatelet",), None, "")]),
    ("ibuprofen", [("ibuprofen", ("nsaid",), None, "")]),
    ("grobulin", [("grobulin", (), None, "")]),  # kept, and asked about
    ("none", []),
    ({"med": "warfarin", "med_class": "anticoagulant"}, [("warfarin", ("anticoagulant",), None, "")]),
    # what was said and what the name means are both believed
    ({"med": "warfarin", "med_class": "nsaid"}, [("warfarin", ("nsaid", "anticoagulant"), None, "")]),
    # a class in whatever words; a word that nobody knows leaves it open, so that a person asks
    ({"med": "grobulin", "med_class": "NSAID"}, [("grobulin", ("nsaid",), None, "")]),
    ({"med": "grobulin", "med_class": "Blood thinner"}, [("grobulin", ("anticoagulant", "antiplatelet"), None, "")]),
    ({"med": "grobulin", "med_class": "xyz"}, [("grobulin", (), None, "")]),
    ({"med_class": "xyz"}, [("xyz", (), None, "")]),
    ({"med": "warfarin", "med_class": "not sure"}, [("warfarin", ("anticoagulant",), None, "")]),
    ({"med_class": "anticoagulant"}, [("anticoagulant", ("anticoagulant",), None, "")]),
    ({"med": "grobulin", "med_class": "unknown"}, [("grobulin", (), None, "")]),
    ({"med": "prednisone", "dose_mg": "5"}, [("prednisone", ("systemic_steroid",), "5", "")]),
    ({"med": "prednisone", "dose_mg": "not sure"}, [("prednisone", ("systemic_steroid",), None, "")]),
    ({"med": "prednisone", "dose_mg": 1_000_000}, [("prednisone", ("systemic_steroid",), "1000000", "")]),
    ("aspirin", [("aspirin", (), None, "aspirin")]),
    ({"med": "Aspirin", "dose_mg": 81}, [("Aspirin", (), "81", "aspirin")]),
    ({"med": "aspirin", "med_class": "nsaid"}, [("aspirin", ("nsaid",), None, "aspirin")]),
    ("low-dose aspirin", [("low-dose aspirin", (), "100", "aspirin")]),  # the name says that it is 100 mg at most
    ({"med": "low-dose aspirin", "dose_mg": 325}, [("low-dose aspirin", (), "325", "aspirin")]),
    ("aspirin 81 mg", [("aspirin 81 mg", ("antiplatelet",), "100", "aspirin")]),
    ("aspirin 325 mg", [("aspirin 325 mg", (), None, "aspirin")]),
    (
        "warfarin, ibuprofen",
        [
            ("warfarin, ibuprofen: warfarin", ("anticoagulant",), None, ""),
            ("warfarin, ibuprofen: ibuprofen", ("nsaid",), None, ""),
        ],
    ),
    (
        "Excedrin",  # one product, two drugs
        [
            ("Excedrin: acetaminophen", ("analgesic",), None, ""),
            ("Excedrin: aspirin (pain dose)", ("aspirin",), None, "aspirin"),
        ],
    ),
    (
        "Aggrenox",
        [
            ("Aggrenox: aspirin (low dose, preventive)", ("antiplatelet",), "100", "aspirin"),
            ("Aggrenox: dipyridamole", ("antiplatelet",), None, ""),
        ],
    ),
    ("grobulimab", [("grobulimab", ("immunosuppressant",), None, "")]),  # sounds like one: caution only
    ({"med": "prednisone", "dose_mg": "0.5"}, [("prednisone", ("systemic_steroid",), "0.5", "")]),
    ({"med": "prednisone", "dose_mg": 1}, [("prednisone", ("systemic_steroid",), "1", "")]),
    ({"med": "aspirin 81 mg", "dose_mg": 325}, [("aspirin 81 mg", ("antiplatelet",), "325", "aspirin")]),
    ("no longer taking warfarin", [("no longer taking warfarin", (), None, "")]),  # for a person to look at
    ("diclofenac gel", [("diclofenac gel", ("nsaid_topical",), None, "")]),
    ("waferin", [("waferin", ("anticoagulant",), None, "")]),
]


@pytest.mark.parametrize(("sent", "expected"), DRUGS, ids=[str(sent) for sent, _ in DRUGS])
def test_a_drug_is_read(sent: Any, expected: list[tuple[str, tuple[str, ...], str | None, str]]) -> None:
    found = [(one.name, one.classes, one.dose_mg, one.ingredient) for one in drugs(sent)]
    assert found == [
        (name, classes, None if dose is None else D(dose), ingredient) for name, classes, dose, ingredient in expected
    ]


def test_a_clinic_may_name_classes_in_its_own_way_and_need_not_name_aspirin() -> None:
    own = replace(shipped(), drug_classes={**shipped().drug_classes, "nadfluid": "anticoagulant"}, drug_names={})
    said = ({"med": "grobulin", "med_class": "nadfluid"}, "aspirin 325 mg", "baby aspirin daily")
    found = read_answers(own, {"meds": list(said)}).said["meds"]
    assert found == (
        Drug("grobulin", ("anticoagulant",), None, 0),
        Drug("aspirin 325 mg", (), None, 1, "aspirin"),
        Drug("baby aspirin daily", ("antiplatelet",), None, 2, "aspirin"),
    )


def test_every_drug_keeps_its_place_and_an_implied_dose_says_so() -> None:
    found = drugs(
        "ibuprofen", "low-dose aspirin", {"med": "aspirin", "dose_mg": 81}, "warfarin, Plavix", "aspirin 81 mg"
    )
    assert [one.place for one in found] == [0, 1, 2, 3, 3, 4]
    assert [one.dose_is_implied for one in found] == [False, True, False, False, False, True]


def test_how_a_drug_is_told() -> None:
    told = drugs("warfarin", "grobulin", {"med": "aspirin", "dose_mg": 81}, "low-dose aspirin")
    assert [str(one) for one in told] == [
        "warfarin (anticoagulant)",
        "grobulin (class not known)",
        "aspirin 81 mg (class not known)",
        "low-dose aspirin (class not known)",
    ]
    assert str(drugs({"med": "warfarin", "med_class": "nsaid"})[0]) == "warfarin (nsaid or anticoagulant)"
    assert str(Drug("")) == "a drug (class not known)"


def test_a_drug_in_loose_fields_stands_beside_the_list() -> None:
    assert [one.name for one in drugs("ibuprofen")] == ["ibuprofen"]
    both = read({"med": "warfarin", "dose_mg": 5, "meds": ["ibuprofen"]}).said["meds"]
    assert both == (
        Drug("ibuprofen", ("nsaid",), None, 0),
        Drug("warfarin", ("anticoagulant",), D(5), 1),
    )
    assert read({"med": "warfarin", "meds": None}).said["meds"] == (Drug("warfarin", ("anticoagulant",)),)
    assert read({"med": None, "med_class": None, "dose_mg": None}).said == {}


@pytest.mark.parametrize(
    ("raw", "unknown"),
    [
        ({"colour": "red", "sha\x00pe": 2}, ("colour", "sha?pe")),
        ({"ottawa": {"cannot_flex_90": "yes", "mood": "low"}}, ("ottawa.mood",)),
        ({"meds": [{"med": "warfarin", "colour": "red"}, {"med": "x", "colour": "red"}]}, ("meds.colour",)),
        ({"interest": ["stem cells", "magnets", "magnets"]}, ("interest: magnets",)),
        ({"x" * 100: 1}, ("x" * 57 + "...",)),
        ({"med": "warfarin", "fever": "no"}, ()),
    ],
)
def test_fields_that_nobody_knows_are_named_once(raw: dict[str, Any], unknown: tuple[str, ...]) -> None:
    assert read(raw).unknown == unknown


@pytest.mark.parametrize(
    ("raw", "not_asked", "unfounded"),
    [
        ({"sex": "male"}, {"pregnant"}, set()),
        ({"sex": "male", "pregnant": "no"}, set(), set()),
        ({"sex": "female"}, set(), set()),
        ({"pregnant": "no"}, set(), set()),  # counts whatever the sex is
        ({"trauma_days_ago": 3}, set(), {"trauma_days_ago"}),
        ({"trauma": "minor", "trauma_days_ago": 3}, set(), set()),
        ({"unwell": "no"}, set(), {"unwell"}),
        ({"hot_swollen": "yes", "unwell": "no"}, set(), set()),
        ({"ottawa": {"cannot_flex_90": "no"}}, set(), {"ottawa.cannot_flex_90"}),
        (
            {"trauma": "none"},
            {
                "trauma_days_ago",
                "swelling_hours",
                "ottawa.tender_patella_only",
                "ottawa.tender_fibular_head",
                "ottawa.cannot_flex_90",
                "ottawa.cannot_take_four_steps",
            },
            set(),
        ),
    ],
)
def test_a_detail_hangs_on_what_it_is_a_detail_of(
    raw: dict[str, Any], not_asked: set[str], unfounded: set[str]
) -> None:
    found = read(raw)
    assert found.not_asked == not_asked
    assert found.unfounded == unfounded


@pytest.mark.parametrize(
    "word",
    [
        "not_sure",
        "Not sure",
        "unsure",
        "unknown",
        "dont know",
        "don't know",
        "do-not-know",
        "not answered",
        "no answer",
        "?",
    ],
)
def test_who_does_not_know_has_not_answered(word: str) -> None:
    found = read({"fever": word, "age": word, "condition": word, "ottawa": word})
    assert found.said == {}
    assert found.not_sure == {"fever", "age", "condition"}


def test_sex_may_stand_beside_the_answers() -> None:
    assert read({}, sex="male").said == {"sex": "male"}
    assert read({"sex": None}, sex="woman").said == {"sex": "female"}
    assert read({"sex": "female"}, sex="male").said == {"sex": "female"}
    assert read({"sex": "F"}).said == {"sex": "female"}


def test_answers_for_each_joint() -> None:
    """Of two sides the shorter time counts; a joint that nobody is sure of stays open."""
    weeks = {"knee": 4, "left_shoulder": "never", "right shoulder": 9, "hip": None, "elbow": "not sure", "both_feet": 7}
    found = read({"steroid_injection_weeks": weeks, "fever": "no"}, ["knee"])
    assert found.said == {"fever": "no"}
    assert found.by_region == {
        "knee": {"steroid_injection_weeks": D(4)},
        "shoulder": {"steroid_injection_weeks": D(9)},
        "foot": {"steroid_injection_weeks": D(7)},
    }
    assert found.at("knee").said == {"fever": "no", "steroid_injection_weeks": D(4)}
    assert found.at("hip") is found
    sides = {"left_knee": 30, "right_knee": 13, "both_knees": "never"}
    both = read({"steroid_injection_weeks": sides}).by_region
    assert both == {"knee": {"steroid_injection_weeks": D(13)}}
    assert read({"steroid_injection_weeks": "never"}).said == {"steroid_injection_weeks": NEVER}


@pytest.mark.parametrize(
    ("raw", "regions"),
    [
        ("knee", ("knee",)),
        ("left_knee", ("knee",)),
        ("right-knees", ("knee",)),
        ("Both knees", ("knee",)),
        (("back", "knee", "back"), ("back", "knee")),
        (["heel", "feet"], ("foot",)),
        ("", ()),
        (None, ()),
        ([], ()),
    ],
)
def test_the_regions_that_the_person_came_with(raw: object, regions: tuple[str, ...]) -> None:
    assert read({}, raw).regions == regions


@pytest.mark.parametrize(
    ("given", "number"),
    [
        (40, "40"),
        ("40", "40"),
        (" 40 ", "40"),
        ("+40", "40"),
        ("40.", "40"),
        ("40.123456", "40.123456"),
        (40.5, "40.5"),
        (D("40.5"), "40.5"),
        (0, "0"),
        (120, "120"),
        ("-0", "0"),
        (".5", "0.5"),
    ],
)
def test_a_number_is_read_exactly(given: Any, number: str) -> None:
    assert read({"age": given}).said == {"age": D(number)}


def test_a_number_that_may_be_never() -> None:
    for word in ("never", "Never ", "none"):
        assert read({"swelling_hours": word}).said == {"swelling_hours": NEVER}
