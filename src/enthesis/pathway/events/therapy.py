"""The physical-therapy programme."""

from dataclasses import dataclass

from enthesis.pathway.events.happening import Happening


@dataclass(frozen=True, kw_only=True, slots=True)
class TherapyAttended(Happening):
    """One appointment of the physical-therapy programme took place."""

    activity: str
    exercises_done: bool | None = None
    note: str = ""
    personal = ("note",)
