"""Reports in free words: tests/data/triage_reports.csv, denials, what is not understood, and sites."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enthesis.pathway.triage import Level, load, read_sites, read_words, triage, triage_report
from enthesis.pathway.triage.timing import durations
from enthesis.pathway.triage.tokens import tokens
from enthesis.pathway.triage.vocabulary import vocabulary

ROWS = list(csv.DictReader((Path(__file__).parents[2] / "data" / "triage_reports.csv").open(encoding="utf-8")))


def level_of(text: str, sites: list[str], hours: Any, **answers: Any) -> str:
    found = triage_report(text, sites, hours, answers).triage
    return found.worst_level.value if found is not None else "nothing"


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['expect_level']}: {row['report'][:50]}" for row in ROWS])
def test_report(row: dict[str, str]) -> None:
    assert level_of(row["report"], row["sites"].split(";"), row["hours"] or None) == row["expect_level"]


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["expect_level"] == "emergency"], ids=lambda row: row["report"]
)
def test_an_emergency_is_one_at_an_unknown_hour_and_site_too(row: dict[str, str]) -> None:
    assert level_of(row["report"], [], None) == "emergency"


def test_a_proposal_says_which_words_it_rests_on() -> None:
    found = triage_report("feeling like an electric shock in the right arm and right leg", ["neck"], 0)
    assert found.heard["electric_shock"].words == ("electric shock in the right arm and right leg",)
    assert found.triage is not None
    assert found.triage.fired == ("T50",)
    assert dict(read_words("No fever, but a stiff back")) == {
        "fever": read_words("no fever")["fever"].__class__("no", ("fever",), True),
        "stiffness": read_words("a stiff back")["stiffness"],
    }


@pytest.mark.parametrize(
    "sign",
    ["fever", "chest pain", "weakness", "shortness of breath", "numbness", "headache", "redness", "chills", "bleeding"],
)
@pytest.mark.parametrize(
    "denial",
    [
        "no {}",
        "No {}.",
        "without {}",
        "denied {}",
        "denies any {}",
        "patient denied having {}",
        "did not have {}",
        "has not had any {}",
        "there was no {}",
        "never had {}",
        "{}: none",
        "{}: no",
        "{} was denied",
        "{} was absent",
        "{} was not reported",
        "no evidence of {}",
        "no sign of {}",
        "negative for {}",
        "neither pain nor {}",
        "no swelling, {} or rash",
        "no swelling, rash or {}",
        "denied swelling, {} and rash",
        "no swelling and {}",
        "no patient had {}",
        "none had {}",
        "{}? No",
    ],
)
def test_a_denied_sign_does_not_fire(denial: str, sign: str) -> None:
    heard = read_words(denial.format(sign))
    assert not [name for name, entry in heard.items() if not entry.denied], heard
    assert level_of(denial.format(sign), ["spine"], 24) == "nothing"


@pytest.mark.parametrize(
    "text",
    [
        "no fever but weakness of the leg",
        "no fever. Weakness of the leg",
        "no fever, weakness of the leg since Monday",
        "no fever; however there is weakness",
        "denied fever, then developed weakness",
        "no improvement in the weakness",
        "no relief, and weakness",
        "not only soreness but weakness",
        "without warning weakness began",
        "fever was denied, weakness was present",
        "weakness not improving",
        "no pain, he has weakness",
        "weakness, no fever",
        "not sure, maybe weakness",
    ],
)
def test_a_denial_does_not_reach_over_to_another_sign(text: str) -> None:
    assert level_of(text, ["spine"], 24) == "emergency"


def test_what_is_not_understood_is_for_a_person_and_never_self_care() -> None:
    found = triage_report("small bruise and my tongue tastes of blue", ["joint"], 24)
    assert found.left == ("tongue", "tastes", "blue")
    assert found.triage is not None
    assert found.triage.worst_level is Level.CALL_CLINIC
    assert read_words("grobble")["unclear"].words == ("grobble",)
    assert "unclear" in read_words("")
    assert "unclear" in read_words("   \x00 ")


@given(st.text(max_size=80))
def test_no_text_crashes_and_none_that_is_not_understood_is_self_care(text: str) -> None:
    found = triage_report(text, ["joint"], 24)
    if found.triage is not None and (found.left or not (found.heard or found.denied)):
        assert found.triage.worst_level is not Level.SELF_CARE


EMERGENCIES = [row["report"] for row in ROWS if row["expect_level"] == "emergency"]
WITHOUT_FEVER = [text for text in EMERGENCIES if level_of(f"{text}. No fever", [], 24) == "emergency"]


def test_only_a_hot_joint_depends_on_what_is_said_of_fever() -> None:
    assert set(EMERGENCIES) - set(WITHOUT_FEVER) == {"red hot knee"}


@given(st.sampled_from(WITHOUT_FEVER), st.sampled_from(ROWS))
def test_a_second_sentence_never_hides_an_emergency(first: str, second: dict[str, str]) -> None:
    for text in (f"{first}. {second['report']}", f"{second['report']}. {first}"):
        assert level_of(text, [], 24) == "emergency"


def test_a_long_text_is_read_in_part_and_says_so() -> None:
    found = triage_report("sore " * 5000 + "chest pain", ["joint"], 24)
    assert found.left == ("the text is longer than 20,000 characters",)
    assert found.triage is not None
    assert found.triage.worst_level is Level.CALL_CLINIC


def test_answers_known_otherwise_are_used_and_a_told_sign_beats_a_no() -> None:
    told = triage_report("large haematoma", ["soft_tissue"], 20, {"med_class": "antiplatelet"})
    assert told.triage is not None
    assert "T28" in told.triage.fired
    contradicted = triage_report("chest pain", ["joint"], 20, {"chest_pain": "no"})
    assert contradicted.triage is not None
    assert contradicted.triage.worst_level is Level.EMERGENCY
    assert triage_report("no fever", ["joint"], 20, {"breathless": "yes"}).triage is not None
    assert triage_report("none", ["joint"], 20, {"breathless": "who knows"}).triage is not None


def test_the_silence_of_a_report_is_no_skipped_question() -> None:
    found = triage_report("sore, no redness", ["joint"], 24)
    assert found.triage is not None
    assert found.triage.worst_level is Level.SELF_CARE
    assert found.supposed[-1] == "warning: no other sign is told of in the report"


def test_soreness_of_unknown_length_at_an_unknown_hour_is_for_a_person() -> None:
    assert level_of("sore", [], None) == "call_clinic_same_day"
    assert level_of("sore for two days", ["joint"], None) == "call_clinic_same_day"


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("for 2 days", [48]),
        ("lasting 1 to 3 days", [72]),
        ("for a week", [168]),
        ("a few days", [72]),
        ("30 minutes", [Decimal("0.5")]),
        ("3 hours after the injection", []),
        ("two days later", []),
        ("twice a day", []),
        ("overnight", [12]),
        ("1.5 hours", [Decimal("1.5")]),
        ("days", []),
    ],
)
def test_how_long_it_lasted(text: str, hours: list[Any]) -> None:
    assert [round(hour, 6) for hour in durations(tokens(text))] == hours


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("upper cervical region", {"neck"}),
        ("left gluteus medius", {"soft_tissue"}),
        ("left sacroiliac joint and buttock", {"spine", "joint", "soft_tissue"}),
        ("left medial collateral ligament", {"joint"}),
        ("around the affected parts of both Achilles tendons", {"soft_tissue"}),
        ("back of both heels", {"soft_tissue"}),
        ("abdominal wall", {"soft_tissue"}),
        ("L4-5 and L5-S1", {"spine"}),
        ("upper back", {"thoracic"}),
        ("low back", {"spine"}),
        ("upper trapezius", {"neck", "shoulder"}),
        ("costochondral joints", {"rib", "joint"}),
        ("nowhere in particular", set()),
    ],
)
def test_words_of_the_body(text: str, sites: set[str]) -> None:
    assert set(read_sites(text)) == sites
    assert sites <= set(load().sites)


def test_every_phrase_of_the_vocabulary_can_be_heard() -> None:
    """A phrase with its endings filled in is found in itself."""
    for phrase in vocabulary().phrases:
        words = [
            word.replace("*", "ing") if word != "*" else "thing"
            for part in phrase.parts
            if not part.absent
            for step in part.steps
            for word in (step[0] if step else ())
        ]
        assert any(True for _ in phrase.found(tokens(" ".join(words)))), words


def test_the_published_case_of_a_bleeding_under_clopidogrel() -> None:
    """Weakness with pain in the injected area 3 hours after a buttock injection: never ordinary soreness."""
    found = triage_report(
        "weakness of movement and pain in the injected area", ["soft_tissue"], 3, {"med_class": "antiplatelet"}
    )
    assert found.triage is not None
    assert found.triage.worst_level is Level.EMERGENCY
    assert found.triage.fired[:2] == ("T06", "T52")
    assert triage(["soft_tissue"], 3, found.answers, put_in_order=False) == found.triage
