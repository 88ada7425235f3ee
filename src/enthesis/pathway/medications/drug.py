"""What a drug, a class of drugs and a combination product are. Filled from `knowledge/medications`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What a patient page may say about a drug."""

    PAUSE = "pause_by_clinic_protocol"
    ASK_PRESCRIBER = "ask_prescriber_first"
    CONTINUE = "continue"
    TELL_CLINIC = "tell_clinic"
    ALLOWED_ANALGESIC = "allowed_analgesic"
    CLINIC_DECIDES = "clinic_decides"
    GIVEN_BY_CLINIC = "given_by_clinic"


class Form(StrEnum):
    """How a drug gets where it works. `SYSTEMIC` is by mouth or by injection."""

    SYSTEMIC = ""
    TOPICAL = "topical"
    EYE = "eye"
    EAR = "ear"
    NOSE = "nose"
    INHALED = "inhaled"
    RECTAL = "rectal"


@dataclass(frozen=True, kw_only=True, slots=True)
class Drug:
    """One line of `drugs.csv`."""

    id: str
    name: str  # generic name used in the US
    inn: str  # international or UK name
    name_for_patient: str  # empty: the generic name of the country
    brands: Mapping[str, tuple[str, ...]]  # by country, "US" and "GB"; from memory
    drug_class: str
    subclass: str
    form: Form
    atc: tuple[str, ...]
    rxnorm: str  # ingredient code seen in a source; empty where there is none
    rxnorm_unverified: str  # known from memory only: never matched
    action: Action
    prescriber_only: bool  # only the prescriber may pause it; wins over every hold
    harms_if_stopped_suddenly: bool
    published_hold: str  # key of `holds.yaml`, empty where no source names one
    sources: tuple[str, ...]
    low_risk: str  # bleeding guidance, for the clinician's screen only
    high_risk: str
    reference_sources: tuple[str, ...]
    note: str

    @property
    def may_be_paused(self) -> bool:
        """Whether a clinic's pause may ever be applied to it."""
        takes_a_pause = self.action in (Action.PAUSE, Action.CLINIC_DECIDES, Action.TELL_CLINIC)
        return takes_a_pause and not self.prescriber_only and not self.harms_if_stopped_suddenly

    def called(self, country: str) -> str:
        """What a patient of this country calls it: the US generic name in the US, else the international one."""
        if self.name_for_patient:
            return self.name_for_patient
        name = self.name if country == "US" else self.inn
        return name.split(" (")[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class DrugClass:
    """A class of drugs, what it is called, and whether it needs a prescriber's agreement."""

    id: str
    title: str  # completes "clopidogrel is ...", to the clinician
    for_patient: str
    needs_agreement: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Product:
    """A product with more than one ingredient, from memory."""

    name: str
    drugs: tuple[str, ...]  # ids of listed ingredients
    also: tuple[str, ...] = ()  # ingredients that have no line
    unsure: bool = False  # sold with different contents under one name
    guarded: str = ""  # an ingredient without a line that must not be stopped alone
    id: str = ""  # the first of its names, whichever was typed
