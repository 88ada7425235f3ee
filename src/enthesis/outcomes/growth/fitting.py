"""From the courses of a clinic to a model."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from enthesis.outcomes.growth.basis import Array, Basis
from enthesis.outcomes.growth.calibrating import calibrations, levels
from enthesis.outcomes.growth.deciding import decided
from enthesis.outcomes.growth.file import versioned
from enthesis.outcomes.growth.learning import Beliefs, Learned, learn
from enthesis.outcomes.growth.like_them import bins
from enthesis.outcomes.growth.likelihood import Variances, sums
from enthesis.outcomes.growth.looking_back import MOST_SESSIONS, WITHIN, Past, looks, past
from enthesis.outcomes.growth.maximising import NEAR, maximise
from enthesis.outcomes.growth.model import UNCALIBRATED, WEEKS, Calibration, Decided, Growth
from enthesis.outcomes.growth.pooling import pool
from enthesis.outcomes.growth.prior import prior
from enthesis.outcomes.growth.shapes import History, Scale
from enthesis.outcomes.growth.stack import Whole, padded, stack
from enthesis.pathway.outlook import Outlook, shipped

_MOST_TO_CHOOSE = 500  # courses on which onsets are compared
_FOLDS_SMALL, _FOLDS_LARGE, _LARGE = 5, 2, 1000
_FEW_ROUNDS = 8


def fit(
    histories: Sequence[History],
    *,
    outlook: Outlook | None = None,
    scale: Scale | None = None,
    weeks: Sequence[int] = WEEKS,
    onsets: Sequence[float] = (),
    shape: Basis | None = None,
) -> Growth:
    """The model of these courses. None at all is allowed: then it is what the trials and the knowledge file say.

    `outlook`: the knowledge to begin with, the shipped one by default. `onsets`: weeks to choose from instead of its
    own. `shape`: other columns or another drift. Courses without any reading are left out. The same courses give the
    same model.
    """
    outlook, scale = outlook or shipped(), scale or Scale()
    told = [history for history in histories if history.readings]
    names = {history.condition for history in told} | {trial.condition for trial in outlook.trials}
    conditions = tuple(sorted(names))
    basis = _basis(told, conditions, outlook, scale, shape or Basis(0.0), onsets)
    begin = prior(outlook, conditions, basis)
    if not told:
        return _untaught(conditions, basis, begin.beliefs, begin.start, scale, outlook)
    learned = learn(stack(told, conditions, basis, scale), len(conditions), begin.beliefs, begin.start)
    usual = _usual(told, basis, weeks)
    model = _model(told, conditions, basis, learned, usual, scale, outlook)
    seen = past(told, model, weeks)
    full = replace(
        model,
        calibrations=_held_out(told, model, begin.beliefs, learned, float(outlook.worth_outcomes), weeks),
        raw_mean=_raw_means(seen, weeks),
        decided=_decided(seen, model, weeks),
        bins=bins(seen, weeks),
    )
    return versioned(full)


def _basis(
    histories: Sequence[History],
    conditions: tuple[str, ...],
    outlook: Outlook,
    scale: Scale,
    shape: Basis,
    onsets: Sequence[float],
) -> Basis:
    """The onset under which the courses are most likely; the knowledge file's first where there are few courses."""
    tried = [float(onset) for onset in onsets or outlook.onsets]
    if len(histories) < outlook.courses_to_choose:
        first = float(outlook.first_onset)
        return replace(shape, onset=first if first in tried else tried[0])
    some = histories[:: max(1, len(histories) // _MOST_TO_CHOOSE)]
    best = None
    for onset in tried:
        basis = replace(shape, onset=onset)
        begin = prior(outlook, conditions, basis)
        data = sums(stack(some, conditions, basis, scale), len(conditions))
        value = maximise(data, begin.start, begin.beliefs.pooling, begin.beliefs.firm, near=NEAR).at.value
        if best is None or value > best[0]:
            best = (value, basis)
    assert best is not None
    return best[1]


def _model(
    histories: Sequence[History],
    conditions: tuple[str, ...],
    basis: Basis,
    learned: Learned,
    usual: Array,
    scale: Scale,
    outlook: Outlook,
) -> Growth:
    count = dict.fromkeys(conditions, 0)
    for history in histories:
        count[history.condition] += 1
    spread = learned.spread if learned.spread is not None else np.zeros_like(learned.variances.between)
    return Growth(
        version="",
        scale=scale,
        basis=basis,
        conditions=conditions,
        courses=tuple(count[name] for name in conditions),
        readings=sum(len(history.readings) for history in histories),
        curves=learned.pooled.mean,
        curve_cov=learned.pooled.cov,
        common=learned.pooled.common,
        common_cov=learned.pooled.common_cov + spread,
        between=learned.variances.between,
        noise=learned.variances.noise,
        usual=usual,
        calibrations={},
        raw_mean={},
        decided=(),
        bins=(),
        prior=outlook.version,
    )


def _untaught(
    conditions: tuple[str, ...], basis: Basis, beliefs: Beliefs, start: Variances, scale: Scale, outlook: Outlook
) -> Growth:
    nothing = np.zeros((len(conditions), basis.size, basis.size))
    pooled = pool(nothing, nothing[:, :, 0], beliefs.pooling)
    spread = beliefs.pooling.spread if beliefs.pooling else None
    empty = np.zeros((0, len(WEEKS)))
    return versioned(_model([], conditions, basis, Learned(start, pooled, spread), empty, scale, outlook))


def _usual(histories: Sequence[History], basis: Basis, weeks: Sequence[int]) -> Array:
    """What sessions that still came added to `further` by each week, on average, after so many sessions.

    Of courses that were followed that long.
    """
    found = np.zeros((MOST_SESSIONS, len(weeks)))
    if "further" not in basis.columns:
        return found
    column = basis.columns.index("further")
    sessions = padded(histories, MOST_SESSIONS)
    last = np.array([history.readings[-1].week for history in histories])
    nothing = np.zeros(len(histories))
    for place, week in enumerate(weeks):
        at = np.full(len(histories), float(week))
        followed = last >= WITHIN.get(week, (week, 0))[0]
        whole = basis.rows_each(at, sessions, nothing)[:, column]
        for session in range(1, MOST_SESSIONS + 1):
            chosen = followed & np.isfinite(sessions[:, session - 1])
            if chosen.any():
                part = basis.rows_each(at, sessions[:, :session], nothing)[:, column]
                found[session - 1, place] = float((whole - part)[chosen].mean())
    return found


def _held_out(
    histories: Sequence[History],
    model: Growth,
    beliefs: Beliefs,
    learned: Learned,
    worth: float,
    weeks: Sequence[int],
) -> Mapping[int, Calibration]:
    """Calibration on courses that the curve and the variances were not learned from."""
    folds = _FOLDS_LARGE if len(histories) >= _LARGE else min(_FOLDS_SMALL, len(histories))
    found: dict[int, list[tuple[Array, Array, Whole]]] = {week: [] for week in weeks}
    if folds < 2:
        return dict.fromkeys(weeks, UNCALIBRATED)
    number = np.arange(len(histories)) % folds
    for fold in range(folds):
        rest = [history for place, history in enumerate(histories) if number[place] != fold]
        own = [history for place, history in enumerate(histories) if number[place] == fold]
        whose = np.flatnonzero(number == fold)
        data = stack(rest, model.conditions, model.basis, model.scale)
        again = learn(data, len(model.conditions), beliefs, learned.variances, _FEW_ROUNDS)
        taught = replace(
            model,
            curves=again.pooled.mean,
            curve_cov=again.pooled.cov,
            between=again.variances.between,
            noise=again.variances.noise,
        )
        seen = past(own, taught, weeks)
        for look in looks(seen, taught, weeks):
            lower, upper, place = levels(seen, look, model.scale)
            found[look.week].append((lower, upper, whose[place]))
    return calibrations(found, worth)


def _raw_means(seen: Past, weeks: Sequence[int]) -> Mapping[int, float]:
    told = {week: seen.outcome[~np.isnan(seen.outcome[:, place]), place] for place, week in enumerate(weeks)}
    return {week: float(each.mean()) for week, each in told.items() if len(each)}


def _decided(seen: Past, model: Growth, weeks: Sequence[int]) -> tuple[Decided, ...]:
    found = (decided(seen, look, model.scale) for look in looks(seen, model, weeks))
    return tuple(each for each in found if each is not None)
