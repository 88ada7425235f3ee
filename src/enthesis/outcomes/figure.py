"""One figure of a report: who began, who answered, who is missing, and what can be said in spite of that.

Light: nothing here loads an engine.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeAlias

Named: TypeAlias = tuple[tuple[str, str], ...]
NOT_RECORDED = "not recorded"  # the group of whatever has none


@dataclass(frozen=True, slots=True)
class Interval:
    """From low to high. None: that end is open, or cannot be told from so few."""

    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a Kaplan-Meier curve: how many have had it by `time`, as a share, with its interval."""

    time: float
    share: float
    low: float
    high: float
    at_risk: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure. Of one that is suppressed, nothing but its name, its group and the reason is there."""

    indicator: str
    version: str  # of the indicator's definition
    unit: str
    of: Named = ()  # which time point, measure, threshold, severity
    group: Named = ()  # of whom; () is everybody
    started: int | None = None  # units that should count: courses, sessions, visits, days, as the definition says
    answered: int | None = None  # those of them of whom it is known
    missing: int | None = None
    partly: int | None = None  # known for a time or in part only, and nothing has happened as far as that is known
    people: int | None = None  # behind those of whom it is known
    numerator: float | None = None
    denominator: float | None = None  # of the estimate
    estimate: float | None = None
    interval: Interval | None = None
    bounds: Interval | None = None  # what it would be if the missing were all the one way, or all the other
    bounds_interval: Interval | None = None  # the same with chance: the lower limit of the low, the upper of the high
    of_answered: float | None = None  # among those who answered only, and named as such
    of_answered_interval: Interval | None = None
    curve: tuple[Step, ...] = ()
    suppressed: bool = False
    why: str = ""  # it is suppressed

    def value(self, name: str) -> str:
        """What a part of `of` or `group` is; "" where it has none of that name."""
        return dict(self.of).get(name) or dict(self.group).get(name, "")

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "of": dict(self.of), "group": dict(self.group)}


def figure_of(told: Mapping[str, Any]) -> Figure:
    """A figure from its JSON. Raises `KeyError` and `TypeError` where it is none."""
    names = ("interval", "bounds", "bounds_interval", "of_answered_interval")
    ends = {name: Interval(**told[name]) if told[name] is not None else None for name in names}
    named = {name: tuple((str(key), str(value)) for key, value in told[name].items()) for name in ("of", "group")}
    return Figure(**{**told, **ends, **named, "curve": tuple(Step(**each) for each in told["curve"])})


@dataclass(frozen=True, slots=True)
class NotStated:
    """A figure that cannot be given because no source states what it would be counted by."""

    indicator: str
    of: Named
    says: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Which courses a report is about: those started in a period (both ends inside), of one group or several.

    `where` names groupings of a course, such as (("indication", "knee pain"),); a structure, solution, guidance or
    clinician is that of the course's first session.
    """

    since: date | None = None
    until: date | None = None
    where: Named = ()

    def as_json(self) -> dict[str, Any]:
        return {"from": self.since, "to": self.until, "where": dict(self.where)}


EVERYBODY = Filters()


def same(of: Named, wanted: Mapping[str, str]) -> bool:
    """Whether a name has all the parts that are wanted."""
    named = dict(of)
    return all(named.get(name) == value for name, value in wanted.items())
