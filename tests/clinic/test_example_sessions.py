"""The injections of the example clinic are whole records, and nothing speaks against them."""

from datetime import date
from decimal import Decimal

import pytest

from enthesis.clinic.example.injections import session
from enthesis.pathway import events as e
from enthesis.pathway.finding import NOTE
from enthesis.pathway.injection import check_record, target
from enthesis.pathway.structures import structures


@pytest.mark.parametrize("region", ["back", "knee", "elsewhere"])
@pytest.mark.parametrize("side", ["", "left", "right", "both"])
@pytest.mark.parametrize("is_guided", [True, False])
def test_a_session_of_the_example(region: str, side: str, is_guided: bool) -> None:
    opened = 0
    for month in range(1, 13):
        plain = e.InjectionsGiven(
            id="i", activity="treatment", happened_on=date(2026, month, 28), weight_kg=Decimal(52)
        )
        given = session(plain, region=region, side=side, is_guided=is_guided, seed="s")
        assert given == session(plain, region=region, side=side, is_guided=is_guided, seed="s")
        assert all(site.structure in structures() for site in given.sites)
        assert all(site.side for site in given.sites if (known := target(site.structure)) and known.sided)
        assert all(part.lot and part.expires and part.expires > date(2027, 1, 1) for part in given.solution)
        assert given.dextrose_percent == 15
        left = {finding.code for finding in check_record(given, "US") if finding.level != NOTE}
        assert left <= {"checklist-open"}
        opened += "checklist-open" in left
    assert opened < 12
