"""Over which days an answer counts for a time point: the usual windows, and those of clinics that decided on others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from enthesis.pathway.dictionary import Point

Points = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows of a registry. Every clinic has the same time points, and may have other days around them."""

    usual: Points
    own: tuple[tuple[int, Points], ...] = ()  # clinic and its points, by number of the clinic

    def of(self, clinic: int) -> Points:
        """Those of one clinic."""
        return dict(self.own).get(clinic, self.usual)

    def groups(self) -> Iterator[tuple[Points, tuple[int, ...]]]:
        """Each set of windows with the clinics whose own it is; the usual ones come first, with none named."""
        yield self.usual, ()
        for points in dict.fromkeys(points for _, points in self.own):
            yield points, tuple(clinic for clinic, mine in self.own if mine == points)

    @property
    def clinics(self) -> tuple[int, ...]:
        """The clinics that decided on their own."""
        return tuple(clinic for clinic, _ in self.own)

    def as_json(self) -> dict[str, Any]:
        """The usual windows, and those of clinics that decided on others, by number of the clinic."""
        return {"usual": as_rows(self.usual), "own": {str(clinic): as_rows(points) for clinic, points in self.own}}


def as_rows(points: Points) -> list[dict[str, int]]:
    """Each time point as the dictionary writes it."""
    return [{"weeks": each.weeks, "from": each.first, "to": each.last} for each in points]


def windows_of(usual: Points, own: Mapping[int, Points]) -> Windows:
    """The windows of several clinics; one whose own are the usual ones has none of its own."""
    return Windows(usual, tuple(sorted((clinic, points) for clinic, points in own.items() if points != usual)))
