"""The simulated clinics once more, told through the event log: recorded, built into a registry, and reported on.

In a process and a clinic of their own, as everything that is measured on a database.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.simulated import LEAST, SEED, covered, misled
from benchmarks.sizes import Sizes

COURSES = 50  # of each clinic
BY_CHANCE = ("no_shows", "kept_intervals", "gate_closed", "diary_adherence", "days_to_first_injection")


def measure(sizes: Sizes, database: str) -> list[Figure]:
    return record(sizes.simulated_clinics)


def record(clinics: int, courses: int = COURSES, seed: int = SEED, least: float = LEAST) -> list[Figure]:
    """Coverage and bias over so many clinics, each fact of which went through the one door."""
    from enthesis.clinic.registry.build import build
    from enthesis.outcomes.registry import open_registry
    from enthesis.outcomes.report import report
    from tests.support.recorded_clinics import record_clinics
    from tests.support.simulated_clinics import BUILT_ON, kind_of

    made = record_clinics(clinics=clinics, courses=courses, seed=seed)
    kinds: Mapping[str, str] = {str(clinic.pk): kind_of(place) for place, clinic in enumerate(made, 1)}
    with tempfile.TemporaryDirectory(prefix="enthesis-simulated-") as folder:
        build(Path(folder), today=BUILT_ON)
        with open_registry(Path(folder)) as registry:
            found = report(registry, groups=("clinic",))
    figures = [*covered(found, least, BY_CHANCE, kinds), *misled(found, least, kinds, seldom=None)]
    return [replace(each, figure=f"recorded_{each.figure}") for each in figures]
