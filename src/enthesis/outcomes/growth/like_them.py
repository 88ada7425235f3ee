"""Earlier courses that stood where this one stands: how much better they were, and what they reached."""

from collections.abc import Sequence

import numpy as np

from enthesis.outcomes.growth.looking_back import Past as LookedBack
from enthesis.outcomes.growth.looking_back import looks_at
from enthesis.outcomes.growth.model import WEEKS, Bin, Growth
from enthesis.outcomes.growth.shapes import Past

EDGES = (10.0, 30.0, 50.0)  # per cent less pain than before: the published steps of change (IMMPACT2008)
NAMES = ("less than 10 % better, or worse", "10 to 30 % better", "30 to 50 % better", "at least 50 % better")


def bin_of(percent: float) -> int:
    """Which of `NAMES`."""
    return int(np.searchsorted(EDGES, percent, side="right"))


def bins(seen: LookedBack, weeks: Sequence[int] = WEEKS) -> tuple[Bin, ...]:
    """Of those who went on after each session, by how much better they were: how many reached 30 % and 50 %."""
    found = []
    for session, went_on, reading in looks_at(seen):
        with np.errstate(divide="ignore", invalid="ignore"):
            better = 100 * (1 - reading / seen.baseline)
            for place, week in enumerate(weeks):
                reached = 100 * (1 - seen.outcome[:, place] / seen.baseline)
                told = went_on & (seen.baseline > 0) & ~np.isnan(better) & ~np.isnan(reached)
                of = np.searchsorted(EDGES, better, side="right")
                for number in range(len(NAMES)):
                    chosen = told & (of == number)
                    if chosen.any():
                        found.append(
                            Bin(
                                session,
                                week,
                                number,
                                int(chosen.sum()),
                                int((reached[chosen] >= 30 - 1e-9).sum()),
                                int((reached[chosen] >= 50 - 1e-9).sum()),
                            )
                        )
    return tuple(found)


def past_of(model: Growth, session: int, percent: float, least: int) -> tuple[Past, ...]:
    """What became of those who stood there and went on. No figure of fewer than `least`."""
    number = bin_of(percent)
    found = []
    for week in WEEKS:
        one = next(
            (each for each in model.bins if (each.session, each.week, each.bin) == (session, week, number)), None
        )
        n = one.n if one else 0
        told = one is not None and n >= least
        found.append(
            Past(
                session,
                week,
                NAMES[number],
                n,
                one.reached_30 if one is not None and told else None,
                one.reached_50 if one is not None and told else None,
            )
        )
    return tuple(found)
