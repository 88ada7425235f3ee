"""The table of time points: what was owed by whom, and what came. One expression for every engine.

Who owes: every course with a first injection whose day is known, for each point whose window is over. Pain is owed by
all of them; another measure by each course in which it was taken before the first injection. Whoever answers by side
has a row for each side, and an answer without a side counts for both.
"""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

from enthesis.outcomes.registry.windows import Windows
from enthesis.pathway.dictionary import Point
from enthesis.pathway.instruments import load
from enthesis.pathway.measures import better

if TYPE_CHECKING:
    import ibis

PAIN, PAIN_NOW = "nrs_pain", "pain"  # the instrument, and its usual scale: the same as none
WEEK = 7  # days of a diary that one figure is the mean of (pathway/response/figures.py)
FIRST = "first_injected"  # what the filter of windows that are over needs; no column of the dictionary
_BEFORE, _NEITHER = -1, 0  # in place of a number of weeks: before the first injection; at no point
SIDES = ("", "left", "right")
_COURSE = ["clinic", "course"]
_MEASURE = [*_COURSE, "measure", "subscale"]
_SLOT = [*_MEASURE, "side"]
_ANSWER = [*_SLOT, "weeks", "rank", "value", "total", "days"]
_MOST_SCORES = 10**9  # of one course: keeps the order of scores apart from their distance in one number


def points(table: "Callable[[str], ibis.Table]", today: date, windows: Windows) -> "ibis.Table":
    """The rows of `points` as of a day, from the tables of an opened registry."""
    import ibis  # see opening.py

    return over(all_points(table, windows), ibis.literal(today), windows)


def over(rows: "ibis.Table", today: Any, windows: Windows) -> "ibis.Table":
    """Those of all points whose window is over on a day, or on that of a column, with the columns of the dictionary."""
    import ibis  # see opening.py

    own = [(rows.clinic == clinic, each) for clinic, points in windows.own for each in points]
    ends = [(mine & (rows.weeks == each.weeks), _whole(each.last)) for mine, each in own]
    ends += [(rows.weeks == each.weeks, _whole(each.last)) for each in windows.usual]
    return rows.filter(_days(today, rows[FIRST]) > ibis.cases(*ends)).drop(FIRST)


def all_points(table: "Callable[[str], ibis.Table]", windows: Windows) -> "ibis.Table":
    """Every point of every course with a first injection, whether or not its window is over."""
    courses = table("courses")
    started = courses.filter(courses.first_injected.notnull()).select(*_COURSE, FIRST)
    if not windows.own:
        return _all_points(table, started, windows.usual)
    apart = []
    for points, clinics in windows.groups():
        is_theirs = started.clinic.isin(clinics) if clinics else started.clinic.notin(windows.clinics)
        apart.append(_all_points(table, started.filter(is_theirs), points))
    return apart[0].union(*apart[1:])


def _all_points(table: "Callable[[str], ibis.Table]", started: "ibis.Table", windows: Sequence[Point]) -> "ibis.Table":
    """The same of some courses, that all have the same windows."""
    import ibis

    answers = _answers(table, started, windows)
    found = _unfolded(_wide(answers, windows), windows).inner_join(started, _COURSE)
    found = found.mutate(better=_better(found.measure, found.subscale))
    lower = found.better == "lower"
    found = found.mutate(improvement=ibis.ifelse(lower, found.baseline - found.value, found.value - found.baseline))
    return found.select(
        *_MEASURE[:3],
        subscale=found.subscale.nullif(""),
        side=found.side.nullif(""),
        weeks=found.weeks,
        baseline=found.baseline,
        value=found.value,
        better=found.better,
        improvement=found.improvement,
        percent=found.improvement / found.baseline.abs().nullif(0.0) * 100.0,
        first_injected=found[FIRST],
    )


def _answers(table: "Callable[[str], ibis.Table]", started: "ibis.Table", windows: Sequence[Point]) -> "ibis.Table":
    """Everything that may become a figure; `weeks` says of which point.

    A single answer has a `value`, and the one with the lowest `rank` is taken. A diary has a `total` over a number of
    `days`, and goes before single answers.
    """
    import ibis

    scores = _scores(table("scores"), started, windows)
    diary = _diary(table("diary"), started, windows)
    # Pain is owed by everybody: a row that is no answer stands for whoever gave none.
    owed = started.select(
        *_COURSE,
        measure=_text(PAIN),
        subscale=_text(""),
        side=_text(""),
        weeks=_whole(_NEITHER),
        rank=_whole(0),
        value=ibis.null("float64"),
        total=ibis.literal(0.0),
        days=_whole(0),
    )
    return owed.union(diary, scores)


def _scores(scores: "ibis.Table", started: "ibis.Table", windows: Sequence[Point]) -> "ibis.Table":
    """Each single answer to a measure that has a better end.

    Before the first injection the last one is taken; at a point the nearest one, of two as near the earlier, and of one
    day the one that was taken first.
    """
    import ibis

    named = scores.filter(scores.value.notnull())
    named = named.mutate(measure=named.instrument, subscale=named.subscale.fill_null(""), side=named.side.fill_null(""))
    is_usual = (named.measure == PAIN) & (named.subscale == PAIN_NOW)
    named = named.mutate(subscale=ibis.ifelse(is_usual, "", named.subscale), order=named.taken_in_order.cast("int64"))
    found = named.filter(_better(named.measure, named.subscale) != "").inner_join(started, _COURSE)
    days = _days(found.taken, found[FIRST])
    spans = [(each.weeks, each.first, each.last) for each in windows]
    weeks = ibis.ifelse(found.session.isnull(), _whole(_BEFORE), _span_of(days, spans).fill_null(_NEITHER))
    found = found.mutate(weeks=weeks, away=days - weeks * 7)
    away = found.away.abs() * 2 + (found.away > 0).cast("int64")
    rank = ibis.ifelse(found.weeks == _BEFORE, _MOST_SCORES - found.order, away * _MOST_SCORES + found.order)
    ranked = found.mutate(rank=rank.fill_null(_MOST_SCORES), total=ibis.literal(0.0), days=_whole(0))
    return ranked.select(*_ANSWER)


def _diary(diary: "ibis.Table", started: "ibis.Table", windows: Sequence[Point]) -> "ibis.Table":
    """Sum and number of the days that count for a point, or for the time before the first injection."""
    import ibis

    told = diary.filter(diary.pain.notnull()).inner_join(started, _COURSE)
    told = told.select(*_COURSE, "pain", "side", days=_days(told.day, told[FIRST]))
    spans = [(_BEFORE, -WEEK, -1), *((each.weeks, each.weeks * 7 - WEEK + 1, each.weeks * 7) for each in windows)]
    told = told.mutate(weeks=_span_of(told.days, spans))
    counted = told.filter(told.weeks.notnull()).group_by([*_COURSE, "side", "weeks"])
    found = counted.agg(total=lambda t: t.pain.sum(), days=lambda t: t.count())
    return found.mutate(
        measure=_text(PAIN),
        subscale=_text(""),
        side=found.side.fill_null(""),
        rank=_whole(0),
        value=ibis.null("float64"),
    ).select(*_ANSWER)


def _wide(answers: "ibis.Table", windows: Sequence[Point]) -> "ibis.Table":
    """A row for each measure that a course owes, with its baseline and its figure at each point for each side.

    One pass over the answers, however many points there are.
    """
    is_owed = (answers.weeks == _BEFORE) | ((answers.measure == PAIN) & (answers.subscale == ""))
    columns = {"owed": is_owed.any()}
    for side in SIDES:
        counts = (answers.side == side) | (answers.side == "")
        for weeks in (_BEFORE, *(each.weeks for each in windows)):
            here = counts & (answers.weeks == weeks)
            single = answers.value.argmin(answers["rank"], where=here & (answers.days == 0))
            mean = answers.total.sum(where=here) / answers.days.sum(where=here).nullif(0)
            columns[_name(side, weeks)] = mean.coalesce(single)
        columns[f"has_{side}"] = (is_owed & (answers.side == side)).any()
    found = answers.group_by(_MEASURE).agg(**columns)
    return found.filter(found.owed)


def _unfolded(wide: "ibis.Table", windows: Sequence[Point]) -> "ibis.Table":
    """The same as a row for each side that is told, or one without a side where none is, and each point."""
    import ibis

    slots = [(place, side, each.weeks) for place, (side, each) in enumerate(product(SIDES, windows))]
    rows = wide.mutate(slot=ibis.array([_whole(place) for place, *_ in slots]).unnest())

    def chosen(of: Callable[[str, int], Any]) -> Any:
        return ibis.cases(*((rows.slot == place, of(side, weeks)) for place, side, weeks in slots))

    found = rows.select(
        *_MEASURE,
        side=chosen(lambda side, _: _text(side)),
        weeks=chosen(lambda _, weeks: _whole(weeks)),
        baseline=chosen(lambda side, _: rows[_name(side, _BEFORE)]),
        value=chosen(lambda side, weeks: rows[_name(side, weeks)]),
        told=chosen(lambda side, _: rows[f"has_{side}"] if side else ~(rows.has_left | rows.has_right)),
    )
    # Where a side is told, what has none is an answer for both and owes no row of its own.
    return found.filter(found.told).drop("told")


def _name(side: str, weeks: int) -> str:
    return f"{side}_{weeks + 1}"


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
