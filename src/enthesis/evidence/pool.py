"""Studies in, a pooled answer out: which were left out and why, leave-one-out, and what to bear in mind."""

from collections.abc import Sequence
from dataclasses import dataclass

from enthesis.evidence.effects import MEASURES, NO_EVENTS, OF_COUNTS, RATIOS, effect, is_empty
from enthesis.evidence.models import MODELS, TESTS, Pooled, common_or_random, tables
from enthesis.evidence.small_study import NEEDS, Egger, egger
from enthesis.evidence.sound import sound
from enthesis.evidence.spread import Doubt, doubts_of
from enthesis.evidence.study import Counts, Effect, NotPoolable, Study

SAME = 1e-12  # of the effects: a scatter below it is that of their last digits, as in 5.3 - 5.2 beside 0.4 - 0.3
HIGHEST_LEVEL = 0.999999  # of an interval: the quantiles of a level next to 1 have lost their digits
MOST_LEFT_OUT = 500  # studies: beyond it nobody reads what each left out would change


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A study that is not in the pooled figure."""

    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Without:
    """The pooled figure without one study; None where there is none then, with the reason."""

    label: str
    pooled: Pooled | None
    why_not: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A pooled figure with everything that belongs beside it."""

    measure: str
    model: str
    level: float
    pooled: Pooled
    effects: tuple[Effect, ...]  # of the studies that are in it, in their order
    left_out: tuple[LeftOut, ...]
    leave_one_out: tuple[Without, ...]
    egger: Egger | None  # only where there are enough studies for it
    remarks: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()  # figures that can be, and that somebody should look up; said in `remarks` too

    @property
    def is_ratio(self) -> bool:
        """Whether the figures are logarithms of a ratio."""
        return self.measure in RATIOS


def pool(
    studies: Sequence[Study],
    measure: str,
    model: str = "REML",
    test: str = "knha",
    *,
    level: float = 0.95,
    pooled_variance: bool = False,
) -> Answer:
    """Pool studies: arm 1 against arm 2.

    `measure` is RR, OR, RD, MD, SMD or generic, `model` EE, MH, DL or REML, `test` z or knha (Knapp-Hartung); MH takes
    z. `level` is that of the intervals, as a fraction. Raises `NotPoolable` with a sentence.

    >>> found = pool([Counts("Ongley", 35, 40, 16, 41), Counts("Klein", 30, 39, 21, 40)], "RD", "MH", "z")
    >>> round(found.pooled.estimate, 6)
    0.365997
    """
    _known(measure, model, test, level)
    sound(studies)
    ratio = measure in RATIOS
    kept = [study for study in studies if not (ratio and is_empty(study))]
    left_out = tuple(LeftOut(study.label, NO_EVENTS) for study in studies if ratio and is_empty(study))
    if not kept:
        raise NotPoolable("no-events", f"No study has an event in either arm: there is no {measure}.", "Pool RD.")
    effects = tuple(effect(study, measure, pooled_variance=pooled_variance) for study in kept)
    pooled = _fit(kept, effects, measure, model, test, level)
    tested = egger(effects) if len(effects) >= NEEDS else None
    doubts = doubts_of(studies, measure)
    return Answer(
        measure=measure,
        model=model,
        level=level,
        pooled=pooled,
        effects=effects,
        left_out=left_out,
        leave_one_out=tuple(_leave_one_out(kept, effects, measure, model, test, level)),
        egger=tested,
        remarks=(*(f"{one.says} {one.remedy}" for one in doubts), *_remarks(pooled, effects, model, test, tested)),
        doubts=doubts,
    )


def _known(measure: str, model: str, test: str, level: float) -> None:
    for name, given, known in (("measure", measure, MEASURES), ("model", model, MODELS), ("test", test, TESTS)):
        if given not in known:
            raise NotPoolable(f"unknown-{name}", f'"{given}" is no {name}.', f"Write one of: {', '.join(known)}.", name)
    if not 0.5 <= level <= HIGHEST_LEVEL:
        remedy = f"Write 0.5 up to {HIGHEST_LEVEL}, or 50 up to {100 * HIGHEST_LEVEL:.4f}."
        raise NotPoolable("level-out-of-range", f"{level:.12g} is no level.", remedy, "level")
    if model == "MH" and measure not in OF_COUNTS:
        raise NotPoolable("mh-needs-counts", f"MH pools counts, not {measure}.", "Use EE, DL or REML.", "model")
    if model == "MH" and test == "knha":
        raise NotPoolable("mh-has-z-only", "Knapp-Hartung does not belong to MH.", 'Write "test": "z".', "test")


def _fit(
    studies: Sequence[Study],
    effects: Sequence[Effect],
    measure: str,
    model: str,
    test: str,
    level: float,
    *,
    profiled: bool = True,
) -> Pooled:
    if model != "MH":
        return common_or_random(effects, model, test, level, profiled=profiled)
    counted = [study for study in studies if isinstance(study, Counts)]
    if len(counted) < len(studies):
        raise NotPoolable("mh-needs-counts", "MH needs the counts of every study.", "Give r1, n1, r2, n2.", "studies")
    return tables(counted, effects, measure, level, profiled=profiled)


def _leave_one_out(
    studies: Sequence[Study], effects: Sequence[Effect], measure: str, model: str, test: str, level: float
) -> list[Without]:
    if not 1 < len(studies) <= MOST_LEFT_OUT:
        return []
    found = []
    for out, study in enumerate(studies):
        others = [*studies[:out], *studies[out + 1 :]]
        try:
            left = [*effects[:out], *effects[out + 1 :]]
            # Without the interval of tau2: nobody is shown it, and it takes longer than all the rest.
            fitted = _fit(others, left, measure, model, test, level, profiled=False)
        except NotPoolable as problem:
            found.append(Without(study.label, None, problem.says))
        else:
            found.append(Without(study.label, fitted))
    return found


def _remarks(pooled: Pooled, effects: Sequence[Effect], model: str, test: str, tested: Egger | None) -> list[str]:
    said = []
    corrected = [one.label for one in effects if one.is_corrected]
    if corrected:
        where = "for its own effect and Q only, not for the pooled figure" if model == "MH" else "for that study only"
        said.append(f"One half was added to all four cells of {', '.join(corrected)}, {where}.")
    if pooled.k == 1:
        said.append("One study is no pooling: its own figures are shown, with the normal distribution.")
    elif pooled.k == 2 and pooled.test == "knha":
        said.append("Two studies cannot carry a Knapp-Hartung interval: it is shown, and it is not to be leaned on.")
    elif pooled.k < 5 and model in ("DL", "REML"):
        said.append(f"With {pooled.k} studies tau2, and with it the prediction interval, is hardly known.")
    if test == "knha" and model == "EE" and pooled.k > 1:
        said.append("Knapp-Hartung is not meant for a model with one common effect.")
    rounding = SAME * max(abs(one.yi) for one in effects) if pooled.test == "knha" else 0.0
    if pooled.k > 1 and pooled.se <= rounding:
        said.append("All studies have the same effect: the interval has no width, which is no proof of certainty.")
    if pooled.tau2_ci == (0.0, 0.0):
        said.append("The studies differ less than chance would make them: the interval of tau2 is 0 to 0.")
    if tested is None:
        said.append(f"Small-study effects: the test needs {NEEDS} studies or more; there are {pooled.k}.")
    elif tested.warns:
        said.append(f"Small studies tell another story than large ones (Egger's test, p {tested.p:.3f}): take care.")
    return said
