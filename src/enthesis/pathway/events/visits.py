"""Visits are booked, moved, kept and missed."""

from dataclasses import dataclass
from datetime import datetime

from enthesis.pathway.events.happening import Happening


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitBooked(Happening):
    """A time was given to an activity. `visit` is the visit's own id, kept when it moves."""

    visit: str
    activity: str
    starts: datetime
    minutes: int
    resources: tuple[str, ...] = ()  # who and what it takes up, as the clinic names them
    telehealth: bool = False
    buffer_before: int = 0  # minutes for which the resources are taken and the patient is not
    buffer_after: int = 0
    confirmed: bool = False  # the patient said yes to this time


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitMoved(Happening):
    """A booked visit got another time."""

    visit: str
    starts: datetime
    by: str = "clinic"  # patient | clinic
    resources: tuple[str, ...] = ()  # (): those that it had
    confirmed: bool = False  # the patient said yes to the new time


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitConfirmed(Happening):
    """The patient said yes to the time that a visit has now. From here on it is not moved without asking."""

    visit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitCancelled(Happening):
    """A booked visit will not take place. Not for one that was missed."""

    visit: str
    by: str = "clinic"
    reason: str = ""
    personal = ("reason",)


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitAttended(Happening):
    """The patient came, or was seen by telehealth. Not for an injection: that is `InjectionsGiven`."""

    activity: str
    visit: str = ""
    note: str = ""
    template: str = ""  # of the note, where it was written in one: "consultation 2026-11"
    personal = ("note",)


@dataclass(frozen=True, kw_only=True, slots=True)
class PatientArrived(Happening):
    """The patient is at the clinic for a booked visit, and waits from when this was recorded."""

    visit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitMissed(Happening):
    """The patient did not come to a booked visit and had not cancelled it."""

    visit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ActivityDone(Happening):
    """An activity with no event of its own was done: an order, a diet plan, chiropractic care, a check-in."""

    activity: str
    note: str = ""
    personal = ("note",)
