"""What a study puts in: counts, means, or an effect that is worked out already."""

from dataclasses import dataclass
from typing import TypeAlias

# Sound figures that must not be pooled; every other code says that the figures themselves are wrong.
REFUSED = frozenset(
    ("arms-swapped", "before-after", "directions-mixed", "no-events", "no-events-in-an-arm", "not-people", "one-arm")
)


class NotPoolable(ValueError):
    """Figures that must not be pooled. `code` for programs; `says` and `remedy` are sentences for the person."""

    def __init__(self, code: str, says: str, remedy: str = "", field: str = "") -> None:
        super().__init__(says)
        self.code, self.says, self.remedy, self.field = code, says, remedy, field

    @property
    def is_bad_input(self) -> bool:
        """Whether the figures themselves are wrong, not only what was asked of them."""
        return self.code not in REFUSED


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of how many had the event: arm 1 against arm 2."""

    label: str
    r1: float
    n1: float
    r2: float
    n2: float


@dataclass(frozen=True, slots=True)
class Means:
    """The mean and standard deviation of both arms, in the instrument's own units."""

    label: str
    n1: float
    mean1: float
    sd1: float
    n2: float
    mean2: float
    sd2: float


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect and its sampling variance, on the scale that is pooled: the logarithm for RR and OR."""

    label: str
    yi: float
    vi: float
    is_corrected: bool = False  # one half was added to all four cells


Study: TypeAlias = Counts | Means | Effect
