"""The lines of the injection record: one for each point, one for each part that was drawn up."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from enthesis.pathway.events import Part, Site
from enthesis.pathway.injection import SKIN, target, target_name
from enthesis.web.forms import fields

SITE = ("structure", "side", "ml", "syringe", "approach", "needle")
PART = ("name", "ml", "syringe", "lot", "expires")
SIDES = (("", "–"), ("left", "Left"), ("right", "Right"), ("both", "Both, volume in all"))
SYRINGES = ("A", "B", "C", "D")
_SKIN_SAYS = "Skin numbing"


def syringe_choices(told: Mapping[str, Any], *, with_skin: bool) -> list[tuple[str, str]]:
    """The names to choose from: those of the house, and any other that the record already has."""
    others = [str(said) for key, said in told.items() if str(key).endswith("-syringe") and said]
    names = dict.fromkeys([*SYRINGES, *(name for name in others if name != SKIN)])
    return [("", "–"), *((name, name) for name in names), *([(SKIN, _SKIN_SAYS)] if with_skin else [])]


def site_fields(number: int, syringes: list[tuple[str, str]]) -> Iterator[tuple[str, forms.Field]]:
    """The fields of one point."""
    example = "" if number else "type, and choose from the list"
    yield f"site-{number}-structure", fields.line(f"Structure {number + 1}", placeholder=example, list="structures")
    yield f"site-{number}-side", fields.pick("Side", SIDES)
    yield f"site-{number}-ml", fields.amount("Volume", unit="mL", least=0, most=200)
    yield f"site-{number}-syringe", fields.pick("Syringe", syringes)
    yield f"site-{number}-approach", fields.line("Approach", most=120, list="approaches")
    yield f"site-{number}-needle", fields.line("Needle", most=60, list="needles")


def part_fields(number: int, syringes: list[tuple[str, str]]) -> Iterator[tuple[str, forms.Field]]:
    """The fields of one part."""
    example = "" if number else "dextrose 50%"
    yield f"part-{number}-name", fields.line(f"Part {number + 1}, as on the vial", placeholder=example, list="parts")
    yield f"part-{number}-ml", fields.amount("Drawn up", unit="mL", least=0, most=500)
    yield f"part-{number}-syringe", fields.pick("Into syringe", syringes)
    yield f"part-{number}-lot", fields.line("Lot", most=60, list="lots")
    yield f"part-{number}-expires", fields.day("Last day", required=False)


def read_sites(said: Mapping[str, Any], count: int) -> tuple[Site, ...]:
    """The points that were typed. What the catalogue knows is kept by its id, everything else as it was typed."""
    typed = [{name: said.get(f"site-{number}-{name}") for name in SITE} for number in range(count)]
    return tuple(
        Site(
            structure=known.id if (known := target(t["structure"])) else t["structure"],
            side=t["side"] or "",
            ml=t["ml"],
            approach=t["approach"] or "",
            needle=t["needle"] or "",
            syringe=t["syringe"] or "",
        )
        for t in typed
        if t["structure"]
    )


def read_parts(said: Mapping[str, Any], count: int) -> tuple[Part, ...]:
    """The parts that were typed."""
    typed: list[dict[str, Any]] = [
        {name: said.get(f"part-{number}-{name}") for name in PART} for number in range(count)
    ]
    return tuple(
        Part(name=t["name"], ml=t["ml"], lot=t["lot"] or "", expires=t["expires"], syringe=t["syringe"] or "")
        for t in typed
        if t["name"]
    )


def site_as_typed(number: int, site: Site) -> dict[str, Any]:
    """What the fields of one point say of it: a structure of the catalogue by its name."""
    typed = {f"site-{number}-{name}": getattr(site, name) for name in SITE}
    return {**typed, f"site-{number}-structure": target_name(site.structure)}


def part_as_typed(number: int, part: Part) -> dict[str, Any]:
    """What the fields of one part say of it."""
    return {f"part-{number}-{name}": getattr(part, name) for name in PART}


def is_line(key: str, name: str) -> bool:
    """Whether a field's name is that of a line: site-3-ml."""
    parts = key.split("-")
    return len(parts) == 3 and parts[0] == name and parts[1].isascii() and parts[1].isdecimal() and len(parts[1]) < 3
