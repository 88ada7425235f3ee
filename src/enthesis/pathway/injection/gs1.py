"""What a scanner reads from a vial: the GS1 DataMatrix string, taken apart into product, lot and last day.

As scanners send it: with `(01)` in brackets, or without, where a field of open length ends with the group separator
(ASCII 29) or the string. Source: GS1 General Specifications, application identifiers 01, 10 and 17.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

SEPARATOR = "\x1d"
SYMBOLS = ("]d2", "]Q3", "]C1", "]e0")  # what scanners may put in front: which sort of symbol it was
# Identifier -> what follows it, N for each digit; "": of open length.
_DAY = "NNNNNN"
_SHAPES = {
    "01": "NNNNNNNNNNNNNN",
    "10": "",
    "11": _DAY,
    "13": _DAY,
    "15": _DAY,
    "17": _DAY,
    "20": "NN",
    "21": "",
    "30": "",
}
_FIELDS: Mapping[str, int] = {name: len(shape) for name, shape in _SHAPES.items()}
# not a limit: how long a field of open length may be
_LONGEST = 20
# not a limit: the century in which every last day that is scanned here lies
_CENTURY = 2000


class NotAScan(ValueError):
    """A text is no GS1 string, or a wrong one. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What stands in the symbol; "" and None where it does not."""

    gtin: str = ""  # 14 digits, the last of which checks the others
    lot: str = ""
    expires: date | None = None  # the last day on which it may be used
    serial: str = ""


def looks_scanned(text: str) -> bool:
    """Whether a text that was typed or scanned into a field is a GS1 string, and no plain lot number."""
    plain = text.strip()
    return plain.startswith((*SYMBOLS, "(01)", "(10)", "(17)")) or bool(
        re.fullmatch(r"01\d{14}(17|10|11|21|13|15).+", plain, re.DOTALL) and _checks(plain[2:16])
    )


def read_scan(text: str) -> Scanned:
    """The parts of a GS1 string. Raises `NotAScan`, which says what is wrong.

    >>> read_scan("(01)04012345678901(17)271100(10)DX-17b").lot
    'DX-17b'
    """
    plain = text.strip().strip(SEPARATOR)
    for symbol in SYMBOLS:
        plain = plain.removeprefix(symbol)
    found: dict[str, str] = {}
    for name, value in _bracketed(plain) if plain.startswith("(") else _plain(plain.lstrip(SEPARATOR)):
        if name in found and found[name] != value:
            raise NotAScan(f"({name}) stands there twice. Scan one vial at a time.")
        found[name] = value
    gtin = found.get("01", "")
    if gtin and not _checks(gtin):
        raise NotAScan(f"The product number {gtin} does not check. Scan it again.")
    return Scanned(gtin, found.get("10", ""), _day(found["17"]) if "17" in found else None, found.get("21", ""))


def _bracketed(text: str) -> Iterator[tuple[str, str]]:
    parts = re.findall(r"\((\d{2,4})\)([^(]*)", text)
    if "".join(f"({name}){value}" for name, value in parts) != text:
        raise NotAScan("That is not the text of a GS1 symbol. Scan it again, or type the lot.")
    for name, value in parts:
        yield name, _checked(name, value.strip().strip(SEPARATOR))


def _plain(text: str) -> Iterator[tuple[str, str]]:
    rest = text
    while rest:
        name = rest[:2]
        if name not in _FIELDS:
            raise NotAScan(f"“{rest[:4]}” is no field that is known here. Scan it again, or type the lot.")
        rest = rest[len(name) :]
        length = _FIELDS[name]
        value = rest[:length] if length else rest.partition(SEPARATOR)[0]
        rest = rest[len(value) :].lstrip(SEPARATOR)
        yield name, _checked(name, value)


def _checked(name: str, value: str) -> str:
    length = _FIELDS.get(name, 0)
    if not value or (length and (len(value) != length or not (value.isascii() and value.isdigit()))):
        raise NotAScan(f"({name}) needs {length or 'some'} digits, and has “{value[:20]}”. Scan it again.")
    if not length and len(value) > _LONGEST:
        raise NotAScan(f"({name}) is longer than {_LONGEST} characters. Scan it again, or type the lot.")
    return value


def _checks(gtin: str) -> bool:
    """Whether the last digit is what the others ask for: weights 3 and 1 by turns, up to a multiple of ten."""
    # not a limit: the weights of the check digit
    weighed = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(gtin) if digit.isdigit())
    return len(gtin) == _FIELDS["01"] and gtin.isdigit() and weighed % 10 == 0


def _day(text: str) -> date:
    """YYMMDD; the day 00 is the last of the month."""
    year, month, day = _CENTURY + int(text[:2]), int(text[2:4]), int(text[4:])
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except (ValueError, IndexError):
        raise NotAScan(f"“{text}” is no day: two digits each for year, month and day. Scan it again.") from None
