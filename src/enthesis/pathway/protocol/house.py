"""The steps that Enthesis adds to every course, and how they join a protocol."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from enthesis import knowledge
from enthesis.pathway.protocol.block import Block
from enthesis.pathway.protocol.complaint import ProtocolError
from enthesis.pathway.protocol.model import (
    START,
    Activity,
    AfterEach,
    BeforeEach,
    Condition,
    Kind,
    Once,
    Purpose,
    Schedule,
)
from enthesis.pathway.protocol.notes import Notes, unlisted
from enthesis.pathway.protocol.read_activity import read_activities
from enthesis.pathway.protocol.yaml_text import parse

FILE = "house.yaml"
TREATMENT = "treatment"  # in the house file: whatever activity a protocol's treatment injections are
COURSE = "course"


@dataclass(frozen=True, slots=True)
class House:
    """The house steps in one version."""

    version: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    activities: tuple[Activity, ...] = ()


NO_HOUSE = House()


@cache
def shipped_text() -> str:
    """The house file as it ships."""
    return knowledge.path("protocols").joinpath(FILE).read_text(encoding="utf-8")


@cache
def shipped_house() -> House:
    """The house steps as they ship."""
    return read_house(shipped_text(), FILE)


def read_house(text: str | bytes, name: str) -> House:
    """The house steps from a file; raises `ProtocolError`."""
    table, complaints = parse(text, name)
    notes = Notes(name, complaints)
    block = Block(table, notes)
    block.name("id", required=True)
    block.text("title")
    version = block.text("version", required=True)
    block.text("status", required=True)
    block.day("review_by", required=True)
    sources = read_sources(block)
    house = House(version, sources, read_activities(block, "house"))
    block.done()
    unlisted(notes, sources)
    if notes.complaints:
        raise ProtocolError(notes.complaints)
    return house


def read_sources(block: Block) -> dict[str, str]:
    """The documents and local decisions that a file rests on, each in words."""
    listed = block.block("sources")
    if listed is None:
        return {}
    listed.asked.clear()
    found = {key: listed.text(key, required=True) for key in listed.table.items}
    listed.done()
    return found


def join(own: tuple[Activity, ...], house: House, without: tuple[str, ...]) -> tuple[Activity, ...]:
    """A protocol's activities with the house steps that it neither states itself nor leaves out.

    What begins the course stands in front, what follows sessions stands behind.
    """
    stated = {activity.id: activity for activity in own}
    treatment = next((activity.id for activity in own if activity.purpose is Purpose.TREATMENT), "")
    kept = [
        _fitted(stated.get(step.id, step), treatment)
        for step in house.activities
        if step.id not in without
        and (step.id not in stated or stated[step.id].origin == "house")
        and (treatment or not _speaks_of(step, TREATMENT))
    ]
    placed = {step.id for step in kept}
    front: list[Activity] = []
    back: list[Activity] = []
    for step in kept:
        early = isinstance(step.timing, Once) and step.timing.step.after in {START, *[a.id for a in front]}
        (front if early else back).append(step)
    everything = (*front, *[activity for activity in own if activity.id not in placed], *back)
    names = {activity.id for activity in everything}
    shipped = {step.id: step for step in house.activities}
    gates = [gate for step in house.activities if step.id in names for gate in step.before_injections]
    known = (_known_only(a, shipped[a.id], names) if a.id in placed else a for a in everything)
    return tuple(_gated(activity, gates) for activity in known)


def _gated(activity: Activity, gates: list[Condition]) -> Activity:
    """An injection waits for what the house steps bring about, besides what its own protocol asks for."""
    if activity.kind is not Kind.INJECTION:
        return activity
    return replace(activity, requires=tuple(dict.fromkeys([*gates, *activity.requires])))


def _speaks_of(step: Activity, name: str) -> bool:
    timing = step.timing
    return (isinstance(timing, AfterEach | BeforeEach) and timing.each == name) or (
        isinstance(timing, Schedule) and timing.clock == name
    )


def _fitted(step: Activity, treatment: str) -> Activity:
    """A house step that speaks of the treatment, in a protocol that calls its treatment by another name."""
    if not treatment or treatment == TREATMENT:
        return step
    timing = step.timing
    if isinstance(timing, AfterEach) and timing.each == TREATMENT:
        timing = replace(timing, each=treatment, step=replace(timing.step, after=treatment))
    elif isinstance(timing, BeforeEach) and timing.each == TREATMENT:
        timing = replace(timing, each=treatment)
    elif isinstance(timing, Schedule) and timing.clock == TREATMENT:
        timing = replace(timing, clock=treatment)
    decision = step.decision
    if decision is not None:
        options = tuple(
            replace(option, ends=tuple(treatment if name == TREATMENT else name for name in option.ends))
            for option in decision.options
        )
        decision = replace(decision, options=options)
    return replace(step, timing=timing, decision=decision)


def _known_only(step: Activity, shipped: Activity, names: set[str]) -> Activity:
    """A house step whose options name only what this protocol has, of all that the house file names in them."""
    if step.decision is None or shipped.decision is None:
        return step
    listed = {name for option in shipped.decision.options for name in (*option.ends, *option.repeats)}
    absent = listed - names - {COURSE}
    options = tuple(
        replace(
            option,
            ends=tuple(name for name in option.ends if name not in absent),
            repeats=tuple(name for name in option.repeats if name not in absent),
        )
        for option in step.decision.options
    )
    return replace(step, decision=replace(step.decision, options=options))
