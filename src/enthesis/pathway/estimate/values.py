"""Reading one value as it was typed or sent: an amount, a whole number, a share, a day, a name."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from enthesis.pathway.estimate.problems import UnreadableEstimate

LONGEST_NAME = 200
LARGEST = Decimal(10) ** 12  # no course costs a million millions, in any currency
MOST_DECIMALS = 6
MOST_SHARE_DECIMALS = 20

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_HOW_AMOUNT = 'Write a plain number with a point and without a sign for thousands, for instance "150.00".'
_HOW_SHARE = "Write a share from 0 to 1, for instance 0.7 for 70 %."


def amount(field: str, value: object) -> Decimal:
    """An amount of money, 0 or more, below a million millions, with at most 6 decimals."""
    found = _number(field, value, _HOW_AMOUNT)
    if found < 0:
        says = f"{field}: {shown(value)} is below 0."
        raise UnreadableEstimate("below-zero", field, says, "Write 0 or more.")
    if found >= LARGEST or _places(found) > MOST_DECIMALS:
        says = f"{field}: {shown(value)} is larger or finer than any price here can be."
        raise UnreadableEstimate("out-of-range", field, says, f"Write an amount with at most {MOST_DECIMALS} decimals.")
    return found


def share(field: str, value: object) -> Decimal:
    """A share of people from 0 to 1; "70 %" is read as 0.7."""
    percent = isinstance(value, str) and value.strip().endswith("%")
    found = _number(field, value.strip()[:-1] if isinstance(value, str) and percent else value, _HOW_SHARE)
    if percent:
        sign, digits, power = found.as_tuple()
        found = Decimal((sign, digits, int(power) - 2))  # exact whatever the decimal context says
    if not 0 <= found <= 1:
        says = f"{field}: {shown(value)} is no share of people; a share is from 0 to 1."
        raise UnreadableEstimate("out-of-range", field, says, _HOW_SHARE)
    if _places(found) > MOST_SHARE_DECIMALS:
        says = f"{field}: {shown(value)} has more than {MOST_SHARE_DECIMALS} decimals."
        raise UnreadableEstimate("out-of-range", field, says, _HOW_SHARE)
    return found


def whole(field: str, value: object, least: int, most: int) -> int:
    """A whole number between two ends, both inside."""
    remedy = f"Write a whole number from {least} to {most}."
    found = _number(field, value, remedy)
    if found != found.to_integral_value():
        raise UnreadableEstimate("not-whole", field, f"{field}: {shown(value)} is no whole number.", remedy)
    if not least <= found <= most:
        raise UnreadableEstimate("out-of-range", field, f"{field}: {shown(value)} is out of range.", remedy)
    return int(found)


def day(field: str, value: object) -> date:
    """A day, as 2026-11-30."""
    try:
        if not isinstance(value, str) or len(value) > 20:
            raise ValueError
        return date.fromisoformat(value.strip())
    except ValueError:
        says = f"{field}: {shown(value)} is not a day."
        raise UnreadableEstimate("not-a-day", field, says, "Write it as 2026-11-30.") from None


def name(field: str, value: object, called: str = "") -> str:
    """A short text on one line, without characters that cannot be seen. `called` names it in a sentence."""
    called = called or field
    if not isinstance(value, str):
        raise UnreadableEstimate("not-text", field, f"{called} is not text.", "Write it as text.")
    if len(value) > LONGEST_NAME:
        says = f"{called} has {len(value)} characters."
        raise UnreadableEstimate("too-long", field, says, f"Write at most {LONGEST_NAME} characters.")
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") and sign not in "\t\r\n" for sign in value):
        says = f"{called} has characters that cannot be seen."
        raise UnreadableEstimate("control-characters", field, says, "Type it again.")
    return " ".join(value.split())


def shown(value: object) -> str:
    """What was given, short enough and safe to repeat in a sentence."""
    if value is None or isinstance(value, bool):
        return "nothing" if value is None else str(value).lower()
    if isinstance(value, int):
        return str(value) if abs(value) < 10**18 else "a very long number"
    if isinstance(value, (float, Decimal)):
        return str(value)[:40]
    if not isinstance(value, str):
        return "a list" if isinstance(value, (list, tuple)) else "an object"
    clean = " ".join("".join(sign if sign.isprintable() else " " for sign in value[:240]).split())
    return f'"{clean}"' if len(clean) <= 60 and len(value) <= 240 else f'"{clean[:60].rstrip()}..."'


def _number(field: str, value: object, remedy: str) -> Decimal:
    """The exact decimal that was written: JSON numbers as printed, text without a unit. No NaN, no infinity."""
    says = f"{field}: {shown(value)} is not a number."
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, str)):
        raise UnreadableEstimate("not-a-number", field, says, remedy)
    if isinstance(value, int) and abs(value) >= 10**30:  # before printing: it may have millions of digits
        raise UnreadableEstimate("out-of-range", field, f"{field}: the number is far too large.", remedy)
    text = str(value).strip()
    if len(text) > 60 or not _NUMBER.fullmatch(text):
        raise UnreadableEstimate("not-a-number", field, says, remedy)
    found = Decimal(text)
    if not found.is_zero() and not -40 <= found.adjusted() <= 40:
        raise UnreadableEstimate("out-of-range", field, f"{field}: {shown(value)} is far too large or small.", remedy)
    return Decimal(0) if found.is_zero() else found


def _places(value: Decimal) -> int:
    """Decimals without trailing zeros; of a finite number."""
    _, digits, power = value.as_tuple()
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0"))
    return max(0, -int(power) - zeros)
