"""Cases told in other shapes and units than asked for: read where they say one thing, named where they do not."""

from decimal import Decimal
from typing import Any

import pytest

from enthesis.cases.amounts import amount, mix_parts
from enthesis.cases.case import read_case
from enthesis.cli.main import main
from tests.cases.told import KNEE, event, said, told


@pytest.mark.parametrize(
    ("more", "when"),
    [
        ({"day": "3 weeks"}, "about week 3"),
        ({"week": "week 10"}, "about week 10"),
        ({"day": "6 months"}, "about week 26"),
        ({"month": 2}, "about week 9"),
        ({"year": 1}, "about week 52"),
        ({"months": 0}, "day 0"),
        ({"day": "14 days"}, "day 14"),
        ({"day": "2018-03-16"}, "day 14"),
        ({"date": "2018-03-16"}, "day 14"),
        ({"day": "Mar 16, 2018"}, "day 14"),
        ({"day": "16 March 2018"}, "day 14"),
        ({"day": "03/16/2018"}, "day not known"),
        ({"date": "2018-03"}, "day not known"),
        ({"day": "2 weeks after the second injection"}, "day not known"),
    ],
)
def test_times_are_read_in_their_unit_and_what_is_read_is_noted(more: dict[str, Any], when: str):
    case = read_case({"time_zero": "2018-03-02", "events": [{"what": "score", "details": {}, **more}]})
    (found,) = case.events
    assert found.when == when
    assert found.read_as or found.left


def test_dates_count_from_the_first_injection_where_time_zero_is_one():
    events = [{"date": "2020-01-03", "what": "injection"}, {"date": "2020-01-31", "what": "score", "details": {}}]
    assert [each.day for each in read_case({"time_zero": "first injection", "events": events}).events] == [0, 28]
    unknown = read_case({"time_zero": "accident", "events": events}).events[0]
    assert unknown.day is None
    assert "the calendar day of time zero is not told" in unknown.left[0]


@pytest.mark.parametrize(
    ("value", "ml"),
    [
        ("a total of 10 cc", 10),
        ("10 cc in total", 10),
        ("2.5 mL", Decimal("2.5")),
        ({"value": 5, "unit": "mL"}, 5),
        ("1-2 mL per site", None),
        ("5 mL per knee", None),
        ({"min": 1, "max": 2}, None),
    ],
)
def test_a_volume_is_a_total_or_it_is_not_read(value: Any, ml: Any):
    assert amount(value) == ml
    found = told(KNEE, event("injection", 0, volume=value))
    assert found.course.injections[0].volume_ml == ml
    assert any(name.startswith("volume (told as") for name in found.steps[1].missing) == (ml is None)
    assert "volume ml" not in found.steps[1].missing


def test_two_strengths_are_quoted_and_none_is_chosen():
    found = told(KNEE, event("injection", 0, dextrose_percent="12.5% to 25%"))
    assert 'dextrose percent (told as "12.5% to 25%", which is not read)' in found.steps[1].missing
    assert found.course.injections[0].dextrose_percent is None


@pytest.mark.parametrize(
    "mix",
    [
        "1 mL 50% dextrose + 1 mL 1% lidocaine",
        "dextrose 50% 1 cc and lidocaine 1% 1 cc",
        [{"name": "dextrose", "percent": 50, "volume_ml": "1"}, {"part": "lidocaine 1%", "ml": 1}],
    ],
)
def test_a_mix_is_read_in_the_fields_of_others(mix: Any):
    assert "The mix is 2 mL, dextrose 25 % (0.5 g), lidocaine 0.5 % (10 mg" in said(
        told(KNEE, event("injection", 0, mix=mix)), 1
    )


def test_a_volume_inside_a_part_makes_no_mix():
    assert not mix_parts({"solution": "10 mL of 25% dextrose (5 mL 50% dextrose + 5 mL saline)"})


def test_a_mix_in_words_without_its_volumes_is_quoted():
    found = told(KNEE, event("injection", 0, mix="dextrose and lidocaine, 10 mL"))
    assert not mix_parts({"mix": "dextrose and lidocaine, 10 mL"})
    assert 'mix (told as "dextrose and lidocaine, 10 mL", which is not read)' in found.steps[1].missing


def test_other_substances_are_named_and_no_dextrose_is_asked_of_them():
    found = told(KNEE, event("injection", 0, solution="platelet-rich plasma"))
    assert "platelet-rich plasma, and no dextrose" in said(found, 1)
    assert not any(name.startswith("dextrose") for name in found.steps[1].missing)
    both = told(KNEE, event("injection", 0, solution="phenol-glycerine-dextrose"))
    assert "Told as injected: phenol, glycerine." in said(both, 1)
    assert "dextrose percent" in both.steps[1].missing


def test_what_stands_in_brackets_behind_a_kind_of_event_is_read_for_its_substance():
    found = told(KNEE, event("Second injection (PRP)", 0))
    assert found.steps[1].what == "injection"
    assert "platelet-rich plasma, and no dextrose" in said(found, 1)


def test_a_side_without_a_place_is_kept_and_the_place_asked_for():
    found = told("knee pain", event("injection", 0, side="left"))
    assert [site.side for site in found.course.injections[0].sites] == ["left"]
    assert "sites" in found.steps[1].missing
    assert "not in the catalogue" not in said(found, 1)


def test_the_same_as_an_injection_that_has_its_number_by_its_place():
    first = event("injection", 0, volume_ml=4, dextrose_percent=15, sites="knee joint")
    found = told(KNEE, first, event("injection", 28, same_as="first"), event("injection", 56, same_as=9))
    assert found.course.injections[1].volume_ml == 4
    assert 'what was injected (told as "the same as 9", which is not told before)' in found.steps[3].missing


def test_the_weight_of_the_patient_is_used_and_not_called_untold():
    mix = [{"part": "dextrose 50%", "ml": 2}, {"part": "lidocaine 1%", "ml": 2}]
    given = event("injection", 0, mix=mix, volume_ml=4)
    assert "The weight is not given" in said(told(KNEE, given), 1)
    assert "The weight is not given" not in said(
        told(KNEE, given, patient={"age": 50, "sex": "F", "weight_kg": "82"}), 1
    )


def test_fields_beside_the_shape_are_kept_or_named():
    found = told(
        KNEE,
        {"what": "Injection", "day": 0, "volume_ml": 5, "details": {"needle_gauge": 25}},
        patient={"age": 50, "sex": "F", "occupation": "driver"},
        protocol_hint="3 sessions, monthly",
        doi="10.1/x",
    )
    assert found.as_json()["unknown"] == ["doi", "patient.occupation"]
    assert found.course.injections[0].volume_ml == 5
    assert "needle gauge: 25" in found.course.injections[0].note
    assert "3 sessions, monthly: the last one is on day 56" in said(found, 0)


def test_a_case_nested_without_end_gets_a_sentence(tmp_path, capsys):
    deep = '{"a":' * 985 + "1" + "}" * 985
    path = tmp_path / "deep.json"
    path.write_text(f'{{"events": [{{"what": "injection", "details": {{"sites": {deep}}}}}]}}')
    assert main(["case", "replay", str(path), "--json"]) == 2
    assert "error" in capsys.readouterr().out


@pytest.mark.parametrize("field", ["patient", "protocol_hint", "citation", "side", "time_zero"])
def test_one_field_of_a_wrong_shape_refuses_nothing_else(field: str):
    found = told(KNEE, event("score", 0, instrument="ODI", value=40), **{field: [3, {"a": 1}]})
    assert found.steps[1].recorded[0]["value"] == "40"
