"""What a person filled in, as values. `read_form` makes one of a JSON object or refuses it in a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

_MOST_ENTRIES = 400  # a year of diary days
_LARGEST = Decimal(1_000_000)

Mark: TypeAlias = Decimal | None  # None: left open


@dataclass(frozen=True, kw_only=True, slots=True)
class Items:
    """The answers of a questionnaire in its own order; an item with two marks holds both."""

    marks: tuple[tuple[Decimal, ...], ...]  # empty: left open
    names: tuple[str, ...] = ()  # where the person named the items (activities)
    subscale: str = ""
    rule_version: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """One number, as of a pain scale."""

    value: Mark
    subscale: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Diary:
    """One number for each day that was asked; None for a day without an answer."""

    days: tuple[Mark, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticked:
    """How many statements were ticked, and whether the person confirmed that none applies."""

    count: int | None
    none_applies_confirmed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """An answer in words."""

    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """A score that was worked out elsewhere."""

    score: Mark
    subscale: str = ""
    rule_version: str = ""
    value_set: str = ""


Form: TypeAlias = Items | Value | Diary | Ticked | Answered | Given


class FormNotReadable(ValueError):
    """A form cannot be read. `says` and `remedy` are sentences; `field` names the input."""

    def __init__(self, code: str, says: str, remedy: str, field: str) -> None:
        super().__init__(says)
        self.code, self.says, self.remedy, self.field = code, says, remedy, field


_KINDS = ("items", "value", "diary", "ticked", "label", "score")
_BESIDE = {
    "items": ("subscale", "rule_version"),
    "value": ("subscale",),
    "diary": (),
    "ticked": ("none_applies_confirmed",),
    "label": (),
    "score": ("subscale", "rule_version", "value_set"),
}


def read_form(given: Any, field: str = "input") -> tuple[Form, tuple[str, ...]]:
    """The form in a JSON object, and the names of fields that say nothing to it.

    Raises `FormNotReadable`. A text in place of a number is read when it is one ("7"); an empty text and null are
    both a missing answer.
    """
    if not isinstance(given, Mapping):
        raise FormNotReadable("not-a-form", f"{field} is not an object.", 'Write for instance {"value": 7}.', field)
    kinds = [kind for kind in _KINDS if kind in given]
    if len(kinds) != 1:
        which = " and ".join(kinds) if kinds else "none of them"
        raise FormNotReadable(
            "which-form", f"{field} holds {which}; a form is one of {', '.join(_KINDS)}.", "Give exactly one.", field
        )
    kind = kinds[0]
    unknown = tuple(str(key) for key in given if key != kind and key not in _BESIDE[kind])
    return _READERS[kind](given, field), unknown


def _items(given: Mapping[str, Any], field: str) -> Form:
    entries: Any = given["items"]
    names: tuple[str, ...] = ()
    if isinstance(entries, Mapping):
        names, entries = tuple(str(name) for name in entries), list(entries.values())
    entries = _list(entries, f"{field}.items")
    return Items(
        marks=tuple(_marks(entry, f"{field}.items[{place}]") for place, entry in enumerate(entries)),
        names=names,
        subscale=_word(given, "subscale", field),
        rule_version=_word(given, "rule_version", field),
    )


def _value(given: Mapping[str, Any], field: str) -> Form:
    return Value(value=_number(given["value"], f"{field}.value"), subscale=_word(given, "subscale", field))


def _diary(given: Mapping[str, Any], field: str) -> Form:
    days = _list(given["diary"], f"{field}.diary")
    return Diary(days=tuple(_number(day, f"{field}.diary[{place}]") for place, day in enumerate(days)))


def _ticked(given: Mapping[str, Any], field: str) -> Form:
    confirmed = given.get("none_applies_confirmed")
    if confirmed is not None and not isinstance(confirmed, bool):
        raise FormNotReadable(
            "not-yes-or-no",
            f"{field}.none_applies_confirmed is neither true nor false.",
            "Write true or false.",
            f"{field}.none_applies_confirmed",
        )
    ticked = given["ticked"]
    if isinstance(ticked, Sequence) and not isinstance(ticked, str):
        numbers = {_number(entry, f"{field}.ticked[{place}]") for place, entry in enumerate(ticked[:_MOST_ENTRIES])}
        if None in numbers or len(numbers) != len(ticked):
            raise FormNotReadable(
                "ticked-list",
                f"{field}.ticked names a statement twice or leaves one open.",
                "List each ticked statement once, by its number.",
                f"{field}.ticked",
            )
        return Ticked(count=len(numbers), none_applies_confirmed=bool(confirmed))
    count = _number(ticked, f"{field}.ticked")
    if count is not None and (count != int(count) or count < 0):
        raise FormNotReadable(
            "not-a-count", f"{field}.ticked is not a count of statements.", "Give a whole number.", f"{field}.ticked"
        )
    return Ticked(count=None if count is None else int(count), none_applies_confirmed=bool(confirmed))


def _label(given: Mapping[str, Any], field: str) -> Form:
    label = given["label"]
    if label is None:
        return Answered(label="")
    if isinstance(label, bool) or not isinstance(label, (str, int, float)):
        raise FormNotReadable("not-a-label", f"{field}.label is not text.", "Give the label.", f"{field}.label")
    return Answered(label=" ".join(str(label).split())[:200])


def _score(given: Mapping[str, Any], field: str) -> Form:
    return Given(
        score=_number(given["score"], f"{field}.score"),
        subscale=_word(given, "subscale", field),
        rule_version=_word(given, "rule_version", field),
        value_set=_word(given, "value_set", field),
    )


_READERS = {"items": _items, "value": _value, "diary": _diary, "ticked": _ticked, "label": _label, "score": _score}


def _list(entries: Any, field: str) -> Sequence[Any]:
    if isinstance(entries, (str, bytes)) or not isinstance(entries, Sequence):
        raise FormNotReadable("not-a-list", f"{field} is not a list.", "Give the answers in their order.", field)
    if len(entries) > _MOST_ENTRIES:
        raise FormNotReadable(
            "too-many", f"{field} holds {len(entries)} entries.", f"Give {_MOST_ENTRIES} at most.", field
        )
    return entries


def _marks(entry: Any, field: str) -> tuple[Decimal, ...]:
    if isinstance(entry, Sequence) and not isinstance(entry, (str, bytes)):
        marks = tuple(_number(mark, field) for mark in entry[:_MOST_ENTRIES])
        return tuple(mark for mark in marks if mark is not None)
    mark = _number(entry, field)
    return () if mark is None else (mark,)


def _word(given: Mapping[str, Any], key: str, field: str) -> str:
    word = given.get(key)
    if word is None:
        return ""
    if isinstance(word, bool) or not isinstance(word, (str, int)):
        raise FormNotReadable("not-a-word", f"{field}.{key} is not text.", "Give its name.", f"{field}.{key}")
    return str(word).strip()[:100]


def _number(entry: Any, field: str) -> Mark:
    if entry is None:
        return None
    if isinstance(entry, str) and entry.strip().casefold() in ("", "missing"):
        return None
    problem = FormNotReadable(
        "not-a-number", f"{field} is not a number.", "Give a number, or null for a missing answer.", field
    )
    if isinstance(entry, bool) or not isinstance(entry, (int, float, str, Decimal)):
        raise problem
    text = str(entry).strip()
    if len(text) > 40:
        raise problem
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise problem from None
    if not value.is_finite() or abs(value) > _LARGEST or (value and value.adjusted() < -12):
        raise problem
    return value
