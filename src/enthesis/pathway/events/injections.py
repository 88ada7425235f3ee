"""Injections, with what was in the syringe and where it went."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enthesis.pathway.events.happening import Happening


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One ingredient as drawn up: its name and strength as on the vial, and how much of it."""

    name: str  # "dextrose 50%"
    ml: Decimal
    lot: str = ""
    expires: date | None = None  # as printed on the vial: the last day it may be used
    syringe: str = ""  # "A": which syringe it was drawn into, where there is more than one


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """One place that was injected."""

    structure: str  # an id of the structure catalogue, or the clinician's own words
    side: str = ""
    ml: Decimal | None = None
    approach: str = ""  # how the needle came to it
    needle: str = ""  # "25G 50 mm"
    syringe: str = ""  # which of the syringes it came from


@dataclass(frozen=True, kw_only=True, slots=True)
class InjectionsGiven(Happening):
    """Injections were given, whether or not they were the ones planned.

    Not for a visit that was booked and missed: that is `VisitMissed`. What is not known stays None;
    nothing is assumed. One session may treat several sites and both sides.
    """

    activity: str
    sites: tuple[Site, ...] = ()
    solution: tuple[Part, ...] = ()
    dextrose_percent: Decimal | None = None  # % w/v, as injected
    volume_ml: Decimal | None = None  # total over all sites
    lidocaine_mg: Decimal | None = None  # total over all sites
    weight_kg: Decimal | None = None  # on the day
    guidance: str = ""  # none | landmark | ultrasound | fluoroscopy | CT
    image: str = ""  # where the guidance picture is kept, as the clinic names it
    checklist: tuple[str, ...] = ()  # ids of the points that were confirmed
    checklist_version: str = ""
    time_out: bool | None = None  # patient, site and side said aloud before the needle; None: not recorded
    observed_minutes: int | None = None  # how long the patient was watched afterwards
    reaction: str = ""  # immediate, in words
    visit: str = ""
    note: str = ""
    personal = ("note", "reaction")
