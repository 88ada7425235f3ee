"""What a clinic's own courses came to, for whoever weighs whether to begin one: of all who began, or not at all.

Counted by the indicator `responder_50` over the registry as it was built last; nothing is built here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from enthesis.clinic.models import Clinic
from enthesis.outcomes.figure import Figure, Filters
from enthesis.outcomes.registry.manifest import Manifest, NoRegistry, read_manifest

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


def own_results(clinic: Clinic | None, regions: Collection[str]) -> OwnResults | None:
    """The counts for one part of the body or several; None where the clinic has built no registry.

    Counting takes a second or more, once for each build: not for pages that anybody may ask for.
    """
    built = _built()
    if clinic is None or built is None:
        return None
    return _counted(_folder(), built.generation, built.built_on.isoformat(), clinic.pk, tuple(sorted(regions)))


def has_counted() -> bool:
    """Whether there is a registry to count from."""
    return _built() is not None


def _folder() -> Path:
    return Path(settings.HOME) / "registry"


def _built() -> Manifest | None:
    try:
        manifest = read_manifest(_folder())
    except NoRegistry:
        return None
    return None if manifest is None or manifest.made_up else manifest


@lru_cache(maxsize=64)
def _counted(folder: Path, generation: int, built_on: str, clinic: int, regions: tuple[str, ...]) -> OwnResults:
    """Counted once for each build: `generation` and `built_on` tell one from the other."""
    from enthesis.outcomes.registry.opening import open_registry  # here, for they load DuckDB and Ibis: 100 MB
    from enthesis.outcomes.report import report

    figures: list[Figure] = []
    with open_registry(folder) as registry:
        for region in regions:
            filters = Filters(where=(("clinic", str(clinic)), ("region", region)))
            figures += report(registry, filters=filters, only=(INDICATOR,)).figures
    return results_of(figures)


def results_of(figures: Iterable[Figure]) -> OwnResults:
    """The figure nearest to a year among those that may be shown; nothing but zeros where none may."""
    shown = [each for each in figures if not each.suppressed and each.value("measure") in ("", MEASURE)]
    found = min(shown, key=lambda each: abs(int(each.value("weeks") or 0) - YEAR), default=None)
    if found is None or not found.started or found.answered is None or found.numerator is None:
        return OwnResults()
    return OwnResults(found.started, found.answered, round(found.numerator), int(found.value("weeks")))
