"""What to do before an injection and from which day on (knowledge/home/preparation.yaml). It moves with the session."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources.abc import Traversable

from enthesis.pathway.home.reading import Head, Line, line_of, open_file

FILE = "home/preparation.yaml"
KINDS = ("do", "bring", "eat", "drive")
LONGEST = 60  # not a limit: nothing is prepared longer ahead


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do, to bring or to think of."""

    id: str
    kind: str
    days_before: int  # it begins so many days before the session
    line: Line


@dataclass(frozen=True, slots=True)
class Preparation:
    """The file as it is read."""

    head: Head
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One item for one session."""

    item: Item
    begins: date

    def is_open(self, today: date) -> bool:
        """Whether its day has come."""
        return self.begins <= today


@cache
def shipped() -> Preparation:
    """The items as they ship, or as the clinic laid over them. Raises `NotReadable`."""
    return read_preparation()


def read_preparation(root: Traversable | None = None) -> Preparation:
    """The same from another knowledge folder. Raises `NotReadable`."""
    file, head = open_file(FILE, root)
    items = []
    for block in file.blocks("items"):
        days = block.whole("from")
        if not 0 <= days <= LONGEST:
            raise block.wrong("from", f"0 to {LONGEST}")
        items.append(Item(block.text("id"), block.one_of("kind", KINDS), days, line_of(block)))
        block.close()
    if len({item.id for item in items}) != len(items):
        raise file.wrong("items", "a list in which each id is there once")
    file.close()
    return Preparation(head, tuple(items))


def steps(session: date, items: Iterable[Item]) -> list[Step]:
    """What to do for a session on a day, the earliest first; of one day in the order of the file."""
    found = [Step(item, session - timedelta(days=item.days_before)) for item in items]
    return sorted(found, key=lambda step: step.begins)
