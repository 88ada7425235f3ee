"""What holds for every set of answers.

`CANDIDACY_EXAMPLES=100000 python -m pytest tests/pathway/candidacy/test_properties.py` tries as many sets as it says.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enthesis.pathway.candidacy import Kind, Question, Stage, Verdict, screen, shipped
from tests.pathway.candidacy.people import HARMLESS, person

RULES = shipped()
EXAMPLES = int(os.environ.get("CANDIDACY_EXAMPLES", "400"))
tried = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))

PERMISSIVE = {Verdict.ELIGIBLE, Verdict.DISCUSS}
# Red flags that one answer raises, whatever the rest says.
RED_FLAGS = {
    "emergency_general": "yes",
    "bladder_or_bowel_change": "yes",
    "saddle_numbness": "yes",
    "leg_weakness": "new_or_progressive",
    "sexual_function_loss": "new",
    "fever": "yes",
    "infection_risk": "yes",
    "cancer_history": "yes",
    "weight_loss": "unexplained",
    "night_pain": "constant",
    "trauma": "major",
    "deformity": "new",
    "pulsatile_mass": "yes",
    "inflammatory_pattern": "yes",
    "unilateral_calf_swelling": "yes",
    "dislocation": "yes",
    "limb_ischaemia": "yes",
    "bone_mass": "yes",
    "night_bone_pain": "yes",
    "polyarthritis": "yes",
    "locked": "yes",
}
# Absolute contraindications that one answer raises, with the most permissive verdict that each allows.
ABSOLUTE = {
    ("local_infection", "yes"): Verdict.NOT_YET,
    ("active_infection", "yes"): Verdict.NOT_YET,
    ("septic_arthritis", "yes"): Verdict.URGENT,
    ("allergy_injectate", "yes"): Verdict.DISCUSS,  # stock of another origin may be in use
    ("allergy_corn", "yes"): Verdict.DISCUSS,
    ("fracture_recent", "yes"): Verdict.NOT_YET,
    ("cancer_active", "yes"): Verdict.NOT_SUITABLE,
    ("crystal_flare", "yes"): Verdict.NOT_YET,
    ("bleeding_disorder", "yes"): Verdict.DISCUSS,
    ("pregnant", "yes"): Verdict.NOT_YET,
    ("age", 17): Verdict.NOT_SUITABLE,
    ("prosthesis_at_site", "yes"): Verdict.NOT_SUITABLE,
    ("post_infectious_joint", "yes"): Verdict.NOT_SUITABLE,
    ("bp_sys", 180): Verdict.NOT_YET,
    ("bp_dia", 110): Verdict.NOT_YET,
    ("swelling_unexplained", "yes"): Verdict.NOT_YET,
    ("label_contraindication", "yes"): Verdict.NOT_SUITABLE,
    ("consent_signed", "no"): Verdict.NOT_YET,
}


def _values(question: Question) -> list[Any]:
    """Every answer that can matter: each word, and each limit of the rules with its neighbours."""
    if question.kind == "number":
        limits = (3, 4, 7, 12, 13, 18, 20, 40, 42, 45, 50, 55, 110, 180)
        near = {value for limit in limits for value in (limit - 1, limit, limit + 1)}
        fitting = [value for value in sorted(near) if question.least <= value <= question.most]
        return [*fitting, *(["never"] if question.never else [])]
    return [choice.value for choice in question.choices]


VALUES = {name: _values(question) for name, question in RULES.questions.items()}
CLASSES = ["anticoagulant", "antiplatelet", "systemic_steroid", "immunosuppressant", "nsaid", "other", None]


def _answer(chance: Random, name: str) -> Any:
    if name == "meds":
        return [
            {
                "med": chance.choice(["aspirin", "warfarin", "xyz"]),
                "med_class": chance.choice(CLASSES),
                "dose_mg": chance.choice([None, 5, 81, 100, 101, 325]),
            }
            for _ in range(chance.randrange(4))
        ]
    if RULES.questions[name].several:
        return chance.sample(VALUES[name], chance.randrange(3))
    return chance.choice(VALUES[name])


@dataclass(frozen=True)
class Person:
    regions: list[str]
    answers: dict[str, Any]


def _anybody(seed: int) -> Person:
    """Random answers with gaps, or harmless ones with a few changed and a few left out."""
    chance = Random(seed)
    regions = chance.sample(list(RULES.regions), chance.randrange(4))
    if chance.random() < 0.3:
        given_share = chance.random()
        names = [name for name in RULES.questions if chance.random() < given_share]
        return Person(regions, {name: _answer(chance, name) for name in names})
    answers = {**flat(person(*regions)), "sex": chance.choice(["female", "male", "other"])}
    for name in chance.sample(list(RULES.questions), chance.randrange(7)):
        answers[name] = _answer(chance, name)
    for name in chance.sample(sorted(answers), chance.randrange(4)):
        del answers[name]
    return Person(regions, answers)


ANYBODY = st.integers(0, 2**64 - 1).map(_anybody)


def flat(answers: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in answers.items() if name != "ottawa"}
    return found | {f"ottawa.{part}": value for part, value in answers.get("ottawa", {}).items()}


@tried
@given(ANYBODY, st.sampled_from(list(Stage)))
def test_any_set_of_answers_is_answered(who: Person, stage: Stage) -> None:
    regions, answers = who.regions, who.answers
    found = screen(answers, regions, stage=stage)
    assert found.verdict in Verdict
    assert set(found.by_region) == set(regions)
    assert {reason.rule for reason in found.reasons} == set(found.fired)
    assert not set(found.missing) & set(found.later)
    assert found.verdict.strictness == max(
        [side.verdict.strictness for side in found.by_region.values()] or [found.verdict.strictness]
    )
    assert found.worst_urgency.rank == max((reason.urgency.rank for reason in found.reasons), default=0)
    assert found.as_json()


@tried
@given(ANYBODY, st.sampled_from(sorted(RED_FLAGS)))
def test_adding_a_red_flag_never_lowers_urgency_or_verdict(who: Person, flag: str) -> None:
    regions, answers = who.regions, who.answers
    answers = {name: value for name, value in answers.items() if name != "trauma_days_ago"}
    before = screen(answers, regions)
    after = screen({**answers, flag: RED_FLAGS[flag]}, regions)
    assert after.worst_urgency.rank >= before.worst_urgency.rank
    assert after.verdict.strictness >= before.verdict.strictness
    assert after.verdict.strictness >= Verdict.DISCUSS.strictness


@tried
@given(ANYBODY, st.data())
def test_leaving_a_question_out_is_never_better_than_its_harmless_answer(who: Person, data: st.DataObject) -> None:
    regions, answers = who.regions, who.answers
    names = sorted({*flat(HARMLESS), "condition", "sex"})
    name = data.draw(st.sampled_from(names))
    harmless = {**flat(person(*regions)), "sex": "male"}[name] if name != "condition" else person(*regions)["condition"]
    given_harmlessly = screen({**answers, name: harmless}, regions)
    left_out = screen({other: value for other, value in answers.items() if other != name}, regions)
    assert left_out.verdict.strictness >= given_harmlessly.verdict.strictness, name


@tried
@given(ANYBODY, st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(who: Person, chance: Any) -> None:
    regions, answers = who.regions, who.answers
    names = list(answers)
    chance.shuffle(names)
    assert screen({name: answers[name] for name in names}, regions) == screen(answers, regions)


@tried
@given(ANYBODY)
def test_the_order_of_regions_does_not_matter(who: Person) -> None:
    regions, answers = who.regions, who.answers
    one, other = screen(answers, regions), screen(answers, regions[::-1])
    assert (one.verdict, one.worst_urgency, one.fired, one.missing, one.by_region) == (
        other.verdict,
        other.worst_urgency,
        other.fired,
        other.missing,
        other.by_region,
    )


@tried
@given(ANYBODY, st.sampled_from(sorted(ABSOLUTE, key=str)))
def test_no_permissive_verdict_with_an_absolute_contraindication(
    who: Person, contraindication: tuple[str, Any]
) -> None:
    regions, answers = who.regions, who.answers
    name, value = contraindication
    found = screen({**answers, name: value}, regions)
    assert found.verdict.strictness >= ABSOLUTE[contraindication].strictness
    rules = {rule.id for rule in RULES.rules if rule.kind is Kind.ABSOLUTE}
    assert set(found.fired) & rules
    if ABSOLUTE[contraindication] not in PERMISSIVE:
        assert found.verdict not in PERMISSIVE


@tried
@given(ANYBODY)
def test_a_person_with_a_red_flag_sees_it_first(who: Person) -> None:
    regions, answers = who.regions, who.answers
    found = screen(answers, regions)
    ranks = [(reason.outcome.verdict.strictness, reason.urgency.rank) for reason in found.reasons]
    assert ranks == sorted(ranks, reverse=True)
    if found.verdict is Verdict.URGENT:
        assert found.reasons[0].finding.remedy_for_patient
