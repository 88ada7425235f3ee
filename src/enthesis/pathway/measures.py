"""What the course needs to know of an instrument: which way is better, and how far its score goes."""

from decimal import Decimal

PAIN = ("nrs_pain", "0", "10", "lower")


def better(instrument: str) -> str:
    """Which way is better: "lower", "higher", or "" where no definition says so."""
    return "lower" if instrument in ("nrs_pain", "odi") else ""


def score_range(instrument: str, subscale: str = "") -> tuple[Decimal, Decimal] | None:
    """Lowest and highest score, None where no definition says so."""
    return (Decimal(0), Decimal(10)) if instrument == "nrs_pain" else None
