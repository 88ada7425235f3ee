"""Anaesthetic of earlier occasions: what counts together, what a label says of time, and how it is told."""

from decimal import Decimal

import pytest

from enthesis import knowledge
from enthesis.pathway.dosing import EarlierDose, check_anaesthetic, read_solutions, shipped
from enthesis.pathway.finding import STOP, WARN, Finding

D = Decimal


def check(drug: str, mg: str, *earlier: tuple[str, str, str | None]) -> tuple[Finding, ...]:
    """What speaks against a dose for 80 kg in the US after earlier ones: drug, mg, hours before (None: this visit)."""
    doses = [EarlierDose(name, D(given), None if hours is None else D(hours)) for name, given, hours in earlier]
    return check_anaesthetic({drug: D(mg)}, weight_kg=D(80), jurisdiction="US", earlier=doses)


def codes(found: tuple[Finding, ...]) -> list[str]:
    return [one.code for one in found]


@pytest.mark.parametrize(
    ("drug", "mg", "earlier", "expected"),
    [
        # doses of the same visit add up: 300 mg of lidocaine are the limit
        ("lidocaine", "100", [("lidocaine", "99", None), ("Xylocaine", "100", None)], []),
        ("lidocaine", "100", [("lidocaine", "100", None), ("Xylocaine", "100", None)], ["LA_AT_LIMIT"]),
        ("lidocaine", "100", [("lidocaine", "101", None), ("Xylocaine", "100", None)], ["LA_OVER_LIMIT"]),
        # nothing given is no dose: neither its time nor its drug matters
        ("lidocaine", "100", [("lidocaine", "0", "2")], []),
        ("lidocaine", "100", [("procaine", "0", None)], []),
        ("bupivacaine", "50", [("bupivacaine", "0", "2")], []),
        # however small a dose is, its time counts
        ("bupivacaine", "50", [("bupivacaine", "0.5", "2.9")], ["LA_REPEATED_TOO_SOON"]),
        # an earlier day's dose of another drug is no earlier dose of this one
        ("lidocaine", "100", [("bupivacaine", "50", "5")], []),
        ("lidocaine", "100", [("bupivacaine", "50", "2")], []),
        ("lidocaine", "150", [("bupivacaine", "81", "2")], ["LA_OVER_LIMIT"]),  # within 4 hours it counts with this one
        ("lidocaine", "150", [("bupivacaine", "81", "4")], []),
        # no interval is stated for lidocaine: a day is looked back
        ("lidocaine", "100", [("lidocaine", "100", "24")], ["LA_INTERVAL_NOT_STATED"]),
        ("lidocaine", "100", [("lidocaine", "100", "24.1")], []),
        ("lidocaine", "100", [("lidocaine", "1", "30"), ("lidocaine", "1", "2")], ["LA_INTERVAL_NOT_STATED"]),
        # 400 mg of bupivacaine in 24 hours, both ends inside
        ("bupivacaine", "100", [("bupivacaine", "150", "5"), ("bupivacaine", "150", "24")], []),
        ("bupivacaine", "100", [("bupivacaine", "150", "5"), ("bupivacaine", "151", "24")], ["LA_OVER_LIMIT"]),
        ("bupivacaine", "100", [("bupivacaine", "150", "5"), ("bupivacaine", "151", "24.1")], []),
        ("bupivacaine", "100", [("bupivacaine", "60", None), ("bupivacaine", "240", "5")], ["LA_AT_LIMIT"]),
        ("bupivacaine", "99", [("bupivacaine", "60", None), ("bupivacaine", "242", "5")], ["LA_OVER_LIMIT"]),
        # a drug that nobody knows has no times either
        ("foocaine", "1", [("foocaine", "1", "2")], ["LA_LIMIT_UNKNOWN"]),
    ],
)
def test_earlier_doses(drug: str, mg: str, earlier: list[tuple[str, str, str | None]], expected: list[str]) -> None:
    assert codes(check(drug, mg, *earlier)) == expected


def test_the_three_things_that_can_be_said_of_time() -> None:
    version = f"solutions {shipped().version}"
    assert check("lidocaine", "100", ("lidocaine", "100", "2.5")) == (
        Finding(
            code="LA_INTERVAL_NOT_STATED",
            level=WARN,
            says="lidocaine was given 2.5 hours before; the sources state no interval, so it was not added.",
            remedy="A clinician decides whether the earlier dose still counts.",
            sources=("ruling",),
            field="previous_la_mg",
            version=version,
        ),
    )
    assert check("bupivacaine", "50", ("bupivacaine", "50", "2.5")) == (
        Finding(
            code="LA_REPEATED_TOO_SOON",
            level=STOP,
            says="bupivacaine was given 2.5 hours before; it is not repeated within 3 hours.",
            remedy="Wait, or leave the anaesthetic out.",
            sources=("BUPI_US", "BUPI_MGKG"),
            field="previous_la_mg",
            version=version,
        ),
    )
    assert check("bupivacaine", "150", ("bupivacaine", "251", "5")) == (
        Finding(
            code="LA_OVER_LIMIT",
            level=STOP,
            says="401 mg of bupivacaine in 24 hours is above 400 mg.",
            remedy="Use less, or treat on another day.",
            sources=("ruling", "BUPI_US", "BUPI_MGKG"),
            field="previous_la_mg",
            version=version,
        ),
    )


def test_a_clinic_that_has_a_file_of_its_own_is_answered_from_that_file_alone() -> None:
    """A brand name and times that only the clinic's file knows."""
    text = knowledge.path("solutions.yaml").read_text(encoding="utf-8")
    for old, new in {
        "called: [bupivacaine,": "called: [bupivacaine, longocaine,",
        'hours_before_a_repeat: "3"': 'hours_before_a_repeat: "5"',
        'hours_counted_together: "4"': 'hours_counted_together: "8"',
        'mg_in_24_hours: "400"': 'mg_in_24_hours: "200"',
    }.items():
        assert old in text
        text = text.replace(old, new)
    own = read_solutions(text)

    def found(mg: str, given: str, hours: str) -> tuple[Finding, ...]:
        earlier = [EarlierDose("Longocaine", D(given), D(hours))]
        doses: dict[str, Decimal | None] = {"bupivacaine": D(mg)}
        return check_anaesthetic(doses, weight_kg=D(80), jurisdiction="US", earlier=earlier, solutions=own)

    def told(mg: str, given: str, hours: str) -> list[str]:
        return codes(found(mg, given, hours))

    assert told("10", "10", "4.9") == ["LA_REPEATED_TOO_SOON"]
    assert told("10", "10", "5") == []
    assert told("60", "100", "7.9") == ["LA_AT_LIMIT"]
    assert told("61", "100", "8") == []
    assert told("100", "101", "8") == ["LA_OVER_LIMIT"]
    over = found("61", "100", "7.9")[0]
    assert over.says.startswith("161 mg of bupivacaine (100 earlier + 61 now) is above the 160 mg limit")
