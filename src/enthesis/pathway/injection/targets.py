"""What was injected, by the catalogue of structures: its name, its hazards, where triage counts it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from enthesis.pathway.events import InjectionsGiven, Site
from enthesis.pathway.finding import NOTE, WARN, Finding
from enthesis.pathway.injection.checklist import checklist
from enthesis.pathway.structures import Hazard, Structure, find, hazards, structures
from enthesis.pathway.triage import read_sites

UNSEEN = frozenset(("", "none", "landmark"))  # ways of guiding a needle that do not show it
_PNEUMOTHORAX = "pneumothorax"


@dataclass(frozen=True, slots=True)
class Danger:
    """A hazard of the chosen structures, with their names."""

    hazard: Hazard
    at: tuple[str, ...]


@lru_cache(maxsize=2048)
def target(structure: str) -> Structure | None:
    """The catalogue's structure that an id or words name; None where they name none."""
    return structures().get(structure) or find(structure)


def target_name(structure: str) -> str:
    """What a structure is called: the catalogue's name for its id, or else the clinician's own words."""
    known = structures().get(structure)
    return known.name if known else structure


def target_in_words(site: Site) -> str:
    """A point as one says it: "Iliolumbar ligament (left)"."""
    return f"{target_name(site.structure)}{f' ({site.side})' if site.side else ''}"


def dangers(chosen: Iterable[str]) -> tuple[Danger, ...]:
    """The hazards of some structures, in the order in which they are met; one of a lung stands first."""
    at: dict[str, list[str]] = {}
    for structure in chosen:
        known = target(structure)
        for hazard in known.hazards if known else ():
            names = at.setdefault(hazard, [])
            if known and known.name not in names:
                names.append(known.name)
    found = [Danger(hazards()[ident], tuple(names)) for ident, names in at.items()]
    return tuple(sorted(found, key=lambda danger: not danger.hazard.id.startswith(_PNEUMOTHORAX)))


def triage_sites(sites: Sequence[Site]) -> list[str]:
    """Where the needle was, as the rules of triage call it; nothing where that is not known: then every site counts."""
    found = [_triaged(site.structure) for site in sites]
    return sorted({name for names in found for name in names}) if found and all(found) else []


@lru_cache(maxsize=2048)
def _triaged(structure: str) -> tuple[str, ...]:
    known = target(structure)
    return known.triage_sites if known else tuple(read_sites(structure))


def check_targets(event: InjectionsGiven) -> Iterator[Finding]:
    """What the catalogue says to the points of a record."""
    for structure in dict.fromkeys(site.structure for site in event.sites):
        if target(structure) is None:
            yield _finding(
                "not-in-the-catalogue",
                NOTE,
                f'"{structure:.80}" is not in the catalogue of structures.',
                "It is kept as it was typed; its hazards are not known here.",
            )
    sided = dict.fromkeys(
        target_name(site.structure)
        for site in event.sites
        if not site.side and (known := target(site.structure)) is not None and known.sided
    )
    if sided:
        says = f"The side is not told: {', '.join(sided)}."
        yield _finding("side-not-told", WARN, says, "Say left or right.")
    yield from _guidance(event)
    yield from _volumes(event)


def _guidance(event: InjectionsGiven) -> Iterator[Finding]:
    """The needle is not seen where the sources ask for imaging."""
    if event.guidance not in UNSEEN or not event.guidance:
        return
    known = checklist()
    chest = _near(event.sites, known.image_warn)
    for level, where, near in (
        (WARN, "the neck and chest", chest),
        (NOTE, "the spine", [name for name in _near(event.sites, known.image_note) if name not in chest]),
    ):
        if near:
            yield _finding(
                "no-image-guidance" if level == WARN else "no-image-guidance-spine",
                level,
                f"Without image guidance near {where}: {', '.join(near)}.",
                "The sources ask for ultrasound or X-ray there. Correct the guidance, or go on: it is kept as it was.",
                known.image_sources,
                "guidance",
            )


def _near(sites: Sequence[Site], places: frozenset[str]) -> list[str]:
    """The names of the points that triage counts at one of some places."""
    return list(dict.fromkeys(target_name(s.structure) for s in sites if places.intersection(_triaged(s.structure))))


def _volumes(event: InjectionsGiven) -> Iterator[Finding]:
    for site in event.sites:
        known = target(site.structure)
        if site.ml is None or known is None or known.volume_ml is None or site.ml <= known.volume_ml[1]:
            continue
        yield _finding(
            "more-than-published",
            NOTE,
            f"{target_in_words(site)}: {site.ml} mL; published at one point is up to {known.volume_ml[1]} mL.",
            "Confirm that it is meant.",
            known.sources,
        )


def _finding(
    code: str, level: str, says: str, remedy: str, sources: tuple[str, ...] = ("HOUSE",), field: str = "sites"
) -> Finding:
    return Finding(
        code=code,
        level=level,
        says=says,
        remedy=remedy,
        field=field,
        sources=sources,
        unverified="memory" in sources,
    )
