"""What the course needs to know of an instrument: which way is better, and how far its score goes."""

from decimal import Decimal

from enthesis.pathway.instruments import Better, Instrument, load
from enthesis.pathway.instruments.definition import Scale


def better(instrument: str, subscale: str = "") -> str:
    """Which way is better: "lower", "higher", or "" where no definition says so."""
    known = load().get(instrument)
    if known is None:
        return ""
    scale = _scale(known, subscale)
    way = scale.better if scale else known.better
    return "" if way is Better.BY_LABEL else way.value


def score_range(instrument: str, subscale: str = "") -> tuple[Decimal, Decimal] | None:
    """Lowest and highest score, None where no definition says so."""
    known = load().get(instrument)
    scale = _scale(known, subscale) if known else None
    if scale is None or scale.low is None or scale.high is None:
        return None
    return scale.low, scale.high


def _scale(instrument: Instrument, subscale: str) -> Scale | None:
    return instrument.scales.get(subscale or instrument.default_scale)
