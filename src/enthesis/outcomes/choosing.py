"""Which courses there are to choose from, and how many a choice leaves.

Light where it is loaded: the engine is there only if a registry was opened.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from enthesis.outcomes.figure import NOT_RECORDED, Filters
from enthesis.outcomes.report import OF_COURSE
from enthesis.pathway.indicators import shipped

if TYPE_CHECKING:
    from enthesis.outcomes.indicators.cohort import Tables

Choices = Mapping[str, tuple[str, ...]]


def choices(registry: "Tables", filters: Filters, names: Sequence[str] = OF_COURSE) -> Choices:
    """The values of each grouping among the courses that `filters` leaves, in the order of the alphabet."""
    from enthesis.outcomes.indicators.cohort import Cohort

    by = tuple(name for name in names if name in OF_COURSE)
    found = Cohort(registry, filters, shipped(), by).courses.select(*by).distinct().to_pyarrow().to_pylist()
    values = {name: {NOT_RECORDED if row[name] is None else str(row[name]) for row in found} for name in by}
    return {
        name: tuple(sorted(each, key=lambda value: (value == NOT_RECORDED, value))) for name, each in values.items()
    }


def how_many(registry: "Tables", filters: Filters, *, injected: bool = False) -> int:
    """How many courses `filters` leaves, or how many of them had an injection."""
    from enthesis.outcomes.indicators.cohort import Cohort

    courses = Cohort(registry, filters, shipped()).courses
    counted = courses.first_injected.count() if injected else courses.count()
    return int(counted.to_pyarrow().as_py())
