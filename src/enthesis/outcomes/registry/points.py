"""The table of time points: what was owed by whom, and what came. One expression for every engine.

Who owes: every course with a first injection whose day is known, for each point whose window is over. Pain is owed by
all of them; another measure by each course in which it was taken before the first injection. Whoever answers by side
has a row for each side, and an answer without a side counts for both.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from enthesis.pathway.dictionary import Point
from enthesis.pathway.instruments import load
from enthesis.pathway.measures import better

if TYPE_CHECKING:
    import ibis

PAIN, PAIN_NOW = "nrs_pain", "pain"  # the instrument, and its usual scale: the same as none
WEEK = 7  # days of a diary that one figure is the mean of (pathway/response/figures.py)
BEFORE = -1  # in place of a number of weeks: the week before the first injection
_COURSE = ["clinic", "course"]
_MEASURE = [*_COURSE, "measure", "subscale"]
_SLOT = [*_MEASURE, "side"]
_MOST_SCORES = 10**9  # of one course: what keeps the order of scores apart from their distance in one number


def points(table: "Callable[[str], ibis.Table]", today: date, windows: Sequence[Point]) -> "ibis.Table":
    """The rows of `points` as of a day, from the tables of an opened registry."""
    import ibis  # see opening.py

    courses = table("courses").filter(lambda t: t.first_injected.notnull())
    started = courses.select(*_COURSE, "first_injected", since=_days(ibis.literal(today), courses.first_injected))
    scores = _scores(table("scores"), started)
    diary = _diary(table("diary"), started, windows)
    slots = _slots(started, scores, diary)
    before = _baselines(slots, scores, diary)
    values = _values(slots, scores, diary, windows)
    found = _frame(slots, started, windows)
    found = found.left_join(before, _SLOT).select(*(found[name] for name in found.columns), before.baseline)
    found = found.left_join(values, [*_SLOT, "weeks"]).select(*(found[name] for name in found.columns), values.value)
    found = found.mutate(better=_better(found.measure, found.subscale))
    lower = found.better == "lower"
    found = found.mutate(improvement=ibis.ifelse(lower, found.baseline - found.value, found.value - found.baseline))
    return found.select(
        "clinic",
        "course",
        "measure",
        subscale=found.subscale.nullif(""),
        side=found.side.nullif(""),
        weeks=found.weeks,
        baseline=found.baseline,
        value=found.value,
        better=found.better,
        improvement=found.improvement,
        percent=found.improvement / found.baseline.abs().nullif(0.0) * 100.0,
    )


def _scores(scores: "ibis.Table", started: "ibis.Table") -> "ibis.Table":
    """Every figure of a measure that has a better end, with how many days after the first injection it was taken."""
    import ibis

    named = scores.filter(scores.value.notnull())
    named = named.mutate(measure=named.instrument, subscale=named.subscale.fill_null(""), side=named.side.fill_null(""))
    is_usual = (named.measure == PAIN) & (named.subscale == PAIN_NOW)
    named = named.mutate(subscale=ibis.ifelse(is_usual, "", named.subscale))
    found = named.filter(_better(named.measure, named.subscale) != "").inner_join(started, _COURSE)
    return found.select(
        *_SLOT,
        "value",
        order=found.taken_in_order.cast("int64"),
        is_before=found.session.isnull(),
        days=_days(found.taken, found.first_injected),
    )


def _diary(diary: "ibis.Table", started: "ibis.Table", windows: Sequence[Point]) -> "ibis.Table":
    """Sum and number of the diary's days that count for a point, or for the week before the first injection."""
    told = diary.filter(diary.pain.notnull()).inner_join(started, _COURSE)
    told = told.select(*_COURSE, "pain", "side", days=_days(told.day, told.first_injected))
    spans = [(BEFORE, -WEEK, -1), *((each.weeks, each.weeks * 7 - WEEK + 1, each.weeks * 7) for each in windows)]
    told = told.mutate(weeks=_span_of(told.days, spans))
    counted = told.filter(told.weeks.notnull()).group_by([*_COURSE, "side", "weeks"])
    found = counted.agg(total=lambda t: t.pain.sum(), number=lambda t: t.count())
    return found.mutate(side=found.side.fill_null(""))


def _slots(started: "ibis.Table", scores: "ibis.Table", diary: "ibis.Table") -> "ibis.Table":
    """What each course owes: measure, subscale and side."""
    mine = scores.filter(scores.is_before | ((scores.measure == PAIN) & (scores.subscale == "")))
    pain = started.mutate(measure=_text(PAIN), subscale=_text(""), side=_text(""))
    told = diary.mutate(measure=_text(PAIN), subscale=_text(""))
    owed = pain.select(*_SLOT).union(told.select(*_SLOT), mine.select(*_SLOT), distinct=True)
    sided = owed.filter(owed.side != "")
    # Where a side is told, what has none is an answer for both and owes no row of its own.
    whole = owed.filter(owed.side == "").anti_join(sided, _MEASURE)
    return whole.union(sided)


def _frame(slots: "ibis.Table", started: "ibis.Table", windows: Sequence[Point]) -> "ibis.Table":
    """A row for each point whose window is over."""
    owed = slots.inner_join(started, _COURSE).select(*_SLOT, "since")
    first, *more = [owed.filter(owed.since > each.last).select(*_SLOT, weeks=_whole(each.weeks)) for each in windows]
    return first.union(*more) if more else first


def _baselines(slots: "ibis.Table", scores: "ibis.Table", diary: "ibis.Table") -> "ibis.Table":
    """The mean of the week before the first injection, or else the last single answer before it."""
    answers = _for_slots(slots, scores.filter(scores.is_before)).group_by(_SLOT)
    single = answers.agg(single=lambda t: t.value.argmax(t.order))
    week = _means(slots, diary.filter(diary.weeks == BEFORE)).select(*_SLOT, "mean")
    found = slots.left_join(single, _SLOT).select(*(slots[name] for name in _SLOT), single.single)
    found = found.left_join(week, _SLOT).select(*(found[name] for name in found.columns), week.mean)
    return found.select(*_SLOT, baseline=found.mean.coalesce(found.single))


def _values(slots: "ibis.Table", scores: "ibis.Table", diary: "ibis.Table", windows: Sequence[Point]) -> "ibis.Table":
    """The mean of the week that ends at a point, or else the answer nearest to it inside its window."""
    inside = scores.mutate(weeks=_span_of(scores.days, [(each.weeks, each.first, each.last) for each in windows]))
    inside = inside.filter(inside.weeks.notnull())
    away = inside.days - inside.weeks * 7
    # Nearest first; of two as near the earlier; of one day the one that was taken first.
    rank = (away.abs() * 2 + (away > 0).cast("int64")) * _MOST_SCORES + inside.order
    near = _for_slots(slots, inside.mutate(rank=rank)).group_by([*_SLOT, "weeks"])
    single = near.agg(single=lambda t: t.value.argmin(t.rank))
    week = _means(slots, diary.filter(diary.weeks != BEFORE))
    found = single.outer_join(week, [*_SLOT, "weeks"])
    keys = {name: single[name].coalesce(week[name]) for name in [*_SLOT, "weeks"]}
    return found.select(**keys, value=week.mean.coalesce(single.single))


def _for_slots(slots: "ibis.Table", answers: "ibis.Table") -> "ibis.Table":
    """Answers beside the slots that they count for: those of the same side, and without a side those of either."""
    mine = slots.inner_join(answers.rename(told="side"), _MEASURE)
    return mine.filter((mine.told == mine.side) | (mine.told == ""))


def _means(slots: "ibis.Table", diary: "ibis.Table") -> "ibis.Table":
    """The mean of the diary's days for each slot of pain and each week."""
    told = diary.mutate(measure=_text(PAIN), subscale=_text(""))
    kept = _for_slots(slots, told).group_by([*_SLOT, "weeks"])
    summed = kept.agg(total=lambda t: t.total.sum(), number=lambda t: t.number.sum())
    return summed.select(*_SLOT, "weeks", mean=summed.total / summed.number)


def _span_of(days: Any, spans: Sequence[tuple[int, int, int]]) -> Any:
    """Which of some spans (its name, first and last day) a day lies in; empty: in none."""
    import ibis

    return ibis.cases(*((days.between(first, last), _whole(name)) for name, first, last in spans))


def _better(measure: Any, subscale: Any) -> Any:
    """Which end of a measure is good, from its definition; "" where none says so."""
    import ibis

    known: list[tuple[Any, str]] = []
    for name, instrument in load().items():
        usual = better(name)
        other = {scale: better(name, scale) for scale in instrument.scales if better(name, scale) != usual}
        known += [((measure == name) & (subscale == scale), way) for scale, way in other.items()]
        known.append((measure == name, usual))
    return ibis.cases(*known, else_="")


def _days(later: Any, earlier: Any) -> Any:
    return later.delta(earlier, unit="day").cast("int64")


def _text(value: str) -> Any:
    import ibis

    return ibis.literal(value)


def _whole(value: int) -> Any:
    import ibis

    return ibis.literal(value, type="int64")
