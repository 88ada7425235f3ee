"""What an injection record adds up to, and what speaks against it."""

from collections.abc import Iterator
from decimal import Decimal

from enthesis.pathway.events import InjectionsGiven
from enthesis.pathway.finding import REFUSE, Finding

SOURCE = ("HOUSE",)


def check_solution(event: InjectionsGiven) -> Iterator[Finding]:
    """Figures that cannot be true."""
    for name in ("dextrose_percent", "volume_ml", "lidocaine_mg", "weight_kg"):
        value = getattr(event, name)
        if value is not None and value < 0:
            yield Finding(
                code="out-of-range",
                level=REFUSE,
                says=f"{name} is {value}; it cannot be negative.",
                remedy="Correct the figure.",
                field=name,
                sources=SOURCE,
            )
    if any(part.ml <= Decimal(0) for part in event.solution):
        yield Finding(
            code="out-of-range",
            level=REFUSE,
            says="A part of the solution has no volume.",
            remedy="Give mL above 0.",
            field="solution",
            sources=SOURCE,
        )
