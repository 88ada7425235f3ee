"""Several syringes in one session: what each holds, what the points got of it, and what the visit adds up to."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enthesis.pathway import events as e
from enthesis.pathway.finding import NOTE, REFUSE, STOP, WARN, Finding
from enthesis.pathway.injection import SKIN, anaesthetic_given, check_solution, dextrose_given, fillings, totals

DAY = date(2026, 3, 2)


def part(name: str, ml: str, syringe: str = "", expires: date | None = None) -> e.Part:
    return e.Part(name=name, ml=Decimal(ml), syringe=syringe, expires=expires, lot="L-1")


def site(ml: str | None, syringe: str = "", side: str = "left") -> e.Site:
    return e.Site(structure="knee joint", side=side, ml=None if ml is None else Decimal(ml), syringe=syringe)


def session(parts: list[e.Part], *sites: e.Site, **fields: object) -> e.InjectionsGiven:
    known = {"id": "i", "happened_on": DAY, "activity": "treatment", "weight_kg": Decimal(70)}
    return e.InjectionsGiven(**{**known, "solution": tuple(parts), "sites": sites, **fields})


def found(event: e.InjectionsGiven) -> list[Finding]:
    return [finding for finding in check_solution(event, "US") if finding.level != NOTE]


def codes(event: e.InjectionsGiven) -> list[tuple[str, str]]:
    return [(finding.code, finding.level) for finding in found(event)]


TWO = [
    part("dextrose 50%", "3", "A"), part("lidocaine 1%", "3", "A"), part("saline", "4", "A"),
    part("dextrose 25%", "4", "B"), part("lidocaine 2%", "4", "B"),
]  # fmt: skip


def test_each_syringe_by_itself() -> None:
    event = session(TWO, site("2", "A"), site("3", "a "), site("4", "B"))
    first, second = fillings(event)
    assert (first.title, first.drawn_ml, first.injected_ml, len(first.sites)) == (
        "Syringe A",
        Decimal(10),
        Decimal(5),
        2,
    )
    assert (second.title, second.drawn_ml, second.injected_ml, len(second.sites)) == (
        "Syringe B",
        Decimal(8),
        Decimal(4),
        1,
    )


def test_the_dose_of_the_visit_is_the_sum_of_what_each_syringe_gave() -> None:
    """5 of 10 mL with 30 mg are 15 mg; 4 of 8 mL with 80 mg are 40 mg."""
    event = session(TWO, site("2", "A"), site("3", "A"), site("4", "B"))
    assert anaesthetic_given(event) == {"lidocaine": Decimal(55)}


def test_both_sides_count_together() -> None:
    one = session(TWO[:3], site("2", "A", "left"))
    both = session(TWO[:3], site("2", "A", "left"), site("2", "A", "right"))
    assert anaesthetic_given(both)["lidocaine"] == 2 * (anaesthetic_given(one)["lidocaine"] or 0)


def test_what_numbed_the_skin_counts_in_full() -> None:
    event = session([*TWO[:3], part("lidocaine 1%", "5", SKIN)], site("5", "A"))
    assert anaesthetic_given(event) == {"lidocaine": Decimal(15 + 50)}
    assert [filling.title for filling in fillings(event)] == ["Syringe A", "Skin numbing"]
    assert dextrose_given(event) == Decimal(15)


def test_over_the_limit_only_by_the_skin_is_stopped() -> None:
    """4.5 mg/kg of 70 kg are 315 mg, the ceiling is 300: 280 mg at the points, 30 mg in the skin."""
    event = session([part("lidocaine 2%", "14", "A")], site("14", "A"))
    assert codes(event) == []
    skin = session([*event.solution, part("lidocaine 1%", "3", SKIN)], *event.sites)
    assert codes(skin) == [("LA_OVER_LIMIT", STOP)]


def test_where_a_point_s_syringe_is_not_told_all_that_was_drawn_counts() -> None:
    event = session(TWO, site("2", "A"), site("1"))
    assert anaesthetic_given(event) == {"lidocaine": Decimal(30 + 80)}
    assert ("syringe-not-told", WARN) in codes(event)


def test_one_syringe_beside_the_skin_needs_no_naming() -> None:
    event = session([*TWO[:3], part("lidocaine 1%", "1", SKIN)], site("2"), site("3"))
    assert fillings(event)[0].injected_ml == Decimal(5)
    assert codes(event) == []


def test_two_strengths_are_no_one_strength() -> None:
    assert dextrose_given(session(TWO, site("2", "A"), site("2", "B"))) is None
    same = [
        part("dextrose 50%", "3", "A"),
        part("saline", "7", "A"),
        part("dextrose 50%", "6", "B"),
        part("saline", "14", "B"),
    ]
    assert dextrose_given(session(same, site("2", "A"), site("2", "B"))) == Decimal(15)


@pytest.mark.parametrize(
    ("sites", "says"),
    [
        ((site("10", "A"),), None),  # to the last drop
        ((site("6", "A"), site("4.1", "A")), "Syringe A: 10.1 mL at its points, and 10 mL drawn into it."),
        ((site("8", "B"), site("0.1", "B")), "Syringe B: 8.1 mL at its points, and 8 mL drawn into it."),
    ],
)
def test_no_more_comes_out_of_a_syringe_than_was_drawn_into_it(sites: tuple[e.Site, ...], says: str | None) -> None:
    over = [finding for finding in found(session(TWO, *sites)) if finding.code == "syringe-overdrawn"]
    assert [finding.says for finding in over] == ([says] if says else [])
    assert all(finding.level == REFUSE for finding in over)


def test_a_point_that_names_a_syringe_of_nothing() -> None:
    assert ("syringe-unknown", WARN) in codes(session(TWO, site("2", "A"), site("2", "B"), site("1", "C")))
    assert ("syringe-unknown", WARN) in codes(session(TWO[:3], site("2", "A"), site("1", SKIN)))


def test_records_without_syringes_are_held_against_the_mix_as_a_whole() -> None:
    event = session([part("lidocaine 1%", "10")], site("4"), volume_ml=Decimal(4))
    assert anaesthetic_given(event) == {"lidocaine": Decimal(40)}
    assert anaesthetic_given(replace(event, volume_ml=None)) == {"lidocaine": Decimal(100)}
    assert codes(replace(event, volume_ml=Decimal(11))) == [("more-than-mixed", WARN), ("volume-differs", WARN)]


@pytest.mark.parametrize(("last_day", "expected"), [(date(2026, 3, 1), [STOP]), (DAY, []), (date(2026, 3, 3), [])])
def test_a_vial_is_good_through_its_last_day(last_day: date, expected: list[str]) -> None:
    event = session([part("dextrose 50%", "3", expires=last_day)], site("1"), volume_ml=Decimal(1))
    stops = [finding for finding in found(event) if finding.code == "expired-vial"]
    assert [finding.level for finding in stops] == expected
    assert all('"dextrose 50%", lot L-1: 1 March 2026' in finding.says for finding in stops)


def test_a_day_that_nobody_knows_expires_nothing() -> None:
    event = session(
        [part("dextrose 50%", "3", expires=date(2020, 1, 1))], site("1"), happened_on=None, volume_ml=Decimal(1)
    )
    assert codes(event) == []


@pytest.mark.parametrize("ml", ["-1", "501"])
def test_a_volume_that_cannot_be(ml: str) -> None:
    assert codes(session([part("saline", "3")], site(ml))) == [("out-of-range", REFUSE)]


def test_totals_name_the_limit_as_it_is_shown() -> None:
    event = session(TWO, site("2", "A"), site("4", "B"), weight_kg=Decimal("59.5"))
    sums = totals(event, "US")
    assert sums.limits == {"lidocaine": Decimal(267)}
    assert (sums.points_ml, sums.anaesthetics) == (Decimal(6), {"lidocaine": Decimal(46)})
    assert [(one.mix.dextrose_percent, one.doses["lidocaine"]) for one in sums.syringes] == [
        (Decimal(15), Decimal(6)),
        (Decimal("12.5"), Decimal(40)),
    ]


AMOUNTS = st.decimals("0.1", "20", places=1)


@settings(max_examples=150)
@given(
    drawn=st.lists(st.tuples(st.sampled_from(("A", "B", SKIN)), AMOUNTS), min_size=1, max_size=5),
    points=st.lists(st.tuples(st.sampled_from(("A", "B", "")), AMOUNTS), max_size=5),
)
def test_the_dose_is_never_more_than_was_drawn_nor_less_than_was_told(
    drawn: list[tuple[str, Decimal]], points: list[tuple[str, Decimal]]
) -> None:
    event = session(
        [part("lidocaine 1%", str(ml), name) for name, ml in drawn], *(site(str(ml), name) for name, ml in points)
    )
    if any(finding.code == "syringe-overdrawn" for finding in check_solution(event)):
        return
    dose = anaesthetic_given(event)["lidocaine"]
    assert dose is not None
    names = {name for name, _ in drawn}
    skin = sum((ml for name, ml in drawn if name == SKIN), Decimal(0)) * 10
    least = skin + sum((ml for name, ml in points if name in names), Decimal(0)) * 10
    told_too_much = not names - {SKIN} or sum(ml for name, ml in points if name in ("", *names)) > sum(
        ml for _, ml in drawn
    )
    assert dose >= least
    assert told_too_much or dose <= sum((ml for _, ml in drawn), Decimal(0)) * 10
