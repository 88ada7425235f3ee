"""The estimate that a patient is given: what it costs, how it may end, how it is paid, what must be said with it."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from enthesis.papers.markup import Markup, blank, el
from enthesis.papers.paper import Paper, Printed, print_paper, style_sheet
from enthesis.pathway.estimate import COLUMNS, End, Ending, Estimate, Money, money
from enthesis.pathway.estimate.lines import Apart
from enthesis.pathway.estimate.money import plain, rounded
from enthesis.pathway.finding import WARN
from enthesis.pathway.handout import CodedLine, Handout
from enthesis.pathway.protocol.model import NOT_STATED
from enthesis.pathway.window import in_words

_COLUMN = {"min": "At least", "typical": "Usually", "max": "At most"}
_REFUND = {
    "nothing": "nothing",
    "pro-rata": "its price for the sessions that were not given, in proportion",
    "less-single-price": "its price, less the given sessions at their single price",
    "per-unused-session": "an amount for each session that was not given",
}


def estimate_paper(handout: Handout, made_on: date, identifier: str = "") -> Printed:
    """The estimate as PDF, on Letter in the US and on A4 elsewhere. Raises `PapersMissing`."""
    size = "letter" if handout.is_good_faith else "A4"
    whose = handout.details.number or handout.details.patient
    return print_paper(
        Paper(
            title=f"{handout.title}: {handout.estimate.case.protocol.title}{f' ({whose})' if whose else ''}",
            body=_body(handout),
            style=f"{style_sheet('estimate.css')} @page {{ size: {size}; }}",
            made_on=made_on,
            identifier=identifier,
        )
    )


def _body(handout: Handout) -> Markup:
    return el(
        "main",
        _head(handout),
        el("h1", handout.title),
        _whose(handout),
        _incomplete(handout),
        _sum(handout),
        _lines(handout),
        _separate(handout),
        _endings(handout.estimate),
        _paying(handout.estimate),
        _told(handout),
        _given(),
        el("p", f"Rests on: {'; '.join(handout.versions)}. Enthesis adds up; the clinic decides.", class_="foot"),
    )


# -- who and what --------------------------------------------------------------------------------------------------


def _head(handout: Handout) -> Markup:
    provider, details = handout.details.provider, handout.details
    lines: list[object] = [el("strong", provider.name) if provider.name else ["Provider: ", blank()]]
    if provider.address or provider.state:
        lines.append(", ".join(part for part in (provider.address, provider.state) if part))
    elif handout.is_good_faith:
        lines.append(["Address and state: ", blank()])
    lines += [part for part in (provider.telephone, provider.email) if part]
    if handout.is_good_faith:
        lines.append(["NPI: ", provider.npi or blank("short"), "   TIN: ", provider.tin or blank("short")])
    until = handout.estimate.case.valid_until
    about: list[object] = [["Given on ", in_words(details.on)] if details.on else ["Given on ", blank("short")]]
    about.append(["Holds until ", in_words(until)] if until else "Until when it holds is not stated")
    return el(
        "div",
        el("div", [el("div", line) for line in lines], class_="provider"),
        el("div", [el("div", line) for line in about], class_="about"),
        class_="head",
    )


def _whose(handout: Handout) -> Markup:
    details, protocol = handout.details, handout.estimate.case.protocol
    rows: list[tuple[str, object]] = [("For", details.patient or blank())]
    if details.number:
        rows.append(("Number", details.number))
    if details.born or handout.is_good_faith:
        rows.append(("Born", in_words(details.born) if details.born else blank("short")))
    if handout.diagnoses or handout.is_good_faith:
        said = [f"{one.code}{f' ({one.says})' if one.says else ''}" for one in handout.diagnoses]
        rows.append(("Diagnosis code", "; ".join(said) or blank()))
    rows.append(("What it is for", protocol.title))
    booked = f"from {in_words(details.scheduled)}" if details.scheduled else "not booked yet"
    rows.append(("When", f"{booked}; sessions {handout.spacing}" if handout.spacing else booked))
    return el(
        "table",
        el("tbody", [el("tr", el("th", name, scope="row"), el("td", said)) for name, said in rows]),
        class_="whose",
    )


def _incomplete(handout: Handout) -> Markup | None:
    """What keeps this from being a whole estimate, in the words for the clinic: it is not handed over like this."""
    estimate = handout.estimate
    gaps = [found for found in estimate.findings if found.level == WARN] if not estimate.is_complete else []
    lacks = [phrase for found in handout.findings for phrase in found.because]
    says = [f"{found.says} {found.remedy}".strip() for found in (*gaps, *handout.findings) if not found.because]
    if lacks:
        says.append(f"Missing: {'; '.join(lacks)}.")
    if not says:
        return None
    return el("section", el("strong", "Not complete yet."), el("ul", [el("li", s) for s in says]), class_="incomplete")


# -- the sum -------------------------------------------------------------------------------------------------------


def _sum(handout: Handout) -> Markup:
    estimate = handout.estimate
    totals = estimate.totals.by_plan
    least, usual, most = (totals[column] for column in COLUMNS)
    lines: list[object] = []
    if usual is not None:
        number = estimate.sessions.typical
        lines.append(el("p", "Expected charges", f" for {_counted(number, 'session')}" if number is not None else ""))
        lines.append(el("p", str(usual), class_="total"))
    elif estimate.fixed and estimate.per_session:
        lines.append(el("p", "The number of sessions is not agreed yet. Known so far:"))
        lines.append(el("p", f"{estimate.fixed} and {estimate.per_session} a session", class_="total"))
    else:
        lines.append(el("p", f"Expected charges: {NOT_STATED}."))
    if least is not None and most is not None and least != most:
        lines.append(el("p", f"From {least} to {most}, as fewer or more sessions are needed."))
    if estimate.totals.expected is not None:
        source = estimate.case.rates.source if estimate.case.rates else ""
        whose = f" ({source})" if source else ""
        average = f"On average over all who begin: {estimate.totals.expected}"
        lines.append(el("p", f"{average}, with the clinic's own shares of who goes on{whose}."))
    return el("section", lines, class_="sum")


def _lines(handout: Handout) -> Markup:
    estimate = handout.estimate
    columns = _columns(estimate)
    currency = estimate.case.currency.code
    coded = handout.is_good_faith or any(line.code for line in handout.lines)
    head = [el("th", "What", scope="col"), el("th", "Code", scope="col") if coded else None]
    head.append(el("th", "Each", scope="col", class_="n"))
    head += [el("th", _over(estimate, column, len(columns)), scope="col", class_="n") for column in columns]
    total = [el("th", "Sum", scope="row", colspan="3" if coded else "2")]
    total += [el("td", _amount(estimate.totals.by_plan[column]), class_="n") for column in columns]
    return el(
        "section",
        el("h2", f"What is in the sum{f', in {currency}' if currency else ''}"),
        el(
            "table",
            el("thead", el("tr", head)),
            el(
                "tbody",
                [_line(line, estimate, columns, coded) for line in handout.lines],
                el("tr", total, class_="total"),
            ),
            class_="lines",
        ),
        class_="long",
    )


def _columns(estimate: Estimate) -> Sequence[str]:
    """One column where the plan is agreed, else all three."""
    return ("typical",) if len({estimate.sessions.of(column) for column in COLUMNS}) == 1 else COLUMNS


def _over(estimate: Estimate, column: str, columns: int) -> str:
    number = estimate.sessions.of(column)
    sessions = NOT_STATED if number is None else _counted(number, "session")
    return sessions.capitalize() if columns == 1 else f"{_COLUMN[column]}: {sessions}"


def _line(coded: CodedLine, estimate: Estimate, columns: Sequence[str], with_code: bool) -> Markup:
    line, currency = coded.line, estimate.case.currency
    refund = line.of.value == "refund"
    each = "" if refund else NOT_STATED
    cells = [el("th", line.what, scope="row")]
    if with_code:
        cells.append(el("td", coded.code or ("" if refund else blank("tiny"))))
    cells.append(el("td", each if line.unit_price is None else plain(line.unit_price, currency), class_="n"))
    for column in columns:
        number = line.numbers.of(column)
        times = None if number is None else el("span", f"{number} × = ", class_="times")
        cells.append(el("td", times, _amount(line.sums[column]), class_="n"))
    return el("tr", cells)


def _separate(handout: Handout) -> Markup | None:
    """What is not in the sum. In the US a sentence must stand above it."""
    named = handout.separate
    inside = handout.estimate.heaps.included
    if not named and not inside:
        return None
    above = el("p", handout.above_separate.to_patient) if handout.above_separate and named else None
    included = el("p", f"In another price: {', '.join(each.title for each in inside)}.") if inside else None
    return el(
        "section",
        el("h2", "What is not in the sum") if named else None,
        above,
        el("ul", [el("li", _apart(each, handout)) for each in named]) if named else None,
        included,
    )


def _apart(apart: Apart, handout: Handout) -> str:
    why = {
        "optional": "only if you want it",
        "number not stated": "how often is not agreed",
        "price not stated": "ask for the price",
        "charged elsewhere": "somebody else charges for it",
    }[apart.why.value]
    price = "" if apart.price is None else f", {money(apart.price, handout.estimate.case.currency)} each"
    return f"{apart.activity.title}: {why}{price}"


# -- how it may end, how it is paid --------------------------------------------------------------------------------


def _endings(estimate: Estimate) -> Markup | None:
    if len(estimate.endings) < 2:
        return None
    whole = estimate.endings[-1].cost
    shares = estimate.case.rates is not None
    head: list[object] = [el("th", "Where it ends", scope="col"), el("th", "You pay", scope="col", class_="n")]
    head.append(el("th", "Less than planned", scope="col", class_="n"))
    head.append(el("th", "Share of people", scope="col", class_="n") if shares else None)
    return el(
        "section",
        el("h2", "It may end earlier"),
        el("p", "Treatment that does not help is stopped. This is what you then pay."),
        el(
            "table",
            el("thead", el("tr", head)),
            el("tbody", [_ending(ending, whole, shares, estimate) for ending in estimate.endings]),
            class_="lines",
        ),
    )


def _ending(ending: Ending, whole: Fraction | None, shares: bool, estimate: Estimate) -> Markup:
    currency = estimate.case.currency
    match ending.end:
        case End.GATE_CLOSES:
            says = "After the test injection, as it did not help"
        case End.STOPS:
            says = f"After session {ending.session}"
        case End.COMPLETES:
            says = f"As planned: {_counted(ending.session, 'session')}" if ending.session else "As planned"
    cost = NOT_STATED if ending.cost is None else money(ending.cost, currency).figure
    less = "" if ending.end is End.COMPLETES or whole is None or ending.cost is None else whole - ending.cost
    cells = [el("th", says, scope="row"), el("td", cost, class_="n")]
    cells.append(el("td", money(less, currency).figure if isinstance(less, Fraction) else "", class_="n"))
    if shares:
        cells.append(el("td", "" if ending.share is None else f"{rounded(ending.share * 100, 1)} %", class_="n"))
    return el("tr", cells)


def _paying(estimate: Estimate) -> Markup | None:
    says = [*_package(estimate), *_instalments(estimate), *_paid(estimate)]
    return el("section", el("h2", "Paying"), [el("p", each) for each in says]) if says else None


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
    yield f"{says}, for the sum under “{_COLUMN[estimate.paying.of].lower()}”."


def _paid(estimate: Estimate) -> Iterator[str]:
    paying = estimate.paying
    if paying.paid is None:
        return
    yield f"Paid so far: {paying.paid}."
    left = {column: paying.balance.get(column) for column in _columns(estimate)}
    known = [f"{_COLUMN[column].lower()} {amount}" for column, amount in left.items() if amount is not None]
    if known:
        yield f"Left to pay: {', '.join(known) if len(left) > 1 else str(left['typical'])}."


# -- what is said with it ------------------------------------------------------------------------------------------


def _told(handout: Handout) -> Markup:
    says = [el("li", f"{found.to_patient} {found.remedy_for_patient}".strip()) for found in handout.told]
    heading = "What you should know, and your rights" if handout.is_good_faith else "What you should know"
    return el("section", el("h2", heading), el("ul", says, class_="told"), class_="long")


def _given() -> Markup:
    return el("p", "Explained and handed over by ", blank(), "  on ", blank("short"), class_="given")


def _amount(amount: Money | None) -> str:
    return NOT_STATED if amount is None else amount.figure


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
