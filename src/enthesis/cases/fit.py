"""Which protocol a case is replayed under: the one that fits best, with the reasons for and against it."""

from collections.abc import Mapping
from dataclasses import dataclass

from enthesis.cases import words
from enthesis.cases.case import Case
from enthesis.cases.intervals import Rhythm, gap_of, read_rhythm, session_days
from enthesis.pathway.protocol.model import Count, Protocol, Schedule, Series, Step, Unit

DAYS_OFF = 3  # not a limit: sessions this near to a schedule's days were meant to be on it
MOST_SHOWN = 8  # not a limit: days named in a sentence
_IN_DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 28}


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
    found = {word for word in telling if word in condition.lower()}
    if any(name.endswith("_oa") for name in words.every("conditions", "condition", [condition])):
        found.add("osteoarthritis")
    return found


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
    rhythm = read_rhythm(case.interval)
    told = session_days(case)
    points = schedule_of(protocol)
    if points:
        # The longer list says more: the days of the events, or a schedule in words.
        days = max(told, rhythm.days, key=len)
        days = days if len(days) > 1 else _laid_out(case, rhythm)
        if len(days) > 1:
            return _by_days(days, points, reasons, against)
    words_, gap = (f'"{case.interval}"', rhythm.gap) if rhythm.gap else (in_list(told), gap_of(told))
    window = interval_of(protocol)
    if gap is None or window is None:
        return 0
    least, most = window
    if (least is None or gap[0] >= least) and (most is None or gap[1] <= most):
        reasons.append(f"{words_} lies within its interval" if rhythm.gap else f"{words_} lie within its interval")
        return 12 if least == most else 10  # a single figure says more than a wide window
    against.append(f"{words_} lies outside its interval" if rhythm.gap else f"{words_} lie outside its interval")
    return -10


def _laid_out(case: Case, rhythm: Rhythm) -> tuple[int, ...]:
    """The days that one fixed gap gives to the sessions of a case."""
    if rhythm.gap is None or rhythm.gap[0] != rhythm.gap[1] or case.sessions is None:
        return ()
    return tuple(number * rhythm.gap[0] for number in range(case.sessions))


def _by_days(days: tuple[int, ...], points: tuple[int, ...], reasons: list[str], against: list[str]) -> int:
    """Days of sessions against a schedule, both from the first session; fewer than all of it may be told."""
    apart = [abs(day - point) for day, point in zip(days, points, strict=False)]
    if len(days) <= len(points) and max(apart) <= DAYS_OFF:
        off = f", {max(apart)} at most off" if max(apart) else ""
        reasons.append(f"sessions on {in_list(days)} are those of its schedule{off}")
        return 10 if max(apart) else 12
    against.append(f"sessions on {in_list(days)} are not those of its schedule, {in_list(points)}")
    return -10


def in_list(days: tuple[int, ...]) -> str:
    """Days as one says them: "days 0, 28 and 56"."""
    if len(days) < 2:
        return f"day {days[0]}" if days else "no day"
    shown = [str(day) for day in (days if len(days) <= MOST_SHOWN else (*days[: MOST_SHOWN - 1], days[-1]))]
    gap = "" if len(days) <= MOST_SHOWN else " ..."
    return f"days {', '.join(shown[:-1])}{gap} and {shown[-1]}"


def schedule_of(protocol: Protocol) -> tuple[int, ...]:
    """The days of a protocol's treatment schedule, from its first point; empty where it has none."""
    timing = protocol.treatment.timing if protocol.treatment else None
    if not isinstance(timing, Schedule):
        return ()
    unit = _IN_DAYS[timing.unit]
    return tuple((point - timing.points[0]) * unit for point in timing.points)


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
        return gap_of(schedule_of(protocol))
    return None


def _days(step: Step, end: str) -> int | None:
    value = dict(step.values())[end].whole()
    if value is None:
        return None
    return value * _IN_DAYS[step.unit]
