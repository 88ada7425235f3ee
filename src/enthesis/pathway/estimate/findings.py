"""What is missing from an estimate, what contradicts what, and what every price is told with."""

from collections.abc import Iterator
from fractions import Fraction

from enthesis.pathway.estimate.case import COLUMNS, Package, RefundRule
from enthesis.pathway.estimate.happenings import gate_of, stated_sessions, treatment_of
from enthesis.pathway.estimate.lines import Why
from enthesis.pathway.estimate.money import money, plain
from enthesis.pathway.estimate.result import Estimate, Of
from enthesis.pathway.estimate.words import words
from enthesis.pathway.finding import NOTE, WARN, Finding
from enthesis.pathway.protocol.model import Kind, Purpose

_COLUMN = {"min": "smallest", "typical": "usual", "max": "largest"}


def findings_of(found: Estimate) -> tuple[Finding, ...]:
    """Everything to say beside the figures: first what a person has to do something about."""
    listed = [
        *found.case.findings,
        *_sessions(found),
        *_prices(found),
        *_rates(found),
        *_package(found),
        *_paying(found),
        *_told(found),
    ]
    return tuple(sorted(listed, key=lambda finding: finding.level != WARN))


def _warn(code: str, says: str, remedy: str, field: str, because: tuple[str, ...] = ()) -> Finding:
    return Finding(code=code, level=WARN, says=says, remedy=remedy, field=field, because=because)


def _note(code: str, says: str, remedy: str = "", field: str = "", to_patient: str = "") -> Finding:
    return Finding(code=code, level=NOTE, says=says, remedy=remedy, field=field, to_patient=to_patient)


# -- how many --------------------------------------------------------------------------------------------


def _sessions(found: Estimate) -> Iterator[Finding]:
    case, protocol = found.case, found.case.protocol
    per_session = _per_session(found)
    for column in COLUMNS:
        if found.sessions.of(column) is None:
            says = f"The {_COLUMN[column]} number of sessions is not stated by {protocol.id}."
            remedy = f"Give sessions.{column}.{per_session}"
            yield _warn("sessions-not-stated", says, remedy, f"sessions.{column}")
            per_session = ""  # told once
    stated = stated_sessions(protocol)
    least, most = case.sessions.min, case.sessions.max
    if least is not None and stated.min is not None and least < stated.min:
        says = f"{least} sessions are fewer than the {stated.min} that {protocol.id} states as the least."
        yield _warn("sessions-beyond-protocol", says, "Confirm that the plan departs from it.", "sessions.min")
    if most is not None and stated.max is not None and most > stated.max:
        says = f"{most} sessions are more than the {stated.max} that {protocol.id} states as the most."
        yield _warn("sessions-beyond-protocol", says, "Confirm that the plan departs from it.", "sessions.max")
    tested = any(activity.purpose is Purpose.DIAGNOSTIC for activity in protocol.activities)
    if tested and not protocol.counts_diagnostic.is_stated:
        says = (
            f"{protocol.id} does not state whether the diagnostic injection is one of the sessions; it is not counted."
        )
        yield _warn("diagnostic-counting-not-stated", says, "Decide it in the clinic's own copy.", "protocol")


def _per_session(found: Estimate) -> str:
    if found.fixed is None or found.per_session is None:
        return ""
    return f" Until then the sum is known per session only: {found.fixed}, and {found.per_session} for each session."


# -- prices ----------------------------------------------------------------------------------------------


def _prices(found: Estimate) -> Iterator[Finding]:
    for item in found.heaps.items:
        name, title = item.activity.id, item.activity.title
        lines = [line for line in found.lines if line.activity == name]
        if item.price is None and any(line.of is Of.PACKAGE for line in lines):
            if any(None in line.sums.values() for line in lines):
                says = f'The single price of "{title}" is not given, so what lies outside the package is not known.'
                yield _warn("price-not-stated", says, f"Give prices.{name}.", f"prices.{name}")
            else:
                says = f'The single price of "{title}" is not given, so what the package saves is not known.'
                yield _note("single-price-not-stated", says, f"Give prices.{name}.", f"prices.{name}")
        elif item.price is None and any(number != 0 for line in lines for number in map(line.numbers.of, COLUMNS)):
            says = f'The price of "{title}" is not given, so the sum is not known.'
            remedy = f'Give prices.{name}, or write "included" or "elsewhere" there.'
            yield _warn("price-not-stated", says, remedy, f"prices.{name}")
        elif name in found.case.counts or item.activity.kind in (Kind.THERAPY, Kind.ADJUNCT):
            for column in COLUMNS:
                if any(line.numbers.of(column) is None for line in lines):
                    says = f'How often "{title}" happens is not stated for the {_COLUMN[column]} plan.'
                    yield _warn("count-not-stated", says, f"Give counts.{name}.{column}.", f"counts.{name}.{column}")
    for apart in found.heaps.apart:
        name, title = apart.activity.id, apart.activity.title
        if apart.why is Why.NO_PRICE:
            says = f'The price of "{title}" is not given; it is not in the sum.'
            remedy = f'Give prices.{name}, or write "included" or "elsewhere" there.'
            yield _warn("price-not-stated", says, remedy, f"prices.{name}")
        elif apart.why is Why.NO_NUMBER:
            says = f'How often "{title}" happens is not stated; it is not in the sum.'
            yield _warn("count-not-stated", says, f"Give counts.{name}.", f"counts.{name}")


# -- how many go on --------------------------------------------------------------------------------------


def _rates(found: Estimate) -> Iterator[Finding]:
    case, rates, has_gate = found.case, found.case.rates, gate_of(found.case.protocol) is not None
    if rates is None:
        says = "No share of people who go on or stop is given, so no expected cost is stated."
        remedy = "Give response_rates from the clinic's own figures; published shares are not used in their place."
        yield _note("rates-not-stated", says, remedy, "response_rates")
        return
    at_most = "so the expected cost is at most what it says"
    if has_gate and rates.gate is None:
        says = f"The share that goes on after the diagnostic gate is not given: all are counted as going on, {at_most}."
        yield _warn("gate-rate-not-stated", says, "Give response_rates.gate.", "response_rates.gate")
    if not has_gate and rates.gate is not None:
        says = f"{case.protocol.id} has no diagnostic gate; the share that goes on there changes nothing."
        yield _warn("gate-rate-unused", says, "Leave it out.", "response_rates.gate")
    after = range(found.tests_counted + 1, max(found.sessions.stated, default=0))
    unsaid = [session for session in after if rates.stops_after(session) is None]
    if unsaid:
        which = f"session {unsaid[0]}" if len(unsaid) == 1 else f"sessions {unsaid[0]} to {unsaid[-1]}"
        if unsaid != list(range(unsaid[0], unsaid[-1] + 1)):
            which = f"sessions {', '.join(map(str, unsaid))}"
        says = f"The share that stops after {which} is not given: nobody is counted as stopping there, {at_most}."
        remedy = "Give response_rates.stop_after_session for each; 0 where nobody stops."
        yield _warn("stop-rate-not-stated", says, remedy, "response_rates.stop_after_session")
    ended = _ended_by_stop(found)
    for line in found.lines:
        if line.activity in ended and after:
            says = (
                f'"{line.what}" is counted in full where the series stops early: how much is used by then is not known.'
            )
            yield _note("programme-counted-in-full", says, field=f"counts.{line.activity}")


def _ended_by_stop(found: Estimate) -> set[str]:
    """Programmes that a stopped series ends too."""
    protocol = found.case.protocol
    programmes = {activity.id for activity in protocol.activities if activity.kind in (Kind.THERAPY, Kind.ADJUNCT)}
    treatment = treatment_of(protocol).id
    options = [option for a in protocol.activities if a.decision for option in a.decision.options]
    return {name for option in options if treatment in option.ends for name in option.ends if name in programmes}


# -- package ---------------------------------------------------------------------------------------------


def _package(found: Estimate) -> Iterator[Finding]:
    case, package, treatment = found.case, found.case.package, treatment_of(found.case.protocol)
    if package is None:
        return
    least, most = _treatments(found, "min"), _treatments(found, "max")
    if least is not None and package.sessions < least:
        says = f"The package of {package.sessions} is smaller than the {least} sessions that are the least."
        yield _warn("package-below-minimum", says, "Offer one of at least that size.", "package.sessions")
    if most is not None and package.sessions > most:
        says = f"The package of {package.sessions} is larger than the {most} sessions that are the most."
        yield _warn("package-above-maximum", says, "Offer one of at most that size.", "package.sessions")
    single = next((item.price for item in found.heaps.items if item.activity is treatment), None)
    if single is not None:
        saved = Fraction(single) * package.sessions - Fraction(package.price)
        by = money(abs(saved), case.currency)
        against = f"{package.sessions} single {'session' if package.sessions == 1 else 'sessions'}"
        if saved < 0:
            says = f"The package costs {by} more than {against}."
            yield _warn("package-dearer", says, "Correct its price, or leave it out.", "package.price")
        else:
            yield _note("package-saves", f"Used up, the package saves {by} against {against}.", field="package.price")
    if package.refund is None:
        says = "What is given back when the series stops early is not stated; nothing is counted as given back."
        yield _warn("refund-not-stated", says, "Give package.refund.", "package.refund")
    elif _gives_back_too_much(package):
        most_back = plain(package.refund.amount, case.currency)
        says = f"{most_back} for each of {package.sessions} unused sessions is more than the package costs."
        yield _warn("refund-above-price", says, "Correct it; never more than the price is counted.", "package.refund")


def _gives_back_too_much(package: Package) -> bool:
    refund = package.refund
    if refund is None or refund.rule is not RefundRule.PER_UNUSED_SESSION:
        return False
    return Fraction(refund.amount) * package.sessions > Fraction(package.price)


def _treatments(found: Estimate, column: str) -> int | None:
    """How many treatment sessions a plan has, without the diagnostic injection."""
    number = found.sessions.of(column)
    return None if number is None else number - found.tests_counted


# -- paying ----------------------------------------------------------------------------------------------


def _paying(found: Estimate) -> Iterator[Finding]:
    case, paying = found.case, found.paying
    if paying.parts == ():
        says = f"The {paying.of} total is not known, so it cannot be divided into instalments."
        yield _warn("instalments-not-computed", says, "Give what is missing, or another total.", "instalments.of")
    most = next((paying.balance.get(c) for c in reversed(COLUMNS) if paying.balance.get(c) is not None), None)
    if most is not None and most.amount < 0:
        back = money(-most.amount, case.currency)
        says = f"More is paid than the largest known total: {back} is owed to the patient."
        yield _warn("overpaid", says, "Check the payments.", "payments")
    if paying.holds is False and case.valid_until is not None:
        says = f"The price held until {case.valid_until.isoformat()}."
        yield _warn("no-longer-valid", says, "Give a new estimate.", "valid_until")


# -- what every price is told with -----------------------------------------------------------------------


def _told(found: Estimate) -> Iterator[Finding]:
    sentences = dict(words().sentences)
    beside = [apart for apart in found.heaps.apart if apart.activity.kind in (Kind.THERAPY, Kind.ORDER)]
    if not beside:
        del sentences["charged-apart"]
    yield from sentences.values()
    left_out = [f"{apart.activity.title} ({apart.why})" for apart in found.heaps.apart]
    if left_out:
        named = "; ".join(left_out)
        yield _note("not-in-the-sum", f"Not in the sum: {named}.", to_patient=f"This price does not include: {named}.")
