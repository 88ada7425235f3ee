"""One patient next to patients like them: what may be expected at 3, 6 and 12 months."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from enthesis.outcomes.growth.basis import Array
from enthesis.outcomes.growth.bounds import Posterior, posteriors
from enthesis.outcomes.growth.comparing import further
from enthesis.outcomes.growth.like_them import past_of
from enthesis.outcomes.growth.model import UNCALIBRATED, WEEKS, Calibration, Growth
from enthesis.outcomes.growth.predicting import Predicted
from enthesis.outcomes.growth.shapes import (
    BEFORE_REGISTRY,
    LEARNED,
    NOT_YET,
    Forecast,
    Goal,
    History,
    Horizon,
    Reading,
    StopRule,
)
from enthesis.outcomes.growth.stack import stack
from enthesis.outcomes.growth.stopping import stop_rule_says
from enthesis.pathway.finding import NOTE, WARN, Finding
from enthesis.pathway.outlook import Outlook, shipped


def forecast(
    model: Growth,
    *,
    condition: str,
    readings: Sequence[Reading],
    sessions: Sequence[float] = (0.0,),
    as_of_week: float,
    goal: Goal | None = None,
    planned: Sequence[float] = (),
    stop_rule: StopRule | None = None,
    outlook: Outlook | None = None,
    learned: str = LEARNED,
) -> Forecast:
    """What may be expected of one course, from its readings up to `as_of_week` and from courses like it.

    `planned`: weeks of sessions that are booked; without any, sessions are expected as the clinic usually goes on.
    `learned`: what the model was learned from, one of `LEARNT`.
    Readings and sessions after `as_of_week` are left out. Nothing is refused for want of data: the findings say it.
    """
    outlook = outlook or shipped()
    told = tuple(reading for reading in readings if reading.week <= as_of_week)
    had = tuple(week for week in sessions if week <= as_of_week)
    history = History("", condition, told, had or (0.0,))
    posterior = _posterior(model, history)
    before = [reading.value for reading in told if reading.week <= 0]
    baseline = before[-1] if before else None
    after = [reading.value for reading in told if reading.week > 0]
    limit = goal.limit(baseline) if goal else None
    at = np.array([max(as_of_week, 0.0)])
    now = float((model.basis.rows(at, history.sessions) @ posterior.mean[0])[0])
    horizons = tuple(
        _horizon(model, posterior, history, len(had), tuple(planned), week, limit, now, outlook)
        for week in WEEKS
        if week > as_of_week
    )
    percent = 100 * (1 - after[-1] / baseline) if baseline and after else None
    return Forecast(
        condition=condition,
        n=model.courses_of(condition),
        n_all=model.n,
        as_of_week=as_of_week,
        sessions=len(had),
        baseline=baseline,
        now=_on_scale(now, model) if told else None,
        goal=limit,
        horizons=horizons,
        stop_rule=stop_rule_says(stop_rule, len(had), baseline, after[-1] if after else None),
        past=past_of(model, len(had), percent, outlook.least_shown) if percent is not None and had else (),
        last=told[-1].value if told else None,
        findings=(
            *_rests_on(model, outlook, condition, learned),
            *_findings(told, had, goal, limit, baseline),
        ),
        learned=learned,
        model=model.version,
    )


def curve(
    model: Growth,
    *,
    condition: str,
    readings: Sequence[Reading],
    sessions: Sequence[float],
    as_of_week: float,
    weeks: Sequence[float],
) -> tuple[Array, Array, Array]:
    """Median, 80 % and 95 % ranges at these weeks, for a picture: (weeks,), (weeks, 2), (weeks, 2).

    Between two horizons sessions to come and calibration lie between theirs; before the first they are as there.
    """
    told = tuple(reading for reading in readings if reading.week <= as_of_week)
    had = tuple(week for week in sessions if week <= as_of_week)
    history = History("", condition, told, had or (0.0,))
    posterior = _posterior(model, history)
    found = []
    for week in weeks:
        extra, calibration = _between(model, len(had), as_of_week, week)
        predicted = replace(_predicted(model, posterior, history.sessions, week, extra, 0), calibration=calibration)
        at80, at95 = predicted.range(80), predicted.range(95)
        found.append((float(predicted.median()[0]), at80.low, at80.high, at95.low, at95.high))
    table = np.array(found)
    return table[:, 0], table[:, 1:3], table[:, 3:5]


def _between(model: Growth, session: int, as_of: float, week: float) -> tuple[float, Calibration]:
    """What sessions to come add by a week between two horizons, and the calibration there."""
    after = next((one for one in WEEKS if one >= week and one > as_of), WEEKS[-1])
    before = max((one for one in WEEKS if one < after and one > as_of), default=None)
    begin = as_of if before is None else float(before)
    share = min(1.0, max(0.0, (week - begin) / (after - begin))) if after > begin else 1.0
    low = 0.0 if before is None else model.usual_after(session, before)
    extra = low + share * (model.usual_after(session, after) - low)
    there = model.calibrations.get(after, UNCALIBRATED)
    here = there if before is None else model.calibrations.get(before, UNCALIBRATED)
    mixed = (1 - share) * np.array(here.reached) + share * np.array(there.reached)
    return extra, Calibration(min(here.n, there.n), tuple(mixed.tolist()))


def fan_weeks(as_of_week: float) -> tuple[float, ...]:
    """The weeks at which a fan is drawn: now, the horizons still to come, and the middle of each stretch."""
    ends = [max(as_of_week, 0.0), *(float(week) for week in WEEKS if week > as_of_week)]
    return tuple(sorted({*ends, *((one + other) / 2 for one, other in pairwise(ends))}))


def _on_scale(value: float, model: Growth) -> float:
    low = -np.inf if model.scale.low is None else model.scale.low
    high = np.inf if model.scale.high is None else model.scale.high
    return float(np.clip(value, low, high))


def _posterior(model: Growth, history: History) -> Posterior:
    mean, cov = model.prior_of(history.condition)
    known = stack([history], model.conditions, model.basis, model.scale)
    return posteriors(known, mean[None], cov[None], model.noise)


def _predicted(
    model: Growth, posterior: Posterior, sessions: Sequence[float], week: float, extra: float, calibrated_at: int
) -> Predicted:
    row = model.basis.rows(np.array([float(week)]), sessions, extra)
    mean = row @ posterior.mean[0]
    sd = np.sqrt(np.einsum("ni,ij,nj->n", row, posterior.cov[0], row) + model.noise)
    return Predicted(mean, sd, model.scale, model.calibrations.get(calibrated_at, UNCALIBRATED))


def _horizon(
    model: Growth,
    posterior: Posterior,
    history: History,
    session: int,
    planned: tuple[float, ...],
    week: int,
    limit: float | None,
    now: float,
    outlook: Outlook,
) -> Horizon:
    coming = tuple(sorted({*history.sessions, *planned}))
    extra = 0.0 if planned else model.usual_after(session, week)
    expected = _predicted(model, posterior, coming, week, extra, week)
    alone = _predicted(model, posterior, history.sessions, week, 0.0, week)
    return Horizon(
        week=week,
        median=float(expected.median()[0]),
        range80=expected.range(80),
        range95=expected.range(95),
        goal=None if limit is None else float(expected.at_most(limit)[0]),
        n=model.calibrations[week].n if week in model.calibrations else 0,
        further=(
            further(model, outlook.further, alone, now, session, week, limit, outlook.least_shown) if session else None
        ),
    )


def _rests_on(model: Growth, outlook: Outlook, condition: str, learned: str) -> Iterator[Finding]:
    """What must be said where it rests on less than the clinic's own courses of the condition as they are counted."""
    n, least = model.courses_of(condition), outlook.least_shown
    trials = [trial for trial in outlook.trials if trial.condition == condition]
    sources = tuple(dict.fromkeys(source for trial in trials for source in trial.sources)) or ("HOUSE",)
    rest = " and ".join(trial.trial for trial in trials) or "no trial of this condition that could be used"
    others = ", and on the clinic's courses of other conditions" if model.n else ""
    if learned == NOT_YET:
        yield Finding(
            code="not-learned-yet",
            level=WARN,
            says=f"Nothing was learned from this clinic's courses yet. The ranges rest on {rest}.",
            remedy="Count the results anew, and look again. Until then they are not this clinic's experience.",
            sources=sources,
            version=outlook.version,
        )
        return
    if n < least:
        yield Finding(
            code="few-like-them",
            level=WARN,
            says=(
                f"{'None' if n == 0 else f'Fewer than {least}'} of this clinic's courses of this condition could be "
                f"learned from: that takes a first injection and a pain. The ranges rest on {rest}{others}."
            ),
            remedy="Show them to nobody as this clinic's own experience.",
            sources=sources,
            version=outlook.version,
        )
    if learned == BEFORE_REGISTRY:
        yield Finding(
            code="learned-before",
            level=NOTE,
            says="The registry was brought up to date after this was learned: what came since is not in it yet.",
            remedy="It is learned anew within an hour while the worker runs, and by enthesis registry build.",
        )


def _findings(
    told: Sequence[Reading],
    had: Sequence[float],
    goal: Goal | None,
    limit: float | None,
    baseline: float | None,
) -> Iterator[Finding]:
    if not told:
        yield Finding(
            code="no-pain-told",
            level=WARN,
            says="No pain of this patient is known yet: the ranges are those of anybody with this condition.",
            remedy="Ask for the pain of the last days.",
        )
    elif baseline is None:
        yield Finding(
            code="no-pain-before",
            level=NOTE,
            says="No pain from before the first injection is known.",
            remedy="A goal in per cent, and how much better it is, cannot be worked out.",
        )
    if not had:
        yield Finding(
            code="before-treatment",
            level=NOTE,
            says="No session has been given by that day: the ranges are those of patients who begin treatment.",
        )
    if goal is None:
        yield Finding(
            code="no-goal",
            level=NOTE,
            says="The patient has set no goal.",
            remedy="Ask what would be good enough.",
        )
    elif limit is None:
        yield Finding(
            code="goal-needs-pain-before",
            level=NOTE,
            says="The goal is a share of the pain before treatment, and that is not known or was 0.",
            remedy="Set the goal as a pain from 0 to 10.",
        )
    else:
        yield from _where_the_goal_stands(limit, baseline, told[-1].value if told else None)
    yield Finding(
        code="not-an-effect",
        level=NOTE,
        says=(
            "The ranges say how such courses went, with everything that was done and with time. They do not say what "
            "the injections did."
        ),
        sources=("HOUSE",),
    )


def _where_the_goal_stands(limit: float, baseline: float | None, last: float | None) -> Iterator[Finding]:
    """What must be said beside the chance of a goal that is no gain, or that the pain told last has reached."""
    if baseline is not None and limit >= baseline:
        yield Finding(
            code="goal-not-below-before",
            level=WARN,
            says=f"The goal, {limit:.3g} or less, is not below the pain before treatment, {baseline:.3g}.",
            remedy="To be there is no gain. Ask the patient whether that goal is meant.",
        )
    if last is not None and last <= limit:
        yield Finding(
            code="goal-reached",
            level=NOTE,
            says=f"The goal, {limit:.3g} or less, is reached by the week that was told last, {last:.3g}.",
            remedy="The chances say how many such courses are there at that time, not how many still get there.",
        )
