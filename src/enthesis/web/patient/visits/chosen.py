"""A series that a page offered, on its way back from the page: signed, so that what was read is what is kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.core import signing

from enthesis.clinic.opening import Seen
from enthesis.clinic.own_visits import Asked
from enthesis.scheduling.problem import Placed

SALT = "enthesis series that a patient chooses"
LASTS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What came back: the times by visit."""

    key: str  # made with the page: chosen twice, it is booked once
    again: frozenset[str]  # booked visits that get another time with it
    times: tuple[tuple[str, datetime, tuple[str, ...]], ...]

    def placed(self, asked: Asked) -> tuple[Placed, ...] | None:
        """As a series of what is asked for now; None where the course asks for other visits by now."""
        wanted = {each.id: each for each in asked.problem.wanted}
        if set(wanted) != {item for item, _, _ in self.times}:
            return None
        zone = asked.problem.grid.zone
        return tuple(
            Placed(
                item, starts.astimezone(zone).date(), starts, starts + timedelta(minutes=wanted[item].minutes), names
            )
            for item, starts, names in self.times
        )


def seal(seen: Seen, series: Sequence[Placed], again: Collection[str] = ()) -> str:
    """A series as a page sends it back."""
    times = [[visit.item, int(visit.starts.timestamp()), *visit.resources] for visit in series]
    said = {"course": seen.number, "key": uuid4().hex, "again": sorted(again), "times": times}
    return signing.dumps(said, salt=SALT, compress=True)


def unseal(seen: Seen, text: str) -> Chosen | None:
    """What a page sent; None where it is not ours, too old, or of another course."""
    try:
        said = signing.loads(text, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    if said["course"] != seen.number:
        return None
    times = tuple((item, datetime.fromtimestamp(at, UTC), tuple(names)) for item, at, *names in said["times"])
    return Chosen(said["key"], frozenset(said["again"]), times)
