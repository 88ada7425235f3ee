"""Deciding one figure that a source leaves open, in the file's own text: all else stays as it was written."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enthesis.pathway.protocol.complaint import Complaint, ProtocolError, did_you_mean, finding
from enthesis.pathway.protocol.figures import Figure, protocol_figures
from enthesis.pathway.protocol.house import House, shipped_text
from enthesis.pathway.protocol.model import NOT_STATED, Protocol
from enthesis.pathway.protocol.read import examine
from enthesis.pathway.protocol.words import told
from enthesis.pathway.protocol.yaml_text import Node, Scalar, Sequence, Table, decode, parse

PLAIN = re.compile(r"-?\d+(\.\d+)?|true|false")
NAME = "protocol"
BESIDE = {"early": "late", "late": "early", "before": "after", "after": "before"}  # the two ends of a margin


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
        text = text[: place.start] + json.dumps(version, ensure_ascii=False) + text[_end(place) :]
    after = examine(text, name, house)
    if not after.is_usable:
        raise ProtocolError([complaint for complaint in after.complaints if not complaint.is_warning])
    return text


def _decided(text: str, decision: LocalDecision, by: str, on: date, name: str, house_text: str) -> str:
    activity, path = decision.where
    root, _ = parse(text, name)
    if activity and _activity(root, activity) is None:
        text = _written_out(text, root, activity, name, house_text)
        root, _ = parse(text, name)
    place: Node | None = _activity(root, activity) if activity else root
    if not isinstance(place, Table):
        raise _error(
            name, decision.where, "no-place", "it has no place in the file.", "Write the activity out in the file."
        )
    value, why = _plain(decision.value), _plain(decision.why)
    written = f"{{decided: {value}, by: {_plain(by)}, on: {on.isoformat()}, why: {why}}}"
    return _filled(text, place, path.split("."), written)


def _check_open(protocol: Protocol, where: tuple[str, str], name: str) -> None:
    known = {(figure.activity, figure.path): figure for figure in protocol_figures(protocol)}
    found: Figure | None = known.get(where)
    if found is None:
        paths = [path for activity, path in known if activity == where[0]]
        remedy = did_you_mean(where[1], paths, "Look at `enthesis protocol show` for the figures that are open.")
        raise _error(name, where, "no-figure", f'there is no figure "{where[1]}".', remedy)
    if found.value.is_stated and not found.value.is_decision:
        says = f"`{found.path}` is stated: {told(found.value, found.unit)}."
        remedy = "Only what a source leaves open is decided; to depart from a source, write a protocol of your own."
        raise _error(name, where, "stated", says, remedy)


def _error(name: str, where: tuple[str, str], code: str, says: str, remedy: str) -> ProtocolError:
    return ProtocolError([Complaint(name, finding(code, says, remedy, where[1]), where[0])])


def _plain(value: int | Decimal | bool | str) -> str:
    """A value as YAML that reads back as the same; words in quotes, so that nothing in them is a sign."""
    word = str(value).lower() if isinstance(value, bool) else str(value).strip()
    return word if PLAIN.fullmatch(word) else json.dumps(word, ensure_ascii=False)


# -- places in the text --------------------------------------------------------------------------------


def _activity(root: Table, name: str) -> Table | None:
    listed = root.items.get("activities")
    for item in listed.items if isinstance(listed, Sequence) else []:
        if isinstance(item, Table):
            written = item.items.get("id")
            if isinstance(written, Scalar) and written.text == name:
                return item
    return None


def _filled(text: str, table: Table, path: list[str], decision: str) -> str:
    """The text with the decision at a path below a table; what is not written yet is added."""
    key, rest = path[0], path[1:]
    node = table.items.get(key)
    if rest and isinstance(node, Table):
        return _filled(text, node, rest, decision)
    for part in reversed(rest):
        beside = f", {BESIDE[part]}: {NOT_STATED}" if part in BESIDE else ""
        decision = f"{{{part}: {decision}{beside}}}"
    if node is None:
        return _added(text, table, f"{key}: {decision}")
    return text[: node.start] + decision + text[_end(node) :]


def _added(text: str, table: Table, entry: str) -> str:
    if table.flow:
        inside = ", " if table.items else ""
        return text[: table.end - 1].rstrip() + inside + entry + text[table.end - 1 :]
    first = next(iter(table.keys.values()))
    column = first.start - (text.rfind("\n", 0, first.start) + 1)
    at = _line_end(text, _end(table.items[first.text]))
    newline = "\r\n" if "\r\n" in text else "\n"
    return f"{text[:at]}{newline}{' ' * column}{entry}{text[at:]}"


def _end(node: Node) -> int:
    """Where the last word of a node ends; a block's own end would take the blank lines behind it along."""
    if isinstance(node, Scalar) or (isinstance(node, Table) and node.flow):
        return node.end
    inner = list(node.items.values()) if isinstance(node, Table) else node.items
    ends = [_end(child) for child in inner]
    return max([*ends, node.start]) if not (isinstance(node, Sequence) and node.flow) else node.end


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    end = len(text) if found < 0 else found
    return end - 1 if end > at and text[end - 1] == "\r" else end


def _written_out(text: str, root: Table, activity: str, name: str, house_text: str) -> str:
    """The text with a house step written out behind its own activities."""
    house_root, _ = parse(house_text, name)
    step = _activity(house_root, activity)
    listed = root.items.get("activities")
    if step is None or not isinstance(listed, Sequence) or listed.flow or not listed.items:
        raise _error(name, (activity, ""), "no-place", "it has no place in the file.", "Write it out in the file.")
    first = listed.items[0]
    line_start = text.rfind("\n", 0, first.start) + 1
    column = text.rfind("-", line_start, first.start) - line_start
    begin = house_text.rfind("\n", 0, step.start) + 1
    block = house_text[begin : _line_end(house_text, _end(step))].split("\n")
    margin = len(block[0]) - len(block[0].lstrip())
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = [" " * column + line[margin:] if line.strip() else "" for line in block]
    at = _line_end(text, _end(listed))
    return text[:at] + newline + newline + newline.join(lines) + text[at:]
