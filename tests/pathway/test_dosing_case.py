"""One case at the door of `enthesis mix`: every field as it may be typed, and what becomes of it."""

from decimal import Decimal
from typing import Any

import pytest

from enthesis.pathway.dosing import UnreadableCase, answer_case, read_part
from enthesis.pathway.dosing.case import MixCase, read_case
from tests.pathway.test_dosing_door import ORDINARY

D = Decimal
FULL: dict[str, Any] = {
    "case_id": " A 1 ",
    "mode": "Inverse",
    "title": "a title",
    "jurisdiction": "ireland",
    "age_years": "50.5",
    "weight_kg": 80,
    "allergy": ["latex", " corn\t", ""],
    "route": "intra-articular  knee",
    "target_dextrose_pct": "15",
    "total_ml": 22.5,
    "la_drug": "lidocaine",
    "la_target_pct": "0.2",
    "la_stock_pct": "1",
    "epinephrine": "Y",
    "dextrose_stock_pct": "50",
    "dextrose_stock_kind": "hydrous (USP)",
    "diluent": "saline",
    "previous_la_mg": "100",
    "previous_la_drug": "bupivacaine",
    "second_la_drug": "ropivacaine",
    "second_la_pct": "0.1",
    "published_max_ml": "30",
    "vial_shared": False,
    "graduation_ml": "0.05",
    "parts": [{"part": "D50W", "ml": 6}, {"part": "saline", "ml": ""}],
    "colour": "red",
}


def test_every_field_of_a_case_is_read() -> None:
    assert read_case(FULL) == MixCase(
        case_id="A 1",
        jurisdiction="UK",
        age_years=D("50.5"),
        weight_kg=D(80),
        allergy=("latex", "corn"),
        route="intra-articular knee",
        target_dextrose_pct=D(15),
        total_ml=D("22.5"),
        la_drug="lidocaine",
        la_target_pct=D("0.2"),
        la_stock_pct=D(1),
        epinephrine=True,
        dextrose_stock_pct=D(50),
        dextrose_stock_kind="hydrous",
        diluent="saline",
        previous_la_mg=D(100),
        previous_la_drug="bupivacaine",
        second_la_drug="ropivacaine",
        second_la_pct=D("0.1"),
        published_max_ml=D(30),
        vial_shared=False,
        graduation_ml=D("0.05"),
        parts=(read_part("D50W", 6), read_part("saline", None)),
        unknown=("colour",),
    )


def test_what_is_not_said_is_not_assumed() -> None:
    assert read_case({"parts": [{"part": "D50W", "ml": "6"}]}) == MixCase(
        case_id="",
        jurisdiction="",
        age_years=None,
        weight_kg=None,
        allergy=(),
        route="",
        target_dextrose_pct=None,
        total_ml=None,
        la_drug="",
        la_target_pct=None,
        la_stock_pct=None,
        epinephrine=None,
        dextrose_stock_pct=None,
        dextrose_stock_kind="",
        diluent="",
        previous_la_mg=None,
        previous_la_drug="",
        second_la_drug="",
        second_la_pct=None,
        published_max_ml=None,
        vial_shared=None,
        graduation_ml=None,
        parts=(read_part("D50W", 6),),
        unknown=(),
    )


@pytest.mark.parametrize(
    ("field", "typed", "is_read"),
    [
        ("case_id", 17, "17"),
        ("case_id", 17.5, "17.5"),
        ("case_id", D("17.50"), "17.50"),
        ("allergy", "latex", ("latex",)),
        ("allergy", "  ", ()),
        ("allergy", None, ()),
        ("allergy", ("latex", " "), ("latex",)),
        ("epinephrine", True, True),
        ("epinephrine", False, False),
        ("epinephrine", "1", True),
        ("epinephrine", "True", True),
        ("epinephrine", "0", False),
        ("epinephrine", "n", False),
        ("epinephrine", "FALSE", False),
        ("epinephrine", "", None),
        ("jurisdiction", "United  Kingdom", "UK"),
        ("jurisdiction", "gb", "UK"),
        ("jurisdiction", "USA", "US"),
        ("dextrose_stock_kind", "Hydrous", "hydrous"),
        ("dextrose_stock_kind", "glucose monohydrate", "hydrous"),
        ("dextrose_stock_kind", "USP", "hydrous"),
        ("dextrose_stock_kind", "anhydrous (BP)", "anhydrous"),
        ("dextrose_stock_kind", "BP", ""),
        ("age_years", "120", D(120)),
        ("route", "a\r\n\tb", "a b"),
        ("published_max_ml", "0", D(0)),
        ("second_la_pct", "0", D(0)),
    ],
)
def test_a_field_may_be_typed_in_several_ways(field: str, typed: Any, is_read: Any) -> None:
    assert getattr(read_case(FULL | {field: typed}), field) == is_read


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("case_id", True, "not-text"),
        ("case_id", [17], "not-text"),
        ("case_id", float("nan"), "not-a-number"),
        ("age_years", "120.1", "out-of-range"),
        ("second_la_pct", "-0.1", "below-zero"),
        ("published_max_ml", "-1", "below-zero"),
        ("la_target_pct", "-0.1", "below-zero"),
        ("route", "knee\N{RIGHT-TO-LEFT OVERRIDE}eenk", "control-characters"),
        ("route", "knee\x07", "control-characters"),
        ("route", "knee\N{ZERO WIDTH SPACE}", "control-characters"),
        ("route", "knee\ud800", "control-characters"),
        ("route", "knee\ue000", "control-characters"),  # private use
        ("route", "knee\u0378", "control-characters"),  # no character at all
        ("allergy", ["latex", "knee\x07"], "control-characters"),
        ("title", "knee\x07", "control-characters"),
    ],
)
def test_a_field_that_cannot_be_read_is_named(field: str, typed: Any, code: str) -> None:
    with pytest.raises(UnreadableCase) as caught:
        read_case(FULL | {field: typed})
    assert (caught.value.code, caught.value.field) == (code, field)


@pytest.mark.parametrize(
    "case",
    [
        {},
        {"case_id": "X", "title": "nothing else"},
        {"mode": "forward"},
        {"colour": "red"},
        {"route": "", "parts": [], "weight_kg": None, "allergy": {}},
    ],
)
def test_a_case_that_says_nothing_is_told_so(case: dict[str, Any]) -> None:
    with pytest.raises(UnreadableCase) as caught:
        answer_case(case)
    told = caught.value
    assert (told.code, told.field, told.reason) == ("empty-case", "", "INPUT_UNREADABLE")
    assert (told.says, told.remedy) == ("The case says nothing about a mix.", "Fill in the fields of the mix.")


def test_either_mode_is_calculated_in_the_same_way() -> None:
    found = [answer_case(ORDINARY | {"mode": mode}) for mode in ("", "forward", "inverse", "Forward")]
    assert all(each == found[0] for each in found)
