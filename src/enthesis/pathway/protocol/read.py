"""A protocol from its file: `read_protocol`, or everything that is wrong with it."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from enthesis.pathway.protocol.block import Accept, Block
from enthesis.pathway.protocol.check import check_sound
from enthesis.pathway.protocol.complaint import Complaint, ProtocolError, did_you_mean
from enthesis.pathway.protocol.house import House, join, read_sources, shipped_house
from enthesis.pathway.protocol.model import HOUSE, NOT_STATED, Activity, Protocol, Review, Value
from enthesis.pathway.protocol.notes import Notes, unlisted
from enthesis.pathway.protocol.read_activity import read_activities
from enthesis.pathway.protocol.yaml_text import Scalar, Sequence, Table, parse

STATUSES = ("draft", "reviewed", "retired")
REGIONS = (
    *("back", "neck", "chest_wall", "abdominal_wall", "pelvis", "hip", "thigh", "knee", "ankle", "foot"),
    *("shoulder", "arm", "elbow", "wrist", "hand", "jaw", "joint", "any"),
)
BROKEN = Protocol("", "", "draft", "", "", "", "", (), Review("", "", None, None), {}, (), {})


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file says, as far as it can be read, and everything that is wrong with it, in its order."""

    protocol: Protocol
    complaints: tuple[Complaint, ...]
    lines: Mapping[tuple[str, str], int]  # (activity, figure) -> line

    @property
    def is_usable(self) -> bool:
        return all(complaint.is_warning for complaint in self.complaints)


def read_protocol(text: str | bytes, name: str, house: House | None = None) -> Protocol:
    """The protocol in a file's text. `name` is what complaints call the file.

    `house`: the house steps to add; None: those that ship with Enthesis. Raises `ProtocolError` with every
    complaint. No clock is read here: whether the review is overdue is `check_protocol`'s to say.
    """
    examined = examine(text, name, house)
    if not examined.is_usable:
        raise ProtocolError(examined.complaints)
    return examined.protocol


def check_protocol(
    text: str | bytes, name: str, today: date | None = None, house: House | None = None
) -> list[Complaint]:
    """Everything that is wrong with a file, in its order. With a day, also whether its review is overdue."""
    return list(examine(text, name, house, today).complaints)


def examine(text: str | bytes, name: str, house: House | None = None, today: date | None = None) -> Examined:
    """Read and check a file without raising: what can be read is read, and everything else is told."""
    try:
        table, complaints = parse(text, name)
    except ProtocolError as error:
        return Examined(BROKEN, error.complaints, {})
    notes = Notes(name, complaints)
    joined = shipped_house() if house is None else house
    protocol = _protocol(table, notes, joined)
    check_sound(protocol, notes, today)
    return Examined(protocol, _in_order(table, notes.complaints), notes.lines)


def _protocol(table: Table, notes: Notes, house: House) -> Protocol:
    block = Block(table, notes)
    name, version = block.name("id", required=True), block.text("version", required=True)
    status = block.text("status", required=True)
    if status and status not in STATUSES:
        block.complain("unknown-status", f'"{status}" is no status.', did_you_mean(status, STATUSES), "status")
    title, document = block.text("title", required=True), block.text("document", required=True)
    for_whom, not_for = block.text("for", required=True), block.text("not_for", required=True)
    regions = _regions(block)
    review = _review(block)
    own_sources = read_sources(block)
    sources = {**house.sources, **own_sources}
    own = tuple(_of_house(activity) for activity in read_activities(block, "source"))
    without = block.texts("without")
    for step in without:
        known = [activity.id for activity in house.activities]
        if step not in known:
            block.complain(
                "unknown-house-step", f'`without` names "{step}", no house step.', did_you_mean(step, known), "without"
            )
    protocol = Protocol(
        id=name,
        version=version,
        status=status or "draft",
        title=title,
        document=document,
        for_whom=for_whom,
        not_for=not_for,
        regions=regions,
        review=review,
        sources=sources,
        activities=join(own, house, without),
        facts=_facts(block),
        not_stated=block.texts("not_stated"),
        warnings=block.texts("warnings"),
        house=house.version,
        minimum_gap_days=block.value("minimum_gap_days", Accept.WHOLE),
        counts_diagnostic=block.value("counts_diagnostic", Accept.FLAG),
        also_known_as=block.texts("also_known_as"),
    )
    block.done()
    if document and document not in own_sources:
        block.complain(
            "unknown-source",
            f'`document` is "{document}", which `sources` does not list.',
            did_you_mean(document, own_sources, "List it under `sources` with a few words on what it is."),
            "document",
        )
    unlisted(notes, sources)
    return protocol


def _of_house(activity: Activity) -> Activity:
    """A file may write a house step out, to decide what is open in it; it stays a house step."""
    return replace(activity, origin="house") if activity.source == HOUSE else activity


def _regions(block: Block) -> tuple[str, ...]:
    regions = block.texts("regions")
    if not regions:
        block.complain("missing-key", '"regions" is missing.', "Write `regions: [back]`.", line=block.table.line)
    for region in regions:
        if region not in REGIONS:
            block.complain("unknown-region", f'"{region}" is no region.', did_you_mean(region, REGIONS), "regions")
    return regions


def _review(block: Block) -> Review:
    review = block.block("review")
    if review is None:
        block.complain(
            "missing-key",
            '"review" is missing.',
            "Write `review:` with written_by, checked_by, reviewed_on and review_by.",
            line=block.table.line,
        )
        return Review("", "", None, None)
    written, checked = review.text("written_by", required=True), review.text("checked_by", required=True)
    reviewed_on, review_by = review.day("reviewed_on", required=True), review.day("review_by", required=True)
    review.done()
    return Review(written, "" if checked == NOT_STATED else checked, reviewed_on, review_by)


def _facts(block: Block) -> dict[str, Value]:
    facts = block.block("facts")
    if facts is None:
        return {}
    facts.asked.clear()
    facts.asked["source"] = None
    found = {key: facts.value(key, Accept.ANY) for key in facts.table.items if key != "source"}
    facts.done()
    return found


def _in_order(table: Table, complaints: list[Complaint]) -> tuple[Complaint, ...]:
    """Complaints by line, each with the activity in whose lines it falls."""
    starts: list[int] = []
    names: list[str] = []
    activities = table.items.get("activities")
    if isinstance(activities, Sequence):
        for item in activities.items:
            if isinstance(item, Table):
                written = item.items.get("id")
                starts.append(item.line)
                names.append(written.text if isinstance(written, Scalar) else "")
        later = [key.line for key in table.keys.values() if starts and key.line > starts[-1]]
        if later:
            starts.append(min(later))
            names.append("")

    def placed(complaint: Complaint) -> Complaint:
        place = bisect_right(starts, complaint.line) - 1
        if complaint.activity or not complaint.line or place < 0 or not names[place]:
            return complaint
        return replace(complaint, activity=names[place])

    return tuple(sorted((placed(complaint) for complaint in complaints), key=lambda c: (c.line == 0, c.line)))
