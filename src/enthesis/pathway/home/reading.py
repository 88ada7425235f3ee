"""The head of every file in `knowledge/home` and `knowledge/programmes`."""

from dataclasses import dataclass
from importlib.resources.abc import Traversable

from enthesis.knowledge import path
from enthesis.pathway.plain_yaml import Block, read_plain

HOUSE = "HOUSE"


@dataclass(frozen=True, slots=True)
class Head:
    """Which edition of a file it is, and whether a clinician has read it."""

    version: str
    status: str  # draft | reviewed | retired

    @property
    def is_reviewed(self) -> bool:
        return self.status == "reviewed"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence to a patient, with where it comes from."""

    says: str
    sources: tuple[str, ...]
    unverified: bool = False  # it rests on memory: to be confirmed before use


def open_file(name: str, root: Traversable | None = None) -> tuple[Block, Head]:
    """A file of the knowledge folder, or of another one, and its head. The caller closes the block.

    Raises `NotReadable`.
    """
    place = root.joinpath(name) if root is not None else path(name)
    file = read_plain(place.read_text(encoding="utf-8"), name)
    head = Head(file.text("version"), file.one_of("status", ("draft", "reviewed", "retired")))
    file.day("review_by")
    return file, head


def line_of(block: Block) -> Line:
    """A sentence of a block; one without a source of its own is this programme's (HOUSE)."""
    sources = block.texts("sources")
    if not sources:
        raise block.wrong("sources", "a list of keys of sources.csv, one at least")
    return Line(block.text("says"), sources, block.yes_no("unverified", "no"))
