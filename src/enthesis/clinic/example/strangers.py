"""Evaluations of people who are nobody's patients: made up, kept through the intake's own store."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from enthesis.clinic.access import By
from enthesis.clinic.intake import store
from enthesis.clinic.intake.deciding import decline
from enthesis.clinic.intake.inbox import open_evaluation
from enthesis.clinic.intake.models import Evaluation
from enthesis.clinic.intake.papers import IN_PERSON, TELEHEALTH, Papers
from enthesis.clinic.models import Clinic

LETTER = (
    "Thank you for writing to us. We cannot treat this here. Please see the doctor who knows you; we wish you well."
)
_KNEE = {"emergency_general": "no", "sex": "female", "places": ["knee:left"], "pain_months": "20", "nrs": "6"}
# Everything else that the rules ask about a knee, answered so that nothing but the diabetes is left to talk about.
_NOT_SO = [
    "bladder_or_bowel_change",
    "saddle_numbness",
    "leg_weakness",
    "sexual_function_loss",
    "fever",
    "trauma",
    "dislocation",
    "limb_ischaemia",
    "hot_swollen",
    "locked",
    "bone_mass",
    "prosthesis",
    "leg_swelling",
    "unilateral_calf_swelling",
    "night_bone_pain",
    "polyarthritis",
    "local_infection",
    "active_infection",
    "septic_arthritis",
    "fracture_recent",
    "allergy_injectate",
    "allergy_la",
    "allergy_corn",
    "cancer_active",
    "crystal_flare",
    "bleeding_disorder",
    "label_contraindication",
    "swelling_unexplained",
    "post_infectious_joint",
    "cancer_history",
    "allergy_latex_fish",
    "opioid_daily",
    "nsaid_dependence",
    "autoimmune",
    "prophylaxis_needed",
    "severe_comorbidity",
    "vasovagal",
    "smoker",
    "surgery_proposed",
]
_TRIED = {"pt_completed": "yes", "conservative_failed": "yes", "otc_and_stretch": "yes", "interest": "yes"}
_WELL = dict.fromkeys(_NOT_SO, "no") | _TRIED | {"knee_xray_years": "1", "steroid_injection_weeks": "60", "meds": []}


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who answered the public evaluation."""

    first: str
    born: tuple[int, int, int]
    answers: Mapping[str, Any]
    mode: str
    words: str
    is_declined: bool = False


STRANGERS = (
    Stranger(
        "Odile",
        (1981, 5, 12),
        {
            "emergency_general": "no",
            "age": "45",
            "sex": "female",
            "places": ["back"],
            "pain_months": "4",
            "nrs": "8",
            "saddle_numbness": "yes",
        },
        IN_PERSON,
        "It got much worse this week.",
    ),
    Stranger(
        "Rasmus",
        (1968, 9, 3),
        {**_KNEE, **_WELL, "age": "58", "sex": "male", "condition": ["knee_oa"], "diabetes": "yes"},
        TELEHEALTH,
        "I would like to try something else before surgery.",
    ),
    Stranger(
        "Tilde",
        (1990, 1, 20),
        {**_KNEE, "age": "36", "prosthesis_at_site": "yes"},
        IN_PERSON,
        "My new knee still hurts.",
        is_declined=True,
    ),
)


def keep_example_evaluations(clinic: Clinic, desk: By, today: date) -> None:
    """Three that came over the public page: two wait for the desk, one was declined. Kept once."""
    if Evaluation.objects.filter(clinic=clinic).exists():
        return
    for place, one in enumerate(STRANGERS):
        row = store.begin(clinic)
        papers = Papers(
            answers=one.answers,
            name=f"{one.first} Example",
            born=date(*one.born),
            email=f"{one.first.lower()}@example.test",
            telephone=f"555 {190 + place:04}",
            mode=one.mode,
            when="Weekday mornings",
            words=one.words,
        )
        store.send(row, papers)
        if one.is_declined:
            entry = open_evaluation(row.number, clinic=clinic, by=desk)
            decline(entry, "not-suitable", LETTER, by=desk, on=today)
