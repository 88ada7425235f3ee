"""What goes into the growth model and what comes out of it: plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from enthesis.pathway.finding import Finding

DAYS = 7  # of a week

# Why no session followed the last one.
GOING_ON = ""  # another may follow
BY_RESPONSE = (
    "response"  # because of how the pain went: a stop rule, a goal reached, a clinician's decision at a review
)
BY_OTHER = "other"  # for a reason that has nothing to do with how the pain went: moved away, price, fixed number
BY_UNKNOWN = "unknown"  # nobody wrote down why
# What a model was learned from.
LEARNED = "learned"  # the clinic's courses
BEFORE_REGISTRY = "before-registry"  # the clinic's courses as the registry stood before it was built last
NOT_YET = "not-yet"  # nothing of the clinic: the published trials alone
LEARNT = (LEARNED, BEFORE_REGISTRY, NOT_YET)
STOPPED = (GOING_ON, BY_RESPONSE, BY_OTHER, BY_UNKNOWN)


@dataclass(frozen=True, slots=True)
class Scale:
    """The ends of the scale; None where it has none. Lower is better."""

    low: float | None = 0.0
    high: float | None = 10.0


@dataclass(frozen=True, slots=True)
class Reading:
    """Pain at a time: the mean of a week's diary, or a single answer. `week` counts from the first injection."""

    week: float
    value: float


@dataclass(frozen=True, slots=True)
class History:
    """One course as the model sees it."""

    course: str
    condition: str  # what patients are pooled by; courses of one condition share a curve
    readings: tuple[Reading, ...]  # week 0 and before: before treatment
    sessions: tuple[float, ...] = (0.0,)  # weeks of the sessions in order; the first is week 0
    stopped: str = GOING_ON  # one of STOPPED


@dataclass(frozen=True, slots=True)
class Goal:
    """What the patient wants to reach: a pain of at most `at_most`, or at least `percent` less than before."""

    at_most: float | None = None
    percent: float | None = None

    def limit(self, baseline: float | None) -> float | None:
        """The highest pain that reaches the goal; None where that needs a pain before treatment and there is none."""
        if self.at_most is not None:
            return self.at_most
        if self.percent is None or baseline is None or baseline <= 0:
            return None
        return baseline * (1 - self.percent / 100)


@dataclass(frozen=True, slots=True)
class StopRule:
    """The protocol's rule: after this session, go on only if pain is at least so much less than before."""

    after_session: int
    percent: float | None = None
    points: float | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """Of a hundred courses like this one, `percent` are expected between `low` and `high`."""

    percent: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Further:
    """With or without further sessions. Where it cannot be told, both chances are None and the findings say why."""

    can_tell: bool
    with_more: float | None  # chance of the goal, 0 to 1, of patients like them who went on
    without: float | None  # of those who stopped here
    difference: Range | None  # of pain between the two, 95 in 100: below 0 those who went on had less pain
    n_went_on: int
    n_stopped: int
    because: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Horizon:
    """What may be expected at one time."""

    week: int
    median: float
    range80: Range
    range95: Range
    goal: float | None  # chance to reach the own goal, 0 to 1, if the clinic goes on as it usually does
    n: int  # courses of the clinic that had come this far; what the ranges were checked on
    further: Further | None


@dataclass(frozen=True, slots=True)
class Past:
    """Earlier courses that stood where this one stands, and went on."""

    session: int
    week: int
    improvement: str  # "less than 10 %", "30 to 50 %", ...
    n: int
    reached_30: int | None  # None where n is under ten
    reached_50: int | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """One patient next to patients like them. Never shown without `n` and without the words that go with it."""

    condition: str
    n: int  # courses of this condition that the model learned from
    n_all: int  # of all conditions
    as_of_week: float
    sessions: int
    baseline: float | None
    last: float | None  # the reading that was told last
    now: float | None  # expected pain at this moment, from everything known
    goal: float | None  # highest pain that reaches it
    horizons: tuple[Horizon, ...]
    stop_rule: Finding
    past: tuple[Past, ...]
    findings: tuple[Finding, ...]
    learned: str  # one of LEARNT
    model: str  # version of the model file


def weekly(days: Iterable[tuple[float, float]]) -> tuple[Reading, ...]:
    """Daily pains as one reading a week. `days` are days after the first injection with the pain of that day.

    Days before the injection become one reading at week 0, from the seven days before it or else from the last one.
    Neighbouring days tell nearly the same; taken one by one they would seem to say more than they do.

    >>> weekly([(-2, 6), (-1, 7), (7, 5), (14, 4)])
    (Reading(week=0.0, value=6.5), Reading(week=1.0, value=5.0), Reading(week=2.0, value=4.0))
    """
    ordered = sorted(days)
    before = [entry for entry in ordered if entry[0] <= 0]
    found = []
    if before:
        near = [value for day, value in before if day >= -DAYS] or [before[-1][1]]
        found.append(Reading(0.0, sum(near) / len(near)))
    for _, week in groupby((entry for entry in ordered if entry[0] > 0), key=lambda entry: (entry[0] - 0.5) // DAYS):
        entries = list(week)
        found.append(
            Reading(
                sum(day for day, _ in entries) / len(entries) / DAYS,
                sum(value for _, value in entries) / len(entries),
            )
        )
    return tuple(found)
