"""The codes of `knowledge/billing_codes.csv`. None is invented: an activity without one has a line to write on."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from enthesis import knowledge

DIAGNOSES = "ICD-10-CM"
HEADER = "header"  # the status of a code that stands above others and is not billed itself


@dataclass(frozen=True, slots=True)
class BillingCode:
    """One code. `status`: billable or header for a diagnosis; verified or memory for a service."""

    system: str
    code: str
    says: str
    status: str
    activities: tuple[str, ...] = ()  # words of a price list that it is the code of
    sources: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_diagnosis(self) -> bool:
        return self.system == DIAGNOSES

    @property
    def is_unverified(self) -> bool:
        return "memory" in self.sources


@cache
def billing_codes() -> Mapping[str, BillingCode]:
    """Every code of the file, by the code in capitals."""
    rows = csv.DictReader(knowledge.path("billing_codes.csv").read_text(encoding="utf-8").splitlines())
    return {
        row["code"].upper(): BillingCode(
            system=row["system"],
            code=row["code"],
            says=row["says"],
            status=row["status"],
            activities=tuple(filter(None, row["activities"].split(";"))),
            sources=tuple(filter(None, row["sources"].split(";"))),
            note=row["note"],
        )
        for row in rows
    }
