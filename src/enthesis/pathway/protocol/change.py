"""What a clinic changes in one activity of its draft. A figure that a source states becomes the clinic's decision,
with name, day and reason, and the source's figure stays beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enthesis.pathway.protocol.edit import Fields
from enthesis.pathway.protocol.figures import figures
from enthesis.pathway.protocol.model import (
    NOT_STATED,
    Activity,
    AfterEach,
    BeforeEach,
    Once,
    Protocol,
    Schedule,
    Series,
    Step,
    Unit,
    Value,
)
from enthesis.pathway.protocol.raw import Raw, Word, raw
from enthesis.pathway.protocol.words import anchor, window

Typed = int | Decimal | bool | str
ENDS = ("opens", "ideal", "closes")


@dataclass(frozen=True, slots=True)
class Placed:
    """One window of an activity in its block: `prefix` is "", "first." or "then."."""

    prefix: str
    key: str  # of its anchor: after, after_each, first.after; empty: the session before
    step: Step


@dataclass(frozen=True, slots=True)
class StepChange:
    """A window counted from something else, or in another unit."""

    prefix: str
    after: str
    unit: Unit
    why: str


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure decided; None: back to what the source says."""

    path: str
    value: Typed | None
    why: str


@dataclass(frozen=True, slots=True)
class ActivityChange:
    """Everything that one form changes. `words`: keys of the block, None to take a key out."""

    words: "Mapping[str, Raw | None]"
    steps: Sequence[StepChange] = ()
    figures: Sequence[FigureChange] = ()
    options: Sequence[Mapping[str, Raw]] | None = None


def placed(activity: Activity) -> tuple[Placed, ...]:
    """The windows of an activity, each with where it stands in the block."""
    match activity.timing:
        case Once(step):
            return (Placed("", "after", step),)
        case Series(step=step, then=then):
            return (Placed("first.", "first.after", step), Placed("then.", "", then))
        case AfterEach(step=step):
            return (Placed("", "after_each", step),)
        case Schedule(clock=clock, step=step) if clock == activity.id:
            return (Placed("first.", "first.after", step),)
    return ()


def clock_of(activity: Activity) -> tuple[str, str]:
    """What an activity without a window of its own is counted from: the key in its block, and the activity."""
    match activity.timing:
        case BeforeEach(each=each):
            return "before_each", each
        case Schedule(clock=clock, unit=unit) if clock != activity.id:
            return f"at_{unit.value}.of", clock
    return "", ""


def changed(
    fields: Fields, protocol: Protocol, activity: Activity, change: ActivityChange, by: str, on: date
) -> Fields:
    """The block of an activity with the changes of one form. `by` and `on` sign what is decided."""
    made = _copy(fields)
    for key, value in change.words.items():
        if value is None:
            made.pop(key, None)
        else:
            _put(made, key.split("."), value)
    now = {figure.path: figure.value for figure in figures(activity, protocol)}
    typed = {each.path: each for each in change.figures}
    for move in change.steps:
        old = next((each for each in placed(activity) if each.prefix == move.prefix), None)
        if old is not None:
            _move(made, old, move, typed, by, on)
    for path, each in typed.items():
        _put(made, path.split("."), figure_raw(now.get(path, Value()), each, by, on))
    if change.options is not None:
        decide = made.get("decide")
        made["decide"] = {**(decide if isinstance(decide, dict) else {}), "options": raw(list(change.options))}
    return made


def decided(value: Typed, instead: Value | None, by: str, on: date, why: str) -> dict[str, Raw]:
    """A decision as it stands in a file."""
    written: dict[str, Raw] = {
        "decided": raw(value) if not isinstance(value, str) else Word(value, True),
        "by": Word(by, True),
        "on": raw(on),
        "why": Word(why, True),
    }
    if instead is not None:
        written["instead_of"] = _stated(instead)
    return written


def figure_raw(now: Value, each: FigureChange, by: str, on: date) -> Raw:
    """A figure as it stands in the file once it is decided, or what its source says again."""
    source = now.instead_of if now.is_decision else now if now.is_stated else None
    if each.value is None:
        return Word(NOT_STATED) if source is None else _stated(source)
    return decided(each.value, source, by, on, each.why)


def _stated(value: Value) -> dict[str, Raw]:
    said = Word(value.value, True) if isinstance(value.value, str) else raw(value.value)
    return {"value": said, "source": Word(value.source)}


def _move(made: Fields, old: Placed, move: StepChange, typed: dict[str, FigureChange], by: str, on: date) -> None:
    """Another anchor or unit: each figure of the window becomes the clinic's, and its reason tells the source's."""
    before = f"{old.prefix}{old.step.unit.value}"
    rests = ", ".join(dict.fromkeys(value.source for _, value in old.step.values() if value.source))
    was = f" Instead of: {window(old.step)}, after {anchor(old.step.after)} ({rests})." if rests else ""
    ends: dict[str, Raw] = {}
    for end, value in old.step.values():
        new = typed.pop(f"{before}.{end}", None)
        wanted = new.value if new is not None else value.value
        why = (new.why if new is not None else "") or move.why or value.why
        ends[end] = Word(NOT_STATED) if wanted is None else decided(wanted, None, by, on, f"{why}{was}")
    inner: Raw = made
    for key in old.prefix.rstrip(".").split(".") if old.prefix else ():
        inner = inner[key] if isinstance(inner, dict) else {}
    if isinstance(inner, dict):
        kept = [(key if key != old.step.unit.value else move.unit.value, value) for key, value in inner.items()]
        inner.clear()
        inner.update(kept)
        inner[move.unit.value] = ends
    if old.key:
        _put(made, old.key.split("."), Word(move.after))


def _put(table: Fields, path: Sequence[str], value: Raw) -> None:
    key, rest = path[0], path[1:]
    if not rest:
        table[key] = value
        return
    inner = table.get(key)
    if not isinstance(inner, dict):
        beside = {"before": "after", "after": "before", "early": "late", "late": "early"}.get(rest[0])
        inner = {beside: Word(NOT_STATED)} if beside and len(rest) == 1 else {}
        table[key] = inner
    _put(inner, rest, value)


def _copy(value: Fields) -> Fields:
    def one(item: Raw) -> Raw:
        if isinstance(item, dict):
            return {key: one(each) for key, each in item.items()}
        return [one(each) for each in item] if isinstance(item, list) else item

    return {key: one(item) for key, item in value.items()}
