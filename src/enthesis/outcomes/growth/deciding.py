"""Those who stopped after a session next to those who went on, as far as it can be counted: nobody was drawn by lot.

Each course is compared with what the model expected of it at that moment, had no session followed. So a difference in
pain before treatment or in the course so far is not taken for one between stopping and going on, as far as the model
knows it. `comparing` says when that is not enough.
"""

import numpy as np

from enthesis.outcomes.growth.basis import Array
from enthesis.outcomes.growth.looking_back import Look, Past
from enthesis.outcomes.growth.model import Decided
from enthesis.outcomes.growth.predicting import expected_on_scale
from enthesis.outcomes.growth.shapes import BY_RESPONSE, BY_UNKNOWN, GOING_ON, Scale
from enthesis.outcomes.growth.stack import Flags


def decided(seen: Past, look: Look, scale: Scale) -> Decided | None:
    """The two groups after one session, at one time; None where one of them is empty."""
    count = np.array([len(history.sessions) for history in seen.histories])
    why = np.array([history.stopped for history in seen.histories])
    stopped = look.chosen & (count == look.session) & (why != GOING_ON)
    went_on = look.chosen & (count > look.session)
    outcome = seen.outcome[:, look.place]
    told = ~np.isnan(outcome)
    off = outcome - expected_on_scale(look.stopped_mean, look.sd, scale)
    here, there = stopped & told, went_on & told
    if here.sum() < 2 or there.sum() < 2:
        return None
    # what is left of a difference in expectation is taken out along a line through both groups
    slope = _common_slope(look.now, off, here, there)
    centre = look.now[here | there].mean()
    off = off - slope * (look.now - centre)
    se = float(np.sqrt(off[here].var(ddof=1) / here.sum() + off[there].var(ddof=1) / there.sum()))
    low = max(np.quantile(look.now[here], 0.05), np.quantile(look.now[there], 0.05))
    high = min(np.quantile(look.now[here], 0.95), np.quantile(look.now[there], 0.95))
    return Decided(
        session=look.session,
        week=look.week,
        n_stopped=int(stopped.sum()),
        n_went_on=int(went_on.sum()),
        answered_stopped=int(here.sum()),
        answered_went_on=int(there.sum()),
        by_response=int((stopped & (why == BY_RESPONSE)).sum()),
        why_unknown=int((stopped & (why == BY_UNKNOWN)).sum()),
        apart=_apart(look.now, stopped, went_on),
        apart_before=_apart(seen.baseline, stopped & ~np.isnan(seen.baseline), went_on & ~np.isnan(seen.baseline)),
        seen=(float(low), float(high)),
        off_stopped=float(off[here].mean()),
        off_went_on=float(off[there].mean()),
        se=se,
    )


def _common_slope(now: Array, off: Array, here: Flags, there: Flags) -> float:
    """Of `off` on `now` within both groups together."""
    above = below = 0.0
    for group in (here, there):
        away = now[group] - now[group].mean()
        above += float((away * off[group]).sum())
        below += float((away**2).sum())
    return above / below if below > 0 else 0.0


def _apart(value: Array, one: Flags, other: Flags) -> float:
    """The difference of two groups in standard deviations; without end where a group is empty."""
    if one.sum() < 2 or other.sum() < 2:
        return float("inf")
    spread = np.sqrt((value[one].var(ddof=1) + value[other].var(ddof=1)) / 2)
    difference = abs(value[one].mean() - value[other].mean())
    return float(difference / spread) if spread > 0 else (0.0 if difference == 0 else float("inf"))
