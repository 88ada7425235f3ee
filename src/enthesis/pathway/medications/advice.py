"""The sentences of `advice.yaml`, filled in. No sentence about a drug is written anywhere else.

Levels, mildest first: note (worth knowing), hold (a pause, the clinic decides), ask (somebody looks before the
session), prescriber (the prescriber's agreement, by name), urgent_care (today, as in the triage rules).
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from enthesis.knowledge import edition
from enthesis.pathway.finding import Finding
from enthesis.pathway.medications.library import read_yaml

LEVELS = ("note", "hold", "ask", "prescriber", "urgent_care")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@cache
def sentences() -> Mapping[str, Any]:
    return read_yaml("advice.yaml")


def finding(
    section: str,
    heading: str,
    words: Mapping[str, object] | None = None,
    *,
    because: tuple[str, ...] = (),
    sources: tuple[str, ...] = (),
    unverified: bool = False,
    entries: tuple[str, ...] = (),
    field: str = "",
) -> Finding:
    """One rule of a section of `advice.yaml` with its blanks filled from `words`.

    It is unverified when any source is memory, or when the caller's reading is; `entries` are those of the drug, the
    product or the name that the caller's reading rests on.
    """
    rule = sentences()[section][heading]
    values = words or {}
    keys = tuple(dict.fromkeys((*rule.get("sources", ()), *sources)))
    own = (f"medications/advice:{section}.{heading}",) if "memory" in rule.get("sources", ()) else ()
    return Finding(
        code=rule["code"],
        level=rule["level"],
        says=sentence(rule["says"], values),
        remedy=sentence(rule.get("remedy", ""), values),
        to_patient=sentence(rule.get("to_patient", ""), values),
        remedy_for_patient=sentence(rule.get("remedy_for_patient", ""), values),
        because=because,
        sources=keys,
        field=field,
        version=edition(str(sentences()["version"]), "medications", "numbers.yaml"),
        unverified=unverified or "memory" in keys,
        entries=(*own, *entries),
    )


def sentence(template: str, values: Mapping[str, object]) -> str:
    """A template filled in, without spare spaces, beginning with a capital."""
    filled = " ".join(template.format_map(values).split())
    return filled[:1].upper() + filled[1:]


def heading(*choices: str) -> str:
    """The first of these headings that `advice.yaml` has."""
    return next(choice for choice in choices if choice in sentences()["advice"])


def on(day: date) -> str:
    """A day in words: 1 December 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"


def listed(words: list[str], last: str = "and") -> str:
    """a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""
