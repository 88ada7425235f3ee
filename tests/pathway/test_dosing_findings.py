"""Every sentence that a check on a mix can say, one case for each way of saying it.

The tables are tests/data/dosing_findings.yaml, dosing_unreadable.yaml and dosing_answers.yaml.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from enthesis import knowledge
from enthesis.pathway.dosing import Kind, UnreadableCase, answer_case, read_solutions, shipped
from enthesis.pathway.dosing.wording import Ingredient
from tests.pathway.test_dosing_door import ORDINARY


def table(name: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = yaml.safe_load(
        (Path(__file__).parents[1] / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    )
    return entries


FINDINGS, UNREADABLE, ANSWERS = (table(f"dosing_{name}") for name in ("findings", "unreadable", "answers"))
VERSION = f"solutions {shipped().version}"


@pytest.mark.parametrize("entry", FINDINGS, ids=[f"{entry['code']} {entry['mix']}" for entry in FINDINGS])
def test_a_finding_as_a_clinician_reads_it(entry: dict[str, Any]) -> None:
    expected = {name: value for name, value in entry.items() if name != "mix"}
    found = [dict(each) for each in answer_case(ORDINARY | entry["mix"]).as_json()["findings"]]
    assert [each for each in found if each["code"] == entry["code"]] == [expected | {"version": VERSION}]


def test_every_rule_has_its_sentence_here() -> None:
    """But for doses of an earlier occasion, which a mix does not know of (test_dosing_anaesthetic.py)."""
    earlier = {"LA_REPEATED_TOO_SOON", "LA_INTERVAL_NOT_STATED"}
    assert {entry["code"] for entry in FINDINGS} == set(shipped().rules) - earlier


@pytest.mark.parametrize("entry", UNREADABLE, ids=[str(entry["mix"]) for entry in UNREADABLE])
def test_what_cannot_be_read_is_told_what_to_do(entry: dict[str, Any]) -> None:
    with pytest.raises(UnreadableCase) as caught:
        answer_case(ORDINARY | entry["mix"])
    told = caught.value
    assert {
        "reason": told.reason,
        "code": told.code,
        "field": told.field,
        "says": told.says,
        "remedy": told.remedy,
    } == {
        "reason": "INPUT_UNREADABLE",
        **{name: value for name, value in entry.items() if name != "mix"},
    }
    assert str(told) == told.says


@pytest.mark.parametrize("entry", ANSWERS, ids=[entry["answer"]["decision"] for entry in ANSWERS])
def test_a_whole_answer_as_a_machine_gets_it(entry: dict[str, Any]) -> None:
    found = answer_case(entry["mix"]).as_json()
    assert found | {"findings": [{"code": one["code"]} for one in found["findings"]]} == entry["answer"]


def test_what_a_planned_mix_is_made_of() -> None:
    """Parts as they are drawn up; nothing is drawn up of what is not wanted."""

    def parts(**changed: str) -> list[tuple[str, str, tuple[Ingredient, ...]]]:
        mix = answer_case(ORDINARY | changed).mix
        assert mix is not None
        return [(part.text, str(part.ml), part.ingredients) for part in mix.parts]

    sugar = ("dextrose 50%", "3", (Ingredient("dextrose", Kind.DEXTROSE, Decimal(50), "%"),))
    drug = Ingredient("lidocaine", Kind.ANAESTHETIC, Decimal(1), "%")
    salt = Ingredient("sodium chloride", Kind.DILUENT, Decimal("0.9"), "%")
    assert parts() == [sugar, ("lidocaine 1%", "2", (drug,)), ("saline", "5", (salt,))]
    assert parts(epinephrine="yes")[1] == (
        "lidocaine 1% with epinephrine",
        "2",
        (drug, Ingredient("epinephrine", Kind.OTHER, None, "")),
    )
    assert parts(target_dextrose_pct="0") == [("lidocaine 1%", "2", (drug,)), ("saline", "8", (salt,))]
    assert parts(la_target_pct="0") == [sugar, ("saline", "7", (salt,))]
    assert parts(la_target_pct="0.7") == [sugar, ("lidocaine 1%", "7", (drug,))]


def test_a_strength_that_does_not_end_is_told_to_two_decimals() -> None:
    parts = [{"part": "D50W", "ml": "5"}, {"part": "saline", "ml": "10"}]
    found = answer_case(ORDINARY | {"parts": parts, "target_dextrose_pct": "16", "total_ml": "", "la_target_pct": ""})
    assert "The recipe gives 16.67 % dextrose, not 16." in [one.says for one in found.findings]


# A clinic's own file: the same facts under names that the shipped file does not have.
RENAMED = {
    "lidocaine": "dormicaine",
    "xylocaine": "sleepocaine",
    "bupivacaine": "longocaine",
    "ropivacaine": "mildocaine",
    "saline": "brine",
    "Xylocaine": "Sleepocaine",
}


def renamed(value: Any) -> Any:
    if isinstance(value, str):
        for old, new in RENAMED.items():
            value = value.replace(old, new)
        return value
    if isinstance(value, list):
        return [renamed(one) for one in value]
    return {name: renamed(one) for name, one in value.items()} if isinstance(value, dict) else value


OWN = read_solutions(renamed(knowledge.path("solutions.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("entry", FINDINGS, ids=[f"{entry['code']} {entry['mix']}" for entry in FINDINGS])
def test_a_clinic_that_has_a_file_of_its_own_is_answered_from_that_file_alone(entry: dict[str, Any]) -> None:
    shipped_says = renamed(answer_case(ORDINARY | entry["mix"]).as_json())
    own_says = answer_case(renamed(ORDINARY | entry["mix"]), OWN).as_json()
    assert own_says == shipped_says


@pytest.mark.parametrize("entry", UNREADABLE, ids=[str(entry["mix"]) for entry in UNREADABLE])
def test_what_cannot_be_read_is_told_in_the_words_of_the_clinics_own_file(entry: dict[str, Any]) -> None:
    with pytest.raises(UnreadableCase) as caught:
        answer_case(renamed(ORDINARY | entry["mix"]), OWN)
    told = caught.value
    names = ("code", "field", "says", "remedy")
    assert [getattr(told, name) for name in names] == renamed([entry[name] for name in names])


def test_a_clinic_may_name_countries_in_its_own_way() -> None:
    text = knowledge.path("solutions.yaml").read_text(encoding="utf-8")
    own = read_solutions(text.replace("UK: [uk,", "UK: [uk, albion,"))
    found = answer_case(ORDINARY | {"jurisdiction": "Albion", "epinephrine": "yes"}, own)
    assert found.figures["la_limit_mg"] == "500"
    assert "la_limit_mg" in found.unverified
