"""What must hold of every estimate, whatever the prices, numbers and shares."""

import json
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from enthesis.pathway.estimate import (
    COLUMNS,
    UnreadableEstimate,
    answer_case,
    as_json,
    currencies,
    equal_parts,
    money,
)
from enthesis.pathway.protocol.library import latest
from tests.pathway.estimate.made_up import PRICES, made_up

PROTOCOL = made_up()
COUNTED = made_up(("value: false", "value: true"))
ACTIVITIES = [name for name in PRICES if name != "currency"]

amounts = st.decimals(0, 5000, places=2).map(str)
shares = st.decimals(0, 1, places=3).map(str)
price_lists = st.fixed_dictionaries(dict.fromkeys(ACTIVITIES, amounts))
refunds = st.one_of(
    st.sampled_from(["nothing", "pro-rata", "less-single-price"]), amounts.map(lambda one: {"per_unused_session": one})
)
packages = st.fixed_dictionaries({"sessions": st.integers(1, 9), "price": amounts, "refund": refunds})
rates = st.fixed_dictionaries(
    {"gate": shares, "stop_after_session": st.one_of(shares, st.lists(shares, min_size=8, max_size=8))}
)
sessions = st.lists(st.integers(1, 8), min_size=3, max_size=3).map(
    lambda found: dict(zip(COLUMNS, sorted(found), strict=True))
)
protocols = st.sampled_from([PROTOCOL, COUNTED])


@settings(max_examples=80, deadline=None)
@given(protocols, price_lists, sessions, st.none() | packages)
def test_the_lines_add_up_to_the_totals(protocol: Any, prices: Any, number: Any, package: Any) -> None:
    """Exactly, with prices that can be paid and nothing given back in fractions of a cent."""
    if package and package["refund"] == "pro-rata":
        package = package | {"refund": "nothing"}
    case = {"currency": "USD", "prices": prices, "sessions": number, "package": package}
    found = as_json(answer_case(case, protocol))
    for column in COLUMNS:
        assert sum(Decimal(line["sum"][column]) for line in found["lines"]) == Decimal(found[column])


@settings(max_examples=80, deadline=None)
@given(protocols, price_lists, sessions, rates, st.none() | packages)
def test_what_is_expected_lies_between_the_cheapest_and_the_dearest_ending(
    protocol: Any, prices: Any, number: Any, given_rates: Any, package: Any
) -> None:
    case = {"prices": prices, "sessions": number, "response_rates": given_rates, "package": package, "currency": "USD"}
    found = answer_case(case, protocol)
    costs = [ending.cost for ending in found.endings if ending.cost is not None]
    expected = found.totals.expected
    assert expected is not None
    cent = Decimal("0.01")
    least, most = (money(end, found.case.currency).amount for end in (min(costs), max(costs)))
    assert least - cent <= expected.amount <= most + cent
    assert sum(ending.share or 0 for ending in found.endings) == 1


@settings(max_examples=60, deadline=None)
@given(price_lists, st.randoms(use_true_random=False), rates)
def test_the_order_of_prices_does_not_matter(prices: dict[str, str], chance: Any, given_rates: Any) -> None:
    case = {"prices": prices | {"visit": "7", "injection": "8"}, "response_rates": given_rates}
    mixed = list(case["prices"].items())
    chance.shuffle(mixed)
    first = as_json(answer_case(case, PROTOCOL))
    assert as_json(answer_case(case | {"prices": dict(mixed)}, PROTOCOL)) == first
    listed = [{"activity": name, "price": price} for name, price in mixed]
    assert as_json(answer_case(case | {"prices": listed}, PROTOCOL)) == first


@settings(max_examples=60, deadline=None)
@given(price_lists, sessions)
def test_more_sessions_never_cost_less_at_single_prices(prices: Any, number: Any) -> None:
    found = as_json(answer_case({"prices": prices, "sessions": number}, PROTOCOL))
    totals = [Decimal(found[column]) for column in COLUMNS]
    assert totals == sorted(totals)
    each, fixed = Decimal(found["per_session"]), Decimal(found["fixed"])
    assert totals == [fixed + each * number[column] for column in COLUMNS]


@settings(max_examples=60, deadline=None)
@given(price_lists, sessions, rates)
def test_a_higher_share_that_stops_never_raises_what_is_expected(prices: Any, number: Any, given_rates: Any) -> None:
    def expected(stop: Any, gate: Any) -> Decimal:
        case = {"prices": prices, "sessions": number, "response_rates": {"gate": gate, "stop_after_session": stop}}
        found = answer_case(case, PROTOCOL).totals.expected
        assert found is not None
        return found.amount

    stop, gate = given_rates["stop_after_session"], given_rates["gate"]
    assert expected(1, gate) <= expected(stop, gate) <= expected(0, gate)
    assert expected(stop, 0) <= expected(stop, gate) <= expected(stop, 1)


@settings(max_examples=60, deadline=None)
@given(price_lists, st.sampled_from(ACTIVITIES), rates)
def test_a_price_left_out_is_named_and_never_makes_a_sum_smaller(prices: Any, gone: str, given_rates: Any) -> None:
    """A visit or injection without a price leaves no sum; what stands beside the injections leaves a named hole."""
    left = {name: price for name, price in prices.items() if name != gone}
    found = as_json(answer_case({"prices": left, "response_rates": given_rates}, PROTOCOL))
    assert f"prices.{gone}" in found["missing"]
    assert found["complete"] is False
    if gone == "physical-therapy":
        assert gone in [one["activity"] for one in found["apart"]]
    else:
        assert [found[column] for column in COLUMNS] == [None] * 3


@settings(max_examples=100, deadline=None)
@given(st.decimals(0, 10**9, places=3), st.integers(1, 120), st.sampled_from(["USD", "JPY", "KWD"]))
def test_instalments_add_up_and_all_but_the_last_are_equal(amount: Decimal, number: int, code: str) -> None:
    total = money(amount, currencies()[code])
    parts = [part.amount for part in equal_parts(total, number)]
    assert sum(parts) == total.amount
    assert len(set(parts[:-1])) <= 1
    assert min(parts) >= 0


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.sampled_from([*ACTIVITIES, "USD"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=8,
)
fields = st.sampled_from(
    [
        "prices",
        "currency",
        "sessions",
        "counts",
        "include",
        "response_rates",
        "package",
        "instalments",
        "payments",
        "as_of",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(fields, anything, max_size=3), st.sampled_from(sorted(latest())))
def test_whatever_is_sent_is_answered_or_refused_in_a_sentence(case: dict[str, Any], protocol: str) -> None:
    found, refused = _answered(case | {"protocol": protocol})
    if refused is not None:
        assert refused.says
        assert refused.remedy
        assert len(refused.says) < 400
    else:
        assert json.loads(json.dumps(found)) == found


def _answered(case: dict[str, Any]) -> tuple[dict[str, Any] | None, UnreadableEstimate | None]:
    try:
        return as_json(answer_case(case)), None
    except UnreadableEstimate as refused:
        return None, refused
