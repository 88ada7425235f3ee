"""The diary by weeks: what the report needs of it, some five times fewer rows. One expression for every engine.

A row for each course, side, session and week after the first injection; one without a week for all days before it. The
build keeps it beside the diary that it comes from; it is no table of the dictionary, because it says nothing new.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis

WEEKS = "weeks"  # as the folder and the files are called
SUMS = ("asked", "kept", "held", "held_answered", "held_nsaid", "pain_days")
_ROW = ["clinic", "course", "side", "session", "week"]
COLUMNS = (*_ROW, *SUMS, "pain")


def weeks(table: "Callable[[str], ibis.Table]") -> "ibis.Table":
    """The rows, from the tables of an opened registry.

    Days, not lines, are summed: of a day with two sides, each side was asked and answered by itself. `pain` is the sum
    over the `pain_days`. The first week begins on the day after the first injection.
    """
    import ibis  # see opening.py

    courses = table("courses").select("clinic", "course", "first_injected")
    diary = table("diary")
    days = diary.left_join(courses, ["clinic", "course"]).select(
        *(diary[name] for name in diary.columns), courses.first_injected
    )
    after = days.day.delta(days.first_injected, unit="day").cast("int64")
    days = days.mutate(week=ibis.ifelse(after > 0, (after - 1) // 7 + 1, ibis.null("int64")).cast("int64"))
    return (
        days.group_by(_ROW)
        .agg(
            asked=lambda t: _number(t.asked),
            kept=lambda t: _number(t.asked & t.answered),
            held=lambda t: _number(t.in_hold),
            held_answered=lambda t: _number(t.in_hold & t.answered),
            held_nsaid=lambda t: _number(t.in_hold & t.nsaid),
            pain_days=lambda t: t.pain.count(),
            pain=lambda t: t.pain.sum(),
        )
        .select(list(COLUMNS))
    )


def weeks_of(tables: Any) -> "ibis.Table":
    """Those of a registry: as its build kept them, or worked out now."""
    kept = getattr(tables, WEEKS, None)
    found: ibis.Table = kept() if kept else weeks(tables.table)
    return found


def _number(is_so: Any) -> Any:
    return is_so.cast("int64").sum()
