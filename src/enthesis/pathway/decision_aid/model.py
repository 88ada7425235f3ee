"""What a decision aid is made of: the same questions, put to the same ways to go, in the same order."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from enthesis.pathway.decision_aid.shares import HUNDRED, Gap, Range, difference, per_hundred, share_range
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
    more: str = ""  # what is folded in behind it, so that every way is told at about the same length


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
    """How many people of a trial's group fared as the outcome says: counted, or as the share that the trial printed."""

    count: int | None  # None: the trial printed the share only
    of: int
    sources: tuple[str, ...]
    evidence: str  # id of the trial in the evidence tables
    share: int = 0  # of 100, where no count was printed

    @property
    def people(self) -> float:
        """How many that is; no whole number where only the share was printed."""
        return self.share * self.of / HUNDRED if self.count is None else self.count

    @property
    def hundred(self) -> int:
        """People of 100, rounded half up."""
        return self.share if self.count is None else per_hundred(self.count, self.of)

    @property
    def others(self) -> int:
        """Those of 100 who did not fare so: the same figure told as a loss."""
        return HUNDRED - self.hundred

    @property
    def range(self) -> Range:
        """What the true share may be, of 100 people (95 %)."""
        return share_range(self.people, self.of)

    def gap_to(self, other: "Counted") -> Gap:
        """How many more of 100, and what the true gap may be (95 %)."""
        low, high = difference((self.people, self.of), (other.people, other.of))
        return Gap(self.hundred - other.hundred, round(HUNDRED * low), round(HUNDRED * high))


@dataclass(frozen=True, kw_only=True, slots=True)
class Gained:
    """How many points a trial's group gained on average, where nobody was counted."""

    points: Decimal
    low: Decimal | None  # the 95 % interval of the average; None where the size of the group was not printed
    high: Decimal | None
    of: int  # people in the group; of both groups together where there is no interval
    sources: tuple[str, ...]
    evidence: str


@dataclass(frozen=True, slots=True)
class Average:
    """What the averages of a page count, and the most that anybody could gain."""

    says: Said
    most: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A group of the trial that is no way to go by itself: salt water, or two ways together."""

    id: str
    label: str
    says: str  # the same within a sentence: "salt water injections"
    counted: Counted | None = None
    gained: Gained | None = None
    against: str = ""  # id of the group whose figure belongs beside it


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One way to go. A cell that is not there: the sources do not say."""

    id: str
    title: str
    cells: Mapping[str, Said]
    harms: tuple[Harm, ...]
    counted: Counted | None
    gained: Gained | None
    uncounted: Said | None  # why it has no figure, where it is not that no group was given it
    beside: Compared | None  # the group whose figure belongs beside it
    groups: tuple[Compared, ...]  # groups that had it together with something else


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
    clinic_pages: frozenset[str]  # sources that patients read of without their names: no evidence
    ask: tuple[Point, ...]
    standing: tuple[Point, ...]
    labels: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Aid:
    """The decision aid for one condition.

    Either `outcome` is counted in people, or `no_outcome` says why none is and `average` what the averages count.
    """

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
    average: Average | None
    operation: Said  # when surgery is a question
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
        figures = [f"{name} {each.people}/{each.of}" for name, each in self.counted]
        figures += [f"{name} {each.points} {each.low} {each.high}/{each.of}" for name, each in self.gained]
        words = [part for each in self.statements for part in (each.text, each.more) if part]
        said = "\n".join([*words, *figures, *self.shared.labels.values()])
        return f"{self.id} {self.version} {hashlib.sha256(said.encode()).hexdigest()[:8]}"

    @property
    def statements(self) -> Iterator[Said]:
        """Everything that it says, each with its sources, in the order of the page."""
        yield self.decision
        yield from (point.said for point in self.about)
        average = self.average.says if self.average else None
        yield from (each for each in (self.outcome, self.no_outcome, average) if each)
        for option in self.options:
            if option.uncounted:
                yield option.uncounted
            yield from (option.cells[name] for name in CELLS if name in option.cells)
            yield from (replace(harm.said, text=f"{harm.said.text} {harm.often}".strip()) for harm in option.harms)
        yield self.operation
        yield from (check.because for check in self.checks)
        yield from (point.said for point in (*self.shared.ask, *self.shared.standing))

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source, each once."""
        found = [key for each in self.statements for key in each.sources]
        found += [key for _, each in self.counted for key in each.sources]
        found += [key for _, each in self.gained for key in each.sources]
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
        yield from ((group.id, group.counted) for group in self.compare if group.counted)

    @property
    def gained(self) -> Iterator[tuple[str, Gained]]:
        """Every group whose average gain is shown, in the same way."""
        yield from ((option.id, option.gained) for option in self.options if option.gained)
        yield from ((group.id, group.gained) for group in self.compare if group.gained)
