"""Which medicines a diary offers to tick: the patient's own list, and the usual pain killers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable

from enthesis.pathway.home.reading import open_file

FILE = "home/rescue.yaml"
MOST_OFFERED = 12  # not a limit: of a longer list the first ones are offered, the others can be typed


@dataclass(frozen=True, slots=True)
class Rescue:
    """A pain killer as it is offered, and the words by which a patient's list already names it."""

    name: str
    also: tuple[str, ...]


@cache
def rescue_drugs() -> tuple[Rescue, ...]:
    """The usual pain killers. Raises `NotReadable`."""
    return read_rescue()


def read_rescue(root: Traversable | None = None) -> tuple[Rescue, ...]:
    """The same from another knowledge folder. Raises `NotReadable`."""
    file, _ = open_file(FILE, root)
    file.texts("sources")
    found = []
    for block in file.blocks("drugs"):
        found.append(Rescue(block.text("name"), block.texts("also")))
        block.close()
    file.close()
    return tuple(found)


def offered(own: Sequence[str]) -> list[str]:
    """What a patient can tick, their own list first; no drug twice."""
    listed = " ".join(own).casefold()
    more = [one.name for one in rescue_drugs() if not any(word in listed for word in one.also)]
    return list(dict.fromkeys([*own[:MOST_OFFERED], *more]))
