"""Reading how many: sessions, appointments of a programme, and the optional parts that this patient takes."""

from collections.abc import Mapping
from itertools import pairwise

from enthesis.pathway.estimate import values
from enthesis.pathway.estimate.case import COLUMNS, Numbers
from enthesis.pathway.estimate.happenings import treatment_of
from enthesis.pathway.estimate.price_names import meant_by, nearest
from enthesis.pathway.estimate.problems import UnreadableEstimate
from enthesis.pathway.finding import WARN, Finding
from enthesis.pathway.protocol.model import Protocol

MOST_SESSIONS = 100
MOST_APPOINTMENTS = 1000
MOST_WEEKS = 520
MOST_A_WEEK = 14
MOST_NAMES = 100

_HOW = 'Write {"min": 3, "typical": 4, "max": 6}, or one number for all three.'


def read_sessions(given: object) -> Numbers:
    """How many sessions: one number where the plan is agreed, or any of min, typical and max."""
    return Numbers() if given is None else _numbers("sessions", given, 1, MOST_SESSIONS)


def read_counts(given: object, protocol: Protocol, findings: list[Finding]) -> dict[str, Numbers]:
    """How often other activities happen, such as the appointments of a therapy programme, by activity."""
    if given is None:
        return {}
    if not isinstance(given, Mapping) or len(given) > MOST_NAMES:
        raise UnreadableEstimate(
            "not-an-object", "counts", "counts is not an object.", 'Write {"physical-therapy": 12}.'
        )
    found: dict[str, Numbers] = {}
    for key, raw in given.items():
        name = values.name("counts", key, "The name of an activity")
        field = f"counts.{name[:60]}"
        if raw is None:
            continue
        activities = _activities(name, field, protocol, findings)
        if any(activity in found for activity in activities):
            raise UnreadableEstimate("said-twice", field, f"{field} is given twice.", "Keep one of them.")
        if treatment_of(protocol).id in activities:
            raise UnreadableEstimate(
                "two-ways", field, "The number of treatment sessions has a field of its own.", "Write it in sessions."
            )
        found |= dict.fromkeys(activities, _appointments(field, raw, activities, protocol))
    return found


def read_included(given: object, protocol: Protocol, findings: list[Finding]) -> frozenset[str]:
    """The optional activities that this patient takes."""
    if given is None:
        return frozenset()
    if not isinstance(given, (list, tuple)) or len(given) > MOST_NAMES:
        says = f"include is not a list of at most {MOST_NAMES} activities."
        raise UnreadableEstimate("not-a-list", "include", says, 'Write ["imaging"].')
    found: set[str] = set()
    for place, raw in enumerate(given):
        field = f"include[{place}]"
        found |= set(_activities(values.name(field, raw), field, protocol, findings))
    return frozenset(found)


def in_order(numbers: Numbers, field: str) -> Numbers:
    """The same numbers, or a refusal where a smaller one is called the larger."""
    said = [(column, number) for column in COLUMNS if (number := numbers.of(column)) is not None]
    for (less, fewer), (more, most) in pairwise(said):
        if fewer > most:
            raise UnreadableEstimate(
                "contradiction",
                field,
                f"{field}: {less} is {fewer}, which is more than {more}, {most}.",
                f"Give {less} and {more} so that they are in order.",
            )
    return numbers


def _activities(name: str, field: str, protocol: Protocol, findings: list[Finding]) -> tuple[str, ...]:
    meant = meant_by(name, protocol)
    if not meant.activities:
        findings.append(
            Finding(
                code="unknown-activity",
                level=WARN,
                says=f"No activity of {protocol.id} is called {values.shown(name)}; it changes nothing.",
                remedy=nearest(name, protocol),
                field=field,
            )
        )
    return meant.activities


def _appointments(field: str, raw: object, activities: tuple[str, ...], protocol: Protocol) -> Numbers:
    """A number, three numbers, or weeks and how often a week; what is left out of the two, the protocol says."""
    if not isinstance(raw, Mapping) or not ({"per_week", "weeks"} & set(raw)):
        return _numbers(field, raw, 0, MOST_APPOINTMENTS)
    given = protocol.activity(activities[0]) if activities else None
    stated = {
        "weeks": given.lasts_weeks.whole() if given else None,
        "per_week": given.per_week.whole() if given else None,
    }
    found = 1
    for key, most in (("weeks", MOST_WEEKS), ("per_week", MOST_A_WEEK)):
        value = raw.get(key)
        number = stated[key] if value is None else values.whole(f"{field}.{key}", value, 0, most)
        if number is None:
            says = f"{field}: {key} is not given, and the protocol does not state it."
            raise UnreadableEstimate("missing", f"{field}.{key}", says, "Give weeks and per_week, or one number.")
        found *= number
    return Numbers(found, found, found)


def _numbers(field: str, given: object, least: int, most: int) -> Numbers:
    if not isinstance(given, Mapping):
        number = values.whole(field, given, least, most)
        return Numbers(number, number, number)
    strange = [str(key) for key in given if key not in COLUMNS]
    if strange or not given:
        says = f"{field}: {values.shown(strange[0])} is not read." if strange else f"{field} is empty."
        raise UnreadableEstimate("not-one-of", field, says, _HOW)
    found = {
        column: None if given.get(column) is None else values.whole(f"{field}.{column}", given[column], least, most)
        for column in COLUMNS
    }
    return in_order(Numbers(found["min"], found["typical"], found["max"]), field)
