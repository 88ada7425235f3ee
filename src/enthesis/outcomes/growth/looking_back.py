"""Past courses as they stood after each session, and what became of them: what calibration and comparison rest on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from enthesis.outcomes.growth.basis import Array
from enthesis.outcomes.growth.bounds import posteriors
from enthesis.outcomes.growth.model import WEEKS, Growth
from enthesis.outcomes.growth.shapes import History
from enthesis.outcomes.growth.stack import Flags, Stack, padded, stack

# not a limit: how the past is looked at
MOST_SESSIONS = 6  # later ones count as this one
AFTER = 4.0  # weeks after a session at which it is looked back on, or just before the next session
WITHIN = {13: (64 / 7, 136 / 7), 26: (137 / 7, 272 / 7), 52: (273 / 7, 455 / 7)}  # as `registry/dictionary.yaml` counts
_BEFORE_NEXT = 0.01


@dataclass(frozen=True, slots=True)
class Past:
    """All courses, their outcomes at each time, and the arrays that every look back shares."""

    histories: Sequence[History]
    stack: Stack
    outcome: Array  # (courses, weeks): nan where there is none
    outcome_week: Array  # when it was told
    baseline: Array  # (courses,): nan where there is none
    sessions: Array  # (courses, most): infinite where there is none


@dataclass(frozen=True, slots=True)
class Look:
    """Courses as they stood after one session, seen from one time later."""

    session: int
    week: int
    place: int  # of `week` in `WEEKS`
    chosen: Flags  # (courses,): had that session early enough, with a reading before
    cut: Array  # (courses,): the week at which they are looked at
    mean: Array  # (courses,): expected at the time of the outcome, as the clinic usually goes on
    sd: Array
    stopped_mean: Array  # the same without any further session
    now: Array  # expected at the cut


def past(histories: Sequence[History], model: Growth, weeks: Sequence[int] = WEEKS) -> Past:
    """The arrays of these courses."""
    found = stack(histories, model.conditions, model.basis, model.scale)
    outcome = np.full((len(histories), len(weeks)), np.nan)
    at = np.full((len(histories), len(weeks)), np.nan)
    baseline = np.full(len(histories), np.nan)
    for place, history in enumerate(histories):
        for reading in history.readings:
            if reading.week <= 0:
                baseline[place] = reading.value
        for column, week in enumerate(weeks):
            low, high = WITHIN.get(week, (week - 0.5, week + 0.5))
            near = [reading for reading in history.readings if low <= reading.week <= high]
            if near:
                best = min(near, key=lambda reading: (abs(reading.week - week), reading.week))
                outcome[place, column], at[place, column] = best.value, best.week
    return Past(histories, found, outcome, at, baseline, padded(histories, MOST_SESSIONS))


def looks(seen: Past, model: Growth, weeks: Sequence[int] = WEEKS) -> Iterator[Look]:
    """After each session, from each later time."""
    prior_mean = np.stack([model.prior_of(history.condition)[0] for history in seen.histories])
    prior_cov = np.stack([model.prior_of(history.condition)[1] for history in seen.histories])
    start: Array | None = None
    for session in range(1, MOST_SESSIONS + 1):
        had = np.array([len(history.sessions) >= session for history in seen.histories])
        if not had.any():
            return
        cut = np.array([_cut(history, session) for history in seen.histories])
        kept = seen.stack.only(seen.stack.weeks <= cut[seen.stack.owner])
        readings = np.bincount(kept.owner, minlength=kept.courses)
        found = posteriors(kept, prior_mean, prior_cov, model.noise, start)
        start = found.mean
        sessions, nothing = seen.sessions[:, :session], np.zeros(len(cut))
        now = model.basis.rows_each(np.maximum(cut, 0.0), sessions, nothing)
        for place, week in enumerate(weeks):
            chosen = had & (readings > 0) & (cut < WITHIN.get(week, (week - 0.5, 0))[0])
            if not chosen.any():
                continue
            told = seen.outcome_week[:, place]
            when = np.where(np.isnan(told), float(week), told)
            usual = np.full(len(cut), model.usual_after(session, week))
            rows = model.basis.rows_each(when, sessions, usual)
            stopped = model.basis.rows_each(when, sessions, nothing)
            sd = np.sqrt(np.einsum("ni,nij,nj->n", rows, found.cov, rows) + model.noise)
            yield Look(
                session,
                week,
                place,
                chosen,
                cut,
                (rows * found.mean).sum(axis=1),
                sd,
                (stopped * found.mean).sum(axis=1),
                (now * found.mean).sum(axis=1),
            )


def _cut(history: History, session: int) -> float:
    if len(history.sessions) < session:
        return -1.0
    at = history.sessions[session - 1]
    following = history.sessions[session] if len(history.sessions) > session else np.inf
    return float(min(at + AFTER, following - _BEFORE_NEXT))


def looks_at(seen: Past) -> Iterator[tuple[int, Flags, Array]]:
    """After each session: who went on, and the last pain told after that session and before the next; nan: none."""
    count = np.array([len(history.sessions) for history in seen.histories])
    for session in range(1, MOST_SESSIONS + 1):
        went_on = count > session
        if not went_on.any():
            return
        after = np.full(len(seen.histories), np.nan)
        for place, history in enumerate(seen.histories):
            if not went_on[place]:
                continue
            at, following = history.sessions[session - 1], history.sessions[session]
            told = [reading.value for reading in history.readings if at < reading.week <= following]
            if told:
                after[place] = told[-1]
        yield session, went_on, after
