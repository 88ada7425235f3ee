"""What an injection record adds up to, and what speaks against it."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from enthesis.pathway.dosing import Mix, NotAnAmount, check_anaesthetic, mix_of, read_part
from enthesis.pathway.events import InjectionsGiven
from enthesis.pathway.finding import NOTE, REFUSE, STOP, WARN, Finding

SOURCE = ("HOUSE",)
ROUNDING = Decimal("0.5")  # percentage points within which a stated strength and the mix agree
MOST = {"dextrose_percent": 100, "volume_ml": 500, "lidocaine_mg": 5000, "weight_kg": 500}


def mix_given(event: InjectionsGiven) -> Mix | None:
    """What was in the syringe, from its parts; None where the record names none."""
    if not event.solution:
        return None
    return mix_of([read_part(part.name, part.ml) for part in event.solution])


def anaesthetic_given(event: InjectionsGiven) -> dict[str, Decimal | None]:
    """mg of each local anaesthetic that was injected; None where an amount is not known.

    With a mix and the volume injected, the share of the mix; where no volume is said, the whole mix is what the
    ceiling is held against. Lidocaine is the larger of what the parts make and what is recorded.
    """
    return _anaesthetic(event, mix_given(event))


def _anaesthetic(event: InjectionsGiven, mix: Mix | None) -> dict[str, Decimal | None]:
    doses = mix.anaesthetic_mg(event.volume_ml) if mix else {}
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
    mix = mix_given(event)
    for finding in check_anaesthetic(
        _anaesthetic(event, mix),
        weight_kg=event.weight_kg,
        jurisdiction=jurisdiction,
        epinephrine=bool(mix and mix.has_epinephrine),
    ):
        if finding.level == STOP and finding.code == "JURISDICTION_MISSING":
            yield replace(finding, level=NOTE)
        else:
            yield finding
    if mix is None:
        return
    yield from _mix_and_record(mix, event)


def _mix_and_record(mix: Mix, event: InjectionsGiven) -> Iterator[Finding]:
    for remark in mix.remarks:
        yield Finding(code="part-unclear", level=WARN, says=f"{remark}.", field="solution", sources=SOURCE)
    stated, made = event.dextrose_percent, mix.dextrose_percent
    if stated is not None and made is not None and abs(stated - made) > ROUNDING:
        yield Finding(
            code="strength-differs",
            level=WARN,
            says=f"The parts make {made.normalize():f} % dextrose; {stated} % is recorded.",
            remedy="Correct the parts or the strength.",
            field="dextrose_percent",
            sources=SOURCE,
        )
    if event.volume_ml is not None and mix.total_ml is not None and event.volume_ml > mix.total_ml:
        yield Finding(
            code="more-than-mixed",
            level=WARN,
            says=f"{event.volume_ml} mL injected of a mix of {mix.total_ml} mL.",
            remedy="Correct the volume, or add what else was mixed.",
            field="volume_ml",
            sources=SOURCE,
        )


def _impossible(event: InjectionsGiven) -> Iterator[Finding]:
    for name, most in MOST.items():
        value = getattr(event, name)
        if value is not None and not 0 <= value <= most:
            yield _refused(name, f"{name} is {value}; it lies between 0 and {most}.", "Correct the figure.")
    if event.weight_kg is not None and event.weight_kg == 0:
        yield _refused("weight_kg", "A weight of 0 kg cannot be.", "Leave it out where it is not known.")
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
