"""What a card needs beside the mix: whose tray, which vials, who prepares it, and who passed a refusal, and why."""

import calendar
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enthesis.pathway.dosing import NotAnAmount, UnreadableCase, amount
from enthesis.pathway.dosing.numbers import plain, shown

LONGEST = 120
LONGEST_REASON = 300
MOST_VIALS = 40
SMALLEST_SYRINGE_ML, LARGEST_SYRINGE_ML = Decimal(1), Decimal(60)

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Vial:
    """One vial, as its label says. `expires` is the last day on which it may be used."""

    part: str
    lot: str = ""
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """A named clinician passed a refusal, with a reason."""

    by: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CardDetails:
    """What is known beside the mix. What is empty becomes a line to write on."""

    clinic: str = ""
    patient: str = ""  # a number, unless the clinic wants a name there
    on: date | None = None  # the day of the tray
    vials: tuple[Vial, ...] = ()
    syringe_ml: Decimal | None = None  # the largest volume that one syringe is filled with; None: all in one
    prepared_by: str = ""
    checked_by: str = ""
    time: str = ""
    override: Override | None = None
    unknown: tuple[str, ...] = ()


_KNOWN = (
    *("clinic", "patient", "on", "vials", "syringe_ml"),
    *("prepared_by", "checked_by", "time", "override"),
)


def read_details(given: object) -> CardDetails:
    """The field `card` of a case: an object, or nothing. Raises `UnreadableCase` for what cannot be read."""
    if given in (None, "", {}):
        return CardDetails()
    if not isinstance(given, Mapping):
        raise UnreadableCase("not-an-object", "card", "card is not an object.", 'Write {"patient": "P-0001", ...}.')
    return CardDetails(
        clinic=_text(given, "clinic"),
        patient=_text(given, "patient"),
        on=_day("card.on", given.get("on")),
        vials=_vials(given.get("vials")),
        syringe_ml=_syringe(given.get("syringe_ml")),
        prepared_by=_text(given, "prepared_by"),
        checked_by=_text(given, "checked_by"),
        time=_text(given, "time"),
        override=_override(given.get("override")),
        unknown=tuple(f"card.{shown(str(name))}" for name in given if name not in _KNOWN),
    )


def _text(given: Mapping[object, object], name: str, where: str = "card", longest: int = LONGEST) -> str:
    field, value = f"{where}.{name}", given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnreadableCase("not-text", field, f"{field} is not text.", f"Write {field} as text.")
    if len(value) > longest:
        says = f"{field} has {len(value)} characters."
        raise UnreadableCase("too-long", field, says, f"Write at most {longest} characters.")
    if any(unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Co", "Cn") and mark not in "\t\r\n" for mark in value):
        raise UnreadableCase(
            "control-characters", field, f"{field} has characters that cannot be seen.", f"Type {field} again."
        )
    return " ".join(value.split())


def _day(field: str, value: object) -> date | None:
    """A day, or a month for its last day, as vials print it."""
    if value in (None, ""):
        return None
    try:
        if not isinstance(value, str) or len(value) > 20:
            raise ValueError
        if month := _MONTH.fullmatch(value.strip()):
            year, number = int(month[1]), int(month[2])
            return date(year, number, calendar.monthrange(year, number)[1])
        return date.fromisoformat(value.strip())
    except (ValueError, calendar.IllegalMonthError):
        raise UnreadableCase(
            "not-a-day", field, f"{field} is not a day.", "Write it as 2027-05-31, or a month as 2027-05."
        ) from None


def _vials(given: object) -> tuple[Vial, ...]:
    if given in (None, "", []):
        return ()
    how = 'Write [{"part": "dextrose 50%", "lot": "D-17", "expires": "2027-05"}].'
    if not isinstance(given, (list, tuple)) or len(given) > MOST_VIALS:
        raise UnreadableCase("not-a-list", "card.vials", f"card.vials is not a list of at most {MOST_VIALS}.", how)
    found = []
    for at, one in enumerate(given):
        where = f"card.vials[{at}]"
        if not isinstance(one, Mapping):
            raise UnreadableCase("not-an-object", where, f"{where} is not a vial.", how)
        part = _text(one, "part", where)
        if not part:
            raise UnreadableCase("missing", f"{where}.part", f"{where} does not say what is in it.", how)
        found.append(Vial(part, _text(one, "lot", where), _day(f"{where}.expires", one.get("expires"))))
    return tuple(found)


def _syringe(given: object) -> Decimal | None:
    if given in (None, ""):
        return None
    field = "card.syringe_ml"
    try:
        size = amount(given)
    except NotAnAmount as problem:
        raise UnreadableCase("not-a-number", field, f"{field}: {problem}", "Write it in mL, for instance 10.") from None
    if not SMALLEST_SYRINGE_ML <= size <= LARGEST_SYRINGE_ML:
        says = f"{field}: no syringe here holds {plain(size)} mL."
        remedy = f"Write {SMALLEST_SYRINGE_ML} to {LARGEST_SYRINGE_ML}, or leave it out."
        raise UnreadableCase("out-of-range", field, says, remedy)
    return size


def _override(given: object) -> Override | None:
    if given in (None, "", {}):
        return None
    field, how = "card.override", 'Write {"by": "Dr A. Rahman", "reason": "..."}.'
    if not isinstance(given, Mapping):
        raise UnreadableCase("not-an-object", field, f"{field} is not an object.", how)
    by, reason = _text(given, "by", field), _text(given, "reason", field, LONGEST_REASON)
    for name, said, what in (("by", by, "name the clinician"), ("reason", reason, "say why")):
        if not said:
            raise UnreadableCase("missing", f"{field}.{name}", f"The override does not {what}.", how)
    return Override(by, reason)
