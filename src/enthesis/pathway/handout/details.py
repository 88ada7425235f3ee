"""What a handed-out estimate holds beside the figures: provider, patient, day, codes. Read and checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from enthesis.pathway.estimate.problems import UnreadableEstimate
from enthesis.pathway.estimate.values import day, name

MOST_DIAGNOSES = 20
MOST_CODES = 200
COUNTRY = re.compile(r"[A-Z]{2}")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]{1,9}")
_DIGITS = re.compile(r"\D")


@dataclass(frozen=True, kw_only=True, slots=True)
class Provider:
    """Who gives the services. Empty: not set by the clinic; the paper then has a line to write on, and says so."""

    name: str = ""
    npi: str = ""  # National Provider Identifier (US): 10 digits with a check digit
    tin: str = ""  # Taxpayer Identification Number (US): 9 digits
    address: str = ""  # of the place where the services are given
    state: str = ""
    telephone: str = ""
    email: str = ""


NOT_SET = Provider()


@dataclass(frozen=True, kw_only=True, slots=True)
class HandoutDetails:
    """What an estimate does not know of itself."""

    country: str = ""  # ISO 3166: "US" makes a good-faith estimate
    provider: Provider = NOT_SET
    patient: str = ""  # name, as the clinic may print it
    born: date | None = None
    number: str = ""  # the patient's or the course's
    on: date | None = None  # the day on which it is given
    scheduled: date | None = None  # of the first treatment; None: not booked yet
    diagnoses: tuple[str, ...] = ()  # codes, as typed
    codes: Mapping[str, str] = field(default_factory=dict)  # service codes by the names of a price list
    price_list: str = ""  # version of the clinic's prices
    unknown: tuple[str, ...] = ()


_KNOWN = frozenset(spec.name for spec in fields(HandoutDetails)) - {"unknown"}


def read_details(given: object) -> HandoutDetails:
    """The field `paper` of a case: an object, or nothing. Raises `UnreadableEstimate` for what cannot be read."""
    if given in (None, {}):
        return HandoutDetails()
    where = _object("paper", given)
    return HandoutDetails(
        country=read_country("paper.country", where.get("country")),
        provider=read_provider("paper.provider", where.get("provider")),
        patient=_line(where, "patient"),
        born=_day(where, "born"),
        number=_line(where, "number"),
        on=_day(where, "on"),
        scheduled=_day(where, "scheduled"),
        diagnoses=read_diagnoses("paper.diagnoses", where.get("diagnoses")),
        codes=read_codes("paper.codes", where.get("codes")),
        price_list=_line(where, "price_list"),
        unknown=tuple(f"paper.{str(key)[:60]}" for key in where if key not in _KNOWN),
    )


def read_provider(where: str, given: object) -> Provider:
    """Name, identifiers and place of a provider; what is left out is not set."""
    if given in (None, {}):
        return Provider()
    said = _object(where, given)
    known = {spec.name for spec in fields(Provider)}
    for key in said:
        if key not in known:
            says = f"{where}: {str(key)[:60]!r} is not read."
            raise UnreadableEstimate("not-one-of", where, says, f"Use {', '.join(sorted(known))}.")
    found = {key: name(f"{where}.{key}", value) for key, value in said.items() if value not in (None, "")}
    if npi := found.get("npi"):
        found["npi"] = read_npi(f"{where}.npi", npi)
    if tin := found.get("tin"):
        found["tin"] = read_tin(f"{where}.tin", tin)
    return Provider(**found)


def read_npi(where: str, typed: str) -> str:
    """An NPI: ten digits, the last of which checks the others (Luhn, after the prefix 80840).

    Raises `UnreadableEstimate`.

    >>> read_npi("npi", "1234567893")
    '1234567893'
    """
    digits = _DIGITS.sub("", typed)
    if len(digits) != 10 or not digits.isascii():
        raise UnreadableEstimate("not-an-npi", where, f"{where}: an NPI has 10 digits.", "Read it again.")
    total = 0
    for place, digit in enumerate(reversed(f"80840{digits}")):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    if total % 10:
        says = f"{where}: {digits} is no NPI: its last digit does not fit the others."
        raise UnreadableEstimate("not-an-npi", where, says, "Read it again.")
    return digits


def read_tin(where: str, typed: str) -> str:
    """A TIN: nine digits, written 12-3456789. Raises `UnreadableEstimate`.

    >>> read_tin("tin", "123456789")
    '12-3456789'
    """
    digits = _DIGITS.sub("", typed)
    if len(digits) != 9 or not digits.isascii():
        raise UnreadableEstimate("not-a-tin", where, f"{where}: a TIN has 9 digits.", "Write it as 12-3456789.")
    return f"{digits[:2]}-{digits[2:]}"


def read_country(where: str, given: object) -> str:
    """Two letters, in capitals; "" where nothing is given. Raises `UnreadableEstimate`."""
    if given in (None, ""):
        return ""
    found = name(where, given).upper()
    if not COUNTRY.fullmatch(found):
        says = f"{where} is not the code of a country."
        raise UnreadableEstimate("not-a-country", where, says, "Write two letters, for instance US, GB or DE.")
    return found


def read_diagnoses(where: str, given: object) -> tuple[str, ...]:
    """Codes in a list, or in one text with commas, each once. Raises `UnreadableEstimate`."""
    if isinstance(given, str):
        given = [part for part in re.split(r"[,;\s]+", given) if part]
    if given in (None, (), []):
        return ()
    if not isinstance(given, (list, tuple)) or len(given) > MOST_DIAGNOSES:
        says = f"{where} is not a list of at most {MOST_DIAGNOSES} codes."
        raise UnreadableEstimate("not-a-list", where, says, 'Write ["M54.59"].')
    return tuple(dict.fromkeys(_code(f"{where}[{at}]", one) for at, one in enumerate(given)))


def read_codes(where: str, given: object) -> dict[str, str]:
    """A service code for names of a price list. Raises `UnreadableEstimate`."""
    if given in (None, {}):
        return {}
    said = _object(where, given)
    if len(said) > MOST_CODES:
        raise UnreadableEstimate("too-long", where, f"{where} has {len(said)} codes.", f"Give {MOST_CODES} at most.")
    return {name(where, key): _code(f"{where}.{key}"[:80], one) for key, one in said.items() if one not in (None, "")}


def _code(where: str, given: object) -> str:
    found = name(where, given).upper()
    if not _CODE.fullmatch(found):
        says = f"{where} is not a code of diagnosis or service."
        raise UnreadableEstimate("not-a-code", where, says, "Write it as M54.59 or M0076.")
    return found


def _object(where: str, given: object) -> Mapping[str, object]:
    if not isinstance(given, Mapping):
        raise UnreadableEstimate("not-an-object", where, f"{where} is not an object.", 'Write {"name": value, ...}.')
    return given


def _line(where: Mapping[str, object], key: str) -> str:
    given = where.get(key)
    return "" if given in (None, "") else name(f"paper.{key}", given)


def _day(where: Mapping[str, object], key: str) -> date | None:
    given = where.get(key)
    return None if given in (None, "") else day(f"paper.{key}", given)
