"""What is usual on a day after an injection at a site, and what is not (knowledge/home/aftercare.yaml).

It is reading: triage asks and judges. A site that nobody knows counts as every site, so that no warning is left out.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable

from enthesis.pathway.home.reading import Head, Line, line_of, open_file
from enthesis.pathway.triage import load as triage_rules

FILE = "home/aftercare.yaml"
ANY = "any"
GROUPS = ("usual", "do", "emergency", "today", "call")
LONGEST = 365  # not a limit: no line is for longer


@dataclass(frozen=True, slots=True)
class Care:
    """One line for some days and sites."""

    id: str
    group: str
    first: int  # days after the injection, both ends inside
    last: int
    sites: frozenset[str]
    line: Line
    triage: tuple[str, ...]  # the rules that judge the same

    def is_for(self, day: int, sites: Collection[str]) -> bool:
        """Whether it is read on that day after an injection at these sites; no sites: at any."""
        return self.first <= day <= self.last and (not sites or ANY in self.sites or not self.sites.isdisjoint(sites))


@dataclass(frozen=True, slots=True)
class Aftercare:
    """The file as it is read."""

    head: Head
    lines: tuple[Care, ...]

    @property
    def last(self) -> int:
        """The last day that any line is for."""
        return max(care.last for care in self.lines)

    def on(self, day: int, sites: Collection[str]) -> Mapping[str, tuple[Line, ...]]:
        """The lines of a day, by group; a group with nothing to say is empty."""
        return {
            group: tuple(care.line for care in self.lines if care.group == group and care.is_for(day, sites))
            for group in GROUPS
        }


@cache
def shipped() -> Aftercare:
    """The lines as they ship, or as the clinic laid over them. Raises `NotReadable`."""
    return read_aftercare()


def read_aftercare(root: Traversable | None = None) -> Aftercare:
    """The same from another knowledge folder. Raises `NotReadable`."""
    file, head = open_file(FILE, root)
    rules = triage_rules()
    known = {ANY, *rules.sites}
    found = []
    for block in file.blocks("lines"):
        days = block.block("days")
        first, last = days.whole("from"), days.whole("to")
        days.close()
        sites, named = block.texts("sites"), block.texts("triage", ())
        if not 0 <= first <= last <= LONGEST:
            raise block.wrong("days", f"from 0 to {LONGEST}, the first not after the last")
        if not sites or not set(sites) <= known:
            raise block.wrong("sites", f"some of: {', '.join(sorted(known))}")
        if not set(named) <= set(rules.by_id):
            raise block.wrong("triage", "a list of rules that there are")
        group = block.one_of("group", GROUPS)
        found.append(Care(block.text("id"), group, first, last, frozenset(sites), line_of(block), named))
        block.close()
    file.close()
    return Aftercare(head, tuple(found))
