"""Events to plain JSON values and back, driven by the classes' own annotations.

    {"kind": "DiaryEntered", "id": "e7", "happened_on": "2026-03-05", "pain": "4"}

Empty and default fields are left out when written. Doses and scores are written as strings, so that no
reader turns them into binary fractions. A reading error names the event, the field and the remedy.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from enthesis.pathway.events import KINDS, Event, Happening
from enthesis.pathway.storable import is_storable, why_none_storable, why_not_storable

Reader = Callable[[Any], Any]

LONGEST_TEXT = 20_000
LARGEST = 10**9
_OBJECT = (dict, Mapping)  # the first is the usual one, and quick to tell


class UnreadableEvent(Exception):
    """A JSON value is not an event. `says` names what and where, `remedy` the way on."""

    def __init__(self, says: str, remedy: str, field: str = "") -> None:
        super().__init__(says)
        self.says, self.remedy, self.field = says, remedy, field


def write(event: Event) -> dict[str, Any]:
    """The event as plain JSON values, `kind` first."""
    return {"kind": type(event).__name__, **_written(event)}


def read(value: Any) -> Event:
    """The event that a JSON object stands for. Raises `UnreadableEvent`."""
    if not isinstance(value, _OBJECT):
        raise UnreadableEvent("An event is a JSON object.", 'Write {"kind": ..., "id": ..., ...}.')
    name = value.get("kind")
    if not isinstance(name, str) or name not in _SHAPES:
        near = get_close_matches(str(name), _SHAPES, 1, 0.5)
        hint = f'Did you mean "{near[0]}"?' if near else "The kinds are listed in docs/manual/events.md."
        raise UnreadableEvent(f"{name!r:.80} is no kind of event.", hint, "kind")
    event: Event = _build(_SHAPES[name], value, name)
    return event


@dataclass(frozen=True, slots=True)
class _Shape:
    make: type[Any]
    readers: Mapping[str, Reader]
    needed: frozenset[str]


def _build(shape: _Shape, value: Mapping[str, Any], name: str) -> Any:
    readers = shape.readers
    try:
        return shape.make(**{field: readers[field](raw) for field, raw in value.items() if field != "kind"})
    except (KeyError, ValueError, TypeError, InvalidOperation, OverflowError):
        _check(shape, value, name)
        raise


def _check(shape: _Shape, value: Mapping[str, Any], name: str) -> None:
    """Say what is wrong with a value that could not be read: the first field that is at fault, in its own order."""
    readers = shape.readers
    for field, raw in value.items():
        reader = readers.get(field)
        if reader is None:
            if field == "kind":
                continue
            near = get_close_matches(field, readers, 1, 0.6)
            hint = f'Did you mean "{near[0]}"?' if near else f"It has: {', '.join(readers)}."
            raise UnreadableEvent(f'{name} has no field "{field:.80}".', hint, field)
        try:
            reader(raw)
        except (ValueError, TypeError, InvalidOperation, OverflowError) as problem:
            raise UnreadableEvent(f'{name}, field "{field}": {problem}.', "Correct that field.", field) from None
    missing = sorted(shape.needed - value.keys())
    if missing:
        raise UnreadableEvent(f"{name} lacks {', '.join(missing)}.", f'Add "{missing[0]}".', missing[0])


# -- reading one value ---------------------------------------------------------------------------------


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise ValueError(f"{raw!r:.80} is not text")
    if len(raw) > LONGEST_TEXT:
        raise ValueError(f"longer than {LONGEST_TEXT} characters")
    if ("\x00" in raw or not raw.isascii()) and not is_storable(raw):  # most texts are plain, and quick to tell
        raise ValueError(why_not_storable(raw))
    return raw


def _day(raw: Any) -> date:
    try:
        if isinstance(raw, str) and len(raw) == 10:
            return date.fromisoformat(raw)
    except ValueError:
        pass
    raise ValueError(f"{raw!r:.80} is not a day; write it as 2026-03-02")


def _instant(raw: Any) -> datetime:
    try:
        instant = datetime.fromisoformat(raw)
    except (ValueError, TypeError):
        raise ValueError(f"{raw!r:.80} is not an instant; write it as 2026-03-02T09:30:00+01:00") from None
    if instant.tzinfo is None:
        raise ValueError(f"{raw!r} has no time zone; write it as 2026-03-02T09:30:00+01:00")
    return instant if instant.tzinfo is UTC else instant.astimezone(UTC)


def _number(raw: Any) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        raise ValueError(f"{raw!r:.80} is not a number")
    try:
        number = Decimal(raw if isinstance(raw, str) else str(raw))
    except InvalidOperation:
        raise ValueError(f"{raw!r:.80} is not a number") from None
    if not number.is_finite() or not -LARGEST < number < LARGEST:
        raise ValueError(f"{raw!r:.80} is not a plausible number")
    return number


def _count(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= 10_000:
        raise ValueError(f"{raw!r:.80} is not a whole number from 0 to 10000")
    return raw


def _yes_or_no(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise ValueError(f"{raw!r:.80} is neither true nor false")
    return raw


def _table(raw: Any) -> dict[str, Any]:
    if not isinstance(raw, Mapping) or not all(isinstance(key, str) for key in raw):
        raise ValueError("not a JSON object")
    wrong = why_none_storable(raw)
    if wrong:
        raise ValueError(wrong)
    return dict(raw)


_SIMPLE: Mapping[Any, Reader] = {
    str: _text,
    date: _day,
    datetime: _instant,
    Decimal: _number,
    int: _count,
    bool: _yes_or_no,
}


def _reader(hint: Any) -> Reader:
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        (some,) = (part for part in inner if part is not NoneType)
        reader = _reader(some)
        return lambda raw: None if raw is None else reader(raw)
    if origin is tuple:
        each = _reader(inner[0])

        def several(raw: Any) -> tuple[Any, ...]:
            if not isinstance(raw, list | tuple):
                raise ValueError("not a list")
            return tuple(map(each, raw))

        return several
    if origin is not None and issubclass(origin, Mapping):
        return _table
    shape = _shape(hint)

    def nested(raw: Any) -> Any:
        if not isinstance(raw, Mapping):
            raise ValueError("not a JSON object")
        return _build(shape, raw, hint.__name__)

    return nested


def _shape(kind: type[Any]) -> _Shape:
    hints = get_type_hints(kind)
    return _Shape(
        make=kind,
        readers={spec.name: _reader(hints[spec.name]) for spec in fields(kind)},
        needed=frozenset(s.name for s in fields(kind) if s.default is MISSING and s.default_factory is MISSING),
    )


_SHAPES: Mapping[str, _Shape] = {name: _shape(kind) for name, kind in KINDS.items()}


# -- writing -----------------------------------------------------------------------------------------------


_AS_THEY_ARE = frozenset({str, int, bool, NoneType})


def _plain(value: Any) -> Any:
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, str | int | float):
        return value
    return _written(value)


_WRITTEN: dict[type[Any], tuple[tuple[str, Any], ...]] = {}


def _written(thing: Any) -> dict[str, Any]:
    kind = type(thing)
    specs = _WRITTEN.get(kind)
    if specs is None:
        specs = _WRITTEN[kind] = tuple((spec.name, spec.default) for spec in fields(thing))
    found = {}
    for name, default in specs:
        value = getattr(thing, name)
        if value is not default and value != default:
            found[name] = _plain(value)
    return found


def personal_fields(kind: str) -> tuple[str, ...]:
    """Which fields of a kind of event hold a person's own words."""
    made: type[Happening] | None = KINDS.get(kind)
    return made.personal if made else ()
