"""`python -m benchmarks growth`: whether ranges of pain hold on courses never seen, and how fast they are made."""

import csv
import resource
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.apart import ROOT
from benchmarks.brain import Part
from benchmarks.figure import Figure, at_least, at_most, figure
from benchmarks.growth_clinics import SHAPES, WEEKS, Simulated, clinic
from benchmarks.sizes import Sizes

TAUGHT, HELD_OUT = 500, 400  # courses of each simulated clinic
LARGE = 5_000
FOLDS = 10
COVERS = {80: (77.0, 83.0), 95: (92.5, 97.0)}
ANSWERS = 200  # predictions of one patient that are timed


def parts() -> Mapping[str, Part]:
    """What can be measured, by the name that `--only` takes, in order."""
    return {"simulated": _simulated, "sessions": _sessions, "real": _real, "speed": _speed}


def measure(sizes: Sizes, only: list[str]) -> list[Figure]:
    figures: list[Figure] = []
    for name, part in parts().items():
        if not only or name in only:
            figures += part(sizes)
    return figures


class Tally:
    """Outcomes next to what was said of them beforehand, by horizon."""

    def __init__(self) -> None:
        self._rows: dict[int, list[np.ndarray]] = {}

    def add(self, week: int, outcome: Any, said: Any, last: Any, raw: Any) -> None:
        """`said`: what was predicted. `last`: the last value before. `raw`: the mean of other courses.

        Where nearly everybody is expected at an end of the scale, the range is that one value. It cannot hold less than
        all who are there, so it is counted apart.
        """
        row = [abs(outcome - said.median()), abs(outcome - last), abs(outcome - raw)]
        for percent in COVERS:
            low, high = said.ranges(percent)
            inside = (outcome >= low - 1e-9) & (outcome <= high + 1e-9)
            row.append(np.where(high - low > 1e-9, inside, np.nan))
        self._rows.setdefault(week, []).append(np.stack([np.asarray(each, dtype=float) for each in row], axis=1))

    def figures(self, name: str, says: str, *, with_bars: bool = True) -> Iterator[Figure]:
        for week, rows in sorted(self._rows.items()):
            table = np.concatenate(rows)
            ours, last, raw, *covered = np.nanmean(table, axis=0)
            told = f"{says}; {len(table):,} predictions of what was told {week} weeks after the first injection"
            points = np.isnan(table[:, 3:]).sum(axis=0)
            for (percent, (low, high)), share, apart in zip(COVERS.items(), covered, points, strict=True):
                value = float(f"{100 * share:.4g}")
                bar, holds = (f"{low:g} to {high:g}", low <= 100 * share <= high) if with_bars else (None, None)
                besides = f", {apart:,} of them left out whose whole range was one end of the scale" if apart else ""
                inside = f"{told}{besides}: how many lay inside"
                yield Figure(f"{name}_{percent}_at_{week}", value, "percent", bar, holds, inside)
            for other, error, what in (("last", last, "the last value carried forward"), ("mean", raw, "the raw mean")):
                yield figure(
                    f"{name}_error_vs_{other}_at_{week}",
                    ours / error,
                    "ratio",
                    f"{told}: mean absolute error {ours:.2f} / that of {what} {error:.2f}",
                    at_most(1) if with_bars else None,
                )


def tally_clinic(shape: str, seed: int, tally: Tally, taught: int = TAUGHT, held_out: int = HELD_OUT) -> None:
    """Learn from some courses of a clinic, and hold what is said of the others against what became of them."""
    from enthesis.outcomes.growth import fit

    courses = clinic(SHAPES[shape], taught + held_out, seed)
    model = fit([each.history for each in courses[:taught]])
    hold_against(model, courses[taught:], tally)


def hold_against(model: Any, courses: Sequence[Simulated], tally: Tally) -> None:
    """After each session, at each horizon. Everybody counts, also who did not answer: the truth is known."""
    from enthesis.outcomes.growth.looking_back import looks, past
    from enthesis.outcomes.growth.predicting import Predicted

    seen = past([each.history for each in courses], model)
    truth = np.array([each.truth for each in courses])
    for look in looks(seen, model):
        told = seen.outcome[:, look.place]
        outcome = np.where(np.isnan(told), truth[:, look.place], told)
        chosen = look.chosen
        said = Predicted(look.mean[chosen], look.sd[chosen], model.scale, model.calibrations[look.week])
        last = _last_before(seen.stack, look.cut)
        tally.add(look.week, outcome[chosen], said, last[chosen], model.raw_mean[look.week])


def _last_before(stack: Any, cut: Any) -> Any:
    known = stack.only(stack.weeks <= cut[stack.owner])
    found = np.full(stack.courses, np.nan)
    found[known.owner] = known.values
    return found


def _simulated(sizes: Sizes) -> list[Figure]:
    found: list[Figure] = []
    for name, shape in SHAPES.items():
        tally = Tally()
        for seed in range(sizes.repetitions):
            tally_clinic(name, 1000 + seed, tally)
        clinics = f"{sizes.repetitions} simulated clinics, {TAUGHT} courses to learn from and {HELD_OUT} others each"
        found += tally.figures(name.replace("-", "_"), f"{clinics}; {shape.says}")
    return found


def _sessions(sizes: Sizes) -> list[Figure]:
    """Where who stops is drawn by lot the truth should be inside; where response decides, nothing may be told."""
    inside, compared, refused, asked = 0, 0, 0, 0
    for seed in range(3 * sizes.repetitions):
        held, told = truths_held(seed)
        inside, compared = inside + held, compared + told
    for seed in range(sizes.repetitions):
        no, of = refusals(seed)
        refused, asked = refused + no, asked + of
    return [
        figure(
            "further_truth_inside",
            100 * inside / max(1, compared),
            "percent",
            f"{compared} comparisons of going on with stopping in {3 * sizes.repetitions} simulated clinics where it "
            "was drawn by lot: how many of the 95 % intervals hold the true difference",
            at_least(90),
        ),
        figure(
            "further_refused",
            100 * refused / max(1, asked),
            "percent",
            f"{asked} comparisons in {sizes.repetitions} simulated clinics where those stop who are well: how many are "
            'answered with "we cannot tell"',
            at_least(100),
        ),
    ]


def truths_held(seed: int, courses: int = 700) -> tuple[int, int]:
    """How many comparisons hold the true difference, and how many were made, in one clinic that stops by lot."""
    from enthesis.outcomes.growth import fit
    from enthesis.outcomes.growth.predicting import expected_on_scale

    made = clinic(SHAPES["plain"], courses, 5000 + seed)
    model = fit([each.history for each in made])
    spread = np.array([SHAPES["plain"].noise])
    held = told = 0
    for one in model.decided:
        place = WEEKS.index(one.week)
        if one.answered_stopped < 20 or one.answered_went_on < 20:
            continue
        pairs = [
            (each.went[place], each.alone[one.session - 1][place]) for each in made if len(each.alone) >= one.session
        ]
        both = [expected_on_scale(np.array(part), spread, model.scale) for part in zip(*pairs, strict=True)]
        truth = float((both[0] - both[1]).mean())
        off = one.off_went_on - one.off_stopped
        told += 1
        held += abs(off - truth) <= 1.96 * one.se
    return held, told


def refusals(seed: int, courses: int = 500) -> tuple[int, int]:
    """How often it says that it cannot tell, and how often it was asked, in a clinic where those stop who are well."""
    from enthesis.outcomes.growth import Goal, Reading, fit, forecast

    made = clinic(SHAPES["stopping"], courses, 7000 + seed)
    model = fit([each.history for each in made])
    no = of = 0
    for sessions in ((0.0, 5.0), (0.0, 5.0, 10.0)):
        found = forecast(
            model,
            condition="back",
            readings=(Reading(0, 6.0), Reading(3, 5.0), Reading(8, 4.0)),
            sessions=sessions,
            as_of_week=11.0,
            goal=Goal(percent=50),
        )
        for horizon in found.horizons:
            assert horizon.further is not None
            of += 1
            no += not horizon.further.can_tell
    return no, of


def _real(sizes: Sizes) -> list[Figure]:
    found: list[Figure] = []
    for name, says, tally in (
        ("dystonia", f"109 people after one injection in a trial (TWSTRS 0 to 87), {FOLDS} folds", dystonia()),
        (
            "pigs",
            f"weights of 72 pigs over 12 weeks (statsmodels, dietox), {FOLDS} folds; no pain, and no ends",
            pigs(),
        ),
    ):
        found += tally.figures(name, says)
    return found


def dystonia(folds: int = FOLDS) -> Tally:
    """Real, symptom-like, bounded: cervical dystonia after an injection that wears off."""
    from enthesis.outcomes.growth.basis import Basis
    from enthesis.outcomes.growth.shapes import Scale

    weeks = (0, 2, 4, 8, 12, 16)
    courses = []
    with (ROOT / "benchmarks/data/cervical_dystonia.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            told = [(float(week), float(row[f"week_{week}"]) / 8.7) for week in weeks if row[f"week_{week}"]]
            courses.append((row["patient"], row["arm"], told))
    shape = Basis(0.0, ("start", "early", "late"), late_from=4.0, late_over=12.0)
    return _folded(courses, Scale(), shape, (1.0, 2.0), (8, 12, 16), folds)


def pigs(folds: int = FOLDS) -> Tally:
    """Real, without ends: growth, which is what such models were made for."""
    from enthesis.outcomes.growth.basis import Basis
    from enthesis.outcomes.growth.shapes import Scale

    told: dict[str, list[tuple[float, float]]] = {}
    place = Path(str(files("statsmodels"))) / "regression/tests/results/dietox.csv"
    with place.open(encoding="utf-8") as stream:
        rows = csv.reader(stream)
        next(rows)  # names no column for the number of the row
        for _, weight, _, week, pig, *_ in rows:
            told.setdefault(pig, []).append((float(week) - 1, float(weight) / 10))
    courses = [(name, "pig", sorted(each)) for name, each in told.items()]
    shape = Basis(0.0, ("start", "early", "late"), late_from=3.0, late_over=8.0)
    return _folded(courses, Scale(None, None), shape, (100.0,), (7, 9, 11), folds)


def _folded(
    courses: Sequence[tuple[str, str, list[tuple[float, float]]]],
    scale: Any,
    shape: Any,
    onsets: tuple[float, ...],
    weeks: tuple[int, ...],
    folds: int,
) -> Tally:
    """Each fold is predicted by a model of the others, four weeks after the first value.

    What is thought of pain beforehand says nothing of these: it is made to count for one course.
    """
    from enthesis.outcomes.growth import History, Reading, fit
    from enthesis.outcomes.growth.looking_back import looks, past
    from enthesis.outcomes.growth.predicting import Predicted
    from enthesis.pathway.outlook import shipped

    one = Decimal(1)
    outlook = replace(shipped(), trials=(), worth_courses=one, worth_readings=one, worth_conditions=one)
    tally = Tally()
    made = [History(name, group, tuple(Reading(*each) for each in told)) for name, group, told in courses]
    order = np.random.default_rng(1).permutation(len(made))
    for fold in range(folds):
        rest = [made[place] for number, place in enumerate(order) if number % folds != fold]
        own = [made[place] for number, place in enumerate(order) if number % folds == fold]
        model = fit(rest, outlook=outlook, scale=scale, shape=shape, onsets=onsets, weeks=weeks)
        seen = past(own, model, weeks)
        for look in looks(seen, model, weeks):
            outcome = seen.outcome[:, look.place]
            chosen = look.chosen & ~np.isnan(outcome)
            said = Predicted(look.mean[chosen], look.sd[chosen], scale, model.calibrations[look.week])
            last = _last_before(seen.stack, look.cut)
            tally.add(look.week, outcome[chosen], said, last[chosen], model.raw_mean[look.week])
    return tally


def _speed(sizes: Sizes) -> list[Figure]:
    from enthesis.outcomes.growth import Goal, fit, forecast

    histories = [each.history for each in clinic(SHAPES["wandering"], LARGE, 1)]
    started = perf_counter()
    model = fit(histories)
    fitted = perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times = []
    for history in histories[:ANSWERS]:
        started = perf_counter()
        forecast(
            model,
            condition=history.condition,
            readings=history.readings,
            sessions=history.sessions,
            as_of_week=11.0,
            goal=Goal(percent=50),
        )
        times.append(1000 * (perf_counter() - started))
    return [
        figure(
            "fit_5000",
            fitted,
            "s",
            f"fit() of {LARGE:,} courses with {model.readings:,} readings: choice of the onset, variances, ends of the "
            f"scale, calibration on courses held out, comparisons; at most {memory:,.0f} MB in the process",
            at_most(60),
        ),
        figure(
            "predict_one", float(np.median(times)), "ms", f"forecast() of one patient, median of {ANSWERS}", at_most(50)
        ),
    ]
