"""A clinic's prices: one version after the other, kept by a lead, never changed, seen by nobody else's clinic."""

from datetime import date

import pytest

from enthesis.clinic.door import NotAllowed
from enthesis.clinic.example.estimates import estimate_of, keep_example_prices
from enthesis.clinic.models import PriceListVersion
from enthesis.clinic.prices import keep_prices, prices_of, versions_of
from enthesis.pathway.prices import PriceListUnreadable, estimate_under, nameless, read_terms
from enthesis.pathway.protocol.library import latest
from tests.clinic.making import OPERATOR, House

FIRST = "version: '1'\ncurrency: EUR\nprices:\n  treatment: 400\n"


def test_the_newest_version_holds_and_the_older_ones_stay(north: House) -> None:
    assert prices_of(north.clinic.pk) is None
    keep_prices(FIRST, clinic=north.clinic, by=north["lead"])
    keep_prices(FIRST.replace("'1'", "'2'").replace("400", "450"), clinic=north.clinic, by=OPERATOR)
    newest, named = prices_of(north.clinic.pk), prices_of(north.clinic.pk, "1")
    assert newest is not None
    assert named is not None
    assert (newest.version, newest.prices[0].price) == ("2", "450")
    assert named.prices[0].price == "400"
    kept = versions_of(north.clinic.pk)
    assert [one.listed.version for one in kept] == ["2", "1"]
    assert kept[1].made_by == north["lead"].handle
    assert prices_of(north.clinic.pk, "3") is None


def test_a_version_is_one_text_for_ever(north: House) -> None:
    keep_prices(FIRST, clinic=north.clinic, by=north["lead"])
    with pytest.raises(PriceListUnreadable, match="is kept already"):
        keep_prices(FIRST.replace("400", "500"), clinic=north.clinic, by=north["lead"])
    assert PriceListVersion.objects.count() == 1


def test_what_cannot_be_read_is_not_kept(north: House) -> None:
    with pytest.raises(PriceListUnreadable):
        keep_prices(FIRST.replace("EUR", "gold"), clinic=north.clinic, by=north["lead"])
    assert not PriceListVersion.objects.exists()


def test_only_a_lead_keeps_prices_and_only_for_that_clinic(north: House, south: House) -> None:
    for by in (north["clinician"], north["front-desk"], north["therapist"], north["patient"], south["lead"]):
        with pytest.raises(NotAllowed):
            keep_prices(FIRST, clinic=north.clinic, by=by)
    keep_prices(FIRST, clinic=north.clinic, by=north["lead"])
    assert prices_of(south.clinic.pk) is None


def test_the_example_clinic_prices_every_protocol_and_keeps_one_list(north: House) -> None:
    for _ in range(2):
        keep_example_prices(north.clinic)
    assert PriceListVersion.objects.count() == 1
    for protocol in latest().values():
        given = estimate_of(north.clinic, protocol, date(2026, 11, 30), "x")
        assert given is not None, protocol.id
        assert 0 < given.minimum <= (given.typical or 0) <= given.maximum
        listed = prices_of(north.clinic.pk, given.version)
        assert listed is not None
        assert given.terms is not None
        again = estimate_under(listed, protocol, read_terms(given.terms)).totals.by_plan
        assert [again[column].amount for column in ("min", "max")] == [given.minimum, given.maximum]
    assert nameless(listed, latest().values()) == []
