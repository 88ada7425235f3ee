"""The estimate: the price of the whole path for one patient under one protocol."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from enthesis.pathway.estimate.case import COLUMNS, Charge, EstimateCase, Numbers
from enthesis.pathway.estimate.endings import Plan, endings, expected
from enthesis.pathway.estimate.findings import findings_of
from enthesis.pathway.estimate.happenings import Way, treatment_of
from enthesis.pathway.estimate.lines import Costs, Item, counts_of, sessions_of, sort_activities, times
from enthesis.pathway.estimate.money import Money, money
from enthesis.pathway.estimate.paying import paying
from enthesis.pathway.estimate.problems import UnreadableEstimate
from enthesis.pathway.estimate.reading import read_case
from enthesis.pathway.estimate.result import Estimate, Line, Of, Totals
from enthesis.pathway.protocol.model import Protocol

Plans = Mapping[str, Plan]
Exact = Fraction | None


def answer_case(fields: Mapping[str, object], protocol: Protocol | None = None) -> Estimate:
    """Reads one case of the door `enthesis estimate` and answers it. Raises `UnreadableEstimate`."""
    return estimate(read_case(fields, protocol))


def estimate(case: EstimateCase) -> Estimate:
    """What the whole path costs. Raises `UnreadableEstimate` where two things in the case cannot both be true."""
    _check_package(case)
    sessions = sessions_of(case)
    heaps = sort_activities(case, sessions)
    plans = {
        column: Plan(Costs(case.protocol, heaps.items, counts_of(case, column)), sessions.of(column), case.package)
        for column in COLUMNS
    }
    singles = {column: replace(plan, package=None) for column, plan in plans.items()}
    totals, at_single_prices = _totals(case, plans), _totals(case, singles)
    fixed, per_session = _by_session(plans["typical"].costs)
    shown = next((column for column in ("typical", "max", "min") if sessions.of(column) is not None), "typical")
    found = Estimate(
        case=case,
        sessions=sessions,
        tests_counted=plans["typical"].costs.diagnostic_sessions(Way()),
        lines=tuple(line for item in heaps.items for line in _lines(case, item, plans)),
        heaps=heaps,
        totals=totals,
        at_single_prices=at_single_prices,
        package_saves={c: _shown(case, _less(singles[c].total, plans[c].total)) for c in COLUMNS},
        fixed=_shown(case, fixed),
        per_session=_shown(case, per_session),
        endings_of=shown,
        endings=endings(plans[shown], case.rates),
        paying=paying(case, totals.by_plan),
        findings=(),
    )
    return replace(found, findings=findings_of(found))


def _check_package(case: EstimateCase) -> None:
    treatment = treatment_of(case.protocol)
    price = case.prices.get(treatment.id)
    if case.package is not None and price is not None and price.charge is not Charge.PRICED:
        says = f'The price of "{treatment.id}" is said to be {price.charge}, and there is a package for it.'
        raise UnreadableEstimate("contradiction", "package", says, "Give the single price, or leave the package out.")


def _totals(case: EstimateCase, plans: Plans) -> Totals:
    rates = case.rates
    return Totals(
        by_plan={column: _shown(case, plan.total) for column, plan in plans.items()},
        expected_by_plan={
            column: None if rates is None else _shown(case, expected(endings(plan, rates)))
            for column, plan in plans.items()
        },
    )


def _by_session(costs: Costs) -> tuple[Exact, Exact]:
    """What does not depend on the number of treatment sessions, and what each of them costs."""
    before = costs.diagnostic_sessions(Way(True, 1))
    two, three = costs.of(Way(True, before + 2)), costs.of(Way(True, before + 3))  # not a limit: two neighbours
    each = _less(three, two)
    return (None if two is None or each is None else two - 2 * each), each


def _lines(case: EstimateCase, item: Item, plans: Plans) -> Iterator[Line]:
    activity = item.activity
    numbers = _numbers({c: plan.costs.number(plan.whole, activity) for c, plan in plans.items()})
    if case.package is None or activity is not treatment_of(case.protocol):
        sums = {column: times(item.price, numbers.of(column)) for column in COLUMNS}
        yield _line(case, activity.id, activity.title, Of.ACTIVITY, item.price, numbers, sums)
        return
    bought = {column: plan.bought(plan.whole) for column, plan in plans.items()}
    of = case.package.sessions
    what = f"{activity.title}: package of {of} {'session' if of == 1 else 'sessions'}"
    once = _numbers({c: None if cost is None else int(numbers.of(c) != 0) for c, cost in bought.items()})
    sums = {c: cost.package if cost else None for c, cost in bought.items()}
    yield _line(case, activity.id, what, Of.PACKAGE, case.package.price, once, sums)
    if any(cost.beyond_number for cost in bought.values() if cost):
        further = _numbers({c: cost.beyond_number if cost else None for c, cost in bought.items()})
        sums = {c: cost.beyond if cost else None for c, cost in bought.items()}
        yield _line(case, activity.id, f"{activity.title}: beyond the package", Of.BEYOND, item.price, further, sums)
    if any(cost.back != 0 for cost in bought.values() if cost):
        unused = _numbers({c: cost.unused if cost else None for c, cost in bought.items()})
        sums = {c: -cost.back if cost and cost.back is not None else None for c, cost in bought.items()}
        yield _line(case, activity.id, f"{activity.title}: given back, unused", Of.REFUND, None, unused, sums)


def _line(
    case: EstimateCase,
    activity: str,
    what: str,
    of: Of,
    price: Decimal | None,
    numbers: Numbers,
    sums: Mapping[str, Exact],
) -> Line:
    return Line(activity, what, of, price, numbers, {column: _shown(case, sums[column]) for column in COLUMNS})


def _numbers(found: Mapping[str, int | None]) -> Numbers:
    return Numbers(found["min"], found["typical"], found["max"])


def _less(larger: Exact, smaller: Exact) -> Exact:
    return None if larger is None or smaller is None else larger - smaller


def _shown(case: EstimateCase, amount: Exact) -> Money | None:
    return None if amount is None else money(amount, case.currency)
