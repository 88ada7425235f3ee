"""A clinic's price list: read, written, and what it makes of one patient's terms."""

from datetime import date
from typing import Any

import pytest

from enthesis.pathway.estimate import as_json
from enthesis.pathway.handout import Provider
from enthesis.pathway.prices import (
    ListedPackage,
    ListedPrice,
    PriceList,
    PriceListUnreadable,
    Terms,
    details_under,
    estimate_under,
    nameless,
    read_price_list,
    read_terms,
    text_of,
)
from enthesis.pathway.protocol.library import latest

TEXT = """
version: 2026-11-30
currency: usd
country: us
valid_days: 90
provider: {name: Example Back Clinic, npi: "1234567893", tin: 123456789, address: 1 Sample Street, state: Oregon}
prices:
  consultation: 150
  diagnostic: "350.00"
  treatment: 400
  physical-therapy: elsewhere
  prp-session: 900
codes: {treatment: M0076, consultation: "99203"}
packages:
  - {sessions: 4, price: 1400, refund: pro-rata}
  - {sessions: 6, price: 2000, refund: 300}
instalments: [6, 3]
response_rates: {gate: 0.6, stop_after_session: 0.1, source: own registry 2026}
"""
BACK = latest()["nutura-back"]


def listed() -> PriceList:
    return read_price_list(TEXT)


def test_a_list_is_read_as_it_is_written() -> None:
    found = listed()
    assert (found.version, found.currency, found.country, found.valid_days) == ("2026-11-30", "USD", "US", 90)
    assert found.provider == Provider(
        name="Example Back Clinic", npi="1234567893", tin="12-3456789", address="1 Sample Street", state="Oregon"
    )
    assert found.prices[0] == ListedPrice("consultation", "150", "99203")
    assert found.prices[3] == ListedPrice("physical-therapy", "elsewhere")
    assert found.packages == (ListedPackage(4, "1400", "pro-rata"), ListedPackage(6, "2000", "300"))
    assert found.instalments == (3, 6)


def test_what_is_written_is_read_again_as_the_same() -> None:
    assert read_price_list(text_of(listed())) == listed()
    small = PriceList(version="1", currency="EUR", prices=(ListedPrice("treatment", "80.50"),))
    assert read_price_list(text_of(small)) == small
    assert text_of(small) == "version: '1'\ncurrency: EUR\nprices:\n  treatment: '80.50'\n"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("version: 2026-11-30", ""), "is no version"),
        (("version: 2026-11-30", "version: a b"), "is no version"),
        (("currency: usd", "currency: dollars"), "is no currency of ISO 4217"),
        (("currency: usd", ""), "No currency is given."),
        (("country: us", "country: usa"), "country is not the code of a country"),
        (("valid_days: 90", "valid_days: 0"), "valid_days"),
        (("valid_days", "valid_day"), 'Did you mean "valid_days"?'),
        (("treatment: 400", "treatment: -400"), "is below 0"),
        (("treatment: 400", "treatment: four hundred"), "is not a number"),
        (("treatment: M0076", "tretment: M0076"), "there is no price of that name"),
        (("1234567893", "1234567890"), "is no NPI"),
        (("refund: pro-rata", "refund: half"), "is not a number"),
        (("sessions: 4", "session: 4"), "is not a package"),
        (("[6, 3]", "[1]"), "instalments[0]"),
        (("[6, 3]", "often"), "is not a list"),
        (("gate: 0.6", "gate: 6"), "is no share of people"),
        (("prices:", "prices: {}\nother:"), "is not a field of a price list"),
        (("{gate", "[gate"), "valid YAML"),
    ],
)
def test_a_list_that_is_not_in_order_gets_a_sentence(change: tuple[str, str], says: str) -> None:
    assert change[0] in TEXT
    with pytest.raises(PriceListUnreadable) as bad:
        read_price_list(TEXT.replace(*change))
    assert says in str(bad.value)


def test_without_a_price_it_is_no_list() -> None:
    with pytest.raises(PriceListUnreadable, match="prices has no prices"):
        read_price_list("version: 1\ncurrency: EUR\n")


def test_a_name_that_no_protocol_knows_is_told_with_a_hint() -> None:
    small = PriceList(
        version="1", currency="EUR", prices=tuple(ListedPrice(n, "1") for n in ("treatmnt", "imaging", "session"))
    )
    ((name, hint),) = nameless(small, latest().values())
    assert name == "treatmnt"
    assert '"treatment"' in hint


# -- one patient's terms --------------------------------------------------------------------------------------------

TERMS = Terms(
    on=date(2026, 11, 30),
    sessions={"min": 3, "typical": 5, "max": 8},
    counts={"physical-therapy": 12},
    include=("imaging",),
    package=4,
    instalments=3,
    paid="150.00",
    scheduled=date(2026, 12, 14),
    diagnoses=("M54.59",),
)


def test_terms_are_kept_as_plain_values_and_give_the_same_estimate_again() -> None:
    kept = TERMS.as_json()
    assert read_terms(kept) == TERMS
    assert read_terms({}) == Terms()
    assert Terms().as_json() == {}
    first, again = (estimate_under(listed(), BACK, terms) for terms in (TERMS, read_terms(kept)))
    assert as_json(first) == as_json(again)


def test_the_estimate_is_that_of_the_door_for_the_same_case() -> None:
    found = estimate_under(listed(), BACK, TERMS)
    told = as_json(found)
    # 150 + 350 + 150 for the visits and the test, a package of 4 and one more, or one session given back
    assert (told["min"], told["typical"], told["max"]) == ("1700.00", "2450.00", "3650.00")
    assert told["currency"] == "USD"
    assert told["valid_until"] == "2027-02-28"
    assert told["paid"] == "150.00"
    assert told["balance"]["typical"] == "2300.00"
    assert len(told["instalments"]["parts"]) == 3
    assert told["expected"] is not None


def test_a_price_that_this_protocol_has_no_use_for_is_left_out_without_a_word() -> None:
    codes = {finding.code for finding in estimate_under(listed(), BACK, TERMS).findings}
    assert not codes & {"unknown-activity", "price-unused"}


def test_a_package_that_the_list_no_longer_has_is_no_package() -> None:
    assert estimate_under(listed(), BACK, Terms(package=5, sessions={"typical": 5})).case.package is None


def test_an_amount_for_each_unused_session_is_read_as_one() -> None:
    found = estimate_under(listed(), BACK, Terms(package=6, sessions={"min": 4, "typical": 6, "max": 8}))
    package = found.case.package
    assert package is not None
    assert package.refund is not None
    assert package.refund.amount == 300


def test_how_long_it_holds_is_the_list_s_or_the_patient_s() -> None:
    assert estimate_under(listed(), BACK, Terms(on=date(2026, 11, 30))).case.valid_until == date(2027, 2, 28)
    own = Terms(on=date(2026, 11, 30), valid_until=date(2026, 12, 31))
    assert estimate_under(listed(), BACK, own).case.valid_until == date(2026, 12, 31)
    assert estimate_under(listed(), BACK, Terms()).case.valid_until is None


def test_the_paper_gets_what_the_list_and_the_terms_say() -> None:
    details = details_under(listed(), TERMS, patient="Ada Sample", born=date(1975, 4, 1), number="C-0031")
    assert (details.country, details.price_list, details.patient) == ("US", "2026-11-30", "Ada Sample")
    assert details.codes == {"treatment": "M0076", "consultation": "99203"}
    assert details.diagnoses == ("M54.59",)
    assert details.provider.name == "Example Back Clinic"


@pytest.mark.parametrize(
    "given", [{"on": "tomorrow"}, {"sessions": {"min": "many"}}, {"paid": "a lot"}, {"diagnoses": ["?"]}]
)
def test_terms_that_cannot_be_read_get_a_sentence(given: dict[str, Any]) -> None:
    from enthesis.pathway.estimate import UnreadableEstimate

    with pytest.raises(UnreadableEstimate):
        read_terms(given)
