"""What a clinic's own courses came to, for whoever weighs whether to begin one: of all who began, or not at all."""

from collections.abc import Collection
from dataclasses import dataclass

from enthesis.clinic.models import Clinic

FEWEST = 10  # courses: of fewer no figure is shown


@dataclass(frozen=True, slots=True)
class OwnResults:
    """Counts of one clinic at one time point. Whoever did not answer stays among those who began."""

    began: int
    answered: int
    better: int  # of those who answered: at least half of their pain gone
    weeks: int

    @property
    def is_too_few(self) -> bool:
        return self.began < FEWEST

    @property
    def best(self) -> int:
        """How many were better if all who are missing were."""
        return self.better + self.began - self.answered


def own_results(clinic: Clinic | None, regions: Collection[str]) -> OwnResults | None:
    """The counts for some parts of the body; None where the clinic has not counted."""
    return None
