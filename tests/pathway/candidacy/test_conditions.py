"""The language of conditions, case by case: tests/data/candidacy_conditions.yaml."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from enthesis.pathway.candidacy import read_answers, shipped
from enthesis.pathway.candidacy.condition_reader import ConditionReader
from enthesis.pathway.candidacy.conditions import Condition

ENTRIES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "candidacy_conditions.yaml").read_text(encoding="utf-8")
)


def condition(text: str) -> Condition:
    rules = shipped()
    reader = ConditionReader(
        questions=rules.questions,
        drug_classes=frozenset(rules.drug_classes.values()),
        ingredients=frozenset(ingredient for ingredient, _ in rules.drug_names.values()),
    )
    reader.terms["a_fever"] = reader.read({"fever": True}, "terms.yaml")
    return reader.read(yaml.safe_load(text), "here")


def cases() -> Iterator[Any]:
    for entry in ENTRIES:
        for case in entry["cases"]:
            yield pytest.param(entry, case, id=f"{entry['when']} {case['answers']}"[:110])


WORD = {True: "yes", False: "no", None: "open"}


@pytest.mark.parametrize(("entry", "case"), list(cases()))
def test_what_a_condition_makes_of_the_answers(entry: dict[str, Any], case: dict[str, Any]) -> None:
    when = condition(entry["when"])
    answers = read_answers(shipped(), case["answers"], case.get("regions", ()))
    assert WORD[when.truth(answers)] == case["holds"]
    assert WORD[when.settled(answers)] == case.get("settled", case["holds"])
    needs = case.get("needs", [])
    assert sorted(when.needs(answers)) == needs
    assert sorted(when.open(answers)) == case.get("open", needs)
    assert list(when.facts(answers)) == case.get("facts", [])
    assert sorted(when.variables()) == entry["looks_at"]
