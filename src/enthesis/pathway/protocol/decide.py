"""Deciding one figure that a source leaves open, in the file's own text: all else stays as it was written."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enthesis.pathway.protocol.complaint import ProtocolError, did_you_mean
from enthesis.pathway.protocol.figures import Figure, protocol_figures
from enthesis.pathway.protocol.house import House, shipped_text
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.protocol.places import activity_in, end_of, filled, plain, problem, written_out
from enthesis.pathway.protocol.read import examine
from enthesis.pathway.protocol.words import told
from enthesis.pathway.protocol.yaml_text import Node, Table, decode, parse

NAME = "protocol"


@dataclass(frozen=True, slots=True)
class LocalDecision:
    """What a clinic decides for one figure. `where`: activity ("" for the whole) and figure, as in `open_points`."""

    where: tuple[str, str]
    value: int | Decimal | bool | str
    why: str


def decide(
    text: str,
    where: tuple[str, str],
    value: int | Decimal | bool | str,
    by: str,
    on: date,
    why: str,
    *,
    name: str = NAME,
    house: House | None = None,
    house_text: str | None = None,
) -> str:
    """The text of a protocol file with one open figure filled by a clinic's decision; see `decide_all`."""
    decisions = [LocalDecision(where, value, why)]
    return decide_all(text, decisions, by, on, name=name, house=house, house_text=house_text)


def decide_all(
    text: str,
    decisions: Iterable[LocalDecision],
    by: str,
    on: date,
    *,
    version: str = "",
    name: str = NAME,
    house: House | None = None,
    house_text: str | None = None,
) -> str:
    """The text of a protocol file with several open figures decided at once, and a new version where one is given.

    All are written before the file is checked, so that a whole window may move. An earlier decision may be
    decided anew; a figure that a source states may not. A house step is first written out into the file.
    Raises `ProtocolError`: no such figure, stated by its source, or the file would be unsound.
    """
    text = decode(text, name)
    before = examine(text, name, house)
    if not before.is_usable:
        raise ProtocolError(before.complaints)
    house_words = shipped_text() if house_text is None else house_text
    for decision in decisions:
        _check_open(before.protocol, decision.where, name)
        text = _decided(text, decision, by, on, name, house_words)
    if version:
        root, _ = parse(text, name)
        place = root.items["version"]
        text = text[: place.start] + json.dumps(version, ensure_ascii=False) + text[end_of(place) :]
    after = examine(text, name, house)
    if not after.is_usable:
        raise ProtocolError([complaint for complaint in after.complaints if not complaint.is_warning])
    return text


def _decided(text: str, decision: LocalDecision, by: str, on: date, name: str, house_text: str) -> str:
    activity, path = decision.where
    root, _ = parse(text, name)
    if activity and activity_in(root, activity) is None:
        text = written_out(text, root, activity, name, house_text)
        root, _ = parse(text, name)
    place: Node | None = activity_in(root, activity) if activity else root
    if not isinstance(place, Table):
        raise problem(
            name, decision.where, "no-place", "it has no place in the file.", "Write the activity out in the file."
        )
    value, why = plain(decision.value), plain(decision.why)
    written = f"{{decided: {value}, by: {plain(by)}, on: {on.isoformat()}, why: {why}}}"
    return filled(text, place, path.split("."), written)


def _check_open(protocol: Protocol, where: tuple[str, str], name: str) -> None:
    known = {(figure.activity, figure.path): figure for figure in protocol_figures(protocol)}
    found: Figure | None = known.get(where)
    if found is None:
        paths = [path for activity, path in known if activity == where[0]]
        remedy = did_you_mean(where[1], paths, "Look at `enthesis protocol show` for the figures that are open.")
        raise problem(name, where, "no-figure", f'there is no figure "{where[1]}".', remedy)
    if found.value.is_stated and not found.value.is_decision:
        says = f"`{found.path}` is stated: {told(found.value, found.unit)}."
        remedy = "Only what a source leaves open is decided; to depart from a source, write a protocol of your own."
        raise problem(name, where, "stated", says, remedy)
