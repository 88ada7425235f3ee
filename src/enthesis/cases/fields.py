"""The fields of a case, read one by one: what was read otherwise than told is noted, what cannot be read is named."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from enthesis.cases.words import numbers

FARTHEST = 40_000  # days or weeks from time zero
OLDEST = 130  # years
MOST_SESSIONS = 2_000


class UnreadableCase(Exception):
    """A JSON value is not a case. `says` names what and where, `remedy` the way on."""

    def __init__(self, says: str, remedy: str, at: str = "") -> None:
        super().__init__(says)
        self.says, self.remedy, self.field = says, remedy, at


_SEXES = {"female": ("female", "f", "woman", "girl", "lady"), "male": ("male", "m", "man", "boy", "gentleman")}
_YEARS = re.compile(r"(\d{1,3})(?:\s*-?\s*(?:years?|yrs?|y)(?:\s*-?\s*(?:old|of age))?|\s*y/?o)?", re.IGNORECASE)


@dataclass(slots=True)
class Fields:
    """Reads the fields of a case, or of one of its events. Only a wrong shape is refused (`UnreadableCase`)."""

    read_as: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def whole(self, value: Any, where: str, least: int = -FARTHEST, most: int = FARTHEST) -> int | None:
        """A whole number; "14", "fourteen" and 14.0 are one, and noted."""
        if value is None:
            return None
        found = _whole(value)
        if found is None or not least <= found <= most:
            self.leave(value, where)
            return None
        if isinstance(value, str):
            self.read_as.append(f'{where}: "{value.strip():.40}" is read as {found}.')
        return found

    def leave(self, value: Any, where: str) -> None:
        self.left.append(not_read(where, value))

    def age(self, value: Any) -> int | None:
        """Years; words that are none ("middle-aged") are kept elsewhere, as told."""
        if isinstance(value, str):
            told = _YEARS.fullmatch(value.strip())
            if told is None:
                return None
            value = int(told[1])
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= OLDEST:
            self.leave(value, "age")
            return None
        return int(value)

    def sex(self, value: Any) -> str:
        """female or male where the words name one of them, "" where they name none or both."""
        text = self.text(value, "patient.sex")
        said = set(re.findall(r"[a-z]+", text.lower()))
        found = [sex for sex, its in _SEXES.items() if said.intersection(its)]
        if len(found) == 1 and not any(word.startswith("trans") for word in said):
            return found[0]
        if text:
            self.leave(text, "sex")
        return ""

    def text(self, value: Any, where: str) -> str:
        """Text; a list of texts as one."""
        if value is None:
            return ""
        if isinstance(value, bool | int | float):
            return str(value)
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return "; ".join(each.strip() for each in value)
        if not isinstance(value, str):
            raise UnreadableCase(f"{where} is not text.", "Write text, or null.", where)
        return value.strip()

    def texts(self, value: Any, where: str) -> tuple[str, ...]:
        if value is None:
            return ()
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list):
            raise UnreadableCase(f"{where} is not a list.", "Write a list of texts, or null.", where)
        return tuple(self.text(each, where) for each in value if each is not None)


def not_read(where: str, value: Any) -> str:
    """A missing fact that something was told for."""
    return f"{where} (told as {_shown(value)}, which is not read)"


def table(value: Any, where: str) -> Mapping[str, Any]:
    """An object, empty for null."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise UnreadableCase(f"{where} is not an object.", "Write an object, or null.", where)
    return value


def _whole(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, int):
        return value
    text = str(value).strip().lower()
    if text in numbers():
        return numbers()[text]
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return int(number) if number.is_finite() and abs(number) < 10**6 and number == int(number) else None


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value:.40}"'
    if isinstance(value, int) and abs(value) > 10**12:
        return "a number of very many digits"
    return f"{value!r:.40}"
