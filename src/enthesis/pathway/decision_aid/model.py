"""What a decision aid is made of: the same questions, put to the same ways to go, in the same order."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from enthesis.pathway.decision_aid.shares import HUNDRED, Gap, Range, gap, per_hundred, share_range
from enthesis.pathway.leaflets.model import Review

# The ways to go, in the one order in which every page, picture, question and paper names them.
OPTIONS = ("none", "therapy", "medicine", "steroid", "prp", "prolotherapy", "surgery")
# The questions put to each of them. Three are filled from elsewhere: counts, harms, and the clinic's prices.
HEADINGS = (
    "what", "like", "chance", "found", "against", "sure", "harms", "visits", "weeks", "sore", "off", "price", "unknown",
)  # fmt: skip
FILLED = ("chance", "harms", "price")
CELLS = tuple(heading for heading in HEADINGS if heading not in FILLED)
YES, NO, NOT_SURE = "yes", "no", "not-sure"
UNDECIDED = "undecided"
STEPS = ("little", "some", "much")  # how much something matters


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that an aid says, with what it rests on. `unverified`: which part is from memory."""

    text: str
    sources: tuple[str, ...]
    unverified: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence that stands in a list, by its id."""

    id: str
    said: Said


@dataclass(frozen=True, slots=True)
class Harm:
    """What can go wrong. `often` is "" where nobody has counted: a rate without a count of people is none."""

    id: str
    said: Said
    often: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many people of a trial's group fared as the outcome says."""

    count: int
    of: int
    sources: tuple[str, ...]
    evidence: str  # id of the trial in the evidence tables

    @property
    def hundred(self) -> int:
        """People of 100, rounded half up."""
        return per_hundred(self.count, self.of)

    @property
    def others(self) -> int:
        """Those of 100 who did not fare so: the same figure told as a loss."""
        return HUNDRED - self.hundred

    @property
    def range(self) -> Range:
        """What the true share may be, of 100 people (95 %)."""
        return share_range(self.count, self.of)

    def gap_to(self, other: "Counted") -> Gap:
        """How many more of 100, and what the true gap may be (95 %)."""
        return gap((self.count, self.of), (other.count, other.of))


@dataclass(frozen=True, slots=True)
class Compared:
    """A group of the trial that is no way to go by itself: salt water, or two ways together."""

    id: str
    label: str
    says: str  # the same within a sentence: "salt water injections"
    counted: Counted


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One way to go. A cell that is not there: the sources do not say."""

    id: str
    title: str
    cells: Mapping[str, Said]
    harms: tuple[Harm, ...]
    counted: Counted | None  # None: nobody knows
    beside: Compared | None  # the group whose figure belongs beside it


@dataclass(frozen=True, slots=True)
class Check:
    """A question whether the page was clear, with the answer and what it rests on."""

    id: str
    ask: str
    right: str  # yes | no
    because: Said


@dataclass(frozen=True, slots=True)
class Wording:
    """A word of the pages by its name: a value, a step, a heading, a label."""

    id: str
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Shared:
    """What all aids say in the same words."""

    version: str
    status: str
    review: Review
    titles: Mapping[str, str]  # of the options
    cells: Mapping[str, Mapping[str, Said]]
    harms: Mapping[str, tuple[Harm, ...]]
    headings: Mapping[str, str]
    values: tuple[Wording, ...]
    steps: tuple[Wording, ...]
    checks: tuple[Check, ...]
    ask: tuple[Point, ...]
    standing: tuple[Point, ...]
    labels: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Aid:
    """The decision aid for one condition. Either `outcome` is counted in people, or `no_outcome` says why none is."""

    id: str
    title: str
    short: str
    version: str
    status: str
    review: Review
    place: int
    regions: frozenset[str]
    decision: Said
    about: tuple[Point, ...]
    outcome: Said | None
    no_outcome: Said | None
    options: tuple[Option, ...]
    compare: tuple[Compared, ...]
    checks: tuple[Check, ...]  # its own first, then those of all aids
    shared: Shared

    @property
    def review_by(self) -> date:
        """The earlier of its own review date and that of the shared words."""
        return min(self.review.review_by, self.shared.review.review_by)

    @property
    def is_reviewed(self) -> bool:
        """Whether a clinician has reviewed both its own words and the shared ones."""
        return self.status == self.shared.status == "reviewed"

    @property
    def named(self) -> str:
        """How a record names what was shown: `back 2026-11 3f9a21c0`, the last from all its words and figures."""
        figures = [f"{name} {each.count}/{each.of}" for name, each in self.counted]
        said = "\n".join([*(each.text for each in self.statements), *figures, *self.shared.labels.values()])
        return f"{self.id} {self.version} {hashlib.sha256(said.encode()).hexdigest()[:8]}"

    @property
    def statements(self) -> Iterator[Said]:
        """Everything that it says, each with its sources, in the order of the page."""
        yield self.decision
        yield from (point.said for point in self.about)
        yield from (each for each in (self.outcome, self.no_outcome) if each)
        for option in self.options:
            yield from (option.cells[name] for name in CELLS if name in option.cells)
            yield from (Said(f"{harm.said.text} {harm.often}".strip(), harm.said.sources) for harm in option.harms)
        yield from (check.because for check in self.checks)
        yield from (point.said for point in (*self.shared.ask, *self.shared.standing))

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source, each once."""
        found = [key for each in self.statements for key in each.sources]
        found += [key for _, each in self.counted for key in each.sources]
        return tuple(dict.fromkeys(found))

    def option(self, name: str) -> Option | None:
        """The way to go of that id."""
        return next((each for each in self.options if each.id == name), None)

    @property
    def counted(self) -> Iterator[tuple[str, Counted]]:
        """Every group of people that was counted, by the id of its way or of what it is compared with."""
        for option in self.options:
            if option.counted:
                yield option.id, option.counted
        yield from ((group.id, group.counted) for group in self.compare)
