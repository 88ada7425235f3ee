"""Harms that a trial has counted: events, people, and the exact interval of the share. Without people, no line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from enthesis.evidence.plots import trial_name
from enthesis.pathway.trials import Condition, Row, Table

_PEOPLE = re.compile(r"\d+")
_NO_RATE = "reports, not patients treated"


@dataclass(frozen=True, slots=True)
class HarmLine:
    """One harm of one trial. `low` and `high` are per cent, 95 %, exact (Clopper and Pearson)."""

    harm: str  # its id in harms.csv
    event: str
    trial: str
    count: int
    of: int
    low: float
    high: float


def exact_interval(count: int, of: int) -> tuple[float, float]:
    """The exact 95 % interval of a share, in per cent.

    >>> tuple(round(end, 1) for end in exact_interval(0, 104))
    (0.0, 3.5)
    """
    from scipy.stats import beta

    low = float(beta.ppf(0.025, count, of - count + 1)) if count else 0.0
    high = float(beta.ppf(0.975, count + 1, of - count)) if count < of else 1.0
    return 100 * low, 100 * high


def harm_lines(table: Table, condition: Condition) -> list[HarmLine]:
    """The counted harms of a condition, in the order of the table."""
    return list(_lines(table, condition))


def harm_sentences(table: Table, condition: Condition) -> list[tuple[str, str]]:
    """Each of them in words: the figures, and in which group of the trial they were. In English, to be said."""
    words = table.words
    if "harm-line" not in words:
        return []  # a clinic's own conditions.yaml from before there were such words
    return [
        (
            words["harm-line"].format(
                event=words.get(f"event-{_slug(line.event)}", line.event),
                count=line.count,
                of=line.of,
                trial=line.trial,
                low=f"{round(line.low, 1):g}",
                high=f"{round(line.high, 1):g}",
            ),
            words.get(f"whose-{line.harm}", words.get("whose-all", "")),
        )
        for line in harm_lines(table, condition)
    ]


def _lines(table: Table, condition: Condition) -> Iterator[HarmLine]:
    for row in table.harms:
        people = _people(row)
        if row["region"] in condition.regions and row["count"] and people and row["told_by"] in table.trials:
            count = int(row["count"])
            low, high = exact_interval(count, people)
            yield HarmLine(row["harm_id"], row["event"], trial_name(table, row["told_by"]), count, people, low, high)


def _people(row: Row) -> int:
    """Out of how many people; 0 where a rate would have no meaning."""
    found = _PEOPLE.match(row["denominator"])
    return int(found[0]) if found and row["denominator_kind"] != _NO_RATE else 0


def _slug(event: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", event.lower()).strip("-")
