"""Reads `knowledge/triage/escalation.yaml` once."""

from datetime import UTC, tzinfo
from functools import cache

from enthesis.knowledge import path
from enthesis.pathway.escalation.model import Clock, Decided, Duty, Rules, Why, Within
from enthesis.pathway.plain_yaml import Block, NotReadable, read_plain

FILE = "triage/escalation.yaml"
_STARTS = (Why.ON_CALL.value, Why.INJECTOR.value, Why.LEAD.value)


@cache
def shipped() -> Rules:
    """The clocks and the ladder as they ship; nobody is on call and nothing is decided. Raises `NotReadable`."""
    return read_rules(path("triage").joinpath("escalation.yaml").read_text(encoding="utf-8"), FILE)


def rules(
    *,
    decided: tuple[Decided, ...] = (),
    on_call: tuple[Duty, ...] = (),
    clinicians: frozenset[str] | None = None,
    leads: tuple[str, ...] = (),
    zone: tzinfo = UTC,
) -> Rules:
    """The shipped rules with what one clinic decided, and who works there."""
    kept = shipped()
    return Rules(
        version=kept.version,
        clocks=kept.clocks,
        first=kept.first,
        ladder=kept.ladder,
        decided=decided,
        on_call=on_call,
        clinicians=clinicians,
        leads=leads,
        zone=zone,
    )


def read_rules(text: str, name: str) -> Rules:
    """The rules in a file laid out like `triage/escalation.yaml`. Raises `NotReadable`."""
    block = read_plain(text, name)
    version = f"escalation {block.text('version')}"
    block.one_of("status", ("draft", "reviewed", "retired"))
    block.day("review_by")
    block.texts("sources")
    block.text("ruling")
    clocks = tuple(_clock(entry) for entry in block.blocks("clocks"))
    found = Rules(version=version, clocks=clocks, first=_whys(block, "first"), ladder=_whys(block, "ladder"))
    block.close()
    levels = [level for clock in clocks for level in clock.levels]
    if len(levels) != len(set(levels)):
        raise NotReadable(f"{name}: a level stands under two clocks.")
    if sum(not clock.levels for clock in clocks) != 1:
        raise NotReadable(f"{name}: exactly one clock has no levels: that of what nobody has triaged.")
    return found


def _whys(block: Block, key: str) -> tuple[Why, ...]:
    found = block.texts(key)
    if not found or not set(found) <= set(_STARTS):
        raise block.wrong(key, f"some of: {', '.join(_STARTS)}")
    return tuple(Why(one) for one in found)


def _clock(block: Block) -> Clock:
    within, days = _within(block)
    unit = block.one_of("unit", ("minutes", "days"), "") if "unit" in block else ""
    clock = Clock(
        id=block.text("id"),
        title=block.text("title"),
        levels=block.texts("levels"),
        within=within,
        days=days,
        unit=unit,
        most=block.whole("most") if unit else 0,
        says=block.text("says"),
        for_patient=block.text("for_patient"),
    )
    block.close()
    return clock


def _within(block: Block) -> tuple[Within, int]:
    said = block.text("within")
    if said in (Within.NOW, Within.TODAY, Within.NOT_STATED):
        return Within(said), 0
    days = block.whole("within")
    if not 1 <= days <= 365:
        raise block.wrong("within", "now, today, not stated, or a number of days from 1 to 365")
    return Within.DAYS, days
