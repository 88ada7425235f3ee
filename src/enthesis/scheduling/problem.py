"""What is asked of the scheduler: resources and their times, the visits that are wanted, wishes and their weights.

Days are days of the clinic's calendar; times are places on one grid (`grid.Grid`), counted in steps of a few minutes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

import numpy as np

from enthesis.scheduling.grid import Grid

MINUTES_A_DAY = 24 * 60
Hours = tuple[tuple[time, time], ...]  # from, to, on the clinic's clock; to 00:00 is the end of the day


@dataclass(frozen=True, slots=True)
class Resource:
    """A person, a room or a device: whatever can be in one visit at a time."""

    id: str
    kind: str  # clinician | therapist | room | device, or what the clinic calls it
    skills: frozenset[str] = frozenset()
    site: str = ""  # "": goes anywhere
    hours: tuple[Hours, ...] = ((),) * 7  # Monday first
    exceptions: Mapping[date, Hours] = field(default_factory=dict)  # instead of the weekday's hours
    busy: tuple[tuple[datetime, datetime], ...] = ()  # aware instants, from and to
    spans: "np.ndarray[tuple[int, int], np.dtype[np.int64]] | None" = None  # the same in steps since 1970: from, to


@dataclass(frozen=True, slots=True)
class Need:
    """One resource that a visit takes up: of this kind, with all of these skills, or one of these ids."""

    kind: str
    skills: frozenset[str] = frozenset()
    among: frozenset[str] = frozenset()  # ids; empty: whichever

    def takes(self, resource: Resource) -> bool:
        """Whether a resource will do."""
        return (
            resource.kind == self.kind
            and self.skills <= resource.skills
            and (not self.among or resource.id in self.among)
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """Days from another wanted visit to this one. None: not stated."""

    after: str
    opens: int = 0
    ideal: int | None = None
    closes: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A visit with its time and what it takes up, by need."""

    item: str
    day: date
    starts: datetime  # UTC
    ends: datetime
    resources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A visit that wants a time. Its first need is the person who leads it."""

    id: str
    minutes: int
    needs: tuple[Need, ...] = ()
    buffer_before: int = 0  # minutes: resources are taken, the patient is not
    buffer_after: int = 0
    opens: date | None = None  # days of the calendar
    ideal: date | None = None
    closes: date | None = None
    after: tuple[Gap, ...] = ()
    booked: Placed | None = None  # the time that it has now
    confirmed: bool = False  # the patient was told and said yes: not moved without asking


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which the patient cannot come, both ends included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Patient:
    """When the patient can come, and would rather."""

    away: tuple[Away, ...] = ()
    busy: tuple[tuple[datetime, datetime], ...] = ()
    visit_days: frozenset[date] = frozenset()  # of visits that are booked already and are not part of this
    weekdays: frozenset[int] = frozenset()  # 0 is Monday; empty: any
    times: Hours = ()  # empty: any
    only: bool = False  # weekdays and times are the only ones that the patient can
    clinician: str = ""  # a resource's id
    same_clinician: bool = False


@dataclass(frozen=True, slots=True)
class Penalties:
    """Points, whole numbers: what it costs that a series is not as wished. The least sum is the best series."""

    day_off_ideal: int = 10  # a day away from the ideal day
    weekday: int = 15  # a day that the patient did not wish
    time_of_day: int = 10  # a time that the patient did not wish
    clinician: int = 20  # led by another than wished
    change_of_clinician: int = 25  # led by another than the visit it is counted from, where that one's kind leads it
    idle_gap: int = 5  # a rest beside another booking too short for any visit
    device_day: int = 8  # a device on another day than the clinic gathers its visits on
    empty_day: int = 0  # a day on which the visit's leader has nothing booked within working hours
    later: int = 0  # a day after the first day there is
    move: int = 50  # a booked visit gets another time
    move_day: int = 3  # a day that a booked visit moves
    move_confirmed: int = 1000  # a confirmed visit gets another time

    def __post_init__(self) -> None:
        if min(getattr(self, name) for name in self.__slots__) < 0:
            raise ValueError("A penalty is 0 or more.")


@dataclass(frozen=True, slots=True)
class Problem:
    """All of it. `now`: no visit begins before it."""

    grid: Grid
    resources: tuple[Resource, ...]
    wanted: tuple[Wanted, ...]
    patient: Patient = Patient()
    penalties: Penalties = Penalties()
    now: datetime | None = None
    one_visit_per_days: int = 1  # any two visits of the patient are at least this many days apart
    same_day: frozenset[frozenset[str]] = frozenset()  # pairs of visits that may be on one day
    device_weekdays: frozenset[int] = frozenset()  # on which the clinic gathers visits with a device
    shortest_visit: int = 0  # minutes; 0: the shortest one wanted
    holidays: frozenset[date] = frozenset()
