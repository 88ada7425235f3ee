"""Which protocol a case is replayed under: the one that fits best, with the reasons for and against it."""

from collections.abc import Mapping
from dataclasses import dataclass

from enthesis.cases import words
from enthesis.cases.case import Case
from enthesis.pathway.protocol.model import Count, Protocol, Schedule, Series, Step, Unit


@dataclass(frozen=True, slots=True)
class Fit:
    """How well one protocol fits a case."""

    protocol: Protocol
    score: int
    reasons: tuple[str, ...]
    against: tuple[str, ...]


def fits(case: Case, protocols: Mapping[str, Protocol]) -> list[Fit]:
    """Every protocol, best first. Equal scores keep the order of the names, so that the choice is repeatable."""
    return sorted((_fit(case, protocol) for protocol in protocols.values()), key=lambda fit: -fit.score)


def _fit(case: Case, protocol: Protocol) -> Fit:
    reasons: list[str] = []
    against: list[str] = []
    score = 0
    region = words.first("regions", "region", [case.condition])
    if region and region in protocol.regions:
        # A protocol for one part of the body says more about it than one for many.
        score += 40 if len(protocol.regions) == 1 else 30
        reasons.append(f"it is for the {region.replace('_', ' ')}")
    elif "any" in protocol.regions:
        score += 10
    else:
        covers = ", ".join(name.replace("_", " ") for name in protocol.regions)
        against.append(f"it is for the {covers}, not for the {(region or 'problem named').replace('_', ' ')}")
        # Its figures say nothing about another part of the body: the protocol with the widest scope is nearest.
        return Fit(protocol, len(protocol.regions), (), tuple(against))
    score += _by_count(case, protocol, reasons, against)
    score += _by_interval(case, protocol, reasons, against)
    shared = {word for word in _marked(case.condition) if word in protocol.title.lower()}
    if shared:
        score += 5 * len(shared)
        reasons.append(f"both speak of {', '.join(sorted(shared))}")
    return Fit(protocol, score, tuple(reasons), tuple(against))


def _marked(condition: str) -> set[str]:
    telling = ("sacroiliac", "osteoarthritis", "ligament", "tendon", "disc")
    return {word for word in telling if word in condition.lower()}


def _by_count(case: Case, protocol: Protocol, reasons: list[str], against: list[str]) -> int:
    count = _count(protocol)
    if case.sessions is None or count is None:
        return 0
    least, most = count.min.whole(), count.max.whole()
    if (least is None or case.sessions >= least) and (most is None or case.sessions <= most):
        if least is None and most is None:
            return 2
        reasons.append(f"{case.sessions} sessions are within its {least or 'any'} to {most or 'any number'}")
        return 10
    against.append(f"{case.sessions} sessions are outside its {least or 'any'} to {most or 'any number'}")
    return -10


def _count(protocol: Protocol) -> Count | None:
    timing = protocol.treatment.timing if protocol.treatment else None
    return timing.count if isinstance(timing, Series | Schedule) else None


def _by_interval(case: Case, protocol: Protocol, reasons: list[str], against: list[str]) -> int:
    told = words.interval_days(case.interval)
    window = interval_of(protocol)
    if told is None or window is None:
        return 0
    least, most = window
    if (least is None or told[0] >= least) and (most is None or told[1] <= most):
        reasons.append(f'"{case.interval}" lies within its interval')
        return 10
    against.append(f'"{case.interval}" lies outside its interval')
    return -10


def interval_of(protocol: Protocol) -> tuple[int | None, int | None] | None:
    """Least and most days from one treatment to the next; None where the protocol states none."""
    timing = protocol.treatment.timing if protocol.treatment else None
    if isinstance(timing, Series):
        ends = (_days(timing.then, "opens"), _days(timing.then, "closes"))
        ideal = _days(timing.then, "ideal")
        if ends == (None, None):
            return None if ideal is None else (ideal, ideal)
        return ends
    if isinstance(timing, Schedule) and len(timing.points) > 1:
        unit = 7 if timing.unit is Unit.WEEKS else 28 if timing.unit is Unit.MONTHS else 1
        gaps = [(b - a) * unit for a, b in zip(timing.points, timing.points[1:], strict=False)]
        return min(gaps), max(gaps)
    return None


def _days(step: Step, end: str) -> int | None:
    value = dict(step.values())[end].whole()
    if value is None:
        return None
    return value * {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 28}[step.unit]
