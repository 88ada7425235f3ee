"""Changing the text of a protocol file block by block: what is not touched stays as it was written, comments and all.

Nothing here judges: a text that came out unsound is told so by `examine`, line by line.
"""

import re
from collections.abc import Collection, Mapping

from enthesis.pathway.protocol.house import shipped_text
from enthesis.pathway.protocol.model import START
from enthesis.pathway.protocol.places import activity_in, added, end_of, line_end, problem
from enthesis.pathway.protocol.raw import Raw, Word, block, flow, raw, raw_of
from enthesis.pathway.protocol.yaml_text import Sequence, Table, parse

NAME = "draft"
_LOCAL = re.compile(r"LOCAL-(\d{1,4})")
_OWN = re.compile(r"(.+)-local\.(\d{1,6})")
Fields = dict[str, Raw]


def activity_fields(text: str, name: str) -> Fields | None:
    """What the file says of an activity; a house step that it does not write out as the house file has it."""
    for words in (text, shipped_text()):
        found = activity_in(parse(words, NAME)[0], name)
        if found is not None:
            fields = raw_of(found)
            return fields if isinstance(fields, dict) else None
    return None


def whole_fields(text: str) -> Fields:
    """What the file says of the protocol as a whole: everything but its activities."""
    fields = raw_of(parse(text, NAME)[0])
    return {key: value for key, value in fields.items() if key != "activities"} if isinstance(fields, dict) else {}


def put_activity(text: str, fields: Fields) -> str:
    """The text with an activity in place of the one with its id, or, where there is none, behind all others."""
    root, _ = parse(text, NAME)
    name = str(fields["id"])
    there = activity_in(root, name)
    if there is not None and not there.flow:
        margin = there.start - (text.rfind("\n", 0, there.start) + 1)
        return text[: there.start] + block(fields, margin) + text[_tail(text, end_of(there)) :]
    listed = root.items.get("activities")
    if not isinstance(listed, Sequence) or listed.flow or not listed.items or there is not None:
        raise problem(
            NAME, (name, ""), "no-place", "it has no place in the file.", "Write the activities line by line."
        )
    first = listed.items[0]
    line_start = text.rfind("\n", 0, first.start) + 1
    column = text.rfind("-", line_start, first.start) - line_start
    at = line_end(text, end_of(listed))
    return f"{text[:at]}\n\n{' ' * column}- {block(fields, column + 2)}{text[at:]}"


def take_activity(text: str, name: str) -> str:
    """The text without an activity. A house step is left out by `without`."""
    root, _ = parse(text, NAME)
    there = activity_in(root, name)
    is_house = activity_in(parse(shipped_text(), NAME)[0], name) is not None
    if there is not None:
        begin = text.rfind("\n", 0, text.rfind("-", 0, there.start)) + 1
        end = line_end(text, end_of(there)) + 1
        text = text[:begin] + text[end:].lstrip("\n")
    if is_house:
        listed = whole_fields(text).get("without", [])
        names = list(listed) if isinstance(listed, list) else []
        text = put(text, "without", [*names, Word(name)] if name not in names else names)
    return text


def put(text: str, key: str, value: "Raw | None") -> str:
    """The text with a key of the protocol as a whole set anew; None takes it out."""
    root, _ = parse(text, NAME)
    node = root.items.get(key)
    if value is None:
        if node is None:
            return text
        begin = text.rfind("\n", 0, root.keys[key].start) + 1
        return text[:begin] + text[line_end(text, end_of(node)) + 1 :]
    written = flow(value)
    if isinstance(value, dict):
        written = "\n  " + block(value, 2)
    elif isinstance(value, list) and key != "regions":
        written = "".join(f"\n  - {flow(item)}" for item in value) if value else "[]"
    space = "" if written.startswith("\n") else " "
    if node is not None:
        return f"{text[: root.keys[key].end]}:{space}{written}{text[_tail(text, end_of(node)) :]}"
    return _before_activities(text, root, f"{key}:{space}{written}")


def local_source(text: str, says: str) -> tuple[str, str]:
    """The text with one more local decision among its sources, and the key that it got: LOCAL-3."""
    root, _ = parse(text, NAME)
    sources = root.items.get("sources")
    if not isinstance(sources, Table) or not sources.items:
        return _before_activities(text, root, f"sources:\n  LOCAL-1: {flow(Word(says, True))}"), "LOCAL-1"
    taken = [int(found[1]) for key in sources.items if (found := _LOCAL.fullmatch(key))]
    key = f"LOCAL-{max(taken, default=0) + 1}"
    last = list(sources.items.values())[-1]
    if sources.flow:
        return added(text, sources, f"{key}: {flow(Word(says, True))}"), key
    first = next(iter(sources.keys.values()))
    column = first.start - (text.rfind("\n", 0, first.start) + 1)
    at = line_end(text, end_of(last))
    return f"{text[:at]}\n{' ' * column}{key}: {flow(Word(says, True))}{text[at:]}", key


def new_activity(given: Mapping[str, str], happens: str, source: str) -> Fields:
    """A new activity whose figures are all open. `happens`: once, series, after-each, before-each, or points."""
    open_window = raw(dict.fromkeys(("opens", "ideal", "closes"), "not stated"))
    anchor = Word(given.get("after") or START)
    fields: Fields = {key: Word(given[key]) for key in ("id", "kind", "purpose", "title", "by") if given.get(key)}
    fields["source"] = Word(source)
    if happens == "series":
        fields["sessions"] = raw(dict.fromkeys(("min", "typical", "max"), "not stated"))
        fields["first"] = {"after": anchor, "weeks": open_window}
        fields["then"] = {"weeks": open_window}
    elif happens == "after-each":
        fields |= {"after_each": anchor, "days": open_window}
    elif happens == "before-each":
        fields |= {"before_each": anchor, "days": raw({"before": "not stated", "after": "not stated"})}
    elif happens == "points":
        fields["at_months"] = {"points": [Word("3")], "of": anchor, "from": Word("last")}
        fields["margin_days"] = raw({"early": "not stated", "late": "not stated"})
    else:
        fields |= {"after": anchor, "days": open_window}
    if given.get("kind") == "review":
        on, off = ({"id": "go-on", "title": "Go on"}, {"id": "stop", "title": "Stop", "ends": ["course"]})
        fields["decide"] = {"options": [raw(on), raw(off)]}
    return fields


def next_version(version: str, taken: Collection[str]) -> str:
    """A version for the clinic's copy that is not taken: 2026-11-local.1, then .2."""
    found = _OWN.fullmatch(version)
    base, number = (found[1], int(found[2]) + 1) if found else (version, 1)
    while f"{base}-local.{number}" in taken:
        number += 1
    return f"{base}-local.{number}"


def _tail(text: str, end: int) -> int:
    """Where the text goes on behind a node: a remark beside its last line goes with it."""
    at = line_end(text, end)
    return at if text[end:at].lstrip().startswith("#") else end


def _before_activities(text: str, root: Table, entry: str) -> str:
    key = root.keys.get("activities")
    at = key.start if key else len(text)
    return f"{text[:at]}{entry}\n\n{text[at:]}"
