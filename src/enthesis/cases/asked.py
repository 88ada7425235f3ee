"""The facts that each kind of event should tell: what a case leaves out, or tells in a way that is not read."""

from collections.abc import Iterator, Mapping
from typing import Any

from enthesis.cases.amounts import DEXTROSE, VOLUMES, first_amount, mix_parts, unread_amounts
from enthesis.cases.case import CaseEvent
from enthesis.cases.fields import not_read
from enthesis.cases.scales import VAS, Scale, figure_in
from enthesis.cases.scores import scores_of_another_time
from enthesis.cases.sessions import sites_told
from enthesis.cases.substances import is_without_dextrose

_INJECTION = ("sites", "solution", "dextrose_percent", "volume_ml", "guidance")
_SCORE = ("instrument", "value")
_EMPTY: tuple[Any, ...] = (None, "", [])


def missing_of(told: CaseEvent, scale: Scale, is_known_again: bool) -> Iterator[str]:
    """Facts that this event should tell and does not. `is_known_again`: it repeats an injection that is known."""
    yield from told.left
    details = told.details
    value = details.get("value")
    if told.what == "injection":
        yield from unread_amounts(details)
    if told.what in ("score", "diary") and value not in _EMPTY and figure_in(value).value is None:
        yield not_read("value", value)
    unread = any(name.startswith(("day ", "week ", "date ", "month ", "year ")) for name in told.left)
    if told.day is None and told.what != "decision" and not unread:
        yield "day of the event" if told.what == "other" else f"day of the {told.what.replace('_', ' ')}"
    if told.what == "injection":
        yield from _of_an_injection(details, is_known_again)
    for name in {"score": _SCORE, "diary": ("value",)}.get(told.what, ()):
        if details.get(name) in _EMPTY and not (name == "value" and told.what == "diary" and _has(details, "pain")):
            yield name
    for name, figure in scores_of_another_time(told):
        yield f'when "{name}" was (told as {figure} with other facts: it is kept in words, and compared with nothing)'
    has_value = told.what == "score" and value is not None
    unscaled = "scale_maximum" in details and details["scale_maximum"] is None
    if has_value and (unscaled or scale.instrument == VAS):
        yield "highest value of the scale: the score cannot be compared without it"


def _of_an_injection(details: Mapping[str, Any], is_known_again: bool) -> Iterator[str]:
    told = {
        "sites": bool(sites_told(details)),
        "solution": _has(details, "solution", "mix"),
        "dextrose_percent": _has(details, *DEXTROSE) or bool(mix_parts(details)) or is_without_dextrose(details),
        "volume_ml": _has(details, *VOLUMES),
        "guidance": _has(details, "guidance"),
    }
    for name in _INJECTION:
        if not told[name] and not is_known_again:
            yield _strength(details) if name == "dextrose_percent" else name.replace("_", " ")
    if not is_known_again and details.get("same_as") not in _EMPTY:
        yield f'what was injected (told as "the same as {details["same_as"]!s:.40}", which is not told before)'
    if first_amount(details, *VOLUMES) is None and "volume_ml_injected" in details:
        yield "volume injected (only the volume mixed is told): the dose given is not known"


def _strength(details: Mapping[str, Any]) -> str:
    """A strength in words may be that of the bottle or that of the mix: it is quoted, and asked for."""
    solution = details.get("solution") or details.get("mix")
    quoted = isinstance(solution, str) and "%" in solution
    return f'dextrose percent as injected (told as "{solution}")' if quoted else "dextrose percent"


def _has(details: Mapping[str, Any], *names: str) -> bool:
    return any(details.get(name) not in _EMPTY for name in names)
