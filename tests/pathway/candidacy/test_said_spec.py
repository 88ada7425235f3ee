"""What is said beside the rules: each contradiction, and the words of each urgent result.

One line for each case: code, region, sex, and what the person answers differently from harmless.
"""

import pytest

from enthesis.pathway.candidacy import shipped
from tests.pathway.candidacy.people import screened

CONTRADICTIONS = """
contradiction-sex-pregnant                        | knee | male   | pregnant=yes
contradiction-cancer-history-cancer-active        | knee | female | cancer_history=no; cancer_active=yes
contradiction-prosthesis-prosthesis-at-site       | knee | female | prosthesis=no; prosthesis_at_site=yes
contradiction-prosthesis-symptom                  | knee | female | prosthesis=no; symptom=yes
contradiction-trauma-trauma-days-ago              | knee | female | trauma=none; trauma_days_ago=42
contradiction-active-infection-septic-arthritis   | knee | female | active_infection=no; septic_arthritis=yes
contradiction-fever-active-infection              | knee | female | fever=yes; active_infection=no
contradiction-emergency-general-chest-pain        | knee | female | emergency_general=no; chest_pain=yes
contradiction-emergency-general-breathless        | knee | female | emergency_general=no; breathless=yes
contradiction-meds-opioid-daily                   | knee | female | meds=; opioid_daily=yes
contradiction-meds-nsaid-dependence               | knee | female | meds=; nsaid_dependence=yes
contradiction-diabetes-meds                       | knee | female | diabetes=no; meds=metformin
contradiction-condition-regions                   | knee | female | condition=knee_oa,chronic_lbp
"""
# The same answers but for one: then nothing contradicts.
HARMONY = """
contradiction-sex-pregnant                        | knee | female | pregnant=yes
contradiction-cancer-history-cancer-active        | knee | female | cancer_history=yes; cancer_active=yes
contradiction-prosthesis-prosthesis-at-site       | knee | female | prosthesis=yes; prosthesis_at_site=yes
contradiction-prosthesis-symptom                  | knee | female | prosthesis=yes; symptom=yes
contradiction-trauma-trauma-days-ago              | knee | female | trauma=none; trauma_days_ago=43
contradiction-active-infection-septic-arthritis   | knee | female | active_infection=yes; septic_arthritis=yes
contradiction-fever-active-infection              | knee | female | fever=yes; active_infection=yes
contradiction-emergency-general-chest-pain        | knee | female | emergency_general=yes; chest_pain=yes
contradiction-emergency-general-breathless        | knee | female | emergency_general=yes; breathless=yes
contradiction-meds-opioid-daily                   | knee | female | meds=oxycodone; opioid_daily=yes
contradiction-meds-nsaid-dependence               | knee | female | meds=ibuprofen; nsaid_dependence=yes
contradiction-diabetes-meds                       | knee | female | diabetes=yes; meds=metformin
contradiction-condition-regions                   | knee | female | condition=knee_oa
"""
SUMMARIES = """
urgent-emergency   | knee | female | emergency_general=yes
urgent-same_day    | knee | female | fever=yes; active_infection=yes
urgent-soon        | back | female | osteoporosis_or_steroid=yes; onset=sudden
urgent-one_week    | knee | female | bone_mass=yes
urgent-two_weeks   | back | female | weight_loss=unexplained
not_suitable       | knee | female | age=17
not_yet            | knee | female | crystal_flare=yes
discuss            | knee | female | severe_comorbidity=yes
eligible           | knee | female | nrs=6
"""
_LISTS = ("meds", "condition")


def cases(table: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in table.strip().splitlines()]


def found(region: str, sex: str, answers: str):
    changes = {}
    for name, text in (pair.strip().split("=") for pair in answers.split(";")):
        value = [part for part in text.split(",") if part] if name in _LISTS else text
        changes[name] = int(text) if text.isdecimal() else value
    return screened(region, sex=sex, **changes)


@pytest.mark.parametrize(("code", "region", "sex", "answers"), cases(CONTRADICTIONS))
def test_answers_that_cannot_both_be_right_are_pointed_out(code: str, region: str, sex: str, answers: str) -> None:
    assert [puzzle.code for puzzle in found(region, sex, answers).puzzles] == [code]


@pytest.mark.parametrize(("code", "region", "sex", "answers"), cases(HARMONY))
def test_answers_that_go_together_are_not(code: str, region: str, sex: str, answers: str) -> None:
    assert code not in [puzzle.code for puzzle in found(region, sex, answers).puzzles]


def test_every_contradiction_has_its_line_in_both_tables() -> None:
    codes = [each.finding.code for each in shipped().contradictions]
    assert [line[0] for line in cases(CONTRADICTIONS)] == codes
    assert [line[0] for line in cases(HARMONY)] == codes


@pytest.mark.parametrize(("code", "region", "sex", "answers"), cases(SUMMARIES))
def test_the_result_is_told_in_its_own_words(code: str, region: str, sex: str, answers: str) -> None:
    assert found(region, sex, answers).summary.code == code
