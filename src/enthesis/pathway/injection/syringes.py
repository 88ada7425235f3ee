"""Several syringes in one session: which part was drawn into which, and which points it went to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from enthesis.pathway.events import InjectionsGiven, Part, Site
from enthesis.pathway.finding import REFUSE, WARN, Finding

SKIN = "skin"  # the syringe that numbs the skin: it counts towards every dose, and no point names it
SOURCE = ("HOUSE",)


@dataclass(frozen=True, slots=True)
class Filling:
    """One syringe: what was drawn into it and the points that it went to."""

    name: str  # as it was first written; "" where none is told
    parts: tuple[Part, ...]
    sites: tuple[Site, ...]
    injected_ml: Decimal | None  # None: not known, so that all of it counts

    @property
    def drawn_ml(self) -> Decimal:
        return sum((part.ml for part in self.parts), Decimal(0))

    @property
    def is_skin(self) -> bool:
        return syringe_key(self.name) == SKIN

    @property
    def title(self) -> str:
        """What a person calls it."""
        if self.is_skin:
            return "Skin numbing"
        return f"Syringe {self.name}" if self.name else "The mix"


def syringe_key(name: str) -> str:
    """A syringe's name without case and blanks; "" where none was told."""
    return "".join(name.split()).casefold()


def fillings(event: InjectionsGiven) -> tuple[Filling, ...]:
    """The syringes of a session, in the order in which their first part stands.

    Where there is one syringe beside that for the skin, every point got it, told or not. Where several are told, a
    point without one may have got any of them: then how much of each was injected is not known.
    """
    parts: dict[str, list[Part]] = {}
    for part in event.solution:
        parts.setdefault(syringe_key(part.syringe), []).append(part)
    for_points = [key for key in parts if key != SKIN]
    alone = for_points[0] if len(for_points) == 1 else None
    untold = [site for site in event.sites if not syringe_key(site.syringe)]
    found = []
    for key, drawn in parts.items():
        mine = [site for site in event.sites if syringe_key(site.syringe) == key or (key == alone and site in untold)]
        amount: Decimal | None
        if key == SKIN:
            mine, amount = [], sum((part.ml for part in drawn), Decimal(0))
        elif key == alone:
            amount = event.volume_ml if event.volume_ml is not None else (_sum(mine) if key else None)
        else:
            amount = None if untold else _sum(mine)
        found.append(Filling(drawn[0].syringe.strip(), tuple(drawn), tuple(mine), amount))
    return tuple(found)


def check_syringes(event: InjectionsGiven) -> Iterator[Finding]:
    """Points that got more than was drawn up, or whose syringe nobody can tell. Only where syringes are told."""
    found = fillings(event)
    names = {syringe_key(filling.name): filling.title for filling in found if filling.name}
    if not names:
        return
    for filling in found:
        told = sum((site.ml for site in filling.sites if site.ml is not None), Decimal(0))
        if filling.name and told > filling.drawn_ml:
            yield Finding(
                code="syringe-overdrawn",
                level=REFUSE,
                says=f"{filling.title}: {told} mL at its points, and {filling.drawn_ml} mL drawn into it.",
                remedy="Correct the volumes, or add what else was drawn into it.",
                field="solution",
                sources=SOURCE,
            )
    for name in dict.fromkeys(site.syringe.strip() for site in event.sites):
        key = syringe_key(name)
        if key == SKIN or (key and key not in names):
            yield Finding(
                code="syringe-unknown",
                level=WARN,
                says=f"A point names syringe {name:.20}, and no part was drawn into it.",
                remedy="Correct the syringe, or add what was drawn into it.",
                field="sites",
                sources=SOURCE,
            )
    several = len([key for key in names if key != SKIN]) > 1
    untold = [site for site in event.sites if not syringe_key(site.syringe)]
    if several and untold:
        yield Finding(
            code="syringe-not-told",
            level=WARN,
            says=f"Of {len(untold)} {'point' if len(untold) == 1 else 'points'} the syringe is not told.",
            remedy="Tell it: otherwise each of them counts in the recall of every lot of this session.",
            field="sites",
            sources=SOURCE,
        )


def _sum(sites: Sequence[Site]) -> Decimal | None:
    """The volume of all of them; None where there are none, or one is not told."""
    volumes = [site.ml for site in sites if site.ml is not None]
    return sum(volumes, Decimal(0)) if sites and len(volumes) == len(sites) else None
