"""Any event, and any log of events, for property tests."""

from dataclasses import MISSING, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from enthesis.pathway.events import KINDS, Event, Happening

ACTIVITIES = (
    "evaluation",
    "candidacy",
    "consent",
    "plan",
    "intake",
    "diagnostic-injection",
    "response-review",
    "treatment",
    "session-review",
    "physical-therapy",
    "follow-up",
    "no-such-thing",
)
NAMES: dict[str, tuple[str, ...]] = {
    "activity": ACTIVITIES,
    "option": ("go-on", "do-not", "ask-again", "continue", "stop", "change", "wait", "nonsense"),
    "outcome": ("eligible", "not-yet", "not-suitable", "urgent", "nonsense"),
    "visit": ("v1", "v2", "v3"),
    "symptom": ("s1", "s2"),
    "level": ("emergency", "urgent_care", "self_care", ""),
    "instrument": ("nrs_pain", "odi", "width"),
    "protocol": ("nutura-back", "sit-knee-2020"),
    "side": ("left", "right", "both", ""),
    "drug": ("clopidogrel", "prednisolone"),
    "agreed": ("continue", "pause", "refused"),
}
_STAMPS = ("id", "recorded_at", "recorded_by", "replaces", "after", "overrides")
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: st.sampled_from(["", "words", "clopidogrel"]),
    date: DAYS,
    datetime: st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda moment: moment.replace(tzinfo=UTC)),
    Decimal: st.decimals(Decimal(0), Decimal(10), places=1),
    int: st.integers(0, 20),
    bool: st.booleans(),
}


def _of(hint: Any, name: str = "") -> st.SearchStrategy[Any]:
    if name in NAMES and hint is str:
        return st.sampled_from(NAMES[name])
    if hint in SIMPLE:
        return SIMPLE[hint]
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        (some,) = (part for part in inner if part is not NoneType)
        return st.none() | _of(some)
    if origin is tuple:
        return st.lists(_of(inner[0]), max_size=2).map(tuple)
    if origin is not None:
        return st.dictionaries(st.sampled_from(["age", "fever"]), st.sampled_from(["yes", "no", 3]), max_size=2)
    return _built(hint)


def _built(kind: type[Any]) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    needed, free = {}, {}
    for spec in fields(kind):
        if issubclass(kind, Happening) and spec.name in _STAMPS:
            continue
        is_needed = spec.default is MISSING and spec.default_factory is MISSING
        (needed if is_needed else free)[spec.name] = _of(hints[spec.name], spec.name)
    if issubclass(kind, Happening):
        needed["id"] = st.just("")
    return st.fixed_dictionaries(needed, optional=free).map(lambda found: kind(**found))


def events(*kinds: str) -> st.SearchStrategy[Event]:
    """Any event of the kinds named, or of all; ids are still empty."""
    return st.one_of([_built(KINDS[name]) for name in (kinds or KINDS)])
