"""What a made-up session holds: points of the catalogue, syringes, vials with lots, a checklist. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from enthesis.pathway import events as e
from enthesis.pathway.injection import SKIN, anaesthetic_given, checklist, dextrose_given

LIGAMENTS, JOINT = "A", "B"
# Structure, mL at one point, syringe, needle; on each treated side where it has two.
POINTS: dict[str, Sequence[tuple[str, str, str, str]]] = {
    "back": (
        ("iliolumbar-ligament", "1.5", LIGAMENTS, "25G 50 mm"),
        ("posterior-sacroiliac-ligament", "1", LIGAMENTS, "25G 50 mm"),
        ("supraspinous-l5-s1", "1", LIGAMENTS, "25G 40 mm"),
    ),
    "knee": (
        ("knee-joint", "5", JOINT, "22G 40 mm"),
        ("knee-mcl", "0.5", LIGAMENTS, "27G 30 mm"),
        ("pes-anserinus", "0.5", LIGAMENTS, "27G 30 mm"),
    ),
}
_MIDLINE = frozenset(("supraspinous-l5-s1",))
_APPROACH = {"knee-joint": "from the outer side above the kneecap"}
_REACTIONS = ("Light-headed for a minute, settled lying down.", "A small bruise at one point.")
_OPEN_NOW_AND_THEN = "labels"


def session(given: e.InjectionsGiven, *, region: str, side: str, is_guided: bool, seed: str) -> e.InjectionsGiven:
    """The same injection with everything that a whole record tells; the same for the same seed."""
    rng = Random(f"{seed}/{given.activity}/{given.happened_on}")  # noqa: S311  made-up data, no secret
    day = given.happened_on or date.min
    sites = tuple(_sites(region, side))
    confirmed = [point for point in checklist().points if point != _OPEN_NOW_AND_THEN or rng.random() < 0.9]
    whole = replace(
        given,
        sites=sites,
        solution=tuple(_parts(day, sites)),
        volume_ml=sum((site.ml for site in sites if site.ml is not None), Decimal(0)),
        guidance="ultrasound" if is_guided else "landmark",
        image=f"US-{day:%Y%m%d}-{rng.randint(1, 9)}" if is_guided else "",
        checklist=tuple(confirmed),
        checklist_version=checklist().version,
        time_out=True,
        observed_minutes=rng.choice((15, 20, 20, 30)),
        reaction=rng.choice(_REACTIONS) if rng.random() < 0.12 else "",
    )
    return replace(
        whole, dextrose_percent=dextrose_given(whole), lidocaine_mg=anaesthetic_given(whole).get("lidocaine")
    )


def _sites(region: str, side: str) -> Sequence[e.Site]:
    sides = ("left", "right") if side in ("", "both") else (side,)
    return [
        e.Site(
            structure=name, side=of, ml=Decimal(ml), approach=_APPROACH.get(name, ""), needle=needle, syringe=syringe
        )
        for name, ml, syringe, needle in POINTS.get(region, POINTS["back"])
        for of in (("",) if name in _MIDLINE else sides)
    ]


def _parts(day: date, sites: Sequence[e.Site]) -> Sequence[e.Part]:
    """Dextrose 15 % in each syringe; the one for joints without anaesthetic, as the labels ask."""
    used = {site.syringe for site in sites}
    parts = [
        ("dextrose 50%", "3", "DX", LIGAMENTS),
        ("lidocaine 1%", "2", "LI", LIGAMENTS),
        ("sodium chloride 0.9%", "5", "SC", LIGAMENTS),
        ("dextrose 50%", "3", "DX", JOINT),
        ("sodium chloride 0.9%", "7", "SC", JOINT),
        ("lidocaine 1%", "1", "LI", SKIN),
    ]
    return [
        e.Part(name=n, ml=Decimal(ml), syringe=s, **_vial(day, kind)) for n, ml, kind, s in parts if s in {*used, SKIN}
    ]


def _vial(day: date, kind: str) -> dict[str, Any]:
    """A lot that a clinic uses for a quarter, and its last day a good year later."""
    quarter = (day.month + 2) // 3
    return {"lot": f"{kind}-{day.year}-Q{quarter}", "expires": date(day.year + 1, 3 * quarter, 28)}
