"""An estimate as plain values for the machine door. Amounts are text with all decimals of the currency."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from enthesis.pathway.estimate.case import COLUMNS, EstimateCase, Numbers
from enthesis.pathway.estimate.endings import Ending
from enthesis.pathway.estimate.lines import Apart, times
from enthesis.pathway.estimate.money import Money, money, plain, rounded
from enthesis.pathway.estimate.result import Estimate, Line, Totals


def as_json(found: Estimate) -> dict[str, Any]:
    """The answer of the door, in the field names of `docs/commands/estimate.md`."""
    case = found.case
    return {
        **({"case_id": case.case_id} if case.case_id else {}),
        "protocol": f"{case.protocol.id}@{case.protocol.version}",
        "currency": case.currency.code or None,
        "sessions": _numbers(found.sessions),
        "lines": [_line(line, case) for line in found.lines],
        **{column: _figure(found.totals.by_plan[column]) for column in COLUMNS},
        "expected": _figure(found.totals.expected),
        "expected_by_plan": _figures(found.totals.expected_by_plan),
        "complete": found.is_complete,
        "fixed": _figure(found.fixed),
        "per_session": _figure(found.per_session),
        "apart": [_apart(apart, case) for apart in found.heaps.apart],
        "included": [activity.id for activity in found.heaps.included],
        "not_priced": [activity.id for activity in found.heaps.unpriced],
        "endings_of": found.endings_of,
        "endings": [_ending(ending, found) for ending in found.endings],
        "rates_source": case.rates.source or None if case.rates else None,
        "package": _package(found),
        "instalments": None
        if found.paying.parts is None
        else {"of": found.paying.of, "parts": [part.figure for part in found.paying.parts]},
        "paid": _figure(found.paying.paid),
        "balance": _figures(found.paying.balance) if found.paying.paid else None,
        "valid_until": case.valid_until.isoformat() if case.valid_until else None,
        "valid": found.paying.holds,
        "missing": list(found.missing),
        "findings": [finding.as_json() for finding in found.findings],
        "unknown": list(case.unknown),
    }


def _line(line: Line, case: EstimateCase) -> dict[str, Any]:
    return {
        "activity": line.activity,
        "what": line.what,
        "of": line.of.value,
        "unit_price": None if line.unit_price is None else plain(line.unit_price, case.currency),
        "number": _numbers(line.numbers),
        "sum": _figures(line.sums),
    }


def _apart(apart: Apart, case: EstimateCase) -> dict[str, Any]:
    return {
        "activity": apart.activity.id,
        "what": apart.activity.title,
        "why": apart.why.value,
        "unit_price": None if apart.price is None else plain(apart.price, case.currency),
        "number": _numbers(apart.numbers),
        "sum": {column: _sum(apart, column, case) for column in COLUMNS},
    }


def _sum(apart: Apart, column: str, case: EstimateCase) -> str | None:
    """What it would cost; not in the totals."""
    number = apart.numbers.of(column)
    exact = None if apart.price is None else times(apart.price, number)
    return None if exact is None else money(exact, case.currency).figure


def _ending(ending: Ending, found: Estimate) -> dict[str, Any]:
    currency = found.case.currency
    whole = found.endings[-1].cost
    saved = None if whole is None or ending.cost is None else whole - ending.cost
    return {
        "end": ending.end.value,
        "session": ending.session,
        "cost": _exact(ending.cost, found),
        "saved": _exact(saved, found),
        "given_back": money(ending.back, currency).figure if found.case.package else None,
        "share": None if ending.share is None else _share(ending.share),
    }


def _package(found: Estimate) -> dict[str, Any] | None:
    package = found.case.package
    if package is None:
        return None
    return {
        "sessions": package.sessions,
        "price": plain(package.price, found.case.currency),
        "price_per_session": money(Fraction(package.price) / package.sessions, found.case.currency).figure,
        "refund": package.refund.rule.value if package.refund else None,
        "saves": _figures(found.package_saves),
        "without": _totals(found.at_single_prices),
    }


def _totals(totals: Totals) -> dict[str, Any]:
    return {**_figures(totals.by_plan), "expected": _figure(totals.expected)}


def _share(share: Fraction) -> str:
    """To six decimals; the sums are made from exact shares."""
    text = format(rounded(share, 6), "f").rstrip("0").rstrip(".")
    return text or "0"


def _numbers(numbers: Numbers) -> dict[str, int | None]:
    return {column: numbers.of(column) for column in COLUMNS}


def _figures(found: Mapping[str, Money | None]) -> dict[str, str | None]:
    return {column: _figure(found[column]) for column in COLUMNS}


def _figure(found: Money | None) -> str | None:
    return None if found is None else found.figure


def _exact(amount: Fraction | None, found: Estimate) -> str | None:
    return None if amount is None else money(amount, found.case.currency).figure
