"""Every rule, on both sides of its edge.

One line for each case: rule, region that the person came with, what they answer differently from harmless, and what the
rule then says (outcome and urgency), or a dash where it does not hold. Drugs are name/class/dose in mg.
"""

from dataclasses import dataclass
from typing import Any

import pytest

from enthesis.pathway.candidacy import Outcome, shipped
from tests.pathway.candidacy.people import screened

TABLE = """
RA01 | back  | emergency_general=yes                                  | urgent             | emergency
RA01 | elbow | emergency_general=yes                                  | urgent             | emergency
RA01 | knee  | chest_pain=yes                                         | urgent             | emergency
RA01 | knee  | breathless=yes                                         | urgent             | emergency
RA01 | back  | emergency_general=no                                   | -
RB01 | back  | bladder_or_bowel_change=yes                            | urgent             | emergency
RB01 | knee  | bladder_or_bowel_change=yes                            | urgent             | emergency
RB01 | back  | bladder_or_bowel_change=no                             | -
RB02 | back  | saddle_numbness=yes                                    | urgent             | emergency
RB02 | back  | saddle_numbness=no                                     | -
RB03 | back  | leg_weakness=new_or_progressive                        | urgent             | same_day
RB03 | back  | leg_weakness=new_or_progressive; saddle_numbness=yes   | urgent             | emergency
RB03 | back  | leg_weakness=new_or_progressive; bladder_or_bowel_change=yes | urgent       | emergency
RB03 | back  | leg_weakness=old                                       | -
RB04 | back  | sexual_function_loss=new                               | urgent             | emergency
RB04 | back  | sexual_function_loss=old                               | -
RB05 | back  | fever=yes                                              | urgent             | same_day
RB05 | knee  | fever=yes                                              | urgent             | same_day
RB05 | back  | fever=no                                               | -
RB06 | back  | infection_risk=yes                                     | urgent             | same_day
RB06 | back  | infection_risk=no                                      | -
RB07 | back  | cancer_history=yes                                     | urgent             | two_weeks
RB07 | knee  | cancer_history=yes                                     | urgent             | two_weeks
RB07 | back  | cancer_active=yes                                      | urgent             | two_weeks
RB07 | back  | cancer_history=no                                      | -
RB08 | back  | weight_loss=unexplained                                | urgent             | two_weeks
RB08 | back  | weight_loss=explained                                  | -
RB09 | back  | night_pain=constant                                    | urgent             | two_weeks
RB09 | back  | night_pain=sometimes                                   | -
RB10 | back  | new_onset=yes; age=19                                  | discuss            | clinician
RB10 | back  | new_onset=yes; age=20                                  | -
RB10 | back  | new_onset=yes; age=50                                  | -
RB10 | back  | new_onset=yes; age=51                                  | discuss            | clinician
RB10 | back  | new_onset=no; age=80                                   | -
RB11 | back  | no_improvement_weeks=4; pain_months=2                  | discuss            | clinician
RB11 | back  | no_improvement_weeks=3                                 | -
RB11 | back  | no_improvement_weeks=4                                 | eligible_with_note | clinician
RB11 | back  | no_improvement_weeks=4; condition=[sij]                | discuss            | clinician
RB11 | back  | no_improvement_weeks=4; pt_completed=no                | discuss            | clinician
RB11 | back  | no_improvement_weeks=4; conservative_failed=no         | discuss            | clinician
RB11 | back  | no_improvement_weeks=4; pain_months=3                  | eligible_with_note | clinician
RB12 | back  | trauma=major                                           | urgent             | same_day
RB12 | back  | trauma=major; trauma_days_ago=42                       | urgent             | same_day
RB12 | back  | trauma=major; trauma_days_ago=43                       | -
RB12 | back  | trauma=major; leg_weakness=new_or_progressive          | urgent             | emergency
RB12 | back  | trauma=major; saddle_numbness=yes                      | urgent             | emergency
RB12 | knee  | trauma=major; limb_ischaemia=yes                       | urgent             | emergency
RB12 | back  | trauma=major; trauma_days_ago=90; leg_weakness=new_or_progressive | urgent  | emergency
RB12 | back  | trauma=major; trauma_days_ago=90; deformity=new        | urgent             | same_day
RB12 | back  | trauma=minor                                           | -
RB13 | back  | osteoporosis_or_steroid=yes; onset=sudden              | urgent             | soon
RB13 | back  | osteoporosis_or_steroid=yes; trauma=minor              | urgent             | soon
RB13 | back  | osteoporosis_or_steroid=yes; trauma=minor; trauma_days_ago=60 | -
RB13 | back  | osteoporosis_or_steroid=yes                            | -
RB13 | back  | onset=sudden                                           | -
RB14 | back  | deformity=new                                          | urgent             | same_day
RB14 | back  | deformity=old                                          | -
RB15 | back  | pulsatile_mass=yes                                     | urgent             | emergency
RB15 | back  | onset=sudden; severe=yes; vascular_disease=yes         | urgent             | emergency
RB15 | back  | onset=sudden; severe=yes                               | -
RB15 | back  | onset=sudden; vascular_disease=yes                     | -
RB15 | back  | severe=yes; vascular_disease=yes                       | -
RB16 | back  | inflammatory_pattern=yes                               | not_yet            | soon
RB16 | back  | inflammatory_pattern=yes; rheumatology_opinion=yes     | discuss            | clinician
RB16 | back  | inflammatory_pattern=no                                | -
RK01 | knee  | hot_swollen=yes; fever=yes                             | urgent             | emergency
RK01 | knee  | hot_swollen=yes; unwell=yes                            | urgent             | emergency
RK01 | back  | hot_swollen=yes; unwell=yes                            | urgent             | emergency
RK01 | knee  | hot_swollen=yes                                        | -
RK01 | knee  | fever=yes; unwell=yes                                  | -
RK02 | knee  | hot_swollen=yes; onset_days=7                          | urgent             | same_day
RK02 | knee  | hot_swollen=yes; onset_days=8                          | -
RK02 | knee  | onset_days=1                                           | -
RK03 | knee  | trauma=minor; swelling_hours=12                        | urgent             | same_day
RK03 | knee  | trauma=major; swelling_hours=1                         | urgent             | same_day
RK03 | knee  | trauma=yes; swelling_hours=12                          | urgent             | same_day
RK03 | knee  | trauma=minor; swelling_hours=13                        | -
RK03 | knee  | trauma=minor; swelling_hours=never                     | -
RK03 | knee  | trauma=minor; swelling_hours=2; trauma_days_ago=43     | -
RK03 | knee  | trauma=minor; swelling_hours=2; trauma_days_ago=43; limb_ischaemia=yes | urgent | same_day
RK03 | knee  | swelling_hours=2                                       | -
RK04 | knee  | trauma=minor; age=55                                   | urgent             | same_day
RK04 | knee  | trauma=minor; age=54                                   | -
RK04 | knee  | trauma=minor; ottawa.tender_patella_only=yes           | urgent             | same_day
RK04 | knee  | trauma=minor; ottawa.tender_fibular_head=yes           | urgent             | same_day
RK04 | knee  | trauma=minor; ottawa.cannot_flex_90=yes                | urgent             | same_day
RK04 | knee  | trauma=minor; ottawa.cannot_take_four_steps=yes        | urgent             | same_day
RK04 | knee  | trauma=yes; ottawa.cannot_take_four_steps=yes          | urgent             | same_day
RK04 | knee  | trauma=minor; age=70; trauma_days_ago=43               | -
RK04 | knee  | age=70; ottawa.cannot_flex_90=yes                      | -
RK05 | knee  | unilateral_calf_swelling=yes                           | urgent             | same_day
RK05 | knee  | dvt_wells=2                                            | urgent             | same_day
RK05 | knee  | dvt_wells=1                                            | -
RK06 | knee  | leg_swelling=yes; breathless=yes                       | urgent             | emergency
RK06 | knee  | leg_swelling=yes; chest_pain=yes                       | urgent             | emergency
RK06 | knee  | leg_swelling=yes                                       | -
RK06 | knee  | breathless=yes; chest_pain=yes                         | -
RK07 | knee  | dislocation=yes                                        | urgent             | emergency
RK07 | knee  | limb_ischaemia=yes                                     | urgent             | emergency
RK07 | knee  | dislocation=no                                         | -
RK08 | knee  | bone_mass=yes                                          | urgent             | one_week
RK08 | knee  | night_bone_pain=yes                                    | urgent             | one_week
RK08 | knee  | bone_mass=no                                           | -
RK09 | knee  | polyarthritis=yes                                      | discuss            | six_weeks
RK09 | knee  | polyarthritis=no                                       | -
RK10 | knee  | locked=yes                                             | not_yet            | soon
RK10 | knee  | locked=yes; orthopaedic_opinion=yes                    | discuss            | clinician
RK10 | knee  | locked=no                                              | -
RK11 | knee  | prosthesis=yes; symptom=yes                            | urgent             | same_day
RK11 | knee  | prosthesis=yes                                         | -
RK11 | knee  | symptom=yes                                            | -
C01  | elbow | local_infection=yes                                    | not_yet            | same_day
C01  | back  | local_infection=no                                     | -
C02  | back  | active_infection=yes                                   | not_yet            | clinician
C02  | back  | active_infection=no                                    | -
C03  | knee  | septic_arthritis=yes                                   | urgent             | emergency
C03  | knee  | septic_arthritis=no                                    | -
C04  | back  | allergy_injectate=yes                                  | not_suitable       | none
C04  | back  | allergy_la=yes                                         | discuss            | none
C04  | back  | allergy_la=yes; allergy_injectate=yes                  | not_suitable       | none
C04  | back  | allergy_injectate=yes; dextrose_origin=other           | discuss            | none
C04  | back  | allergy_injectate=yes; dextrose_origin=corn            | not_suitable       | none
C04  | back  | allergy_la=no                                          | -
C05  | back  | allergy_corn=yes                                       | not_suitable       | none
C05  | back  | allergy_corn=yes; dextrose_origin=other                | discuss            | none
C05  | back  | allergy_corn=no                                        | -
C06  | knee  | fracture_recent=yes                                    | not_yet            | soon
C06  | knee  | fracture_recent=no                                     | -
C07  | knee  | cancer_active=yes                                      | not_suitable       | clinician
C07  | knee  | cancer_history=yes                                     | -
C08  | back  | autoimmune=yes                                         | discuss            | clinician
C08  | back  | autoimmune=no                                          | -
C09  | knee  | crystal_flare=yes                                      | not_yet            | soon
C09  | knee  | crystal_flare=no                                       | -
C10  | back  | bleeding_disorder=yes                                  | discuss            | clinician
C10  | back  | bleeding_disorder=no                                   | -
C11  | back  | meds=[warfarin/anticoagulant]                          | discuss            | clinician
C11  | back  | meds=[warfarin]                                        | discuss            | clinician
C11  | back  | meds=[ibuprofen/nsaid]                                 | -
C11  | back  | meds=[]                                                | -
C12  | back  | meds=[clopidogrel/antiplatelet]                        | discuss            | clinician
C12  | back  | meds=[aspirin/antiplatelet/81, ticagrelor/antiplatelet] | discuss           | clinician
C12  | back  | meds=[aspirin/antiplatelet/325]                        | discuss            | clinician
C12  | back  | meds=[aspirin]                                         | discuss            | clinician
C12  | back  | meds=[aspirin/antiplatelet/100]                        | -
C12  | back  | meds=[aspirin/antiplatelet/101]                        | discuss            | clinician
C13  | back  | meds=[aspirin/antiplatelet/100]                        | eligible_with_note | none
C13  | back  | meds=[aspirin//81]                                     | eligible_with_note | none
C13  | back  | meds=[low-dose aspirin]                                | eligible_with_note | none
C13  | back  | meds=[aspirin/antiplatelet/101]                        | -
C13  | back  | meds=[aspirin/antiplatelet/81, clopidogrel/antiplatelet] | -
C13  | back  | meds=[naproxen/nsaid/50]                               | -
C14  | back  | pregnant=yes                                           | not_yet            | none
C14  | back  | pregnant=possibly                                      | not_yet            | none
C14  | back  | pregnant=no                                            | -
C15  | knee  | age=17                                                 | not_suitable       | none
C15  | knee  | age=18                                                 | -
C16  | knee  | prosthesis_at_site=yes                                 | not_suitable       | none
C16  | hip   | prosthesis_at_site=yes                                 | not_suitable       | none
C16  | knee  | prosthesis_at_site=no                                  | -
C17  | knee  | post_infectious_joint=yes                              | not_suitable       | clinician
C17  | knee  | post_infectious_joint=no                               | -
C18  | back  | diabetes=yes                                           | discuss            | clinician
C18  | back  | diabetes=no                                            | -
C19  | back  | vasovagal=yes                                          | discuss            | clinician
C19  | back  | vasovagal=no                                           | -
C20  | back  | opioid_daily=yes                                       | discuss            | clinician
C20  | back  | opioid_daily=no                                        | -
C21  | knee  | bmi=40.1                                               | discuss            | clinician
C21  | knee  | bmi=40                                                 | -
C21  | back  | bmi=45                                                 | -
C22  | knee  | steroid_injection_weeks=12.9                           | not_yet            | none
C22  | knee  | steroid_injection_weeks=13                             | -
C22  | knee  | steroid_injection_weeks=never                          | -
C23  | back  | meds=[prednisolone/systemic_steroid/5]                 | discuss            | clinician
C23  | back  | meds=[prednisolone]                                    | discuss            | clinician
C23  | back  | meds=[paracetamol/analgesic]                           | -
C24  | back  | meds=[methotrexate/immunosuppressant]                  | discuss            | clinician
C24  | back  | meds=[adalimumab]                                      | discuss            | clinician
C24  | back  | meds=[metformin/antidiabetic]                          | -
C25  | back  | bp_sys=180                                             | not_yet            | same_day
C25  | back  | bp_dia=110                                             | not_yet            | same_day
C25  | back  | bp_sys=179; bp_dia=109                                 | -
C26  | back  | smoker=yes                                             | eligible_with_note | none
C26  | back  | smoker=no                                              | -
C27  | back  | allergy_latex_fish=yes                                 | discuss            | clinician
C27  | back  | allergy_latex_fish=no                                  | -
C28  | knee  | swelling_unexplained=yes                               | not_yet            | soon
C28  | knee  | swelling_unexplained=no                                | -
C29  | back  | prophylaxis_needed=yes                                 | discuss            | clinician
C29  | back  | prophylaxis_needed=no                                  | -
C30  | back  | label_contraindication=yes                             | not_suitable       | clinician
C30  | back  | label_contraindication=no                              | -
C31  | back  | severe_comorbidity=yes                                 | discuss            | clinician
C31  | back  | severe_comorbidity=no                                  | -
C32  | back  | nsaid_dependence=yes                                   | discuss            | clinician
C32  | back  | nsaid_dependence=no                                    | -
C33  | back  | consent_signed=no                                      | not_yet            | none
C33  | back  | consent_signed=yes                                     | -
C34  | back  | site=[spine]                                           | discuss            | clinician
C34  | back  | site=[thoracic]                                        | discuss            | clinician
C34  | back  | site=[rib]                                             | discuss            | clinician
C34  | neck  | site=[neck]                                            | discuss            | clinician
C34  | back  | site=[lumbar]                                          | discuss            | clinician
C34  | back  | site=[knee, sacroiliac]                                | discuss            | clinician
C34  | back  | site=[knee]                                            | -
P01  | back  | pt_completed=no                                        | not_yet            | none
P01  | back  | pt_completed=yes                                       | -
P02  | back  | conservative_failed=no                                 | not_yet            | none
P02  | back  | conservative_failed=yes                                | -
P03  | back  | diagnosis_specific=no                                  | not_yet            | none
P03  | back  | diagnosis_specific=yes                                 | -
P04  | knee  | otc_and_stretch=no                                     | discuss            | none
P04  | knee  | otc_and_stretch=yes                                    | -
P04  | back  | otc_and_stretch=no                                     | -
P05  | back  | least_invasive_first=no                                | not_yet            | none
P05  | back  | least_invasive_first=yes                               | -
P05  | knee  | least_invasive_first=no                                | -
P06  | knee  | pain_months=2.9                                        | not_yet            | none
P06  | knee  | pain_months=3                                          | -
P07  | knee  | knee_xray_years=3.1                                    | discuss            | none
P07  | knee  | knee_xray_years=never                                  | discuss            | none
P07  | knee  | knee_xray_years=3                                      | -
P07  | back  | knee_xray_years=10                                     | -
P08  | back  | history_complete=no                                    | not_yet            | none
P08  | back  | history_complete=yes                                   | -
P09  | back  | nrs=3                                                  | discuss            | none
P09  | back  | nrs=4                                                  | -
I01  | back  | condition=[chronic_lbp]                                | eligible_signal    | none
I01  | back  | condition=[sij]                                        | -
I02  | back  | condition=[lumbosacral_ligament]                       | eligible_signal    | none
I02  | back  | condition=[sij]                                        | -
I03  | back  | condition=[sij]                                        | eligible_signal    | none
I03  | back  | condition=[ddd]                                        | -
I04  | back  | condition=[ddd]                                        | discuss            | clinician
I04  | back  | condition=[sij]                                        | -
I05  | knee  | condition=[knee_oa]                                    | eligible_signal    | none
I05  | knee  | condition=[acl_tear]                                   | -
I06  | hip   | condition=[hip_oa]                                     | discuss            | clinician
I06  | hip   | condition=[labral_hip]                                 | -
I07  | shoulder | condition=[shoulder_oa]                             | discuss            | clinician
I07  | shoulder | condition=[rotator_cuff_tear]                       | -
I08  | elbow | condition=[lateral_epicondylitis]                      | eligible_signal    | none
I08  | elbow | condition=[medial_epicondylitis]                       | -
I09  | elbow | condition=[medial_epicondylitis]                       | eligible_signal    | none
I09  | elbow | condition=[lateral_epicondylitis]                      | -
I10  | ankle | condition=[achilles]                                   | eligible_signal    | none
I10  | ankle | condition=[other]                                      | -
I11  | foot  | condition=[plantar_fasciitis]                          | eligible_signal    | none
I11  | foot  | condition=[other]                                      | -
I12  | knee  | condition=[acl_tear]                                   | not_yet            | soon
I12  | knee  | condition=[acl_tear]; orthopaedic_opinion=yes          | discuss            | clinician
I12  | knee  | condition=[knee_oa]                                    | -
I13  | shoulder | condition=[rotator_cuff_tear]                       | not_yet            | soon
I13  | shoulder | condition=[rotator_cuff_tear]; orthopaedic_opinion=yes | discuss         | clinician
I13  | shoulder | condition=[shoulder_oa]                             | -
I14  | thigh | condition=[hamstring_tear]                             | discuss            | clinician
I14  | thigh | condition=[other]                                      | -
I15  | arm   | condition=[biceps_tear]                                | discuss            | clinician
I15  | arm   | condition=[other]                                      | -
I16  | shoulder | condition=[labral_shoulder]                         | discuss            | clinician
I16  | shoulder | condition=[shoulder_oa]                             | -
I17  | hip   | condition=[labral_hip]                                 | discuss            | clinician
I17  | hip   | condition=[hip_oa]                                     | -
I18  | back  | condition=[spine_arthritis_tendinopathy]               | eligible_signal    | none
I18  | back  | condition=[sij]                                        | -
I19  | neck  | condition=[other]                                      | discuss            | clinician
I19  | knee  | condition=[knee_oa]                                    | -
I20  | knee  | age=44; pain_months=11                                 | eligible_signal    | none
I20  | knee  | age=45; pain_months=11                                 | -
I20  | knee  | age=44; pain_months=12                                 | -
A01  | back  | condition=[ddd]                                        | discuss            | clinician
A01  | back  | condition=[sij]                                        | -
A02  | back  | start=yes                                              | eligible_with_note | none
A02  | back  | start=no                                               | -
A03  | back  | response=insufficient                                  | discuss            | clinician
A03  | back  | response=sufficient                                    | -
A04  | back  | interest=[stem_cell]                                   | discuss            | clinician
A04  | back  | interest=[fast_relief]                                 | -
A05  | back  | interest=[fast_relief]                                 | discuss            | clinician
A05  | back  | interest=[stem_cell]                                   | -
A06  | back  | surgery_proposed=yes                                   | discuss            | clinician
A06  | back  | surgery_proposed=no                                    | -
"""
CONSENT = [
    "K01",
    "K02",
    "K03",
    "K04",
    "K05",
    "K06",
    "K07",
    "K08",
    "K09",
    "K10",
    "K11",
    "K12",
    "K13",
    "K14",
    "K15",
    "K16",
    "K17",
]


@dataclass(frozen=True)
class Case:
    rule: str
    region: str
    changes: dict[str, Any]
    outcome: str  # empty: the rule does not hold
    urgency: str
    line: str


def _drug(text: str) -> dict[str, Any]:
    name, drug_class, dose = [*text.split("/"), "", ""][:3]
    return {"med": name, "med_class": drug_class or None, "dose_mg": float(dose) if dose else None}


def _value(name: str, text: str) -> Any:
    if text.startswith("["):
        parts = [part.strip() for part in text[1:-1].split(",") if part.strip()]
        return [_drug(part) for part in parts] if name == "meds" else parts
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def _case(line: str) -> Case:
    rule, region, answers, outcome, urgency = [*(part.strip() for part in line.split("|")), ""][:5]
    pairs = (answer.strip().split("=") for answer in answers.split(";"))
    changes = {name: _value(name, text) for name, text in pairs}
    return Case(rule, region, changes, outcome.removeprefix("-"), urgency, " ".join(line.split()))


CASES = [_case(line) for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.line)
def test_rule(case: Case) -> None:
    found = screened(case.region, **case.changes)
    reasons = [reason for reason in found.reasons if reason.rule == case.rule]
    assert (case.rule in found.fired) is bool(case.outcome)
    assert {(str(reason.outcome), str(reason.urgency)) for reason in reasons} == (
        {(case.outcome, case.urgency)} if case.outcome else set()
    )
    if case.outcome:
        assert found.verdict.strictness >= Outcome(case.outcome).verdict.strictness
        assert found.worst_urgency.rank >= reasons[0].urgency.rank
        assert reasons[0].finding.because


@pytest.mark.parametrize("rule", CONSENT)
@pytest.mark.parametrize("region", ["back", "knee"])
def test_consent_item(rule: str, region: str) -> None:
    """Every consent item is shown to everybody and holds nobody back."""
    found = screened(region)
    assert [str(reason.outcome) for reason in found.reasons if reason.rule == rule] == ["required_item"]
    assert found.verdict == "eligible"


def test_every_rule_is_held_to_a_line_that_fires_and_one_that_does_not() -> None:
    rules = {rule.id for rule in shipped().rules}
    assert len(rules) == 114
    assert {case.rule for case in CASES if case.outcome} | set(CONSENT) == rules
    assert {case.rule for case in CASES if not case.outcome} | set(CONSENT) == rules


def test_the_rules_of_the_table_are_all_that_hold_where_one_answer_differs() -> None:
    """A line with one changed answer that fires alone decides the verdict alone."""
    alone = {"RB01", "RB08", "RK08", "C01", "C05", "C10", "C18", "C26", "P01", "P09", "A06"}
    for case in CASES:
        if case.rule in alone and case.outcome and len(case.changes) == 1:
            assert screened(case.region, **case.changes).verdict == Outcome(case.outcome).verdict, case.line
