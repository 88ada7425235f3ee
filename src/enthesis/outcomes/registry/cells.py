"""Small cells: courses that too few others are like are told more coarsely, step by step, or not at all.

A cell is all courses that say the same in everything that somebody outside might know of a patient. A course in a cell
of fewer than `k` takes the next step with all others of its cell; what is small after the last step is left out.
"""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis

# not limits: how an export is made
HOUSE_K = 10  # no source states it: the clinic decides
QUASI = ("clinic", "protocol", "version", "region", "indication", "side", "sex", "birth_year")
# What is blotted out at each step, the least missed first. What other tables say again (side, protocol, region) cannot
# be blotted out in one: a course that is rare by those is left out.
STEPS: tuple[tuple[str, ...], ...] = (("birth_year",), ("sex",))


@dataclass(frozen=True, slots=True)
class Step:
    """What one step did."""

    columns: tuple[str, ...]
    courses: int  # that were told more coarsely by it


@dataclass(frozen=True, slots=True)
class Suppressed:
    """How many courses were told more coarsely, and how many were left out."""

    k: int
    steps: tuple[Step, ...]
    left_out: int
    leave: int
    smallest: int | None  # the smallest cell among those that leave; None: nothing leaves

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"quasi_identifiers": list(QUASI)}


def suppress(courses: "ibis.Table", k: int) -> "tuple[ibis.Table, Suppressed]":
    """The courses that may leave, told as coarsely as they must be."""
    import ibis  # see opening.py

    found, steps = _sized(courses), []
    for columns in STEPS:
        small = found.size < k
        blank = {name: ibis.ifelse(small, ibis.null(found[name].type()), found[name]) for name in columns}
        steps.append(Step(columns, int(small.sum().fill_null(0).execute())))
        found = _sized(found.mutate(**blank).drop("size"))
    left = found.filter(found.size >= k).cache()
    leave, all_of_them = int(left.count().execute()), int(found.count().execute())
    smallest = int(left["size"].min().execute()) if leave else None
    return left.drop("size"), Suppressed(k, tuple(steps), all_of_them - leave, leave, smallest)


def _sized(courses: "ibis.Table") -> "ibis.Table":
    """With the size of each course's cell."""
    import ibis

    return courses.mutate(size=courses.count().over(ibis.window(group_by=list(QUASI)))).cache()
