"""A name as typed, and what it is read as. Tables that a clinician can check; every line of the data is in one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enthesis.pathway.medications import Status, look_up
from enthesis.pathway.medications.drug import Form
from enthesis.pathway.medications.library import library

ASPIRIN = {"aspirin_pain_dose", "aspirin_low_dose_preventive"}


def ids(name: str) -> list[str]:
    return [drug.id for drug in look_up(name).drugs]


@pytest.mark.parametrize("drug", library().drugs.values(), ids=lambda drug: drug.id)
def test_every_drug_is_found_by_its_generic_names(drug):
    assert ids(drug.name) == [drug.id]
    if drug.id not in ASPIRIN and drug.form is Form.SYSTEMIC:
        assert [ids(part.strip(" )")) for part in drug.inn.split("(")] == [[drug.id]] * len(drug.inn.split("("))


def test_every_drug_is_found_by_its_brands():
    wrong = {}
    for drug in library().drugs.values():
        for brand in (brand for brands in drug.brands.values() for brand in brands):
            (mention,) = look_up(brand).mentions
            is_as_marked = mention.is_memory == (mention.how == "brand name")
            if mention.drug != drug or mention.how not in ("brand name", "generic name") or not is_as_marked:
                wrong[brand] = mention
    assert wrong == {}


def test_every_drug_is_found_by_its_other_names():
    known = [(name, drug) for drug, names in library().other_names.items() for name in names]
    assert {name: found for name, drug in known if (found := ids(name)) != [drug]} == {}


@pytest.mark.parametrize("drug", [d for d in library().drugs.values() if d.atc], ids=lambda drug: drug.id)
def test_every_drug_is_found_by_its_atc_codes(drug):
    for code in drug.atc:
        assert ids(code) == ids(code.lower()) == ids(f"ATC {code}") == [drug.id]


@pytest.mark.parametrize(
    "drug",
    [d for d in library().drugs.values() if d.rxnorm and d.form is Form.SYSTEMIC and d.id not in ASPIRIN],
    ids=lambda drug: drug.id,
)
def test_every_drug_is_found_by_its_rxnorm_code(drug):
    assert ids(f"RxNorm {drug.rxnorm}") == ids(f"rxcui:{drug.rxnorm}") == [drug.id]
    if len(drug.rxnorm) >= 4:
        assert ids(drug.rxnorm) == [drug.id]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Plavix 75 mg", ["clopidogrel"]),
        ("PLAVIX", ["clopidogrel"]),
        ("plavix®", ["clopidogrel"]),
        ("Plavix (clopidogrel) 75mg tablets", ["clopidogrel"]),
        ("clopidogrel, taken regularly; dose not given", ["clopidogrel"]),
        ("clopidogrel, taken regularly; dose and reason not given in the part read", ["clopidogrel"]),
        ("Clopidogrel 75mg PO daily since her stent in 2019", ["clopidogrel"]),
        ("ＩＢＵＰＲＯＦＥＮ", ["ibuprofen"]),
        ("ibuprofène", ["ibuprofen"]),
        ("war\u200bfarin", ["warfarin"]),
        ("fish-oil", ["omega_3_fatty_acids"]),
        ("fishoil capsules", ["omega_3_fatty_acids"]),
        ("Omega-3", ["omega_3_fatty_acids"]),
        ("paracetamol", ["acetaminophen"]),
        ("MTX 15 mg weekly", ["methotrexate"]),
        ("insulin glargine 20 units at night", ["insulin_any"]),
        ("fentanyl patch 25 mcg", ["fentanyl"]),
        ("Depo-Medrol", ["methylprednisolone"]),
        ("MS Contin", ["morphine"]),
        ("warfarin, ibuprofen; fish oil", ["warfarin", "ibuprofen", "omega_3_fatty_acids"]),
        ("ibuprofen or naproxen", ["ibuprofen", "naproxen"]),
        ("blood thinner (Eliquis)", ["apixaban"]),
        ("NSAID: ibuprofen", ["ibuprofen"]),
        ("warfarin\nclopidogrel", ["warfarin", "clopidogrel"]),
    ],
)
def test_names_as_people_type_them(typed, found):
    assert ids(typed) == found
    assert all(mention.status is Status.MATCHED for mention in look_up(typed).mentions)


@pytest.mark.parametrize(
    ("typed", "classes"),
    [
        ("NSAIDs", ("nsaid",)),
        ("anti-inflammatories", ("nsaid",)),
        ("blood thinner", ("anticoagulant", "antiplatelet")),
        ("a blood-thinning tablet", ("anticoagulant", "antiplatelet")),
        ("DOAC", ("anticoagulant",)),
        ("steroids", ("systemic_steroid",)),
        ("cortisone shot 2 weeks ago", ("systemic_steroid",)),
        ("biologic", ("immunosuppressant",)),
        ("statins", ("statin",)),
        ("strong opioids", ("opioid",)),
        ("B01AC", ("antiplatelet",)),
        ("B01AX99", ("anticoagulant",)),
        ("b01a", ("anticoagulant", "antiplatelet")),
        ("M01A", ("nsaid",)),
    ],
)
def test_a_class_is_a_class_and_a_person_asks_which_drug(typed, classes):
    (mention,) = look_up(typed).mentions
    assert (mention.status, mention.classes, mention.needs_person) == (Status.CLASS, classes, True)


@pytest.mark.parametrize("typed", ["none", "None.", "no medicines", "N/A", "nil", "takes nothing", "not taking any"])
def test_nothing_taken_is_an_answer(typed):
    (mention,) = look_up(typed).mentions
    assert (mention.status, mention.needs_person) == (Status.NONE, False)


@pytest.mark.parametrize(
    "typed",
    ["zorbiplax", "", "  ", "81", "100 mg", "😀", "варфарин", "birth control pill", "as a rule", "?" * 500, "x" * 5000],
)
def test_an_unknown_name_is_kept_and_put_to_a_person(typed):
    (mention,) = look_up(typed).mentions
    assert (mention.status, mention.drug, mention.candidates) == (Status.UNKNOWN, None, ())
    assert mention.needs_person
    assert mention.prescriber_only is not False


def test_a_known_name_without_a_line_is_no_drug_of_the_list():
    mentions = {name: look_up(name).mentions for name in library().not_listed}
    assert {name: found for name, found in mentions.items() if found[0].status is not Status.NOT_LISTED} == {}
    assert not any(found[0].drug or found[0].candidates for found in mentions.values())


@pytest.mark.parametrize(
    ("typed", "sounds_like"),
    [
        ("betrixaban 80 mg", "anticoagulant"),
        ("ximelagatran", "anticoagulant"),
        ("argatroban", "anticoagulant"),
        ("cangrelor", "antiplatelet"),
        ("guselkumab", "immunosuppressant"),
        ("everolimus", "immunosuppressant"),
        ("cyclophosphamide", "immunosuppressant"),
        ("something against blood clots", "anticoagulant"),
        ("tablets since my transplant", "immunosuppressant"),
        ("B01AD02", "anticoagulant"),
    ],
)
def test_an_unknown_name_that_sounds_like_a_guarded_class_counts_as_the_prescribers(typed, sounds_like):
    (mention,) = look_up(typed).mentions
    assert (mention.drug, mention.suspect, mention.prescriber_only) == (None, sounds_like, True)


def test_an_unknown_item_of_a_list_does_not_disappear_behind_a_known_one():
    first, second, third = look_up("aspirin 81 mg, zorbiplax 10 mg and lisinopril").mentions
    assert first.drug
    assert first.drug.id == "aspirin_low_dose_preventive"
    assert (second.status, second.typed) == (Status.UNKNOWN, "zorbiplax")
    assert third.status is Status.NOT_LISTED


def test_a_word_beside_a_name_that_nobody_understands_is_shown():
    (mention,) = look_up("clopidogrel zorbiplax 75 mg").mentions
    assert (mention.drug and mention.drug.id, mention.unread) == ("clopidogrel", ("zorbiplax",))
    assert mention.needs_person


@given(st.text(max_size=600))
def test_any_text_is_read_without_failing_and_nothing_is_lost(text):
    match = look_up(text)
    assert match.mentions
    assert all(mention.drug or mention.needs_person or mention.status is Status.NONE for mention in match.mentions)


@given(
    st.lists(
        st.sampled_from(
            ["warfarin", "ibuprofen", "Plavix", "zorbi", "no", "stopped", "75 mg", ",", "and", "/", ";", "gel"]
        )
    )
)
def test_a_prescriber_only_drug_is_never_lost_among_other_words(words):
    text = " ".join(words)
    for name, drug in (("warfarin", "warfarin"), ("Plavix", "clopidogrel")):
        assert (name in words) == (drug in ids(text))
    if {"warfarin", "Plavix"} & set(words):
        assert look_up(text).prescriber_only
