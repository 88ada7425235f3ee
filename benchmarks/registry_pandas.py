"""The full report once more, as somebody who knows pandas would have it from the registry's own Parquet files.

Whole columns, no column too many, no loop over rows. Every day of the diary is read, for whoever has only the tables
has no weeks and no time points that a build has kept. Intervals are those of the report, by the same functions. Answers
by side are not looked at: the made-up registry has none, and one that has is refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from enthesis.outcomes.figure import Figure, Interval, Named
from enthesis.outcomes.indicators import intervals
from enthesis.pathway.dictionary import shipped as dictionary
from enthesis.pathway.indicators import Definition, Indicators, shipped
from enthesis.pathway.instruments import Kind, load
from enthesis.pathway.measures import better, score_range

PAIN, TINY = "nrs_pain", 1e-9
SLOT = ["course", "measure", "subscale"]
_NAMED = ("indicator", "version", "unit", "of", "group")
_SEVERITIES = ("mild", "moderate", "severe", "serious")
_RELATED = ("unrelated", "possible", "probable", "certain", "not judged")


def report_in_pandas(folder: Path, built_on: date) -> list[Figure]:
    """Every figure of everybody that the report has for a registry of that day."""
    return list(_Report(folder, built_on).figures())


class _Report:
    """The tables, each read once, and the figures."""

    def __init__(self, folder: Path, built_on: date) -> None:
        self._folder, self._today = folder, pd.Timestamp(built_on)
        self._known: Indicators = shipped()
        self._level = float(self._known.house.interval)
        self.courses = self._read(
            "courses",
            *("clinic", "course", "person", "has_gate", "gate", "injections", "treated", "stopped_on", "stop_advised"),
            *("evaluated", "first_injected", "paid", "currency"),
        )
        self.started = self.courses.loc[self.courses["first_injected"].notna(), ["course", "first_injected"]]
        diary = self._read("diary", "course", "day", "side", "pain", "asked", "answered", "session", "nsaid", "in_hold")
        self.diary = _without_sides(diary).merge(self.started, on="course", how="left")
        self.diary["days"] = (self.diary["day"] - self.diary["first_injected"]).dt.days

    def figures(self) -> Iterator[Figure]:
        points = self._points()
        for one in (
            *self._at_points(points),
            *self._costs(points),
            *self._until_response(points),
            *self._of_courses(),
            *self._of_sessions(),
            *self._harms(),
            *self._diaries(),
        ):
            yield self._shown(one)

    # -- the time points -------------------------------------------------------------------------------------

    def _points(self) -> pd.DataFrame:
        """What each course owes at each time point whose window is over, and what came."""
        scores = self._scores()
        told = self.diary[self.diary["pain"].notna()]
        before = scores[scores["session"].isna()].sort_values("taken_in_order").groupby(SLOT)["value"].last()
        week_before = told[told["days"].between(-7, -1)].groupby("course")["pain"].mean()
        everybody = self.started.assign(measure=PAIN, subscale="").set_index(SLOT).index
        base = before.reindex(before.index.union(everybody)).rename("baseline").reset_index()
        is_pain = (base["measure"] == PAIN) & (base["subscale"] == "")
        base["baseline"] = base["course"].map(week_before).where(is_pain).fillna(base["baseline"])
        base = base.merge(self.started, on="course")
        since = (self._today - base["first_injected"]).dt.days
        after = scores[scores["session"].notna()]
        found = []
        for window in dictionary().points:
            owed = base[since > window.last].assign(weeks=window.weeks)
            near = after[after["days"].between(window.first, window.last)]
            near = near.assign(away=(near["days"] - window.weeks * 7).abs())
            single = near.sort_values(["away", "days", "taken_in_order"]).groupby(SLOT)["value"].first()
            week = told[told["days"].between(window.weeks * 7 - 6, window.weeks * 7)].groupby("course")["pain"].mean()
            owed = owed.merge(single.reset_index(), on=SLOT, how="left")
            is_pain = (owed["measure"] == PAIN) & (owed["subscale"] == "")
            owed["value"] = owed["course"].map(week).where(is_pain).fillna(owed["value"])
            found.append(owed)
        columns = ["clinic", "course", "person", "paid", "currency"]
        return self._changes(pd.concat(found).merge(self.courses[columns], on="course"))

    def _scores(self) -> pd.DataFrame:
        """Every answer to a measure that has a better end, with its distance from the first injection."""
        columns = ("course", "instrument", "subscale", "side", "taken", "taken_in_order", "session", "value")
        scores = _without_sides(self._read("scores", *columns)).rename(columns={"instrument": "measure"})
        scores = scores[scores["value"].notna()].fillna({"subscale": ""})
        scores.loc[(scores["measure"] == PAIN) & (scores["subscale"] == "pain"), "subscale"] = ""
        kinds = scores[["measure", "subscale"]].drop_duplicates()
        kinds = kinds[[better(*kind) != "" for kind in kinds.itertuples(index=False)]]
        scores = scores.merge(kinds, on=["measure", "subscale"]).merge(self.started, on="course")
        scores["days"] = (scores["taken"] - scores["first_injected"]).dt.days
        return scores

    def _changes(self, points: pd.DataFrame) -> pd.DataFrame:
        """How much better each became, and the most and least that it can be where nobody knows."""
        kinds = points[["measure", "subscale"]].drop_duplicates()
        ends = [score_range(*kind) or (None, None) for kind in kinds.itertuples(index=False)]
        ways = [better(*kind) for kind in kinds.itertuples(index=False)]
        trusted = [load()[name].trusted_baseline if name in load() else None for name in kinds["measure"]]
        kinds = kinds.assign(
            down=[way == "lower" for way in ways],
            low=[float(low) if low is not None else np.nan for low, _ in ends],
            high=[float(high) if high is not None else np.nan for _, high in ends],
            least=[float(one.low) if one else -np.inf for one in trusted],
            most=[float(one.high) if one else np.inf for one in trusted],
            is_trusted=[one is None for one in trusted],
        )
        points = points.merge(kinds, on=["measure", "subscale"])
        change = points["value"] - points["baseline"]
        points["improvement"] = change.where(~points["down"], -change)
        points["answered"] = points["value"].notna()
        inside = points["is_trusted"] | points["baseline"].between(points["least"], points["most"])
        points["known"] = points["improvement"].notna() & inside
        percent = points["improvement"] * 100.0 / points["baseline"].where(points["baseline"] > 0)
        points["gain"] = percent.fillna(0.0).where(points["improvement"].notna())
        span, to_low, to_high = (
            points["high"] - points["low"],
            points["baseline"] - points["low"],
            points["high"] - points["baseline"],
        )
        best = to_low.where(points["down"], to_high).fillna(span)
        worst = (-to_high).where(points["down"], -to_low).fillna(-span)
        points["best"] = points["improvement"].fillna(best)
        points["worst"] = points["improvement"].fillna(worst)
        return points

    def _at_points(self, points: pd.DataFrame) -> Iterator[Figure]:
        for (measure, subscale, weeks), cell in points.groupby(["measure", "subscale", "weeks"]):
            of = tuple(
                (name, str(value))
                for name, value in (("measure", measure), ("subscale", subscale), ("weeks", weeks))
                if value
            )
            yield self._share("follow_up", of, cell, cell["answered"], cell["answered"], of_all=False)
            for name in ("responder_30", "responder_50", "responder_instrument"):
                yield from self._responders(name, of, cell, str(measure), str(subscale))
            yield from self._reliable(of, cell, str(measure), str(subscale))
            yield self._mean_change(of, cell)

    def _responders(self, name: str, of: Named, cell: pd.DataFrame, measure: str, scale: str) -> Iterator[Figure]:
        used = self._known.definitions[name].thresholds
        for each in (one for one in used if one.instrument == measure):
            limit = next(one for one in load()[measure].thresholds if one.id == each.id)
            if scale in (limit.scales or (("",) if measure == PAIN else (scale,))):
                column = "gain" if limit.kind is Kind.PERCENT else "improvement"
                yes = cell[column] + TINY >= float(limit.value or 0)
                more = (("threshold", each.id),) if len(used) > 1 else ()
                yield self._share(name, (*of, *more), cell, cell["known"], yes)

    def _reliable(self, of: Named, cell: pd.DataFrame, measure: str, scale: str) -> Iterator[Figure]:
        instrument = load().get(measure)
        if instrument is None or not instrument.reliable_change:
            return
        points = float(instrument.reliable_change.points)
        gained, lost = cell["improvement"] + TINY >= points, cell["improvement"] - TINY <= -points
        yield self._share("reliable_change", (*of, ("change", "better")), cell, cell["known"], gained)
        yield self._share("reliable_change", (*of, ("change", "worse")), cell, cell["known"], lost)
        name = "clinically_significant_change"
        for cut in self._known.definitions[name].cut_offs:
            if (cut.instrument, cut.scale) == (measure, scale):
                limit = float(cut.value)
                fell = (cell["baseline"] > limit) & (cell["value"] <= limit)
                rose = (cell["baseline"] < limit) & (cell["value"] >= limit)
                yield self._share(name, of, cell, cell["known"], gained & fell.where(cell["down"], rose))

    def _mean_change(self, of: Named, cell: pd.DataFrame) -> Figure:
        known, started = cell.loc[cell["known"], "improvement"], len(cell)
        parts: dict[str, Any] = {"denominator": len(known), "numerator": known.sum()}
        if len(known):
            parts["estimate"] = known.mean()
            parts["interval"] = self._mean(known)
        if (cell["known"] | cell["best"].notna()).all():
            low, high = (cell["improvement"].where(cell["known"], cell[end]) for end in ("worst", "best"))
            parts["bounds"] = Interval(low.mean(), high.mean())
            lowest, highest = self._mean(low), self._mean(high)
            if lowest and highest:
                parts["bounds_interval"] = Interval(lowest.low, highest.high)
        people = _people(cell[cell["known"]])
        return self._figure("mean_change", of, started=started, answered=len(known), people=people, **parts)

    def _costs(self, points: pd.DataFrame) -> Iterator[Figure]:
        definition = self._known.definitions["cost_per_responder"]
        used = definition.thresholds[0]
        limit = next(one for one in load()[used.instrument].thresholds if one.id == used.id)
        pain = points[(points["measure"] == PAIN) & (points["subscale"] == "") & points["currency"].notna()]
        for (currency, weeks), cell in pain.groupby(["currency", "weeks"]):
            paid = cell["paid"].fillna(0.0)
            yes = (cell["known"] & (cell["gain"] + TINY >= float(limit.value or 0))).astype(float)
            started, answered, came, total = len(cell), int(cell["known"].sum()), int(yes.sum()), paid.sum()
            parts: dict[str, Any] = {"numerator": total, "denominator": came}
            if came:
                parts["estimate"] = total / came
                sums = (total, came, (paid**2).sum(), came, (yes * paid).sum())
                parts["interval"] = intervals.ratio(started, sums, self._level)
            if most := came + started - answered:
                parts["bounds"] = Interval(total / most, total / came if came else None)
            of = (("currency", str(currency)), ("weeks", str(weeks)))
            people = _people(cell[cell["known"]])
            yield self._figure("cost_per_responder", of, started=started, answered=answered, people=people, **parts)

    # -- course by course ------------------------------------------------------------------------------------

    def _until_response(self, points: pd.DataFrame) -> Iterator[Figure]:
        """From the weekly means of the diary: when they first told of a response."""
        used = self._known.definitions["time_to_response"].thresholds[0]
        limit = next(one for one in load()[used.instrument].thresholds if one.id == used.id)
        pain = points[(points["measure"] == PAIN) & (points["subscale"] == "")]
        slots = pain.drop_duplicates("course")[["clinic", "person", "course", "baseline"]]
        told = self.diary.loc[
            self.diary["pain"].notna() & (self.diary["days"] > 0), ["course", "days", "pain", "session"]
        ]
        told = told.assign(week=(told["days"] - 1) // 7 + 1)
        weeks = told.groupby(["course", "week"]).agg(pain=("pain", "mean"), session=("session", "max")).reset_index()
        weeks = weeks.merge(slots[["course", "baseline"]], on="course")
        fell = (weeks["baseline"] - weeks["pain"]) * 100.0 + TINY >= weeks["baseline"] * float(limit.value or 0)
        responded = weeks[fell & (weeks["baseline"] > 0)].groupby("course")[["week", "session"]].min()
        last = weeks.groupby("course")[["week", "session"]].max()
        found = slots.join(responded, on="course").join(last.add_suffix("_last"), on="course")
        known = found[found["baseline"].notna() & found["week_last"].notna()]
        happened = known["week"].notna().to_numpy()
        for name, column in (("time_to_response", "week"), ("sessions_to_response", "session")):
            times = known[column].fillna(known[f"{column}_last"]).to_numpy()
            parts: dict[str, Any] = {"denominator": len(times)}
            if len(times):
                least = self._known.house.smallest_group
                middle, interval, curve = intervals.waiting(times, happened, self._level, least)
                parts |= {"numerator": int(happened.sum()), "estimate": middle, "interval": interval, "curve": curve}
                parts["partly"] = len(times) - int(happened.sum())
            yield self._figure(name, (), started=len(found), answered=len(known), people=_people(known), **parts)

    def _of_courses(self) -> Iterator[Figure]:
        courses = self.courses
        gated = courses[courses["has_gate"] & (courses["injections"] > 0)]
        yield self._share("gate_closed", (), gated, gated["gate"].notna(), gated["gate"] == "stop")
        treated = courses[courses["treated"] > 0]
        everybody = pd.Series(True, index=treated.index)
        stopped = treated["stopped_on"].notna() | treated["stop_advised"]
        yield self._share("stopped_at_review", (), treated, everybody, stopped)
        yield self._share("stopped_by_rule", (), treated, everybody, treated["stop_advised"])
        days = (courses["first_injected"] - courses["evaluated"]).dt.days
        begun = courses["evaluated"].notna() & ~(days < 0)
        waits = days[begun & days.notna()]
        parts: dict[str, Any] = {"denominator": len(waits)}
        if len(waits):
            parts["estimate"], parts["interval"] = intervals.median(waits.to_numpy(), self._level)
        counts = {"started": int(begun.sum()), "answered": len(waits), "people": _people(courses.loc[waits.index])}
        yield self._figure("days_to_first_injection", (), **counts, **parts)

    # -- sessions, visits, days ------------------------------------------------------------------------------

    def _of_sessions(self) -> Iterator[Figure]:
        people = self.courses[["course", "person"]]
        sessions = self._read("sessions", "course", "opens", "closes", "inside").merge(people, on="course")
        due = sessions[sessions["opens"].notna() | sessions["closes"].notna()]
        told = due["inside"].notna()
        yield self._share("kept_intervals", (), due, told, due["inside"].eq(True))
        visits = self._read("visits", "course", "outcome").merge(people, on="course")
        due = visits[visits["outcome"] != "cancelled"]
        yield self._share("no_shows", (), due, due["outcome"].isin(["attended", "missed"]), due["outcome"] == "missed")

    def _harms(self) -> Iterator[Figure]:
        sessions = self._read("sessions", "course").merge(self.courses[["course", "person"]], on="course")
        counts = {"started": len(sessions), "answered": len(sessions), "people": sessions["person"].nunique()}
        if sessions.empty:
            yield self._figure("adverse_events", (), **counts)
            return
        harms = self._read("adverse_events", "course", "day", "severity", "relatedness", "expected")
        harms = harms.merge(self.courses[["course", "first_injected", "injections"]], on="course")
        harms = harms[(harms["injections"] > 0) & ~(harms["day"] < harms["first_injected"])]
        harms = harms.fillna({"relatedness": "not judged"})
        harms["expected"] = harms["expected"].map({True: "yes", False: "no"})
        seen: dict[Named, int] = {(): len(harms)}
        for name, words in (("expected", ("no", "yes")), ("severity", _SEVERITIES), ("relatedness", _RELATED)):
            number = harms[name].value_counts()
            seen |= {((name, word),): int(number.get(word, 0)) for word in words}
        both = harms.groupby(["severity", "relatedness"]).size()
        seen |= {(("severity", worse), ("relatedness", word)): int(n) for (worse, word), n in both.items()}
        per = len(sessions) / 1000
        for of, events in seen.items():
            interval = intervals.poisson(events, per, self._level)
            parts = {"numerator": events, "denominator": len(sessions), "estimate": events / per, "interval": interval}
            yield self._figure("adverse_events", of, **counts, **parts)

    def _diaries(self) -> Iterator[Figure]:
        diary = self.diary
        days = pd.DataFrame(
            {
                "course": diary["course"],
                "asked": diary["asked"],
                "kept": diary["asked"] & diary["answered"],
                "held": diary["in_hold"],
                "held_answered": diary["in_hold"] & diary["answered"],
                "held_nsaid": diary["in_hold"] & diary["nsaid"],
            }
        )
        sums = days.groupby("course").sum().reset_index()
        sums = sums.merge(self.courses[["clinic", "course", "person"]], on="course")
        held = sums[sums["held"] > 0]
        written = held["held_answered"]
        partly = int(((written > 0) & (written < held["held"]) & (held["held_nsaid"] == 0)).sum())
        yield self._share("nsaid_in_hold", (), held, written > 0, held["held_nsaid"] > 0, partly=partly)
        asked = sums[sums["asked"] > 0]
        if asked.empty:
            yield self._figure("diary_adherence", (), started=0, answered=0, people=0)
            return
        x, y = asked["asked"].astype(float), asked["kept"].astype(float)
        total, kept = int(x.sum()), int(y.sum())
        parts = (kept, total, (y * y).sum(), (x * x).sum(), (y * x).sum())
        interval = intervals.ratio(len(asked), parts, self._level)
        if interval and interval.low is not None and interval.high is not None:
            interval = Interval(max(interval.low, 0.0), min(interval.high, 1.0))
        counts = {"started": total, "answered": kept, "people": _people(asked)}
        shares = {"numerator": kept, "denominator": total, "estimate": kept / total, "interval": interval}
        yield self._figure("diary_adherence", (), **counts, **shares)

    # -- figures ---------------------------------------------------------------------------------------------

    def _share(
        self,
        name: str,
        of: Named,
        rows: pd.DataFrame,
        known: pd.Series,
        yes: pd.Series,
        *,
        of_all: bool = True,
        partly: int | None = None,
    ) -> Figure:
        """A share of everybody with its bounds, and of those who answered."""
        started, answered, came = len(rows), int(known.sum()), int((known & yes).sum())
        people = _people(rows if name == "follow_up" else rows[known])
        counts: dict[str, Any] = {"started": started, "answered": answered, "people": people, "partly": partly}
        if not started:
            return self._figure(name, of, **counts)
        most = came + started - answered
        lowest = intervals.wilson(came, started, self._level)
        parts: dict[str, Any] = {"estimate": came / started, "interval": lowest}
        if of_all:
            highest = intervals.wilson(most, started, self._level)
            parts["bounds"] = Interval(came / started, most / started)
            parts["bounds_interval"] = Interval(lowest.low, highest.high)
            if answered:
                parts["of_answered"] = came / answered
                parts["of_answered_interval"] = intervals.wilson(came, answered, self._level)
        return self._figure(name, of, **counts, numerator=came, denominator=started, **parts)

    def _mean(self, values: pd.Series) -> Interval | None:
        return intervals.mean(len(values), values.sum(), (values**2).sum(), self._level)

    def _figure(self, name: str, of: Named, *, started: int, answered: int, people: int, **parts: Any) -> Figure:
        one: Definition = self._known.definitions[name]
        counts = {"started": started, "answered": answered, "missing": started - answered, "people": people}
        return Figure(indicator=one.id, version=one.version, unit=one.unit, of=of, **counts, **parts)

    def _shown(self, one: Figure) -> Figure:
        """Of fewer than ten people, nothing but that it is so."""
        smallest = self._known.house.smallest_group
        if not one.started or (one.people or 0) >= smallest:
            return one
        kept: Mapping[str, Any] = {each.name: getattr(one, each.name) for each in fields(one) if each.name in _NAMED}
        return Figure(**kept, suppressed=True, why=f"fewer than {smallest} people")

    def _read(self, table: str, *columns: str) -> pd.DataFrame:
        files = sorted(str(each) for each in (self._folder / table).rglob("*.parquet"))
        read = pq.ParquetDataset(files, partitioning=None).read(columns=list(columns))
        found: pd.DataFrame = read.to_pandas(date_as_object=False)
        return found


def _without_sides(table: pd.DataFrame) -> pd.DataFrame:
    if table["side"].notna().any():
        raise ValueError("Answers by side are not counted here. Use a registry without them.")
    return table.drop(columns="side")


def _people(rows: pd.DataFrame) -> int:
    """Different people. A person of the made-up registry may have courses at two clinics, and is two there."""
    if "clinic" in rows:
        return len(rows[["clinic", "person"]].drop_duplicates())
    return int(rows["person"].nunique())


def flat(figures: list[Figure]) -> dict[str, float | str | None]:
    """Every number of every figure by its name, to be held against those of another side."""
    found: dict[str, float | str | None] = {}
    for one in figures:
        name = " ".join((one.indicator, *(f"{key}={value}" for key, value in one.of)))
        for part, value in one.as_json().items():
            if part not in (*_NAMED, "curve"):
                found |= _numbers(f"{name} {part}", value)
        for place, step in enumerate(one.as_json()["curve"]):
            found |= _numbers(f"{name} step {place}", step)
    return found


def _numbers(name: str, value: Any) -> dict[str, float | str | None]:
    if isinstance(value, Mapping):
        return {f"{name} {part}": one for part, number in value.items() for one in [_plain(number)]}
    return {name: _plain(value)}


def _plain(value: Any) -> float | str | None:
    return value if value is None or isinstance(value, str) else float(value)
