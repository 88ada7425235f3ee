"""What an injection record adds up to, and what speaks against it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from enthesis.pathway.dosing import (
    Mix,
    NotAnAmount,
    check_anaesthetic,
    limit_for,
    mix_of,
    read_part,
    shown_limit_mg,
)
from enthesis.pathway.dosing.limits import jurisdiction_named
from enthesis.pathway.events import InjectionsGiven
from enthesis.pathway.finding import NOTE, REFUSE, STOP, WARN, Finding
from enthesis.pathway.injection.syringes import Filling, check_syringes, fillings
from enthesis.pathway.window import in_words

SOURCE = ("HOUSE",)
ROUNDING = Decimal("0.5")  # percentage points within which a stated strength and the mix agree
MOST = {"dextrose_percent": 100, "volume_ml": 500, "lidocaine_mg": 5000, "weight_kg": 500, "observed_minutes": 1440}


def mix_given(event: InjectionsGiven) -> Mix | None:
    """What was drawn up for the points, all syringes together; None where the record names no parts."""
    parts = [part for filling in fillings(event) if not filling.is_skin for part in filling.parts]
    return mix_of([read_part(part.name, part.ml) for part in parts]) if parts else None


def dextrose_given(event: InjectionsGiven) -> Decimal | None:
    """The strength that the points got, in % w/v; None where it is not known, or is not the same in every syringe."""
    return _strength(_syringes(event))


def anaesthetic_given(event: InjectionsGiven) -> dict[str, Decimal | None]:
    """mg of each local anaesthetic of the visit, over all syringes, both sides and the skin; None: amount not known.

    Of each syringe the share that was injected; where that is not known, all that was drawn up is what the ceiling is
    held against. Lidocaine is the larger of what the parts make and what is recorded.
    """
    return _anaesthetic(event, _syringes(event))


@dataclass(frozen=True, slots=True)
class SyringeTotal:
    """One syringe and what is in it."""

    filling: Filling
    mix: Mix

    @property
    def doses(self) -> dict[str, Decimal | None]:
        """mg of each anaesthetic that counts: of what was injected, or of all of it where that is not known."""
        return self.mix.anaesthetic_mg(self.filling.injected_ml)


@dataclass(frozen=True, slots=True)
class Totals:
    """What a record adds up to."""

    syringes: tuple[SyringeTotal, ...]
    dextrose_percent: Decimal | None
    anaesthetics: Mapping[str, Decimal | None]  # mg over the whole visit
    limits: Mapping[str, Decimal]  # mg at most, as shown: rounded down. A drug without a known limit is left out
    points_ml: Decimal | None  # all points together; None where one is not told


def totals(event: InjectionsGiven, jurisdiction: str | None = None) -> Totals:
    """The figures of a record, syringe by syringe and over the whole visit. Raises `NotAnAmount`."""
    syringes = _syringes(event)
    doses = _anaesthetic(event, syringes)
    epinephrine = any(one.mix.has_epinephrine for one in syringes)
    where = jurisdiction_named(jurisdiction)
    limits = {drug: limit_for(drug, jurisdiction=where, epinephrine=epinephrine) for drug in doses}
    volumes = [site.ml for site in event.sites]
    return Totals(
        syringes=syringes,
        dextrose_percent=_strength(syringes),
        anaesthetics=doses,
        limits={drug: shown_limit_mg(limit, event.weight_kg) for drug, limit in limits.items() if limit},
        points_ml=sum((ml for ml in volumes if ml is not None), Decimal(0)) if None not in volumes else None,
    )


def _syringes(event: InjectionsGiven) -> tuple[SyringeTotal, ...]:
    return tuple(
        SyringeTotal(filling, mix_of([read_part(part.name, part.ml) for part in filling.parts]))
        for filling in fillings(event)
    )


def _strength(syringes: Sequence[SyringeTotal]) -> Decimal | None:
    strengths = {one.mix.dextrose_percent for one in syringes if not one.filling.is_skin}
    return strengths.pop() if len(strengths) == 1 else None


def _anaesthetic(event: InjectionsGiven, syringes: Sequence[SyringeTotal]) -> dict[str, Decimal | None]:
    doses: dict[str, Decimal | None] = {}
    for one in syringes:
        for drug, mg in one.doses.items():
            so_far = doses.get(drug, Decimal(0))
            doses[drug] = None if mg is None or so_far is None else so_far + mg
    recorded = event.lidocaine_mg
    if recorded is not None:
        made = doses.get("lidocaine")
        doses["lidocaine"] = recorded if made is None else max(made, recorded)
    return doses


def check_solution(event: InjectionsGiven, jurisdiction: str | None = None) -> Iterator[Finding]:
    """Figures that cannot be true, and what the dose arithmetic says."""
    broken = list(_impossible(event))
    yield from broken
    if broken:
        return
    syringes = _syringes(event)
    for finding in check_anaesthetic(
        _anaesthetic(event, syringes),
        weight_kg=event.weight_kg,
        jurisdiction=jurisdiction,
        epinephrine=any(one.mix.has_epinephrine for one in syringes),
    ):
        if finding.level == STOP and finding.code == "JURISDICTION_MISSING":
            yield replace(finding, level=NOTE)
        else:
            yield finding
    yield from _mix_and_record(event, syringes)
    yield from _volume(event)
    yield from check_syringes(event)
    yield from _expired(event)


def _mix_and_record(event: InjectionsGiven, syringes: Sequence[SyringeTotal]) -> Iterator[Finding]:
    for remark in dict.fromkeys(remark for one in syringes for remark in one.mix.remarks):
        yield Finding(code="part-unclear", level=WARN, says=f"{remark}.", field="solution", sources=SOURCE)
    stated, made = event.dextrose_percent, _strength(syringes)
    if stated is not None and made is not None and abs(stated - made) > ROUNDING:
        yield Finding(
            code="strength-differs",
            level=WARN,
            says=f"The parts make {made.normalize():f} % dextrose; {stated} % is recorded.",
            remedy="Correct the parts or the strength.",
            field="dextrose_percent",
            sources=SOURCE,
        )
    drawn = sum((one.filling.drawn_ml for one in syringes if not one.filling.is_skin), Decimal(0))
    if event.volume_ml is not None and drawn and event.volume_ml > drawn:
        yield Finding(
            code="more-than-mixed",
            level=WARN,
            says=f"{event.volume_ml} mL injected of a mix of {drawn} mL.",
            remedy="Correct the volume, or add what else was mixed.",
            field="volume_ml",
            sources=SOURCE,
        )


def _volume(event: InjectionsGiven) -> Iterator[Finding]:
    """The points, each of them told, against what is recorded for all."""
    volumes = [site.ml for site in event.sites]
    told = [ml for ml in volumes if ml is not None]
    if event.volume_ml is None or not told or len(told) < len(volumes) or sum(told) == event.volume_ml:
        return
    yield Finding(
        code="volume-differs",
        level=WARN,
        says=f"The points add up to {sum(told)} mL; {event.volume_ml} mL is recorded.",
        remedy="Correct the volume, or that of a point.",
        field="volume_ml",
        sources=SOURCE,
    )


def _expired(event: InjectionsGiven) -> Iterator[Finding]:
    day = event.happened_on
    late = [part for part in event.solution if day is not None and part.expires is not None and part.expires < day]
    if late:
        named = "; ".join(
            f'"{part.name:.60}"{f", lot {part.lot:.40}" if part.lot else ""}: {in_words(part.expires)}'
            for part in late
            if part.expires is not None
        )
        yield Finding(
            code="expired-vial",
            level=STOP,
            says=f"Past its last day when it was injected: {named}.",
            remedy="Correct the day; where it was used all the same, say why.",
            field="solution",
            sources=SOURCE,
        )


def _impossible(event: InjectionsGiven) -> Iterator[Finding]:
    for name, most in MOST.items():
        value = getattr(event, name)
        if value is not None and not 0 <= value <= most:
            yield _refused(name, f"{name} is {value}; it lies between 0 and {most}.", "Correct the figure.")
    if event.weight_kg is not None and event.weight_kg == 0:
        yield _refused("weight_kg", "A weight of 0 kg cannot be.", "Leave it out where it is not known.")
    for site in event.sites:
        if site.ml is not None and not 0 <= site.ml <= MOST["volume_ml"]:
            says = f'"{site.structure:.60}" got {site.ml} mL; that lies between 0 and {MOST["volume_ml"]}.'
            yield _refused("sites", says, "Correct the volume.")
            return
    for part in event.solution:
        if part.ml <= 0:
            yield _refused("solution", f'"{part.name:.60}" has no volume.', "Give mL above 0.")
            return
        try:
            read_part(part.name, part.ml)
        except NotAnAmount as problem:
            yield _refused("solution", str(problem), "Correct the part.")


def _refused(field: str, says: str, remedy: str) -> Finding:
    return Finding(code="out-of-range", level=REFUSE, says=says, remedy=remedy, field=field, sources=SOURCE)
