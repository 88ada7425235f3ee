"""The rows behind a figure as a table that a person can check: whole words, units, days, no digits too many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from enthesis.clinic.numbers import number_of
from enthesis.outcomes import naming
from enthesis.outcomes.figure import Figure
from enthesis.outcomes.report import Rows
from enthesis.pathway.dictionary import DAY, shipped
from enthesis.web.outcomes.naming import Names
from enthesis.web.outcomes.paging import Turning
from enthesis.web.words import on_paper

NOTHING = "–"
_NEVER = ("clinic", "person", "course")  # the course stands at the head of its row
_GROUPS = ("indication", "region", "protocol", "structure", "solution", "guidance", "clinician")
_RESPONSES = ("time_to_response", "sessions_to_response")
_GAIN, _PAID, _COUNTED = "gain", "paid", "counted"


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows of one table: its columns, and of each row the number of its course and its cells."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    number: int  # that are counted, whoever may see them
    not_open: int  # that are counted and on no page
    turning: Turning


def listed(found: Rows, figure: Figure, names: Names, hidden: Sequence[str], turn: Turning) -> Listed:
    """What may be seen, one page of it. What is the same in every row stands above the table and not in it."""
    same = {name for name, _value in (*figure.of, *figure.group)} | {"measure", "subscale"}
    columns = [name for name in found.columns if name not in (*_NEVER, *hidden) and name not in same]
    labels = _labels(figure)
    return Listed(
        tuple(labels.get(name, name.replace("_", " ")) for name in columns),
        tuple(
            (number_of(row["course"]), tuple(_cell(row, name, figure, names) for name in columns)) for row in found.rows
        ),
        found.number,
        found.not_open,
        turn,
    )


def _labels(figure: Figure) -> Mapping[str, str]:
    unit = _("0 to 10") if figure.value("measure") in ("", "nrs_pain") else _("points")
    weeks = figure.value("weeks")
    later = _("At %(weeks)s weeks (%(unit)s)") % {"weeks": weeks, "unit": unit} if weeks else _("Then")
    return {
        "baseline": _("Before (%(unit)s)") % {"unit": unit},
        "value": later,
        "improvement": _("Better by (points)"),
        _GAIN: _("Better by (% of before)"),
        _PAID: _("Paid (%(currency)s)") % {"currency": figure.value("currency")},
        _COUNTED: _counted_label(figure),
        "weeks": _("Week of the response, or last known"),
        "sessions": _("Sessions until then"),
        "responded": _("Responded"),
        "session": _("Session"),
        "given": _("Given on"),
        "kind": _("Kind"),
        "opens": _("Window from"),
        "closes": _("Window to"),
        "inside": _("Inside its window"),
        "visit": _("Visit"),
        "activity": _("For"),
        "day": _("Day"),
        "outcome": _("What became of it"),
        "event": _("Harm"),
        "severity": _("How bad"),
        "relatedness": _("Related to the injection"),
        "expected": _("Expected"),
        "held": _("Days inside a hold"),
        "held_answered": _("of these written"),
        "held_nsaid": _("of these with such a drug"),
        "asked": _("Days asked for"),
        "kept": _("Days written"),
        "gate": _("Decision after the diagnostic injection"),
        "gate_on": _("Decided on"),
        "treated": _("Treatment sessions"),
        "stopped_on": _("Stopped on"),
        "stop_advised": _("The stop rule advised it"),
        "evaluated": _("Evaluated on"),
        "first_injected": _("First injection on"),
        "days": _("Days between"),
        "indication": _("Problem"),
        "region": _("Region"),
        "protocol": _("Protocol"),
        "structure": _("Structure"),
        "solution": _("Solution"),
        "guidance": _("Guidance"),
        "clinician": _("Clinician"),
    }


def _counted_label(figure: Figure) -> str:
    return _("Answered") if figure.indicator == "follow_up" else _("Counted as")


def _cell(row: Mapping[str, Any], name: str, figure: Figure, names: Names) -> str:
    value = row[name]
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in _days():
        return on_paper(date.fromisoformat(str(value)))
    if name == _COUNTED:
        return _counted(str(value), figure)
    if isinstance(value, float):
        return _number(value, name, figure)
    if name in _GROUPS:
        return names.of(name, str(value))
    return str(value).replace("-", " ") if name == "activity" else str(value)


def _number(value: float, name: str, figure: Figure) -> str:
    """At most one digit more than an answer has."""
    own = naming.decimals(figure.value("measure"), figure.value("subscale"))
    digits = {_GAIN: 0, _PAID: 2}.get(name, own)
    told = f"{round(value, digits) + 0.0:,.{digits}f}"
    return told.rstrip("0").rstrip(".") if "." in told else told


def _counted(value: str, figure: Figure) -> str:
    if value == "no" and figure.indicator in _RESPONSES:
        return _("not yet, when last heard of")
    words = {"yes": _("yes"), "no": _("no"), "missing": _("missing"), "counted": _("counted")}
    return words.get(value, value)


@cache
def _days() -> frozenset[str]:
    """The columns that hold a day."""
    tables = shipped().tables.values()
    return frozenset(column.name for table in tables for column in table.columns.values() if column.type == DAY)
