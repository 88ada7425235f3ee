"""Reading a case of the door `enthesis estimate`: the protocol, then everything that is matched to it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from enthesis.pathway.estimate import values
from enthesis.pathway.estimate.case import COLUMNS, EstimateCase, Instalments, Payment, Rates
from enthesis.pathway.estimate.problems import UnreadableEstimate
from enthesis.pathway.estimate.reading_numbers import read_counts, read_included, read_sessions
from enthesis.pathway.estimate.reading_package import read_package
from enthesis.pathway.estimate.reading_prices import PriceReader
from enthesis.pathway.estimate.reading_rates import read_rates
from enthesis.pathway.finding import Finding
from enthesis.pathway.protocol.complaint import ProtocolError
from enthesis.pathway.protocol.library import find, suggest
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.protocol.read import read_protocol

KNOWN = (
    *("case_id", "protocol", "prices", "currency", "sessions", "counts", "include", "response_rates", "package"),
    *("instalments", "payments", "valid_until", "as_of"),
)
LONGEST_PROTOCOL = 1_000_000
MOST_INSTALMENTS, MOST_PAYMENTS = 120, 500


@dataclass(slots=True)
class Notes:
    """What is noticed while a case is read."""

    findings: list[Finding] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def read_case(fields: Mapping[str, object], protocol: Protocol | None = None) -> EstimateCase:
    """A case from plain values, as JSON gives them. `protocol` stands in for the field of that name.

    Raises `UnreadableEstimate` for the first thing that cannot be read or that contradicts another.
    """
    notes = Notes(unknown=[values.shown(str(name)).strip('"') for name in fields if name not in KNOWN])
    followed = protocol or read_named_protocol(fields.get("protocol"))
    reader = PriceReader(followed, notes.findings, notes.unknown)
    reader.note_currency("currency", fields.get("currency"))
    prices = reader.read(fields.get("prices"))
    package = read_package(fields.get("package"), reader, notes.unknown)
    payments = _payments(fields.get("payments"), reader)
    return EstimateCase(
        case_id=values.name("case_id", fields["case_id"]) if fields.get("case_id") is not None else "",
        protocol=followed,
        prices=prices,
        currency=reader.currency(),
        sessions=read_sessions(fields.get("sessions")),
        counts=read_counts(fields.get("counts"), followed, notes.findings),
        include=read_included(fields.get("include"), followed, notes.findings),
        rates=_rates(fields.get("response_rates"), notes),
        package=package,
        instalments=_instalments(fields.get("instalments")),
        payments=payments,
        valid_until=_day(fields, "valid_until"),
        as_of=_day(fields, "as_of"),
        unknown=tuple(notes.unknown),
        findings=tuple(notes.findings),
    )


def read_named_protocol(named: object) -> Protocol:
    """A protocol by its id, an older id, `id@version`, the text of a file, or that text as a JSON object."""
    if isinstance(named, Mapping):
        try:
            text = json.dumps(named, ensure_ascii=False, default=str)
        except (ValueError, TypeError, RecursionError):
            raise _unsound("The protocol's object cannot be read.") from None
        return _read_text(text)
    if not isinstance(named, str) or not named.strip():
        raise UnreadableEstimate(
            "no-protocol", "protocol", "No protocol is named.", 'Write its id, for instance "nutura-back".'
        )
    if "\n" in named:
        return _read_text(named)
    name = values.name("protocol", named)
    found = find(name)
    if found is None:
        says = f"No protocol is called {values.shown(name)}."
        raise UnreadableEstimate("unknown-protocol", "protocol", says, suggest(name))
    return found


def _read_text(text: str) -> Protocol:
    if len(text) > LONGEST_PROTOCOL:
        raise UnreadableEstimate(
            "too-long", "protocol", f"The protocol has {len(text)} characters.", "Give a protocol file as it is."
        )
    try:
        return read_protocol(text, "protocol")
    except ProtocolError as problem:
        raise _unsound(str(problem.complaints[0])[:300]) from None


def _unsound(says: str) -> UnreadableEstimate:
    return UnreadableEstimate("unsound-protocol", "protocol", says, "Run enthesis protocol check on it.")


def _rates(given: object, notes: Notes) -> Rates | None:
    return None if given is None else read_rates(given, notes.unknown)


def _instalments(given: object) -> Instalments | None:
    if given is None:
        return None
    if not isinstance(given, Mapping):
        return Instalments(values.whole("instalments", given, 1, MOST_INSTALMENTS))
    of = given.get("of", "typical")
    if of not in COLUMNS:
        says = f"instalments.of: {values.shown(of)} is none of the three totals."
        raise UnreadableEstimate("not-one-of", "instalments.of", says, "Write min, typical or max.")
    return Instalments(values.whole("instalments.number", given.get("number"), 1, MOST_INSTALMENTS), str(of))


def _payments(given: object, reader: PriceReader) -> tuple[Payment, ...]:
    if given is None:
        return ()
    if not isinstance(given, (list, tuple)) or len(given) > MOST_PAYMENTS:
        says = f"payments is not a list of at most {MOST_PAYMENTS} payments."
        raise UnreadableEstimate("not-a-list", "payments", says, 'Write [{"amount": "200", "on": "2026-11-30"}].')
    return tuple(_payment(f"payments[{place}]", one, reader) for place, one in enumerate(given))


def _payment(where: str, given: object, reader: PriceReader) -> Payment:
    on = given.get("on") if isinstance(given, Mapping) else None
    return Payment(reader.amount(where, given), None if on is None else values.day(f"{where}.on", on))


def _day(fields: Mapping[str, object], name: str) -> date | None:
    given = fields.get(name)
    return None if given is None else values.day(name, given)
