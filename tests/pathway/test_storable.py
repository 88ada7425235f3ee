"""Which texts can be kept: every text field of every kind of event asks the same."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from enthesis.pathway.codec import UnreadableEvent, read
from enthesis.pathway.events import KINDS
from enthesis.pathway.storable import is_storable, may_need_mending, mended, why_none_storable, why_not_storable

HALF, NUL = "Zo\ud800", "Zo\x00"
SOUND = ["", "Zoë", "膝", "\U0001f9b5", "a\tb\nc", "\x01\x1f\x7f\x85", "\ufffd", "\U0010ffff"]
PLAIN = {str: "x", date: "2026-03-02", datetime: "2026-03-02T09:00:00+00:00", Decimal: "1", int: 1, bool: True}


def some(hint: Any) -> Any:
    """A JSON value that a field of that type takes."""
    if hint in PLAIN:
        return PLAIN[hint]
    if is_dataclass(hint):
        return needed(hint)
    if get_origin(hint) is tuple:
        return []
    return {} if issubclass(get_origin(hint) or NoneType, Mapping) else None


def needed(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {
        each.name: some(hints[each.name])
        for each in fields(kind)
        if each.default is MISSING and each.default_factory is MISSING
    }


def holding(hint: Any, text: str) -> Iterator[Any]:
    """JSON values of that type with the text at one place, for each place that it has."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint is str:
        yield text
    elif is_dataclass(hint):
        hints = get_type_hints(hint)
        for each in fields(hint):  # type: ignore[arg-type]  # a class, not a value
            yield from ({**needed(hint), each.name: value} for value in holding(hints[each.name], text))
    elif origin is tuple:
        yield from ([value] for value in holding(inner[0], text))
    elif origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        yield from ({"said": text}, {text: "said"}, {"said": [{"deep": text}]})
    else:
        yield from (value for part in inner if part is not NoneType for value in holding(part, text))


def places(text: str) -> list[tuple[str, str, dict[str, Any]]]:
    found = []
    for name, kind in KINDS.items():
        hints = get_type_hints(kind)
        for each in fields(kind):
            for value in holding(hints[each.name], text):
                found.append((name, each.name, {"kind": name, **needed(kind), each.name: value}))
    return found


def test_no_text_field_of_any_event_takes_what_cannot_be_kept() -> None:
    for text in (HALF, NUL):
        table = places(text)
        assert {name for name, _, _ in table} == set(KINDS)
        assert len(table) > 500
        for name, field, event in table:
            with pytest.raises(UnreadableEvent) as told:
                read(event)
            assert "character 3 of it is" in told.value.says, (name, field)
            assert is_storable(told.value.says), (name, field)


def test_all_of_them_take_every_other_text() -> None:
    for text in ("Zoë \U0001f9b5", "\x01\x7f\x85"):
        for name, field, event in places(text):
            try:
                read(event)
            except UnreadableEvent as told:
                pytest.fail(f"{name}, {field}: {told.says}")


@pytest.mark.parametrize("text", SOUND)
def test_what_can_be_kept(text: str) -> None:
    assert is_storable(text)
    assert why_not_storable(text) == why_none_storable({text: [text, 7, None]}) == ""
    assert mended(text) == text


@pytest.mark.parametrize(
    ("text", "why", "shown"),
    [
        (HALF, "character 3 of it is half of a character (\\ud800)", "Zo\ufffd"),
        ("\udfffë", "character 1 of it is half of a character (\\udfff)", "\ufffdë"),
        (NUL, "character 3 of it is U+0000, which no text holds", "Zo\ufffd"),
    ],
)
def test_what_cannot_be_kept_is_told_with_its_place(text: str, why: str, shown: str) -> None:
    assert not is_storable(text)
    assert why_not_storable(text) == why_none_storable([{"a": {"b": (text,)}}]) == why
    assert mended([{text: [text, 7]}]) == [{shown: [shown, 7]}]


def test_which_kept_json_may_need_mending() -> None:
    assert may_need_mending('"\\ud800"')
    assert may_need_mending('"\\u0000"')
    assert not may_need_mending('"Zo\\u00eb"')
