"""The courses that a report is about, and the tables that indicators count in: one row for each thing that counts.

What several indicators use is worked out once and kept on the engine. Every table has `person` and the groupings.
"""

from functools import cached_property
from typing import Any, Protocol

import ibis

from enthesis.outcomes.figure import NOT_RECORDED, Filters
from enthesis.outcomes.registry.weeks import weeks_of
from enthesis.pathway.indicators import CutOff, Indicators, ThresholdUsed
from enthesis.pathway.instruments import Threshold, load

COURSE = ("clinic", "course")
OF_COURSE = ("clinic", "indication", "region", "protocol")
OF_SESSION = ("structure", "solution", "guidance", "clinician")
PAIN = "nrs_pain"
_MEASURED = ("measure", "subscale", "weeks")
_COUNTED = ("answered", "known", "crossed", "improvement", "gain", "best", "worst")
_NEEDED = (
    *("clinic", "course", "person", "started", "evaluated", "has_gate", "gate", "gate_on", "first_injected"),
    *("injections", "treated", "stopped_on", "stop_advised", "paid", "currency", "alone"),
)
TINY = 1e-9  # what arithmetic with binary fractions may be off by: 30 % of 7 is 2.1


class Tables(Protocol):
    """A registry that was opened, or anything else that gives its tables."""

    def table(self, name: str) -> ibis.Table: ...


class Cohort:
    """The courses of a report, and all that is theirs."""

    def __init__(
        self,
        registry: Tables,
        filters: Filters,
        indicators: Indicators,
        by: tuple[str, ...] = (),
        *,
        with_scores: bool = False,
    ) -> None:
        """`by` are the groupings that will be asked for; others are not carried along.

        `with_scores`: `points` has the scores themselves, for whoever checks a row; no figure needs them.
        """
        self._registry, self._filters, self._indicators = registry, filters, indicators
        self._scores = ("baseline", "value") if with_scores else ()
        self._by = tuple(name for name in by if name not in ("clinic", "session"))

    @cached_property
    def courses(self) -> ibis.Table:
        """One row a course, with the groupings of its first session."""
        found = self._registry.table("courses")
        chosen = {*self._by, *(name for name, _ in self._filters.where)}
        if chosen & set(OF_SESSION):
            first = self._registry.table("sessions").filter(lambda t: t.session == 1).select(*COURSE, *OF_SESSION)
            joined = found.left_join(first, COURSE)
            found = joined.select(*(found[name] for name in found.columns), *(first[name] for name in OF_SESSION))
        if self._filters.since:
            found = found.filter(found.started >= ibis.literal(self._filters.since))
        if self._filters.until:
            found = found.filter(found.started <= ibis.literal(self._filters.until))
        for name, value in self._filters.where:
            is_none = value == NOT_RECORDED
            found = found.filter(found[name].isnull() if is_none else found[name].cast("string") == value)
        # Counting different people is slow; of whoever has one course only, the course can be counted.
        alone = found.course.count().over(ibis.window(group_by=[found.clinic, found.person])) == 1
        return found.mutate(alone=alone).select(*dict.fromkeys([*_NEEDED, *self._by])).cache()

    def _mine(self, table: ibis.Table, *columns: str) -> ibis.Table:
        """Those rows of a table whose course is in, with its person, some of its columns and the groupings asked for.

        A grouping that the table has itself, as a session has, stays the table's own.
        """
        mine = self.courses
        more = [name for name in ("person", *self._by, *columns) if name not in table.columns]
        return table.inner_join(mine, COURSE).select(
            *(table[name] for name in table.columns), *(mine[name] for name in dict.fromkeys(more))
        )

    @cached_property
    def measures(self) -> frozenset[str]:
        """The measures of which there is a time point."""
        found = self._registry.table("points").select("measure").distinct()
        return frozenset(found.to_pyarrow()["measure"].to_pylist())

    @cached_property
    def points(self) -> ibis.Table:
        """One row a course, measure and time point. A course with two sides counts once, by the side that did worse."""
        points = self._registry.table("points").mutate(subscale=lambda t: t.subscale.fill_null(""))
        low, high = (_range(points, end, self.measures) for end in (0, 1))
        down = points.better == "lower"
        nothing = ibis.literal(None, type="float64")
        span = high - low
        best = points.improvement.coalesce(ibis.ifelse(down, points.baseline - low, high - points.baseline), span)
        worst = points.improvement.coalesce(ibis.ifelse(down, points.baseline - high, low - points.baseline), -span)
        # Of a baseline of 0 there is no per cent: it is nobody's response (clinical rulings, scoring).
        percent = ibis.ifelse(points.baseline > 0, points.improvement * 100.0 / points.baseline, 0.0)
        known = points.improvement.notnull()
        rows = points.mutate(best=best, worst=worst, gain=ibis.ifelse(known, percent, nothing))
        crossed = _is_across(rows, self._indicators.definitions["clinically_significant_change"].cut_offs)
        rows = rows.mutate(
            answered=rows.value.notnull(), known=known & _is_trusted(rows, self.measures), crossed=crossed
        ).select(*COURSE, "side", *_MEASURED, *_COUNTED, *self._scores, *(("better",) if self._scores else ()))
        # Most courses have no side; only the others need looking at side by side.
        sided = rows.filter(rows.side.notnull()).group_by([*COURSE, *_MEASURED])
        worse = sided.agg(
            **{name: lambda t, name=name: t[name].all() for name in ("answered", "known", "crossed")},
            **{name: lambda t, name=name: t[name].min() for name in ("improvement", "gain", "best", "worst")},
        )
        if self._scores:
            worse = _scores_of_worse_side(sided, worse)
        columns = [*COURSE, *_MEASURED, *_COUNTED, *self._scores]
        found = rows.filter(rows.side.isnull()).select(*columns).union(worse.select(*columns))
        return self._mine(found, "alone", "paid", "currency").cache()

    @cached_property
    def sessions(self) -> ibis.Table:
        """One row a session, with its own groupings."""
        return self._mine(self._registry.table("sessions"))

    @cached_property
    def visits(self) -> ibis.Table:
        """One row a visit that was booked."""
        return self._mine(self._registry.table("visits"))

    @cached_property
    def harms(self) -> ibis.Table:
        """One row a harm since the first injection of its course, with the groupings of the session before it."""
        harms = self._mine(self._registry.table("adverse_events"), "first_injected", "injections")
        harms = harms.filter(
            (harms.injections > 0)
            & (harms.day.isnull() | harms.first_injected.isnull() | (harms.day >= harms.first_injected))
        )
        sessions = self._registry.table("sessions").select(*COURSE, "session", *OF_SESSION)
        found = harms.left_join(sessions, [*COURSE, "session"])
        own = [name for name in harms.columns if name not in OF_SESSION]  # those of the session, not of the course
        return found.select(*(harms[name] for name in own), *(sessions[name] for name in OF_SESSION))

    def diary(self, by_session: bool) -> ibis.Table:
        """One row a course, or a session of a course, with how many days of which kind its diary has."""
        return self._diary_of_sessions if by_session else self._diary_of_courses

    @cached_property
    def _diary_of_courses(self) -> ibis.Table:
        return self._diary_days(())

    @cached_property
    def _diary_of_sessions(self) -> ibis.Table:
        return self._diary_days(("session",))

    def _diary_days(self, more: tuple[str, ...]) -> ibis.Table:
        days = ("asked", "kept", "held", "held_answered", "held_nsaid")
        found = self._weeks.group_by([*COURSE, *more]).agg(
            **{name: lambda t, name=name: t[name].sum().cast("int64") for name in days}
        )
        return self._mine(found, "alone").cache()

    @cached_property
    def _weeks(self) -> ibis.Table:
        return weeks_of(self._registry)

    @cached_property
    def responses(self) -> ibis.Table:
        """One row a course that owes a pain score: when its diary first told of a response, or until when of none.

        Weeks are counted from the first injection, whose next day is the first of week 1; a week is the mean of its
        answered days. Of two sides the one that takes longer counts.
        """
        points = self._registry.table("points")
        points = points.filter((points.measure == PAIN) & points.subscale.isnull())
        slots = points.group_by([*COURSE, "side"]).agg(baseline=lambda t: t.baseline.max())
        slots = self._mine(slots.mutate(side=slots.side.fill_null(""))).select(*COURSE, "side", "baseline").cache()
        diary = self._weeks.filter(lambda t: (t.pain_days > 0) & t.week.notnull())
        diary = diary.select(*COURSE, "week", "pain", "pain_days", "session", told="side")
        told = diary.inner_join(slots, COURSE)
        told = told.filter(told.told.isnull() | (told.told == told.side))
        weeks = told.group_by([*COURSE, "side", "week"]).agg(
            pain=lambda t: t.pain.sum() / t.pain_days.sum(),
            baseline=lambda t: t.baseline.max(),
            session=lambda t: t.session.max(),
        )
        used = self._indicators.definitions["time_to_response"].thresholds[0]
        least = float(threshold(used).value or 0)
        responded = (weeks.baseline > 0) & ((weeks.baseline - weeks.pain) * 100.0 + TINY >= weeks.baseline * least)
        sides = weeks.group_by([*COURSE, "side"]).agg(
            first_week=weeks.week.min(where=responded),
            last_week=weeks.week.max(),
            first_session=weeks.session.min(where=responded),
            last_session=weeks.session.max(),
        )
        joined = slots.left_join(sides, [*COURSE, "side"])
        columns = (sides[name] for name in ("first_week", "last_week", "first_session", "last_session"))
        each = joined.select(*(slots[name] for name in (*COURSE, "baseline")), *columns)
        found = each.group_by(COURSE).agg(
            known=lambda t: (t.baseline.notnull() & t.last_week.notnull()).all(),
            responded=lambda t: t.first_week.notnull().all(),
            weeks=lambda t: t.first_week.coalesce(t.last_week).max(),
            sessions=lambda t: t.first_session.coalesce(t.last_session).max(),
        )
        return self._mine(found, "alone").cache()


def _scores_of_worse_side(sided: Any, worse: ibis.Table) -> ibis.Table:
    """Two sides as one, with the scores of the side that did worse; where one has no score, there is none."""
    keys = [*COURSE, *_MEASURED]
    begun = sided.agg(
        baseline=lambda t: t.baseline.argmin(t.improvement).coalesce(t.baseline.max()),
        is_down=lambda t: (t.better == "lower").any(),
    )
    joined = worse.inner_join(begun, keys).select(*(worse[name] for name in worse.columns), "baseline", "is_down")
    moved = ibis.ifelse(joined.is_down, -joined.improvement, joined.improvement)
    return joined.mutate(value=ibis.ifelse(joined.answered, joined.baseline + moved, ibis.literal(None, "float64")))


def threshold(used: ThresholdUsed) -> Threshold:
    """The threshold of an instrument that an indicator names."""
    return next(each for each in load()[used.instrument].thresholds if each.id == used.id)


def _is_across(points: ibis.Table, cut_offs: tuple[CutOff, ...]) -> Any:
    """Whether a score went from the side of people with the trouble to the other; empty where no cut-off is known."""
    known: list[tuple[Any, Any]] = []
    for each in cut_offs:
        limit = float(each.value)
        down = (points.baseline > limit) & (points.value <= limit)
        up = (points.baseline < limit) & (points.value >= limit)
        is_it = (points.measure == each.instrument) & (points.subscale == each.scale)
        known.append((is_it, ibis.ifelse(points.better == "lower", down, up)))
    nothing = ibis.literal(None, type="boolean")
    return ibis.cases(*known, else_=nothing) if known else nothing


def _range(points: ibis.Table, end: int, measures: frozenset[str]) -> Any:
    """The lowest (0) or highest (1) score of each measure; empty where no source gives one."""
    known: list[tuple[Any, float]] = []
    for name in sorted(measures & load().keys()):
        instrument = load()[name]
        for scale in instrument.scales.values():
            limit = (scale.low, scale.high)[end]
            if limit is not None and scale.low is not None and scale.high is not None:
                is_usual = scale.id == instrument.default_scale
                is_it = (points.subscale == scale.id) | ((points.subscale == "") & ibis.literal(is_usual))
                known.append(((points.measure == name) & is_it, float(limit)))
    nothing = ibis.literal(None, type="float64")
    return ibis.cases(*known, else_=nothing) if known else nothing


def _is_trusted(points: ibis.Table, measures: frozenset[str]) -> Any:
    """Whether a change from that baseline can be trusted, by the instrument's own rule."""
    known: list[tuple[Any, Any]] = []
    for name in sorted(measures & load().keys()):
        if trusted := load()[name].trusted_baseline:
            inside = points.baseline.between(float(trusted.low), float(trusted.high))
            known.append((points.measure == name, inside.fill_null(False)))
    return ibis.cases(*known, else_=ibis.literal(True)) if known else ibis.literal(True)
