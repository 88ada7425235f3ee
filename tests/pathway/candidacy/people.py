"""People who have answered every question harmlessly, for each region; a test changes what it is about."""

from typing import Any

from enthesis.pathway.candidacy import Screening, screen

HARMLESS: dict[str, Any] = {
    "emergency_general": "no",
    "bladder_or_bowel_change": "no",
    "saddle_numbness": "no",
    "leg_weakness": "none",
    "sexual_function_loss": "none",
    "fever": "no",
    "infection_risk": "no",
    "cancer_history": "no",
    "weight_loss": "none",
    "night_pain": "none",
    "new_onset": "no",
    "age": 48,
    "no_improvement_weeks": 0,
    "trauma": "none",
    "osteoporosis_or_steroid": "no",
    "onset": "gradual",
    "deformity": "none",
    "pulsatile_mass": "no",
    "severe": "no",
    "vascular_disease": "no",
    "inflammatory_pattern": "no",
    "hot_swollen": "no",
    "unwell": "no",
    "onset_days": 100,
    "swelling_hours": "never",
    "ottawa": {
        "tender_patella_only": "no",
        "tender_fibular_head": "no",
        "cannot_flex_90": "no",
        "cannot_take_four_steps": "no",
    },
    "dvt_wells": 0,
    "unilateral_calf_swelling": "no",
    "leg_swelling": "no",
    "breathless": "no",
    "chest_pain": "no",
    "dislocation": "no",
    "limb_ischaemia": "no",
    "bone_mass": "no",
    "night_bone_pain": "no",
    "polyarthritis": "no",
    "locked": "no",
    "prosthesis": "no",
    "symptom": "no",
    "local_infection": "no",
    "active_infection": "no",
    "septic_arthritis": "no",
    "allergy_injectate": "no",
    "allergy_la": "no",
    "allergy_corn": "no",
    "fracture_recent": "no",
    "cancer_active": "no",
    "autoimmune": "no",
    "crystal_flare": "no",
    "bleeding_disorder": "no",
    "meds": [],
    "pregnant": "no",
    "prosthesis_at_site": "no",
    "post_infectious_joint": "no",
    "diabetes": "no",
    "vasovagal": "no",
    "opioid_daily": "no",
    "bmi": 25,
    "steroid_injection_weeks": "never",
    "bp_sys": 130,
    "bp_dia": 80,
    "smoker": "no",
    "allergy_latex_fish": "no",
    "swelling_unexplained": "no",
    "prophylaxis_needed": "no",
    "label_contraindication": "no",
    "severe_comorbidity": "no",
    "nsaid_dependence": "no",
    "consent_signed": "yes",
    "site": ["knee"],
    "pt_completed": "yes",
    "conservative_failed": "yes",
    "diagnosis_specific": "yes",
    "otc_and_stretch": "yes",
    "least_invasive_first": "yes",
    "pain_months": 14,
    "knee_xray_years": 1,
    "history_complete": "yes",
    "nrs": 6,
    "start": "no",
    "response": "sufficient",
    "interest": [],
    "surgery_proposed": "no",
}
CONDITION = {
    "back": "chronic_lbp",
    "knee": "knee_oa",
    "elbow": "lateral_epicondylitis",
    "ankle": "achilles",
    "foot": "plantar_fasciitis",
}


def person(*regions: str, **changes: Any) -> dict[str, Any]:
    """Harmless answers of a person who came with these regions; `None` takes an answer away."""
    answers = {**HARMLESS, "condition": [CONDITION.get(region, "other") for region in regions], **changes}
    return {name: value for name, value in answers.items() if value is not None}


def screened(*regions: str, sex: str | None = "female", stage: Any = None, **changes: Any) -> Screening:
    """The screening of such a person."""
    return screen(person(*regions, **changes), regions, sex, **({"stage": stage} if stage else {}))


def fired(found: Screening) -> set[str]:
    """The rules that hold, without the consent items, which hold for everybody."""
    return {rule for rule in found.fired if not rule.startswith("K")}
