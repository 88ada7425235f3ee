"""What an instrument is: its scales, how they are scored, and the changes that count. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Better(StrEnum):
    """Which way is better for the patient."""

    LOWER = "lower"
    HIGHER = "higher"
    BY_LABEL = "by_label"  # the label itself says it


class Method(StrEnum):
    """How a scale's score comes from its answers."""

    VALUE = "value"  # the number itself; of a diary, the mean of the answered days
    MEAN = "mean"  # of the answered items
    SUM = "sum"  # a missing item counts as the mean of the answered
    PERCENT_OF_MOST = "percent_of_most"  # 100 x sum / (highest answer x answered items)
    INVERTED_PERCENT = "inverted_percent"  # 100 - 100 x mean / highest answer
    COUNT = "count"  # of ticked statements
    TABLE = "table"  # the sum, looked up
    SUM_OF_SCALES = "sum_of_scales"  # of the scales named in `parts`
    PROFILE = "profile"  # the digits in order; no number
    LABEL = "label"  # the label; no number
    GIVEN = "given"  # comes scored from elsewhere


class Kind(StrEnum):
    """What a threshold is counted in."""

    POINTS = "points"
    PERCENT = "percent"  # of the baseline
    LABEL = "label"


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """One answer of a scale that is answered with words, and the benefit that it stands for."""

    label: str
    benefit: str  # substantial, moderate, minimal or none


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """A printed range of scores with its name. Printed bands may leave gaps; both ends are inside."""

    low: Decimal
    high: Decimal
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """One score of an instrument, and the rule that makes it."""

    id: str
    method: Method
    better: Better
    fewest_items: int
    most_items: int
    item_low: Decimal | None
    item_high: Decimal | None
    whole_items: bool
    low: Decimal | None  # of the score; None: the sources give no lowest score
    high: Decimal | None
    decimals: int  # shown; figures are compared unrounded
    least_answered: Mapping[str, int]  # by rule version; "" where there is only one rule
    missing: str  # the rule for missing items, in words
    sources: tuple[str, ...]
    when_incomplete: str = ""
    two_marks: str = ""  # "higher": an item with two marks counts the higher
    same_items: bool = False  # a change compares only items given at both times
    needs: str = ""  # what a given score must name
    parts: tuple[str, ...] = ()
    item_names: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()
    bands: tuple[Band, ...] = ()
    tables: Mapping[str, Mapping[int, Decimal]] = field(default_factory=dict)  # by rule version, by raw sum
    table_notes: Mapping[int, str] = field(default_factory=dict)

    @property
    def unverified(self) -> bool:
        """Rests on something remembered, not seen in a source: the clinic confirms it."""
        return "memory" in self.sources

    @property
    def best_answer(self) -> Decimal | None:
        """The answer to one item that is best for the patient; None where items have no numbers."""
        if self.method is Method.PROFILE:
            return self.item_low  # digits: 1 is best, whatever way an index made of them runs
        lowest = (self.better is Better.LOWER) is not (self.method is Method.INVERTED_PERCENT)
        return self.item_low if lowest else self.item_high

    @property
    def has_items(self) -> bool:
        """Whether a form asks something for this scale itself: not where it is a sum of others or comes scored."""
        return self.method not in (Method.SUM_OF_SCALES, Method.GIVEN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Threshold:
    """A change that a source calls important. Always an improvement; reached means at least `value`."""

    id: str
    what: str
    kind: Kind
    value: Decimal | None  # points or percent of the baseline; None for a label
    label: str  # the label that must be reached; "" for a number
    unit: str  # of points, where they have one: mm, T
    grade: str  # its place on a ladder (minimal, moderate, ...), where it has one
    scales: tuple[str, ...]  # empty: every scale
    sources: tuple[str, ...]

    @property
    def unverified(self) -> bool:
        return "memory" in self.sources

    def holds_for(self, scale: str) -> bool:
        return not self.scales or scale in self.scales


@dataclass(frozen=True, kw_only=True, slots=True)
class ReliableChange:
    """The smallest change, in points, that is beyond measurement error."""

    points: Decimal
    says: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TrustedBaseline:
    """The baselines from which a change can be trusted; both ends are inside."""

    low: Decimal
    high: Decimal
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Licence:
    """Who may use the words. The scoring rule is free in every case."""

    state: str  # free, free_for_clinicians, terms, registration or licence
    says: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """When the instrument is asked."""

    when: str  # baseline, every_contact, daily_after_diagnostic_injection, before_each_injection, after_last_injection
    months: tuple[int, ...]
    days: tuple[int, ...]
    regions: tuple[str, ...]
    scales: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Code:
    """What another system calls the instrument or one of its scales."""

    system: str
    code: str
    means: str
    scale: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """Our own plain question, shipped only for scales that are bare facts."""

    id: str
    scale: str  # which its answer belongs to
    ask: str
    low: str  # what the lowest answer means
    high: str
    choices: tuple[tuple[str, str], ...]  # label, its words


@dataclass(frozen=True, kw_only=True, slots=True)
class Instrument:
    """A questionnaire as the programme knows it: rules and figures, and words only where they are ours."""

    id: str
    name: str
    version: str  # of this definition
    status: str
    review_by: date
    better: Better
    recall: str
    licence: Licence
    scales: Mapping[str, Scale]
    default_scale: str  # "" where a form must say which
    thresholds: tuple[Threshold, ...]
    rule_versions: Mapping[str, str]  # name, what it is; empty where there is only one rule
    default_rule: str  # "" where there is only one rule
    rules_comparable: bool  # whether a change may span two rule versions
    reliable_change: ReliableChange | None
    trusted_baseline: TrustedBaseline | None
    codes: tuple[Code, ...]
    schedule: tuple[Moment, ...]
    words: tuple[Wording, ...]
    notes: tuple[str, ...]

    def called(self, scale: str) -> str:
        """A scale in plain words: as another system calls it where a code says so, else its id ("daily living")."""
        return next((code.means for code in self.codes if code.scale == scale), scale.replace("_", " "))

    @property
    def asked(self) -> tuple[Scale, ...]:
        """The scales that a form asks something for, in its order."""
        return tuple(scale for scale in self.scales.values() if scale.has_items)
