"""What a clinic's own courses came to, for whoever weighs whether to begin one: of all who began, or not at all.

Counted by the indicator `responder_50` over the registry as it was built last; nothing is built here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from enthesis.clinic.models import Clinic
from enthesis.clinic.registry.build import registry_folder
from enthesis.clinic.results.asking import NotCounted, counted
from enthesis.outcomes.figure import Figure
from enthesis.outcomes.registry.manifest import NoRegistry, read_manifest

INDICATOR, MEASURE = "responder_50", "nrs_pain"
YEAR = 52  # weeks: the time point of the aids


@dataclass(frozen=True, slots=True)
class OwnResults:
    """Counts of one clinic at one time point. Whoever did not answer stays among those who began.

    All are 0 where so few began that no figure is shown.
    """

    began: int = 0
    answered: int = 0
    better: int = 0  # of those who answered: at least half of their pain gone
    weeks: int = 0

    @property
    def is_too_few(self) -> bool:
        return self.began == 0

    @property
    def best(self) -> int:
        """How many were better if all who are missing were."""
        return self.better + self.began - self.answered


def own_results(clinic: Clinic | None, regions: Collection[str], *, is_kept: bool = False) -> OwnResults | None:
    """The counts for one part of the body or several; None where the clinic has built no registry.

    Counting takes a second or more, once for each build. A page that anybody may ask for reads what was counted before
    (`is_kept`), and gets None where nothing was.
    """
    if clinic is None or not has_counted():
        return None
    try:
        found = counted(clinic, groups=("region",), only=(INDICATOR,), is_kept=is_kept)
    except NotCounted:
        return None
    return results_of(each for each in found.report.figures if each.value("region") in regions)


def has_counted() -> bool:
    """Whether there is a registry of real people to count from."""
    try:
        manifest = read_manifest(registry_folder())
    except NoRegistry:
        return False
    return manifest is not None and not manifest.made_up


def results_of(figures: Iterable[Figure]) -> OwnResults:
    """The figure nearest to a year among those that may be shown; nothing but zeros where none may."""
    shown = [each for each in figures if not each.suppressed and each.value("measure") in ("", MEASURE)]
    found = min(shown, key=lambda each: abs(int(each.value("weeks") or 0) - YEAR), default=None)
    if found is None or not found.started or found.answered is None or found.numerator is None:
        return OwnResults()
    return OwnResults(found.started, found.answered, round(found.numerator), int(found.value("weeks")))
