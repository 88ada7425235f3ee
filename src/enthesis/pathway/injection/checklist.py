"""What is confirmed at each injection: the points of the checklist, the time-out, and what speaks against a record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from enthesis.knowledge import path
from enthesis.pathway.events import InjectionsGiven
from enthesis.pathway.finding import NOTE, REFUSE, STOP, WARN, Finding
from enthesis.pathway.plain_yaml import Block, read_plain

FILE = "injection_checklist.yaml"
MEMORY = "memory"


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One thing that is confirmed before the needle."""

    id: str
    says: str
    sources: tuple[str, ...]

    @property
    def unverified(self) -> bool:
        """Something of it rests on what the author remembers: the clinic confirms it by name."""
        return MEMORY in self.sources


@dataclass(frozen=True, kw_only=True, slots=True)
class Checklist:
    """One version of the list, and what a record is held against beside it."""

    version: str
    points: Mapping[str, Point]
    time_out: Point
    least_minutes: int  # that a patient is watched afterwards
    usual_minutes: int
    observation_sources: tuple[str, ...]
    image_warn: frozenset[str]  # sites of triage where a needle that is not seen is warned of
    image_note: frozenset[str]  # where it is remarked on
    image_sources: tuple[str, ...]


@cache
def checklist() -> Checklist:
    """The list that ships with the programme, read on first use. Raises `NotReadable` where the file is wrong."""
    return read_checklist(path(FILE).read_text(encoding="utf-8"))


def read_checklist(text: str) -> Checklist:
    """The list in a text laid out like `knowledge/injection_checklist.yaml`. Raises `NotReadable`, a sentence."""
    file = read_plain(text, FILE)
    file.one_of("status", ("draft", "reviewed", "retired"))
    file.day("review_by")
    points = [_point(block, block.text("id")) for block in file.blocks("points")]
    if not points or len({point.id for point in points}) != len(points):
        raise file.wrong("points", "a list of points, each with an id of its own")
    watched, seen = file.block("observation"), file.block("image_guidance")
    found = Checklist(
        version=file.text("version"),
        points=MappingProxyType({point.id: point for point in points}),
        time_out=_point(file.block("time_out"), "time-out"),
        least_minutes=watched.whole("least_minutes"),
        usual_minutes=watched.whole("usual_minutes"),
        observation_sources=watched.texts("sources"),
        image_warn=frozenset(seen.texts("warn")),
        image_note=frozenset(seen.texts("note")),
        image_sources=seen.texts("sources"),
    )
    for block in (watched, seen, file):
        block.close()
    return found


def _point(block: Block, ident: str) -> Point:
    point = Point(id=ident, says=block.text("says"), sources=block.texts("sources"))
    block.close()
    return point


def points_left_open(event: InjectionsGiven) -> tuple[Point, ...]:
    """The points of the list that a record was made with and that nobody confirmed; () where that list is not known."""
    known = checklist()
    if event.checklist_version != known.version:
        return ()
    return tuple(point for point in known.points.values() if point.id not in event.checklist)


def check_checklist(event: InjectionsGiven) -> Iterator[Finding]:
    """What was not confirmed. A record that was made without a list is not held against one."""
    known = checklist()
    if event.time_out is False:
        yield _finding(
            "time-out-not-done",
            STOP,
            "The time-out was not done: patient, site and side were not said aloud before the needle.",
            "Say why it was injected without it.",
            "time_out",
            known.time_out.sources,
        )
    if not event.checklist_version:
        if event.checklist:
            yield _finding(
                "checklist-not-named",
                REFUSE,
                "Points of a checklist are confirmed, and which version of it is not said.",
                f"Name the version; the one in use here is {known.version}.",
                "checklist_version",
                ("HOUSE",),
            )
        return
    if event.time_out is None:
        says = "Whether the time-out was done is not recorded."
        yield _finding("time-out-not-recorded", WARN, says, "Record it.", "time_out", known.time_out.sources)
    if event.checklist_version != known.version:
        says = f"The checklist is version {event.checklist_version:.40}; the one in use here is {known.version}."
        yield _finding("another-checklist", NOTE, says, "", "checklist_version", ("HOUSE",))
        return
    strange = [ident for ident in event.checklist if ident not in known.points]
    if strange:
        yield _finding(
            "unknown-checklist-point",
            REFUSE,
            f'The checklist has no point "{strange[0]:.60}".',
            f"It has: {', '.join(known.points)}.",
            "checklist",
            ("HOUSE",),
        )
    left_open = points_left_open(event)
    if left_open:
        count = "One point" if len(left_open) == 1 else f"{len(left_open)} points"
        says = f"{count} of the checklist not confirmed: {' '.join(point.says for point in left_open)}"
        yield _finding(
            "checklist-open",
            WARN,
            says if len(left_open) < len(known.points) else "No point of the checklist is confirmed.",
            "Confirm what was done. What stays open is kept so in the record.",
            "checklist",
            tuple(dict.fromkeys(key for point in left_open for key in point.sources)),
        )


def check_observation(event: InjectionsGiven) -> Iterator[Finding]:
    """Watched for a shorter time than is asked for; nothing where it is not told."""
    known, minutes = checklist(), event.observed_minutes
    if minutes is not None and minutes < known.least_minutes:
        yield _finding(
            "watched-briefly",
            WARN,
            f"The patient was watched for {minutes} {'minute' if minutes == 1 else 'minutes'}; "
            f"{known.least_minutes} to {known.usual_minutes} are asked for.",
            "Correct the minutes, or go on: it is kept as it was.",
            "observed_minutes",
            known.observation_sources,
        )


def _finding(code: str, level: str, says: str, remedy: str, field: str, sources: tuple[str, ...]) -> Finding:
    return Finding(
        code=code,
        level=level,
        says=says,
        remedy=remedy,
        field=field,
        sources=sources,
        version=f"checklist {checklist().version}",
        unverified=MEMORY in sources,
    )
