"""An estimate in a patient's words and rows, for the paper and for the page alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from enthesis.pathway.estimate import COLUMNS, End, Ending, Estimate, Money, Of, money
from enthesis.pathway.estimate.lines import Apart
from enthesis.pathway.estimate.money import plain, rounded
from enthesis.pathway.handout.handout import CodedLine, Handout
from enthesis.pathway.protocol.model import NOT_STATED
from enthesis.pathway.window import in_words

_COLUMN = {"min": "At least", "typical": "Usually", "max": "At most"}
_REFUND = {
    "nothing": "nothing",
    "pro-rata": "its price for the sessions that were not given, in proportion",
    "less-single-price": "its price, less the given sessions at their single price",
    "per-unused-session": "an amount for each session that was not given",
}
_APART = {
    "optional": "only if you want it",
    "number not stated": "how often is not agreed",
    "price not stated": "ask for the price",
    "charged elsewhere": "somebody else charges for it",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One sum: in which column, how often, and what that comes to."""

    head: str
    times: str  # "12 × = "; "" where the number is not stated
    amount: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sum."""

    what: str
    code: str
    needs_code: bool  # False: what is given back is not billed
    each: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class EndingRow:
    """One way in which it may end."""

    where: str
    pay: str
    less: str  # than planned
    share: str  # of people; "" without shares


@dataclass(frozen=True, slots=True)
class SumTold:
    """The sum on top: what it is, the figure, and what else is known of it."""

    says: str
    figure: str  # "" where nothing is known
    more: tuple[str, ...]


def sum_told(estimate: Estimate) -> SumTold:
    """The expected charges, or as far as they are known, with their range and their average."""
    totals = estimate.totals
    least, usual, most = (totals.by_plan[column] for column in COLUMNS)
    number, more = estimate.sessions.typical, []
    if usual is not None:
        says = f"Expected charges for {_counted(number, 'session')}" if number is not None else "Expected charges"
        figure = str(usual)
    elif estimate.fixed and estimate.per_session:
        says = "The number of sessions is not agreed yet. Known so far"
        figure = f"{estimate.fixed} and {estimate.per_session} a session"
    else:
        says, figure = f"Expected charges: {NOT_STATED}", ""
    if least is not None and most is not None and least != most:
        more.append(f"From {least} to {most}, as fewer or more sessions are needed.")
    if totals.expected is not None:
        source = estimate.case.rates.source if estimate.case.rates else ""
        whose = f" ({source})" if source else ""
        more.append(
            f"On average over all who begin: {totals.expected}, with the clinic's own shares of who goes on{whose}."
        )
    return SumTold(says, figure, tuple(more))


def columns(estimate: Estimate) -> Sequence[str]:
    """One column where the plan is agreed, else all three."""
    return ("typical",) if len({estimate.sessions.of(column) for column in COLUMNS}) == 1 else COLUMNS


def heads(estimate: Estimate) -> tuple[str, ...]:
    """What stands over each column of sums."""
    shown = columns(estimate)
    numbers = [estimate.sessions.of(column) for column in shown]
    told = [NOT_STATED if number is None else _counted(number, "session") for number in numbers]
    if len(shown) == 1:
        return (told[0].capitalize(),)
    return tuple(f"{_COLUMN[column]}: {said}" for column, said in zip(shown, told, strict=True))


def rows(handout: Handout) -> tuple[Row, ...]:
    """The lines of the sum."""
    return tuple(_row(line, handout.estimate) for line in handout.lines)


def totals(estimate: Estimate) -> tuple[Cell, ...]:
    """The sum of each column."""
    shown = zip(heads(estimate), columns(estimate), strict=True)
    return tuple(Cell(head, "", _amount(estimate.totals.by_plan[column])) for head, column in shown)


def shows_codes(handout: Handout) -> bool:
    """Whether codes are shown: always in the US, elsewhere where the clinic uses some."""
    return handout.is_good_faith or any(line.code for line in handout.lines)


def diagnoses(handout: Handout) -> str:
    return "; ".join(f"{one.code}{f' ({one.says})' if one.says else ''}" for one in handout.diagnoses)


def booked(handout: Handout) -> str:
    """When it begins, and how far apart the sessions are."""
    scheduled = handout.details.scheduled
    when = f"from {in_words(scheduled)}" if scheduled else "not booked yet"
    return f"{when}; sessions {handout.spacing}" if handout.spacing else when


def separate(handout: Handout) -> list[str]:
    """What is not in the sum, and why."""
    return [_apart(each, handout) for each in handout.separate]


def included(handout: Handout) -> str:
    """What is in another price; "" where nothing is."""
    named = ", ".join(each.title for each in handout.estimate.heaps.included)
    return f"In another price: {named}." if named else ""


def endings(estimate: Estimate) -> tuple[EndingRow, ...]:
    """Every way in which it may end, soonest first; nothing where there is but one."""
    if len(estimate.endings) < 2:
        return ()
    return tuple(_ending(ending, estimate.endings[-1].cost, estimate) for ending in estimate.endings)


def paying(estimate: Estimate) -> list[str]:
    """Package, instalments, what is paid and what is left, a sentence each."""
    return [*_package(estimate), *_instalments(estimate), *_paid(estimate)]


# -- a line each -------------------------------------------------------------------------------------------------------


def _row(coded: CodedLine, estimate: Estimate) -> Row:
    line, currency = coded.line, estimate.case.currency
    is_billed = line.of is not Of.REFUND
    each = NOT_STATED if is_billed else ""
    cells = []
    for head, column in zip(heads(estimate), columns(estimate), strict=True):
        number = line.numbers.of(column)
        cells.append(Cell(head, "" if number is None else f"{number} × = ", _amount(line.sums[column])))
    price = each if line.unit_price is None else plain(line.unit_price, currency)
    return Row(line.what, coded.code, is_billed, price, tuple(cells))


def _apart(apart: Apart, handout: Handout) -> str:
    price = "" if apart.price is None else f", {money(apart.price, handout.estimate.case.currency)} each"
    return f"{apart.activity.title}: {_APART[apart.why.value]}{price}"


def _ending(ending: Ending, whole: Fraction | None, estimate: Estimate) -> EndingRow:
    currency = estimate.case.currency
    match ending.end:
        case End.GATE_CLOSES:
            says = "After the test injection, as it did not help"
        case End.STOPS:
            says = f"After session {ending.session}"
        case End.COMPLETES:
            says = f"As planned: {_counted(ending.session, 'session')}" if ending.session else "As planned"
    pay = NOT_STATED if ending.cost is None else money(ending.cost, currency).figure
    less = ""
    if ending.end is not End.COMPLETES and whole is not None and ending.cost is not None:
        less = money(whole - ending.cost, currency).figure
    return EndingRow(says, pay, less, "" if ending.share is None else f"{rounded(ending.share * 100, 1)} %")


def _package(estimate: Estimate) -> Iterator[str]:
    package = estimate.case.package
    if package is None:
        return
    price = money(package.price, estimate.case.currency)
    saves = estimate.package_saves["typical"]
    against = ""
    if saves is not None:
        amount = money(abs(saves.amount), saves.currency)
        against = f" That is {amount} {'less' if saves.amount >= 0 else 'more'} than single prices."
    yield f"A package of {_counted(package.sessions, 'session')} for {price} is counted.{against}"
    rule = _REFUND[package.refund.rule.value] if package.refund else "what the clinic decides; it is not stated"
    yield f"Given back of it when treatment stops early: {rule}."


def _instalments(estimate: Estimate) -> Iterator[str]:
    parts = estimate.paying.parts
    if not parts:
        return
    first, last = parts[0], parts[-1]
    if len(parts) == 1:
        says = f"1 instalment of {first}"
    elif first == last:
        says = f"{len(parts)} instalments of {first}"
    else:
        others = "1 instalment" if len(parts) == 2 else f"{len(parts) - 1} instalments"
        says = f"{others} of {first} and a last one of {last}"
    under = "" if len(columns(estimate)) == 1 else f", for the sum under “{_COLUMN[estimate.paying.of]}”"
    yield f"{says}{under}."


def _paid(estimate: Estimate) -> Iterator[str]:
    paid = estimate.paying.paid
    if paid is None:
        return
    yield f"Paid so far: {paid}."
    left = {column: estimate.paying.balance.get(column) for column in columns(estimate)}
    if len(left) == 1 and left["typical"] is not None:
        yield f"Left to pay: {left['typical']}."
        return
    known = [f"{_COLUMN[column].lower()} {amount}" for column, amount in left.items() if amount is not None]
    if known:
        yield f"Left to pay: {', '.join(known)}."


def _amount(amount: Money | None) -> str:
    return NOT_STATED if amount is None else amount.figure


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
