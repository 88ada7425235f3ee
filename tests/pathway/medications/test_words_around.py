"""The words beside a name: dose and reason of aspirin, forms, products, what was stopped or not tolerated."""

import pytest

from enthesis.pathway.medications import Remark, look_up
from enthesis.pathway.medications.aspirin import FOR_PAIN, PREVENTIVE


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("baby aspirin", [PREVENTIVE]),
        ("ASA 81", [PREVENTIVE]),
        ("aspirin 75mg", [PREVENTIVE]),
        ("aspirin 100 mg", [PREVENTIVE]),
        ("aspirin 0.1 g", [PREVENTIVE]),
        ("aspirin 81 mg as needed for headache", [PREVENTIVE]),
        ("aspirin 325 mg for my heart", [PREVENTIVE]),
        ("aspirin 300 mg after a stent", [PREVENTIVE]),
        ("aspirin, after a stroke", [PREVENTIVE]),
        ("Bayer 81 mg", [PREVENTIVE]),
        ("acetylsalicylic acid 100 mg", [PREVENTIVE]),
        ("B01AC06", [PREVENTIVE]),
        ("aspirin 500 mg for headaches", [FOR_PAIN]),
        ("aspirin for pain", [FOR_PAIN]),
        ("aspirin 325 mg as needed for headache", [FOR_PAIN]),
        ("Disprin", [FOR_PAIN]),
        ("N02BA01", [FOR_PAIN]),
        ("aspirin", [PREVENTIVE, FOR_PAIN]),
        ("aspirin 101 mg", [PREVENTIVE, FOR_PAIN]),
        ("aspirin 325 mg daily", [PREVENTIVE, FOR_PAIN]),
        ("aspirin 81-325 mg", [PREVENTIVE, FOR_PAIN]),
        ("Ecotrin", [PREVENTIVE, FOR_PAIN]),
        ("RxNorm 1191", [PREVENTIVE, FOR_PAIN]),
    ],
)
def test_dose_and_reason_tell_the_two_kinds_of_aspirin_apart(typed, lines):
    (mention,) = look_up(typed).mentions
    assert [drug.id for drug in ((mention.drug,) if mention.drug else mention.candidates)] == lines
    assert mention.prescriber_only == (PREVENTIVE in lines)
    assert mention.needs_person == (len(lines) > 1)


@pytest.mark.parametrize(
    ("typed", "drug", "drug_class"),
    [
        ("diclofenac gel 1%", "diclofenac_topical", "nsaid_topical"),
        ("topical diclofenac", "diclofenac_topical", "nsaid_topical"),
        ("diclofenac 1.3% patch", "diclofenac_topical", "nsaid_topical"),
        ("Voltaren Gel", "diclofenac_topical", "nsaid_topical"),
        ("Voltarol Emulgel", "diclofenac_topical", "nsaid_topical"),
        ("Pennsaid", "diclofenac_topical", "nsaid_topical"),
        ("ibuprofen cream", "ibuprofen_topical", "nsaid_topical"),
        ("Feldene gel", "piroxicam", "nsaid_topical"),
        ("ketorolac eye drops", "ketorolac", "nsaid_ophthalmic"),
        ("diclofenac", "diclofenac", "nsaid"),
        ("diclofenac 50 mg tablets", "diclofenac", "nsaid"),
        ("diclofenac suppository", "diclofenac", "nsaid"),
        ("Voltaren", "diclofenac", "nsaid"),
    ],
)
def test_a_gel_is_not_a_tablet(typed, drug, drug_class):
    (mention,) = look_up(typed).mentions
    assert mention.drug
    assert (mention.drug.id, mention.drug.drug_class) == (drug, drug_class)


@pytest.mark.parametrize(
    ("typed", "says_so"), [("diclofenac", True), ("Voltaren", True), ("diclofenac 50 mg", False), ("Cataflam", False)]
)
def test_where_a_gel_may_be_meant_the_assumption_is_said(typed, says_so):
    assert (Remark.FORM_UNSTATED in look_up(typed).mentions[0].remarks) == says_so


@pytest.mark.parametrize(
    "typed", ["hydrocortisone cream", "dexamethasone eye drops", "tacrolimus ointment", "ciprofloxacin ear drops"]
)
def test_another_form_of_a_guarded_drug_stays_guarded_and_a_person_looks(typed):
    (mention,) = look_up(typed).mentions
    assert Remark.OTHER_FORM in mention.remarks
    assert mention.needs_person
    assert mention.prescriber_only


@pytest.mark.parametrize(
    ("typed", "drugs", "also"),
    [
        ("Advil PM", ["ibuprofen"], ("diphenhydramine",)),
        ("Advil Cold & Sinus", ["ibuprofen"], ("pseudoephedrine",)),
        ("Excedrin", ["acetaminophen", "aspirin_pain_dose"], ("caffeine",)),
        ("Percocet 5/325", ["oxycodone", "acetaminophen"], ()),
        ("Tylenol #3", ["codeine", "acetaminophen"], ()),
        ("co-codamol 30/500", ["codeine", "acetaminophen"], ()),
        ("Nurofen Plus", ["ibuprofen", "codeine"], ()),
        ("Vicoprofen", ["hydrocodone", "ibuprofen"], ()),
        ("Aggrenox", ["aspirin_low_dose_preventive", "dipyridamole"], ()),
        ("hydrocodone/acetaminophen", ["hydrocodone", "acetaminophen"], ()),
        ("hydrocodone-ibuprofen 7.5/200", ["hydrocodone", "ibuprofen"], ()),
        ("oxycodone with acetaminophen", ["oxycodone", "acetaminophen"], ()),
    ],
)
def test_a_combination_gives_each_ingredient(typed, drugs, also):
    match = look_up(typed)
    assert [drug.id for drug in match.drugs] == drugs
    assert all(mention.product and mention.product.also == also for mention in match.mentions)


@pytest.mark.parametrize("typed", ["Vicoprofen", "Nurofen Plus", "hydrocodone/ibuprofen", "ibuprofen + tramadol"])
def test_an_anti_inflammatory_in_one_product_with_an_opioid_is_not_the_patients_to_pause(typed):
    (mention,) = [one for one in look_up(typed).mentions if one.drug and one.drug.id == "ibuprofen"]
    assert mention.partner
    assert mention.prescriber_only


@pytest.mark.parametrize(
    "typed", ["Consensi", "Fiorinal", "celecoxib/amlodipine", "celecoxib-amlodipine", "ibuprofen/zorbi"]
)
def test_a_partner_without_a_line_is_not_stopped_unseen(typed):
    mention = look_up(typed).mentions[0]
    assert mention.partner
    assert mention.prescriber_only


@pytest.mark.parametrize("typed", ["Arthrotec", "Advil PM", "ibuprofen, amlodipine", "ibuprofen and zorbiplax"])
def test_a_harmless_partner_or_another_item_of_the_list_changes_nothing(typed):
    assert not look_up(typed).mentions[0].prescriber_only


def test_two_drugs_of_a_list_are_no_product():
    assert [mention.product for mention in look_up("ibuprofen, tramadol").mentions] == [None, None]
    assert [mention.product for mention in look_up("ibuprofen and tramadol").mentions] == [None, None]


@pytest.mark.parametrize(
    "typed",
    [
        "cold remedy with ibuprofen",
        "cold and flu tablets containing ibuprofen",
        "Advil flu relief",
        "Nurofen Sinus Extra",
    ],
)
def test_a_cold_remedy_may_hold_more_than_its_name_says(typed):
    (mention,) = look_up(typed).mentions
    assert mention.drug
    assert mention.drug.id == "ibuprofen"
    assert Remark.OTHER_INGREDIENTS in mention.remarks or mention.product


@pytest.mark.parametrize("typed", ["cold remedy", "painkillers", "pain pills from the shop"])
def test_a_product_without_a_name_goes_to_a_person(typed):
    (mention,) = look_up(typed).mentions
    assert (mention.status.value, mention.needs_person) == ("unnamed", True)


@pytest.mark.parametrize(
    ("typed", "remark"),
    [
        ("no blood thinners", Remark.NOT_TAKEN),
        ("does not take ibuprofen", Remark.NOT_TAKEN),
        ("denies warfarin", Remark.NOT_TAKEN),
        ("stopped warfarin 3 days ago", Remark.STOPPED),
        ("simvastatin for high cholesterol, stopped two years before", Remark.STOPPED),
        ("previously on warfarin", Remark.STOPPED),
        ("no longer takes warfarin", Remark.STOPPED),
        ("allergic to lidocaine", Remark.ALLERGY),
        ("ibuprofen (allergy)", Remark.ALLERGY),
        ("starting methotrexate", Remark.PLANNED),
    ],
)
def test_what_the_words_say_about_a_drug_is_heard(typed, remark):
    (mention,) = look_up(typed).mentions
    assert remark in mention.remarks
    assert not mention.is_taken
    assert mention.needs_person


@pytest.mark.parametrize(
    "typed",
    [
        "clopidogrel, taken regularly; dose and reason not given in the part read",
        "warfarin, never stopped",
        "warfarin started 2 years ago",
        "warfarin (dose not known)",
        "no ibuprofen but warfarin",
        "warfarin stopped, now on apixaban",
    ],
)
def test_a_no_that_is_about_something_else_is_not_heard(typed):
    assert look_up(typed).mentions[-1].is_taken


def test_an_allergy_reaches_the_whole_list_that_follows():
    assert [
        Remark.ALLERGY in one.remarks for one in look_up("allergic to codeine, ibuprofen; takes warfarin").mentions
    ] == [
        True,
        True,
        False,
    ]


def test_a_code_and_a_name_that_disagree_are_both_shown():
    match = look_up("clopidogrel (RxNorm 42463)")
    assert [drug.id for drug in match.drugs] == ["clopidogrel", "pravastatin"]
    assert all(Remark.CODE_DISAGREES in mention.remarks for mention in match.mentions)
    assert not look_up("clopidogrel (RxNorm 32968)").needs_person
