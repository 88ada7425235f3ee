"""The estimate as it is printed: what a good-faith estimate must hold in the US, and a plain one elsewhere."""

from datetime import date
from typing import Any

from enthesis.papers.estimate import estimate_paper
from tests.papers.reading import opened, size_in_mm, table_headers, tags_of, text_of
from tests.pathway.handout.test_handout import US, Handout, handout

DAY = date(2026, 11, 30)
MONEY: dict[str, Any] = {
    "response_rates": {"gate": "0.6", "stop_after_session": "0.1", "source": "own registry 2026"},
    "package": {"sessions": 4, "price": "1400", "refund": "pro-rata"},
    "instalments": 3,
    "payments": ["150"],
}


def said(made: Handout) -> str:
    return text_of(estimate_paper(made, DAY).pdf)


def test_a_us_estimate_holds_every_item() -> None:
    text = said(handout(US, **MONEY))
    for words in (
        "Example Back Clinic 1 Sample Street, Springfield, Oregon",
        "NPI: 1234567893 TIN: 12-3456789",
        "Given on 30 November 2026 Holds until 28 February 2027",
        "Good-faith estimate",
        "For Ada Sample",
        "Number C-0031",
        "Born 1 April 1975",
        "M54.59 (other low back pain)",
        "Dextrose prolotherapy for chronic back pain",
        "from 14 December 2026; sessions 4 to 6 weeks apart",
        "M0076",
        "What is not in the sum These may come before or after the planned treatment and are arranged separately",
        "only an estimate",
        "arranged, and priced, separately",
        "You may dispute a bill that is at least $400 more",
        "This paper is no contract.",
        "Rests on: nutura-back 2026-11; words 2026-11; good-faith 2026-11.",
    ):
        assert words in text, words
    assert "Not complete" not in text
    assert size_in_mm(estimate_paper(handout(US), DAY).pdf) == {(216, 279)}


def test_its_figures_are_those_of_the_estimate() -> None:
    made = handout(US, **MONEY)
    text = said(made)
    totals = made.estimate.totals
    assert f"Expected charges for 5 sessions {totals.by_plan['typical']}" in text
    assert f"From {totals.by_plan['min']} to {totals.by_plan['max']}" in text
    assert f"On average over all who begin: {totals.expected}, with the clinic's own shares of who goes on" in text
    for coded in made.lines:
        assert coded.line.what in text
        for column in ("min", "typical", "max"):
            assert f"{coded.line.numbers.of(column)} × = {coded.line.sums[column].figure}" in text
    assert "After the test injection, as it did not help 650.00" in text
    assert "A package of 4 sessions for 1400.00 USD is counted. That is 200.00 USD less than single prices." in text
    assert "2 instalments of 1136.67 USD and a last one of 1136.66 USD" in text
    assert (
        "Paid so far: 150.00 USD. Left to pay: at least 2510.00 USD, usually 3260.00 USD, at most 4460.00 USD." in text
    )


def test_what_the_clinic_has_not_set_is_a_line_to_write_on_and_is_said() -> None:
    text = said(handout({"country": "US"}))
    assert "Not complete yet." in text
    assert "Missing: the patient's name; the patient's date of birth; a diagnosis code" in text
    assert "National Provider Identifier (NPI); the provider's Taxpayer Identification Number (TIN)" in text
    for blank in ("Provider:", "Address and state:", "NPI:", "TIN:", "Born", "Diagnosis code"):
        assert blank in text


def test_a_sum_that_is_not_known_is_not_made_up() -> None:
    text = said(handout(US, sessions={"min": 3, "max": 8}))
    assert "The number of sessions is not agreed yet. Known so far 1610.00 USD and 400.00 USD a session" in text
    assert "Usually: not stated" in text
    assert "The usual number of sessions is not stated by nutura-back." in text


def test_elsewhere_there_is_nothing_american_on_it() -> None:
    pdf = estimate_paper(handout({"country": "DE", "patient": "Ada Sample"}, currency="EUR"), DAY).pdf
    text = text_of(pdf)
    assert "Estimate of cost" in text
    assert "EUR" in text
    for word in ("Good-faith", "NPI", "TIN", "dispute", "$", "Diagnosis code", "Born", "M0076"):
        assert word not in text
    assert size_in_mm(pdf) == {(210, 297)}


def test_a_code_that_the_clinic_uses_is_shown_elsewhere_too() -> None:
    assert "GOÄ-267" not in said(handout({"country": "DE"}))
    assert "A-267" in said(handout({"country": "DE", "codes": {"treatment": "A-267"}}, currency="EUR"))


def test_an_agreed_number_of_sessions_is_one_column() -> None:
    text = said(handout({"country": "DE"}, sessions=4))
    assert "Expected charges for 4 sessions" in text
    assert "At least" not in text
    assert "From " not in text.replace("From here", "")


def test_nothing_is_promised_about_money_that_the_package_keeps() -> None:
    package = {"sessions": 4, "price": "1400", "refund": "nothing"}
    text = said(handout(US, package=package))
    assert "Given back of it when treatment stops early: nothing." in text
    assert "not charged" not in text


def test_it_is_tagged_named_and_the_same_again() -> None:
    made = handout(US, **MONEY)
    pdf = estimate_paper(made, DAY, "estimate-1").pdf
    assert pdf == estimate_paper(made, DAY, "estimate-1").pdf
    assert {"H1", "H2", "Table", "TH", "TD", "L", "LI"} <= set(tags_of(pdf))
    assert table_headers(pdf) > 20
    assert opened(pdf).metadata.title == "Good-faith estimate: Dextrose prolotherapy for chronic back pain (C-0031)"
    assert "Ada" not in opened(pdf).metadata.title


def test_a_hundred_sessions_run_over_pages_with_their_numbers() -> None:
    done = estimate_paper(handout(US, sessions=100), DAY)
    assert done.pages > 2
    assert f"Page {done.pages} of {done.pages}" in text_of(done.pdf)
