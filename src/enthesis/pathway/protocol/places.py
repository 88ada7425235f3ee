"""Places in the text of a protocol file: where something stands, and the text with something else put there."""

import json
import re
from decimal import Decimal

from enthesis.pathway.protocol.complaint import Complaint, ProtocolError, finding
from enthesis.pathway.protocol.model import NOT_STATED
from enthesis.pathway.protocol.yaml_text import Node, Scalar, Sequence, Table, parse

PLAIN = re.compile(r"-?\d+(\.\d+)?|true|false")
BESIDE = {"early": "late", "late": "early", "before": "after", "after": "before"}  # the two ends of a margin


def problem(name: str, where: tuple[str, str], code: str, says: str, remedy: str) -> ProtocolError:
    """One complaint as the error that it is. `where`: activity and figure."""
    return ProtocolError([Complaint(name, finding(code, says, remedy, where[1]), where[0])])


def plain(value: int | Decimal | bool | str) -> str:
    """A value as YAML that reads back as the same; words in quotes, so that nothing in them is a sign."""
    word = str(value).lower() if isinstance(value, bool) else str(value).strip()
    return word if PLAIN.fullmatch(word) else json.dumps(word, ensure_ascii=False)


def activity_in(root: Table, name: str) -> Table | None:
    """The block of an activity; None where the file does not write it out."""
    listed = root.items.get("activities")
    for item in listed.items if isinstance(listed, Sequence) else []:
        if isinstance(item, Table):
            written = item.items.get("id")
            if isinstance(written, Scalar) and written.text == name:
                return item
    return None


def filled(text: str, table: Table, path: list[str], decision: str) -> str:
    """The text with the decision at a path below a table; what is not written yet is added."""
    key, rest = path[0], path[1:]
    node = table.items.get(key)
    if rest and isinstance(node, Table):
        return filled(text, node, rest, decision)
    for part in reversed(rest):
        beside = f", {BESIDE[part]}: {NOT_STATED}" if part in BESIDE else ""
        decision = f"{{{part}: {decision}{beside}}}"
    if node is None:
        return added(text, table, f"{key}: {decision}")
    return text[: node.start] + decision + text[end_of(node) :]


def added(text: str, table: Table, entry: str) -> str:
    """The text with one more entry in a table."""
    if table.flow:
        inside = ", " if table.items else ""
        return text[: table.end - 1].rstrip() + inside + entry + text[table.end - 1 :]
    first = next(iter(table.keys.values()))
    column = first.start - (text.rfind("\n", 0, first.start) + 1)
    at = line_end(text, end_of(table.items[first.text]))
    newline = "\r\n" if "\r\n" in text else "\n"
    return f"{text[:at]}{newline}{' ' * column}{entry}{text[at:]}"


def end_of(node: Node) -> int:
    """Where the last word of a node ends; a block's own end would take the blank lines behind it along."""
    if isinstance(node, Scalar) or (isinstance(node, Table) and node.flow):
        return node.end
    inner = list(node.items.values()) if isinstance(node, Table) else node.items
    ends = [end_of(child) for child in inner]
    return max([*ends, node.start]) if not (isinstance(node, Sequence) and node.flow) else node.end


def line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    end = len(text) if found < 0 else found
    return end - 1 if end > at and text[end - 1] == "\r" else end


def written_out(text: str, root: Table, activity: str, name: str, house_text: str) -> str:
    """The text with a house step written out behind its own activities."""
    house_root, _ = parse(house_text, name)
    step = activity_in(house_root, activity)
    listed = root.items.get("activities")
    if step is None or not isinstance(listed, Sequence) or listed.flow or not listed.items:
        raise problem(name, (activity, ""), "no-place", "it has no place in the file.", "Write it out in the file.")
    first = listed.items[0]
    line_start = text.rfind("\n", 0, first.start) + 1
    column = text.rfind("-", line_start, first.start) - line_start
    begin = house_text.rfind("\n", 0, step.start) + 1
    block = house_text[begin : line_end(house_text, end_of(step))].split("\n")
    margin = len(block[0]) - len(block[0].lstrip())
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = [" " * column + line[margin:] if line.strip() else "" for line in block]
    at = line_end(text, end_of(listed))
    return text[:at] + newline + newline + newline.join(lines) + text[at:]
