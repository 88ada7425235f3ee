"""An estimate as plain-text tables and sentences, for a person at the desk."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from textwrap import wrap

from enthesis.pathway.estimate import COLUMNS, End, Ending, Estimate, Line, Money, Numbers, money
from enthesis.pathway.estimate.money import plain, rounded
from enthesis.pathway.finding import WARN
from enthesis.pathway.protocol.model import NOT_STATED
from enthesis.pathway.window import in_words

WIDTH = 110
WHAT = 46


def told(found: Estimate) -> Iterator[str]:
    """The whole estimate: the sum, what it leaves out, how it may end, how it is paid, what is missing."""
    protocol, currency = found.case.protocol, found.case.currency
    where = f"in {currency.code} ({currency.name})" if currency.code else f"currency {NOT_STATED}"
    yield from _wrapped(f"{protocol.title} ({protocol.id}, version {protocol.version}), {where}", "")
    yield ""
    yield from _sum(found)
    yield from _apart(found)
    yield from _endings(found)
    yield from _package(found)
    yield from _paying(found)
    warnings = [finding for finding in found.findings if finding.level == WARN]
    if warnings:
        yield from ("", "MISSING OR CONTRADICTORY")
        for finding in warnings:
            yield from _wrapped(f"{finding.says} {finding.remedy}".rstrip(), "- ")
    yield from ("", "MIND")
    for finding in found.findings:
        if finding.level != WARN and finding.code != "not-in-the-sum":
            sources = f" ({', '.join(finding.sources)}{'; unverified' if finding.unverified else ''})"
            yield from _wrapped(f"{finding.says}{sources if finding.sources else ''}", "- ")


def _sum(found: Estimate) -> Iterator[str]:
    rows = [_row(line, found) for line in found.lines]
    totals = ("Sum", "", *(_shown(found.totals.by_plan[column]) for column in COLUMNS))
    head = ("WHAT", "EACH", *(_head(column, found) for column in COLUMNS))
    yield from _right(head, [*rows, totals])
    if any(total is None for total in found.totals.by_plan.values()) and found.fixed and found.per_session:
        yield from _wrapped(f"Per session only: {found.fixed}, and {found.per_session} for each treatment session.", "")
    if found.totals.expected is not None:
        source = f" ({found.case.rates.source})" if found.case.rates and found.case.rates.source else ""
        yield from _wrapped(f"To be expected with the shares given{source}: {found.totals.expected}.", "")
    else:
        yield f"To be expected: {NOT_STATED}."


def _head(column: str, found: Estimate) -> str:
    number = found.sessions.of(column)
    return f"{column.upper()}: {NOT_STATED if number is None else _counted(number, 'session')}"


def _row(line: Line, found: Estimate) -> tuple[str, ...]:
    each = "" if line.unit_price is None and line.of.value == "refund" else NOT_STATED
    each = each if line.unit_price is None else plain(line.unit_price, found.case.currency)
    return (line.what, each, *(_cell(line.numbers, line.sums[column], column) for column in COLUMNS))


def _cell(numbers: Numbers, amount: Money | None, column: str) -> str:
    number = numbers.of(column)
    if number is None or amount is None:
        return NOT_STATED
    return f"{number} x {amount.figure:>10}"


def _apart(found: Estimate) -> Iterator[str]:
    rows = [
        (
            apart.activity.title,
            "" if apart.price is None else f"{plain(apart.price, found.case.currency)} each",
            apart.why.value,
        )
        for apart in found.heaps.apart
    ]
    if rows:
        yield from ("", "NOT IN THE SUM")
        yield from _right(("", "", ""), rows)
    for title, activities in (
        ("In another price", found.heaps.included),
        ("No price of its own", found.heaps.unpriced),
    ):
        if activities:
            named = ", ".join(activity.title for activity in activities)
            yield ""
            yield from _wrapped(f"{title}: {named}.", "")


def _endings(found: Estimate) -> Iterator[str]:
    if len(found.endings) < 2:
        return
    whole = found.endings[-1].cost
    rows = [(_ending(ending), *_figures(ending, whole, found)) for ending in found.endings]
    yield from ("", f"HOW IT MAY END ({found.endings_of} plan)")
    head = ("", "COST", "SAVED", "GIVEN BACK" if found.case.package else "", "SHARE" if found.case.rates else "")
    yield from _right(head, rows)


def _ending(ending: Ending) -> str:
    match ending.end:
        case End.GATE_CLOSES:
            return "No response: the diagnostic gate closes"
        case End.STOPS:
            return f"The series stops after session {ending.session}"
        case End.COMPLETES:
            return f"Carried out: {_counted(ending.session, 'session')}" if ending.session else "Carried out"


def _figures(ending: Ending, whole: Fraction | None, found: Estimate) -> tuple[str, str, str, str]:
    currency = found.case.currency
    cost = NOT_STATED if ending.cost is None else money(ending.cost, currency).figure
    saved = NOT_STATED if whole is None or ending.cost is None else money(whole - ending.cost, currency).figure
    back = money(ending.back, currency).figure if found.case.package else ""
    share = "" if ending.share is None else f"{rounded(ending.share * 100, 1)} %"
    return cost, "" if ending.end is End.COMPLETES else saved, back, share


def _package(found: Estimate) -> Iterator[str]:
    package = found.case.package
    if package is None:
        return
    yield from ("", f"PACKAGE OF {_counted(package.sessions, 'SESSION')}")
    for column in COLUMNS:
        saves = found.package_saves[column]
        if saves is not None:
            positive = abs(saves.amount)
            word = "saves" if saves.amount >= 0 else "costs in addition"
            yield f"{_head(column, found)}: {word} {money(positive, saves.currency)} against single prices"
    rule = package.refund.rule.value if package.refund else NOT_STATED
    yield f"Given back when the series stops early: {rule}"


def _paying(found: Estimate) -> Iterator[str]:
    paying, until = found.paying, found.case.valid_until
    lines = []
    if paying.parts:
        first, last = paying.parts[0], paying.parts[-1]
        several = f"{len(paying.parts) - 1} of {first} and a last one of {last}" if len(paying.parts) > 1 else f"{last}"
        lines.append(f"Instalments of the {paying.of} total: {several}.")
    if paying.paid is not None:
        left = ", ".join(f"{column} {_shown(paying.balance[column])}" for column in COLUMNS)
        lines.append(f"Paid: {paying.paid}. Left to pay: {left}.")
    if until is not None:
        lines.append(f"The price holds until {in_words(until)}.")
    if lines:
        yield from ("", "PAYING", *lines)


def _right(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table whose columns after the first stand at the right; what is empty throughout is left out."""
    every = [row for row in (head, *rows) if any(row)]
    kept = [place for place in range(len(head)) if any(row[place] for row in every)]
    widths = {place: max(len(row[place]) for row in every) for place in kept}
    for row in every:
        first, *more = wrap(row[0], WHAT, subsequent_indent="  ", break_on_hyphens=False) or [""]
        cells = [first.ljust(min(WHAT, widths[0])), *(row[place].rjust(widths[place]) for place in kept[1:])]
        yield "  ".join(cells).rstrip()
        yield from more


def _shown(amount: Money | None) -> str:
    return NOT_STATED if amount is None else amount.figure


def _counted(number: int, word: str) -> str:
    plural = "" if number == 1 else "S" if word.isupper() else "s"
    return f"{number} {word}{plural}"


def _wrapped(text: str, mark: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark), break_on_hyphens=False)
