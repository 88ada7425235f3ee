"""Whole screenings, part by part: tests/data/candidacy_answers.yaml."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from enthesis.pathway.candidacy import Screening, Stage, screen, shipped
from enthesis.pathway.finding import Finding
from tests.pathway.candidacy.people import person

ENTRIES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "candidacy_answers.yaml").read_text(encoding="utf-8")
)


def without_consent(rules: tuple[str, ...]) -> list[str]:
    return [rule for rule in rules if not rule.startswith("K")]


def told(found: Screening) -> dict[str, Any]:
    """A screening as the table writes it."""
    return {
        "verdict": found.verdict.value,
        "urgency": found.worst_urgency.value,
        "fired": without_consent(found.fired),
        "missing": list(found.missing),
        "missing_safety": list(found.missing_safety),
        "later": list(found.later),
        "by_region": {
            name: [side.verdict.value, side.worst_urgency.value, without_consent(side.fired), list(side.missing)]
            for name, side in found.by_region.items()
        },
        "reasons": [
            f"{each.rule} | {each.outcome.value} | {each.urgency.value} | {', '.join(each.regions)} | "
            f"{'; '.join(each.finding.because)}"
            for each in found.reasons
            if not each.rule.startswith("K")
        ],
        "unanswered": [
            f"{each.field} | {each.level} | {each.says} | {'; '.join(each.because)}" for each in found.unanswered
        ],
        "contradictions": [f"{each.code} | {'; '.join(each.because)}" for each in found.puzzles],
        "summary": found.summary.code,
        "unknown": list(found.unknown),
    }


@pytest.mark.parametrize("entry", ENTRIES, ids=[f"{e['regions']} {e['answers']}"[:90] for e in ENTRIES])
def test_a_screening_part_by_part(entry: dict[str, Any]) -> None:
    stage = Stage(entry.get("stage", "evaluation"))
    found = screen(person(*entry["regions"], **entry["answers"]), entry["regions"], entry["sex"], stage=stage)
    asked = {"regions", "sex", "answers", "stage"}
    assert {name: value for name, value in told(found).items() if value} == {
        name: value for name, value in entry.items() if name not in asked
    }
    assert found.stage is stage
    assert [each.code for each in found.puzzles] == [
        f"contradiction-{one}-{other}".replace("_", "-") for one, other in found.contradictions
    ]


def test_consent_items_hold_for_everybody_and_speak_last() -> None:
    found = screen(person("knee"), ["knee"], "female")
    items = [rule.id for rule in shipped().rules if rule.id.startswith("K")]
    assert found.fired == ("I05", *items)
    assert [each.rule for each in found.reasons] == ["I05", *items]
    assert {each.outcome.value for each in found.reasons[1:]} == {"required_item"}


def test_an_unanswered_question_as_a_finding() -> None:
    (found,) = screen(person("knee", fever=None), ["knee"], "female").unanswered
    assert found == Finding(
        code="not-answered",
        level="not_yet",
        says='Not answered: "Do you have a fever or chills, or feel very unwell?"',
        remedy="Ask it before going on; no answer is not taken for a no.",
        to_patient="Do you have a fever or chills, or feel very unwell?",
        because=("RB05 needs it",),
        sources=("ruling",),
        field="fever",
        version=shipped().version,
    )


def test_a_screening_as_a_machine_gets_it() -> None:
    answers = person(
        "back", "knee", saddle_numbness="yes", fever=None, condition=["chronic_lbp", "knee_oa"], colour="x"
    )
    found = screen(answers, ["back", "knee"], "female")
    plain = found.as_json()
    first = found.reasons[0]
    assert plain["reasons"][0] == {
        "code": "RB02",
        "level": "urgent",
        "says": first.finding.says,
        "remedy": first.finding.remedy,
        "to_patient": first.finding.to_patient,
        "remedy_for_patient": first.finding.remedy_for_patient,
        "because": ["saddle_numbness: yes"],
        "sources": ["GCARE_LBP", "LBP_PATHWAY", "ruling"],
        "field": "saddle_numbness",
        "version": first.finding.version,
        "rule": "RB02",
        "kind": "red_flag",
        "stage": "evaluation",
        "outcome": "urgent",
        "urgency": "emergency",
        "regions": ["back", "knee"],
        "would_change": first.would_change,
        "ruling": first.ruling,
        "source": "GCARE_LBP; LBP_PATHWAY; ruling",
    }
    assert len(plain["reasons"]) == len(found.reasons)
    assert {name: plain[name] for name in plain if name not in ("reasons", "fired", "regions")} == {
        "verdict": "urgent",
        "worst_urgency": "emergency",
        "missing": ["fever"],
        "contradictions": [],
        "by_region": {"back": "urgent", "knee": "urgent"},
        "summary": found.summary.as_json(),
        "missing_safety": ["fever"],
        "later": [],
        "unanswered": [found.unanswered[0].as_json()],
        "puzzles": [],
        "unknown": ["colour"],
        "stage": "evaluation",
        "version": shipped().version,
    }
    assert plain["fired"] == list(found.fired)
    items = [rule for rule in found.fired if rule.startswith("K")]
    assert plain["regions"] == {
        "back": {
            "verdict": "urgent",
            "worst_urgency": "emergency",
            "fired": ["RB02", "I01", *items],
            "missing": ["fever"],
        },
        "knee": {
            "verdict": "urgent",
            "worst_urgency": "emergency",
            "fired": ["RB02", "I05", *items],
            "missing": ["fever"],
        },
    }
