"""An injection in words: its points, what was drawn up, what was confirmed before and watched afterwards."""

from collections.abc import Iterator

from enthesis.pathway.events import InjectionsGiven, Part, Site
from enthesis.pathway.injection import SKIN, checklist, points_left_open, syringe_key, target_in_words
from enthesis.pathway.window import in_words
from enthesis.web.words import number

TOLD_HERE = frozenset(("sites", "solution", "checklist", "checklist_version", "time_out", "observed_minutes"))


def site_in_words(site: Site) -> str:
    """Iliolumbar ligament (left), 2 mL, syringe A, 25G 50 mm, down the crest."""
    amount = f"{number(site.ml)} mL" if site.ml is not None else ""
    syringe = f"syringe {site.syringe}" if site.syringe else ""
    return ", ".join(filter(None, (target_in_words(site), amount, syringe, site.needle, site.approach)))


def part_in_words(part: Part) -> str:
    """3 mL dextrose 50%, lot DX-17, last day 31 January 2030, syringe A."""
    lot = f"lot {part.lot}" if part.lot else ""
    expires = f"last day {in_words(part.expires)}" if part.expires else ""
    where = ""
    if part.syringe:
        where = "to numb the skin" if syringe_key(part.syringe) == SKIN else f"syringe {part.syringe}"
    return ", ".join(filter(None, (f"{number(part.ml)} mL {part.name}", lot, expires, where)))


def injection_details(event: InjectionsGiven) -> Iterator[tuple[str, str]]:
    """What a record says beyond its plain fields, in the order in which it is done."""
    if event.sites:
        yield "points", "; ".join(site_in_words(site) for site in event.sites)
    if event.solution:
        yield "drawn up", "; ".join(part_in_words(part) for part in event.solution)
    if event.checklist_version:
        yield "checklist", _confirmed(event)
    if event.time_out is not None:
        yield "time-out", "done" if event.time_out else "not done"
    if event.observed_minutes is not None:
        yield "watched for", f"{event.observed_minutes} minutes"


def _confirmed(event: InjectionsGiven) -> str:
    known = checklist()
    if event.checklist_version != known.version:
        return f"{len(event.checklist)} points confirmed, version {event.checklist_version}"
    left_open = points_left_open(event)
    said = f"{len(known.points) - len(left_open)} of {len(known.points)} points confirmed"
    return f"{said}; open: {' '.join(point.says for point in left_open)}" if left_open else said
