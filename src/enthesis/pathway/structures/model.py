"""What the structure catalogue holds: where a needle may go, and what may go wrong there."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

Place: TypeAlias = tuple[int, int]  # on a drawing of 1000 by 1000, from its upper left corner

KINDS = ("ligament", "tendon", "joint", "enthesis", "muscle", "other")
SIDES = ("left", "right", "both", "")  # the sides that a point may name; "" is the midline, or not recorded


@dataclass(frozen=True, kw_only=True, slots=True)
class Hazard:
    """Something that an injection near here can hit or cause."""

    id: str
    says: str  # to the clinician: what, and where it lies
    to_patient: str  # the same in the patient's words
    watch_for: tuple[str, ...]  # variables of triage that would report it
    sources: tuple[str, ...]
    unverified: bool  # something of it rests on `memory`: the clinic confirms it by name


@dataclass(frozen=True, kw_only=True, slots=True)
class Structure:
    """A place that is injected. What no source states is empty: the clinic decides it, the programme does not."""

    id: str
    name: str
    region: str  # id of a `Region`
    kind: str  # one of KINDS
    sided: bool  # there is a left and a right one
    aliases: tuple[str, ...]
    techniques: tuple[str, ...]
    approach: str
    needle: str  # "" = not stated
    guidance: tuple[str, ...]  # as published, of: landmark, ultrasound, fluoroscopy, CT
    volume_ml: tuple[Decimal, Decimal] | None  # least and most at one point, as published; None = not stated
    hazards: tuple[str, ...]  # ids of hazards
    triage_site: str  # the site of the triage rules that it counts as first
    views: Mapping[str, Place]  # where it lies on each drawing: the right one, or the midline
    sources: tuple[str, ...]
    unverified: bool  # something of it rests on `memory`: the clinic confirms it by name
    also_triaged_as: tuple[str, ...] = ()  # further sites of the triage rules
    note: str = ""  # which source states what

    @property
    def triage_sites(self) -> tuple[str, ...]:
        """Every site of the triage rules that it counts as: an acromioclavicular joint is a shoulder and a joint."""
        return (self.triage_site, *self.also_triaged_as)


@dataclass(frozen=True, kw_only=True, slots=True)
class Region:
    """A part of the body that has a file of its own."""

    id: str
    name: str
    views: tuple[str, ...]  # its close-up drawings, the most useful first
    on_body: Mapping[str, Place]  # where it lies on the whole body: the right one, or the midline
    sided: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """One drawing that structures have places on."""

    id: str
    name: str  # "Knee, from the front"
    is_whole_body: bool
    is_one_sided: bool  # draws one limb: the left one is the mirror image of the right one
    on_body: str = ""  # of a close-up, the drawing of the whole body that shows the same face of it


@dataclass(frozen=True, kw_only=True, slots=True)
class Catalogue:
    """Everything that the files say."""

    version: str
    structures: Mapping[str, Structure]
    hazards: Mapping[str, Hazard]
    regions: tuple[Region, ...]
    views: Mapping[str, View]
    not_misspelt: frozenset[str]  # words that look like a word of the catalogue and mean something else
