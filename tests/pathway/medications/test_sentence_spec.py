"""Everything that can be said about a medicine, with words that call for it.

One line for each case: the code of what is said, what was typed, what else is known. Several may be said of one name.
"""

from datetime import date

import pytest

from enthesis.pathway.medications import Agreement, Hold, Session, review
from enthesis.pathway.medications.acetaminophen import Circumstances, check_day, intakes
from enthesis.pathway.medications.advice import sentences

SESSIONS = [Session(date(2026, 12, 1))]
ABOUT_A_NAME = """
prescriber-only             | warfarin                          |
prescriber-only             | prednisone                        |
prescriber-only             | methotrexate                      |
prescriber-only             | atorvastatin                      |
continue                    | morphine                          |
continue                    | metformin                         |
tell-clinic                 | ciprofloxacin                     |
allowed-analgesic           | paracetamol                       |
counts-as-acetaminophen     | Vicodin                           |
given-by-clinic             | lidocaine                         |
given-by-clinic             | dextrose                          |
emergency-drug              | EpiPen                            |
hold-clinic-decides         | ibuprofen                         |
hold-clinic-decides         | fish oil                          |
hold                        | ibuprofen                         | nsaid 7 14
no-hold                     | ibuprofen                         | nsaid 0 0
hold-not-applied            | warfarin                          | warfarin 5 0
name-unknown                | zzqx                              |
name-not-listed             | amlodipine                        |
name-not-listed             | turmeric                          |
name-ambiguous              | Pred                              |
aspirin-dose-or-reason      | aspirin                           |
class-only                  | steroids                          |
unnamed-product             | cold remedy                       |
sounds-like                 | xyzaxaban                         |
takes-none                  | none                              |
said-not-taken              | not taking ibuprofen              |
said-not-taken              | not taking warfarin               |
said-stopped                | ibuprofen stopped last year       |
said-stopped                | warfarin stopped last year        |
allergy-named               | allergic to ibuprofen             |
said-planned                | planning to start ibuprofen       |
spelling-corrected          | Warfrin                           |
combination-product         | Advil Cold and Sinus              |
not-paused-in-combination   | Consensi                          |
other-form                  | prednisolone eye drops            |
other-ingredients           | Advil allergy relief              |
form-not-stated             | ibuprofen qwertyuiop              |
words-not-read              | ibuprofen qwertyuiop              |
code-and-name-disagree      | ketoprofen B01AA03                |
name-of-another-country     | Nurofen                           |
bleeding-guidance           | clopidogrel                       |
prescriber-agreed           | warfarin                          | agreed continue
prescriber-refused          | warfarin                          | agreed refused
"""
ABOUT_A_DAY = """
acetaminophen-over-limit          | Tylenol 500 mg 9 times a day                           |
acetaminophen-may-pass-limit      | Tylenol 500 mg up to 9 times a day                     |
acetaminophen-may-pass-limit      | Tylenol 500 mg 8 times a day; Vicodin                  |
acetaminophen-extended-release    | Tylenol arthritis 665 mg 2 caplets every 8 hours       |
acetaminophen-over-prudent        | Tylenol 500 mg 7 times a day                           |
acetaminophen-in-several-products | Tylenol 500 mg; Vicodin 5/325 mg                       |
acetaminophen-amount-not-known    | Vicodin                                                |
acetaminophen-liver               | Tylenol 500 mg once a day                              | liver
acetaminophen-alcohol             | Tylenol 500 mg once a day                              | drinks
acetaminophen-light-adult         | Tylenol 500 mg once a day                              | light
"""
ABOUT_THE_DIARY = ["taken-inside-hold", "taken-near-session"]  # tests/pathway/medications/test_taken_inside_hold.py
SECTIONS = ("advice", "unsure", "remarks", "diary", "acetaminophen")
KNOWN = {
    "liver": Circumstances(liver_disease=True),
    "drinks": Circumstances(drinks_a_day=3),
    "light": Circumstances(weight_kg=49),
}


def cases(table: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("code", "typed", "known"), cases(ABOUT_A_NAME))
def test_a_name_calls_for_its_sentence(code: str, typed: str, known: str) -> None:
    holds, agreements = [], []
    if known.startswith("agreed"):
        agreed = known.removeprefix("agreed ")
        agreements = [Agreement(drug=typed, prescriber="Dr Ana Okafor", agreed=agreed, on=date(2026, 11, 20))]
    elif known:
        covers, before, after = known.split()
        holds = [Hold(covers, int(before), int(after))]
    found = review([typed], SESSIONS, "US", holds=holds, agreements=agreements)
    said = [finding for answer in found for finding in answer.findings]
    assert code in [finding.code for finding in said]
    assert all("{" not in finding.says + finding.remedy + finding.to_patient for finding in said)


@pytest.mark.parametrize(("code", "typed", "known"), cases(ABOUT_A_DAY))
def test_a_day_of_acetaminophen_calls_for_its_sentence(code: str, typed: str, known: str) -> None:
    found = check_day(intakes(typed.split("; ")), KNOWN.get(known, Circumstances()))
    assert code in [finding.code for finding in found.findings]


def test_every_sentence_has_its_line() -> None:
    headings = [rule for name in SECTIONS for rule in sentences()[name].values()]
    named = {line[0] for line in (*cases(ABOUT_A_NAME), *cases(ABOUT_A_DAY))} | set(ABOUT_THE_DIARY)
    assert {rule["code"] for rule in headings} == named
