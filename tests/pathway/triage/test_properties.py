"""What must be true of every set of answers."""

import statistics
import time
import timeit
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enthesis.pathway.triage import Kind, Level, Variable, load, questions, triage

RULES = load()
SITES = st.lists(st.sampled_from(RULES.sites), max_size=3, unique=True)
HOURS = st.none() | st.sampled_from([0, 1, 3, 12, 24, 48, 72, 73, 96, 120, 240, 264, 300, 2160, 9000])
EXPECTED = {"bruise", "soreness_days", "stiffness_days", "burning_min", "pressure", "nsaid_taken"}
NUMBERS = {
    "temp_c": ["36.6", "38", "39.5"],
    "temp_f": ["97.7", "100.4"],
    "steroid_injected_months_ago": [1, 6, 12],
    "acetaminophen_mg_day": [500, 4000, 5000],
    "numb_hours": [1, 11, 12, 40],
    "soreness_days": [0, 1, 3, 4, 10, 11],
    "stiffness_days": [0, 2, 10, 11],
    "burning_min": [2, 5],
}


def values(variable: Variable) -> st.SearchStrategy[Any]:
    if variable.kind is Kind.NUMBER:
        return st.sampled_from(NUMBERS[variable.id])
    return st.sampled_from([choice.value for choice in variable.choices])


ANSWERS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {}, optional={variable.id: values(variable) for variable in RULES.variables.values()}
)
EVERY_SIGN = [
    (variable.id, value)
    for variable in RULES.variables.values()
    for value in (NUMBERS[variable.id] if variable.kind is Kind.NUMBER else sorted(variable.present))
    if variable.present
]
HARMLESS_ALONE = EXPECTED | {"faint", "collapse", "bleeding", "swelling", "numb_hours"}


def reports(answers: dict[str, Any]) -> bool:
    return any(
        (answer := RULES.variables[name].read(value)) is not None and RULES.variables[name].reports(answer)
        for name, value in answers.items()
    )


def rank(sites: list[str], hours: int | None, answers: dict[str, Any], clinic_open: bool = True) -> int:
    return triage(sites, hours, answers, clinic_open).worst_level.rank


@given(SITES, HOURS, ANSWERS, st.sampled_from(EVERY_SIGN), st.booleans())
def test_adding_a_symptom_never_lowers_the_level(
    sites: list[str], hours: int | None, answers: dict[str, Any], sign: tuple[str, Any], clinic_open: bool
) -> None:
    """Whatever else was reported, and also where the added sign contradicts it."""
    name, value = sign
    without = {key: answer for key, answer in answers.items() if key != name}
    if reports(without):
        assert rank(sites, hours, without | {name: value}, clinic_open) >= rank(sites, hours, without, clinic_open)


@given(SITES, HOURS, ANSWERS, st.sampled_from([sign for sign in EVERY_SIGN if sign[0] not in HARMLESS_ALONE]))
def test_a_warning_sign_never_lowers_the_level_of_a_report_without_one(
    sites: list[str], hours: int | None, answers: dict[str, Any], sign: tuple[str, Any]
) -> None:
    name, value = sign
    without = {key: answer for key, answer in answers.items() if key != name}
    assert rank(sites, hours, without | {name: value}) >= rank(sites, hours, without)


@given(SITES, HOURS, ANSWERS, st.sampled_from([None, "", "skipped", "no idea", {"x": 1}]))
def test_a_skipped_fever_question_is_never_milder_than_no(
    sites: list[str], hours: int | None, answers: dict[str, Any], skipped: Any
) -> None:
    others = {key: answer for key, answer in answers.items() if key != "fever"}
    denied = rank(sites, hours, others | {"fever": "no"})
    assert rank(sites, hours, others | {"fever": skipped}) >= denied
    assert rank(sites, hours, others) >= denied


@given(SITES, HOURS, ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_answers_and_sites_does_not_matter(
    sites: list[str], hours: int | None, answers: dict[str, Any], random: Any
) -> None:
    pairs, places = list(answers.items()), list(sites)
    random.shuffle(pairs)
    random.shuffle(places)
    assert triage(places, hours, dict(pairs)) == triage(sites, hours, answers)


@given(SITES, HOURS, ANSWERS)
def test_an_unknown_site_is_never_milder(sites: list[str], hours: int | None, answers: dict[str, Any]) -> None:
    assert rank([], hours, answers) >= rank(sites, hours, answers)


@given(SITES, HOURS, ANSWERS)
def test_a_closed_clinic_is_never_milder(sites: list[str], hours: int | None, answers: dict[str, Any]) -> None:
    assert rank(sites, hours, answers, clinic_open=False) >= rank(sites, hours, answers)


@given(SITES, HOURS, ANSWERS)
def test_every_answer_has_a_level_a_reason_and_an_action(
    sites: list[str], hours: int | None, answers: dict[str, Any]
) -> None:
    found = triage(sites, hours, answers)
    assert found.fired
    assert [reason.code for reason in found.reasons] == list(found.fired)
    assert all(reason.because and reason.sources and reason.remedy_for_patient for reason in found.reasons)
    ranks = [Level(reason.level).rank for reason in found.reasons]
    assert ranks == sorted(ranks, reverse=True)
    assert found.worst_level.rank == ranks[0]
    assert found.action == found.reasons[0].remedy_for_patient


ODD = st.sampled_from(
    [None, True, False, 0, -1, 3.5, float("nan"), float("inf"), "x" * 5000, "\x00", [], [None], {}, {"a": 1}]
)


@given(SITES, st.dictionaries(st.sampled_from([*RULES.variables, "nobody_knows_this"]), ODD, max_size=6), st.booleans())
def test_odd_answers_never_crash_and_are_never_self_care_by_themselves(
    sites: list[str], answers: dict[str, Any], clinic_open: bool
) -> None:
    found = triage(sites, 30, answers, clinic_open)
    assert found.reasons
    if found.not_understood:
        assert found.worst_level is not Level.SELF_CARE


@given(SITES, HOURS, ANSWERS)
def test_the_questions_lead_somewhere_and_end(sites: list[str], hours: int | None, answers: dict[str, Any]) -> None:
    """Answering each question that is put never brings back one that was answered."""
    asked: list[str] = []
    for _ in range(len(RULES.variables) + 1):
        todo = questions(sites, answers, hours)
        if not todo:
            break
        variable = todo[0]
        assert variable.said_by == "patient"
        asked.append(variable.id)
        answers = answers | {variable.id: _harmless(variable)}
    assert not questions(sites, answers, hours)
    assert len(asked) == len(set(asked))


def _harmless(variable: Variable) -> Any:
    if variable.kind is Kind.NUMBER:
        return "36.6" if variable.id == "temp_c" else 0
    return variable.choices[-1].value


def test_the_first_questions_are_the_most_urgent_and_an_emergency_asks_nothing_more() -> None:
    first = [variable.id for variable in questions(["knee"], {}, 24)]
    assert first[:3] == ["breathless", "chest_pain", "anaphylaxis_sign"]
    assert "headache" not in first
    assert "headache" in [variable.id for variable in questions(["neck"], {}, 24)]
    assert questions(["knee"], {"breathless": "yes"}, 24) == ()
    assert "neuro" in [variable.id for variable in questions(["neck"], {"headache": "postural"}, 24)]


def test_a_full_form_takes_under_a_millisecond() -> None:
    full: dict[str, Any] = {
        variable.id: _harmless(variable) for variable in RULES.variables.values() if variable.said_by == "patient"
    }
    full |= {"joint_hot": "yes", "haematoma": "growing"}
    runs = timeit.repeat(lambda: triage(["joint"], Decimal(48), full), timer=time.process_time, number=20, repeat=7)
    assert statistics.median(runs) / 20 < 0.001


@pytest.mark.parametrize("level", list(Level))
def test_every_level_has_rules(level: Level) -> None:
    assert any(rule.level is level for rule in RULES.rules)
