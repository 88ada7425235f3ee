"""The one kind of answer that every part of the programme gives."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What the programme says about a fact, why it says so, and the way on.

    A person reads `says` and `remedy`; a program reads `code`. A form, a command, a FHIR outcome and
    a hook card render this same object, so nobody writes the sentence twice.
    """

    code: str  # stable, for programs: a rule's id, or words joined by hyphens
    level: str  # on the ladder of the part that speaks; each part documents its own
    says: str  # to the clinician, one sentence
    remedy: str = ""  # what to do about it, to the clinician
    to_patient: str = ""  # the same in the patient's words; empty: not for the patient
    remedy_for_patient: str = ""
    because: tuple[str, ...] = ()  # the answers or figures it rests on
    sources: tuple[str, ...] = ()  # keys of `knowledge/sources.csv`, a local decision, "ruling" or "memory"
    field: str = ""  # which input it is about, where it is about one
    version: str = ""  # of the rule set that spoke
    unverified: bool = False  # rests on a source marked `memory`: the clinic confirms it by name
    entries: tuple[str, ...] = ()  # which entries of the knowledge those are, where its code alone does not say it

    def as_json(self) -> Mapping[str, Any]:
        """Plain values for a machine door; empty fields are left out."""
        found = {spec.name: getattr(self, spec.name) for spec in fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in found.items()
            if value not in ("", (), False)
        }


# The ladder of a check on something that a person is about to record.
NOTE = "note"  # worth knowing; nothing to do
WARN = "warn"  # recorded when the person goes on
STOP = "stop"  # recorded only with a named clinician's reason, which is kept in the event
REFUSE = "refuse"  # cannot be recorded at all: it contradicts what is known
