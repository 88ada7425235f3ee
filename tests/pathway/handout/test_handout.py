"""What an estimate is handed out with: the items of a US good-faith estimate, codes, and what is missing."""

from datetime import date
from typing import Any

import pytest

from enthesis import knowledge
from enthesis.knowledge import KnowledgeUnreadable
from enthesis.pathway.estimate import UnreadableEstimate, answer_case
from enthesis.pathway.handout import Handout, Provider, billing_codes, good_faith, handout_for, read_details
from enthesis.pathway.handout.good_faith import read_good_faith

CASE: dict[str, Any] = {
    "protocol": "nutura-back",
    "currency": "USD",
    "prices": {"consultation": "150", "diagnostic-injection": "350", "treatment": "400", "physical-therapy": "80"},
    "sessions": {"min": 3, "typical": 5, "max": 8},
    "counts": {"physical-therapy": 12},
    "valid_until": "2027-02-28",
}
US: dict[str, Any] = {
    "country": "us",
    "patient": "Ada Sample",
    "born": "1975-04-01",
    "number": "C-0031",
    "on": "2026-11-30",
    "scheduled": "2026-12-14",
    "diagnoses": ["M54.59"],
    "codes": {"consultation": "99203", "diagnostic": "20550", "physical-therapy": "97110"},
    "provider": {
        "name": "Example Back Clinic",
        "npi": "1234567893",
        "tin": "123456789",
        "address": "1 Sample Street, Springfield",
        "state": "Oregon",
    },
}


def handout(paper: dict[str, Any], **case: Any) -> Handout:
    return handout_for(answer_case({**CASE, **case}), read_details(paper))


def codes_of(made: Handout) -> list[str]:
    return [found.code for found in made.findings]


def test_with_every_item_nothing_is_missing() -> None:
    made = handout(US)
    assert made.is_good_faith
    assert made.title == "Good-faith estimate"
    assert codes_of(made) == []
    assert made.is_complete


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ("patient", "patient-name-missing"),
        ("born", "patient-born-missing"),
        ("diagnoses", "diagnosis-codes-missing"),
        ("codes", "service-codes-missing"),
    ],
)
def test_an_item_that_is_left_out_is_named_with_its_source(without: str, missing: str) -> None:
    made = handout({name: value for name, value in US.items() if name != without})
    assert codes_of(made) == [missing]
    assert made.findings[0].sources == ("GFE_LIST",)
    assert not made.is_complete


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ("name", "provider-name-missing"),
        ("npi", "provider-npi-missing"),
        ("tin", "provider-tin-missing"),
        ("address", "provider-place-missing"),
        ("state", "provider-place-missing"),
    ],
)
def test_an_identifier_that_the_clinic_has_not_set_is_named(without: str, missing: str) -> None:
    provider = {name: value for name, value in US["provider"].items() if name != without}
    assert codes_of(handout({**US, "provider": provider})) == [missing]


def test_every_item_of_the_file_is_looked_for() -> None:
    empty = codes_of(handout({"country": "US"}, prices={"treatment": "400"}))
    assert empty == [f"{code}-missing" for code in good_faith().holds]


def test_elsewhere_it_is_a_plain_estimate_without_us_items() -> None:
    made = handout({"country": "DE", "patient": "Ada Sample"})
    assert (made.title, made.is_good_faith, made.above_separate) == ("Estimate of cost", False, None)
    assert made.findings == ()
    said = " ".join(found.to_patient for found in made.told)
    assert "dispute" not in said
    assert "$" not in said
    assert all(line.code == "" for line in made.lines)


def test_the_dispute_names_its_figures() -> None:
    said = " ".join(found.to_patient for found in handout(US).told)
    for words in ("at least $400 more", "within 120 days", "it costs $25", "www.cms.gov/nosurprises/consumers"):
        assert words in said
    assert "does not make your care any worse" in said
    assert "no contract" in said
    assert "{" not in said


def test_treatment_has_the_code_of_prolotherapy_and_no_other_line_has_an_invented_one() -> None:
    made = handout({**US, "codes": {}})
    assert {line.line.activity: line.code for line in made.lines if line.code} == {"treatment": "M0076"}
    assert all(billing_codes()[line.code] is line.known for line in made.lines if line.code)


def test_the_clinic_s_own_code_comes_before_the_shipped_one() -> None:
    made = handout({**US, "codes": {"injection": "20551", "treatment": "m0076"}})
    assert {line.line.activity: line.code for line in made.lines if line.code} == {
        "diagnostic-injection": "20551",
        "treatment": "M0076",
    }
    assert {line.code for line in handout({**US, "codes": {"injection": "20551"}}).lines if line.code} == {"20551"}


def test_a_header_is_no_diagnosis_to_bill_and_an_unknown_code_is_kept() -> None:
    made = handout({**US, "diagnoses": "M54.5 m54.59, X99.9"})
    assert [(one.code, one.says, one.is_header) for one in made.diagnoses] == [
        ("M54.5", "low back pain", True),
        ("M54.59", "other low back pain", False),
        ("X99.9", "", False),
    ]
    assert codes_of(made) == ["diagnosis-not-billable"]


def test_a_good_faith_estimate_is_in_dollars() -> None:
    assert codes_of(handout(US, currency="EUR")) == ["not-in-dollars"]


@pytest.mark.parametrize(
    ("protocol", "spacing"),
    [
        ("nutura-back", "4 to 6 weeks apart"),
        ("yelland-lbp-2004", "about 2 weeks apart"),
        ("sit-knee-2020", "in weeks 0, 4, 8 and 16"),
        ("spine-institute", ""),
    ],
)
def test_how_far_apart_the_sessions_are_is_what_the_protocol_states(protocol: str, spacing: str) -> None:
    made = handout_for(answer_case({"protocol": protocol}), read_details({}))
    assert made.spacing == spacing


def test_the_versions_of_what_it_rests_on_are_named() -> None:
    made = handout({**US, "price_list": "2026-11-30"})
    assert made.versions == ("nutura-back 2026-11", "prices 2026-11-30", "words 2026-11", "good-faith 2026-11")


@pytest.mark.parametrize(
    ("paper", "field", "code"),
    [
        ("text", "paper", "not-an-object"),
        ({"country": "USA"}, "paper.country", "not-a-country"),
        ({"patient": 7}, "paper.patient", "not-text"),
        ({"patient": "x" * 201}, "paper.patient", "too-long"),
        ({"born": "1.4.1975"}, "paper.born", "not-a-day"),
        ({"diagnoses": 7}, "paper.diagnoses", "not-a-list"),
        ({"diagnoses": ["low back"]}, "paper.diagnoses[0]", "not-a-code"),
        ({"codes": ["M0076"]}, "paper.codes", "not-an-object"),
        ({"codes": {"treatment": "?"}}, "paper.codes.treatment", "not-a-code"),
        ({"provider": "Clinic"}, "paper.provider", "not-an-object"),
        ({"provider": {"npl": "1"}}, "paper.provider", "not-one-of"),
        ({"provider": {"npi": "123"}}, "paper.provider.npi", "not-an-npi"),
        ({"provider": {"npi": "1234567890"}}, "paper.provider.npi", "not-an-npi"),
        ({"provider": {"tin": "12-345678"}}, "paper.provider.tin", "not-a-tin"),
    ],
)
def test_details_that_cannot_be_read_get_a_sentence(paper: Any, field: str, code: str) -> None:
    with pytest.raises(UnreadableEstimate) as bad:
        read_details(paper)
    assert (bad.value.field, bad.value.code) == (field, code)
    assert bad.value.remedy


def test_details_are_read_as_they_are_meant() -> None:
    details = read_details(US)
    assert details.born == date(1975, 4, 1)
    assert details.country == "US"
    assert details.provider.tin == "12-3456789"
    assert details.unknown == ()
    assert read_details({"pateint": "x"}).unknown == ("paper.pateint",)
    assert read_details(None).provider == Provider()


# -- the files ---------------------------------------------------------------------------------------------------


def shipped() -> str:
    return knowledge.path("good_faith.yaml").read_text(encoding="utf-8")


def test_a_sentence_with_an_unknown_figure_is_refused() -> None:
    with pytest.raises(KnowledgeUnreadable, match="without a word in braces but"):
        read_good_faith(shipped().replace("${above}", "${abvoe}"))


def test_a_field_that_nobody_reads_is_refused() -> None:
    with pytest.raises(KnowledgeUnreadable, match='"notes" is not a field'):
        read_good_faith(shipped() + "\nnotes: x\n")


def test_the_clinic_is_told_when_it_has_to_be_given() -> None:
    said = " ".join(found.says for found in good_faith().given)
    assert "within 1 business day of the booking" in said
    assert "within 3 business days" in said
    assert all(not found.to_patient for found in good_faith().given)


def test_codes_of_the_file_are_sourced_and_headers_are_marked() -> None:
    codes = billing_codes()
    assert codes["M0076"].sources == ("BCIDAHO", "QUALCHOICE", "EVICORE")
    assert codes["M54.5"].status == "header"
    assert codes["20610"].is_unverified
    assert {code.system for code in codes.values()} == {"ICD-10-CM", "HCPCS", "CPT"}
    assert all(code.sources for code in codes.values())
