"""Symptoms, and the harm that was done."""

from dataclasses import dataclass
from datetime import datetime

from enthesis.pathway.events.happening import Happening


@dataclass(frozen=True, kw_only=True, slots=True)
class SymptomReported(Happening):
    """Something after an injection that may be a warning sign. Open until a clinician closes it."""

    symptom: str  # its own id
    level: str = ""  # emergency | urgent_care | call_clinic_same_day | self_care, as triage said
    rules: tuple[str, ...] = ()
    words: str = ""
    personal = ("words",)


@dataclass(frozen=True, kw_only=True, slots=True)
class SymptomAssigned(Happening):
    """Somebody of the clinic handed a reported symptom to another. Not for the first owner: a rule names that one."""

    symptom: str
    owner: str  # the account that has it now, as the log names it ("U-17")
    reason: str = ""
    personal = ("reason",)


@dataclass(frozen=True, kw_only=True, slots=True)
class SymptomHandled(Happening):
    """A clinician dealt with a reported symptom, and closed it or kept it open.

    Closed only with a judgement of relatedness and severity. A call that nobody took is `contact` not_reached: it is
    kept, and the clock goes on.
    """

    symptom: str
    closed: bool
    contact: str = ""  # reached | seen | not_reached; empty where it is not said
    again_at: datetime | None = None  # when the clinician looks at it again, where it stays open
    relatedness: str = ""  # unrelated | possible | probable | certain
    severity: str = ""  # mild | moderate | severe
    note: str = ""
    personal = ("note",)


@dataclass(frozen=True, kw_only=True, slots=True)
class AdverseEventRecorded(Happening):
    """A clinician judged that harm was done, and how much."""

    event: str
    severity: str  # mild | moderate | severe | serious
    relatedness: str = ""
    symptom: str = ""
    expected: bool = False
    note: str = ""
    personal = ("event", "note")
