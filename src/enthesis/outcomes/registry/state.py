"""Where each course of one clinic stood when its rows were written: what a later build compares with.

Columns of whole numbers only, so that a clinic of 200,000 courses is compared in a moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enthesis.outcomes.registry.store import NO_MONTH, Part

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = ("course", "events", "person", "erased", "birth_year", "month", "generation", "again_on")
NEVER = 2**31 - 1  # in `again_on`: only an event changes the course's rows
NOBODY_KNOWS = 0  # in `birth_year`
_UNKNOWN = -1  # in `month`


@dataclass(frozen=True, slots=True)
class State:
    """All courses of one clinic that are in the registry, one array for each column, by number of the course."""

    clinic: int
    columns: dict[str, Any]  # numpy arrays of int64

    def __len__(self) -> int:
        return len(self.columns["course"])

    def of(self, name: str, courses: Any) -> Any:
        """A column for some courses; -2 for one that is not in it."""
        import numpy as np  # see opening.py

        mine = self.columns["course"]
        if not len(mine):
            return np.full(len(courses), -2)
        place = np.minimum(np.searchsorted(mine, courses), len(mine) - 1)
        return np.where(mine[place] == courses, self.columns[name][place], -2)

    def without(self, courses: Any) -> "State":
        import numpy as np

        left = ~np.isin(self.columns["course"], courses)
        return State(self.clinic, {name: values[left] for name, values in self.columns.items()})

    def plus(self, rows: Sequence[Sequence[int]]) -> "State":
        """With more courses, each as the cells of `COLUMNS`."""
        import numpy as np

        more = np.array(rows, dtype=np.int64).reshape(-1, len(COLUMNS))
        whole = {name: np.concatenate([self.columns[name], more[:, place]]) for place, name in enumerate(COLUMNS)}
        order = np.argsort(whole["course"], kind="stable")
        return State(self.clinic, {name: values[order] for name, values in whole.items()})

    def parts(self) -> dict[int, int]:
        """How many courses each month has."""
        import numpy as np

        months, counts = np.unique(self.columns["month"], return_counts=True)
        return dict(zip(months.tolist(), counts.tolist(), strict=True))

    def moved_to(self, generation: int, month: int) -> "State":
        """The same with all courses of a month in one generation."""
        import numpy as np

        changed = np.where(self.columns["month"] == month, generation, self.columns["generation"])
        return State(self.clinic, {**self.columns, "generation": changed})


def empty_state(clinic: int) -> State:
    import numpy as np

    return State(clinic, {name: np.empty(0, dtype=np.int64) for name in COLUMNS})


def read_state(folder: Path, clinic: int, file: str) -> State:
    """The state in a file of the registry."""
    import pyarrow.parquet as pq

    table = pq.read_table(folder / file)
    return State(clinic, {name: table.column(name).to_numpy() for name in COLUMNS})


def as_table(state: State) -> "pa.Table":
    """The state as it is kept."""
    import pyarrow as pa

    return pa.table({name: pa.array(values, pa.int64()) for name, values in state.columns.items()})


def month_of(day: date | None) -> int:
    """A month as a whole number."""
    return _UNKNOWN if day is None else day.year * 12 + day.month - 1


def part_of(clinic: int, month: int) -> Part:
    """The folder of a month."""
    if month == _UNKNOWN:
        return Part(clinic, NO_MONTH)
    year, number = divmod(month, 12)
    return Part(clinic, f"{year:04}-{number + 1:02}")
