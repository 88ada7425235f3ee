"""The fields of a case, read one by one: what was read otherwise than told is noted, what cannot be read is named."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from enthesis.cases.ages import Age, read_age
from enthesis.cases.words import number_in_words

FARTHEST = 40_000  # days or weeks from time zero
MOST_SESSIONS = 2_000


class UnreadableCase(Exception):
    """A JSON value is not a case. `says` names what and where, `remedy` the way on."""

    def __init__(self, says: str, remedy: str, at: str = "") -> None:
        super().__init__(says)
        self.says, self.remedy, self.field = says, remedy, at


_SEXES = {"female": ("female", "f", "woman", "girl", "lady"), "male": ("male", "m", "man", "boy", "gentleman")}


@dataclass(slots=True)
class Fields:
    """Reads the fields of a case, or of one of its events. Only a wrong shape is refused (`UnreadableCase`)."""

    read_as: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def whole(self, value: Any, where: str, least: int = -FARTHEST, most: int = FARTHEST) -> int | None:
        """A whole number; "14", "fourteen" and 14.0 are one, and noted."""
        if value is None:
            return None
        found = read_whole(value)
        if found is None or not least <= found <= most:
            self.leave(value, where)
            return None
        if isinstance(value, str):
            self.read_as.append(f'{where}: "{value.strip():.40}" is read as {found}.')
        return found

    def leave(self, value: Any, where: str) -> None:
        self.left.append(not_read(where, value))

    def age(self, value: Any) -> Age | None:
        """Years; words that are none ("middle-aged") are kept elsewhere, as told."""
        found = read_age(value)
        if found is None and value is not None and not isinstance(value, str):
            self.leave(value, "age")
        if found is not None and isinstance(value, str) and not value.strip().isdigit():
            years = str(found.least) if found.least == found.most else f"{found.least} to {found.most}"
            self.read_as.append(f'age: "{value.strip():.80}" is read as {years}.')
        return found

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
        """Text; a list of texts as one, anything else by the words that it tells."""
        if isinstance(value, str):
            return value.strip()
        return "; ".join(plain_words(value))

    def texts(self, value: Any, where: str) -> tuple[str, ...]:
        """A list of texts; one text is a list of one, and an object is told in the words of its fields."""
        if value is None:
            return ()
        if isinstance(value, str):
            return (value,)
        if isinstance(value, Mapping):
            return tuple(_line(name, each) for name, each in value.items() if each is not None)
        if not isinstance(value, list):
            raise UnreadableCase(f"{where} is not a list.", "Write a list of texts, or null.", where)
        return tuple(each if isinstance(each, str) else " ".join(_entry(each)) for each in value if each is not None)


_PLAIN_FIELDS = (
    *("name", "drug", "medicine", "medication", "agent", "what", "treatment", "dose", "frequency", "route"),
    *("reason", "indication", "result", "duration"),
)


def _entry(value: Any) -> Iterator[str]:
    """One entry of a list that is told as an object: the name of a field is a word of it ("stopped: 5 days before")."""
    if not isinstance(value, Mapping):
        yield from plain_words(value)
        return
    for name, each in value.items():
        if each in (None, False, "no", ""):
            continue
        if name not in _PLAIN_FIELDS:
            yield str(name).replace("_", " ")
        if each is not True:
            yield from plain_words(each)


def _line(name: Any, value: Any) -> str:
    return f"{str(name).replace('_', ' ')}: {', '.join(plain_words(value)) or 'no words'}"


def plain_words(value: Any) -> Iterator[str]:
    """Everything that a JSON value tells, without the names of its fields; numbers too."""
    if isinstance(value, Mapping | list):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from plain_words(each)
    elif isinstance(value, bool):
        yield "yes" if value else "no"
    elif value is not None:
        yield _shown(value) if isinstance(value, int) else str(value).strip()


def not_read(where: str, value: Any) -> str:
    """A missing fact that something was told for."""
    return f"{where} (told as {_shown(value)}, which is not read)"


def table_or_left(value: Any, where: str, read: Fields) -> Mapping[str, Any]:
    """An object, empty for null; anything else is named and read for nothing."""
    if value is not None and not isinstance(value, Mapping):
        read.leave(value, where)
        return {}
    return value or {}


def table(value: Any, where: str) -> Mapping[str, Any]:
    """An object, empty for null."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise UnreadableCase(f"{where} is not an object.", "Write an object, or null.", where)
    return value


def read_whole(value: Any) -> int | None:
    """A whole number, or words below a million that are one; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, int):
        return value
    text = str(value).strip().lower()
    if (worded := number_in_words(text)) is not None:
        return worded
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return int(number) if number.is_finite() and abs(number) < 10**6 and number == int(number) else None


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value:.60}"'
    if isinstance(value, Mapping) and value:
        told = "; ".join(f"{name}: {', '.join(plain_words(each))}" for name, each in value.items())
        return f'"{told:.80}"'
    if isinstance(value, list) and value:
        told = ", ".join(plain_words(value))
        return f'"{told:.80}"'
    if isinstance(value, int) and abs(value) > 10**12:
        return "a number of very many digits"
    return f"{value!r:.40}"
