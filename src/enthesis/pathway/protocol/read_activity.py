"""Reading one activity of a protocol file."""

from dataclasses import dataclass

from enthesis.pathway.protocol.block import Accept, Block
from enthesis.pathway.protocol.model import UNSTATED, Activity, Condition, Kind, Purpose, Role, Value
from enthesis.pathway.protocol.notes import Notes
from enthesis.pathway.protocol.read_decision import read_decision, read_threshold
from enthesis.pathway.protocol.read_timing import read_timing
from enthesis.pathway.protocol.yaml_text import Scalar, Table

MODES = ("in person", "telehealth", "either")


def read_activities(block: Block, origin: str) -> tuple[Activity, ...]:
    """All activities of a file, in its order; one that stands twice is kept once."""
    found: dict[str, Activity] = {}
    for place, table in enumerate(block.tables("activities"), 1):
        activity = read_activity(table, block.notes, place, origin)
        if activity.id in found:
            block.notes.complain(
                "duplicate-activity",
                "a second activity has this id.",
                "Give each activity its own id.",
                activity=activity.id,
                line=table.line,
            )
        else:
            found[activity.id] = activity
    return tuple(found.values())


def read_activity(table: Table, notes: Notes, place: int, origin: str) -> Activity:
    """One activity; `place` names one that has no id."""
    written = table.items.get("id")
    label = written.text if isinstance(written, Scalar) and written.text else f"number {place}"
    block = Block(table, notes, label)
    minutes = _minutes(block)
    activity = Activity(
        id=block.name("id", required=True) or label,
        kind=block.choice("kind", Kind, required=True) or _unsound(block, "kind", Kind.ADJUNCT),
        title=block.text("title", required=True),
        by=block.choice("by", Role, required=True) or Role.CLINICIAN,
        timing=read_timing(block),
        purpose=block.choice("purpose", Purpose),
        mode=_mode(block),
        requires=block.choices("requires", Condition),
        sets=block.choices("sets", Condition),
        before_injections=block.choices("before_injections", Condition),
        needs=block.texts("needs"),
        minutes=minutes.usual,
        minutes_min=minutes.least,
        minutes_max=minutes.most,
        optional=block.flag("optional"),
        decision=read_decision(block),
        measures=block.texts("measures"),
        until=block.text("until"),
        lasts_weeks=block.value("lasts_weeks", Accept.WHOLE),
        per_week=block.value("per_week", Accept.WHOLE),
        holds=block.texts("holds"),
        prescriber_decides=block.flag("prescriber_decides"),
        responder=read_threshold(block, "responder"),
        says=block.text("says"),
        source=block.sources.whole,
        origin=origin,
    )
    if not activity.source:
        block.complain(
            "missing-source",
            "no source says that it belongs to the course.",
            "Write `source:` with a key of `sources`.",
            line=table.line,
        )
    block.done()
    return activity


def _unsound(block: Block, part: str, kind: Kind) -> Kind:
    block.unsound(part)
    return kind


def _mode(block: Block) -> Value:
    mode = block.value("mode", Accept.ANY)
    if mode.is_stated and mode.value not in MODES:
        block.complain("unknown-mode", f'"{mode}" is no mode.', f"Write one of: {', '.join(MODES)}.", "mode")
        return UNSTATED
    return mode


@dataclass(frozen=True, slots=True)
class _Minutes:
    usual: Value
    least: Value = UNSTATED
    most: Value = UNSTATED


def _minutes(block: Block) -> _Minutes:
    """How long it takes: one figure, or {min, typical, max}."""
    node = block.table.items.get("minutes")
    if not isinstance(node, Table) or "value" in node.items or "decided" in node.items:
        return _Minutes(block.value("minutes", Accept.WHOLE))
    inner = block.block("minutes")
    if inner is None:
        return _Minutes(UNSTATED)
    least, usual, most = (inner.value(key, Accept.WHOLE, required=True) for key in ("min", "typical", "max"))
    inner.done()
    return _Minutes(usual, least, most)
