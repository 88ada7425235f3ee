"""When a patient can come, and would rather: as it is said on a page, and as the scheduler takes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from enthesis.scheduling.problem import Away, Hours, Patient

PARTS: Mapping[str, tuple[time, time]] = {
    "morning": (time(0), time(12)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), time(0)),
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a patient said."""

    weekdays: frozenset[int] = frozenset()  # that suit; 0 is Monday; empty: any
    parts: frozenset[str] = frozenset()  # of the day, of `PARTS`; empty: any
    only: bool = False  # the patient cannot come on other weekdays or at other times
    earliest: date | None = None
    away: tuple[Away, ...] = ()
    same_clinician: bool = False
    video: bool = False  # by video or telephone where that is possible

    @property
    def hours(self) -> Hours:
        """The parts of the day, those that touch as one."""
        found: list[tuple[time, time]] = []
        for name, (start, end) in PARTS.items():
            if name not in self.parts:
                continue
            if found and found[-1][1] == start:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return tuple(found)

    def patient(self, today: date) -> Patient:
        """As the scheduler takes it, from `today` on."""
        away = self.away
        if self.earliest is not None and self.earliest > today:
            away = (Away(today, self.earliest - timedelta(days=1)), *away)
        return Patient(
            away=away,
            weekdays=self.weekdays,
            times=self.hours,
            only=self.only and bool(self.weekdays or self.parts),
            same_clinician=self.same_clinician,
        )


def write(wishes: Wishes) -> dict[str, Any]:
    """As plain JSON values."""
    return {
        "weekdays": sorted(wishes.weekdays),
        "parts": [name for name in PARTS if name in wishes.parts],
        "only": wishes.only,
        "earliest": wishes.earliest.isoformat() if wishes.earliest else None,
        "away": [[away.first.isoformat(), away.last.isoformat()] for away in wishes.away],
        "same_clinician": wishes.same_clinician,
        "video": wishes.video,
    }


def read(kept: Mapping[str, Any]) -> Wishes:
    """Back from what `write` gave; no wishes where nothing is kept."""
    if not kept:
        return Wishes()
    return Wishes(
        weekdays=frozenset(kept["weekdays"]),
        parts=frozenset(kept["parts"]),
        only=kept["only"],
        earliest=date.fromisoformat(kept["earliest"]) if kept["earliest"] else None,
        away=tuple(Away(date.fromisoformat(first), date.fromisoformat(last)) for first, last in kept["away"]),
        same_clinician=kept["same_clinician"],
        video=kept["video"],
    )
