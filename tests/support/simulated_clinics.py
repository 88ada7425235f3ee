"""Simulated clinics whose truth is known, as registry tables: what a report finds can be held against it.

    registry = Simulated(simulated(clinics=200, courses=150, seed=7))
    TRUTH.responder_30, TRUTH.no_shows          # what the figures of every clinic should come to

All clinics are alike but for one thing: in half of them those who do badly stop answering, in the other half those who
do well. Courses are under three protocols that work differently. Nobody in them exists.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from scipy import stats

from enthesis.outcomes.registry.points import points
from enthesis.outcomes.registry.windows import Windows
from enthesis.pathway.dictionary import DAY, NUMBER, TEXT, WHOLE, YES_NO
from enthesis.pathway.dictionary import shipped as dictionary

BUILT_ON = date(2026, 11, 1)
PROTOCOLS = ("nutura-back", "spine-institute", "sit-knee-2020")
SHARES = np.array([0.5, 0.3, 0.2])  # of the courses
GAINS = np.array([0.20, 0.40, 0.30])  # mean share of the pain that is gone at 13 weeks
SPREAD = 0.25  # of that between people
WEEKLY = np.array([0.10, 0.22, 0.15])  # chance in each week to have a first response
ANSWERS, PULL = 0.4, 4.0  # how many answer, and how strongly that hangs on how they do
POINT = 13
ILL_STAY_AWAY, WELL_STAY_AWAY = "the ill stay away", "the well stay away"
_LAST_WEEK = 9  # of the diary: over before the week that the time point looks at
_SESSIONS = 4
EVENTS = 0.03  # harms per session
WAIT = (3.2, 0.5)  # of the logarithm of days from evaluation to first injection
_GRID = 200_001


@dataclass(frozen=True)
class Truth:
    """What each figure is in the population that the clinics are drawn from."""

    responder_30: float
    mean_change: float
    follow_up: dict[str, float]
    responders_by_protocol: dict[str, float]
    time_to_response: float
    no_shows: float = 0.08
    kept_intervals: float = 0.75
    gate_closed: float = 0.25
    diary_adherence: float = 0.7
    nsaid_in_hold: float = 0.15
    adverse_events: float = 1000 * EVENTS
    days_to_first_injection: float = round(float(np.exp(WAIT[0])))


def _truth() -> Truth:
    by_protocol = stats.norm.sf((0.3 - GAINS) / SPREAD)
    # Integrated over a fine grid of equally likely people.
    even = (np.arange(_GRID) + 0.5) / _GRID
    gains = [np.clip(stats.norm.ppf(even, mean, SPREAD), -0.6, 1) for mean in GAINS]
    by_kind = {
        kind: float(sum(share * answering(gain, kind).mean() for share, gain in zip(SHARES, gains, strict=True)))
        for kind in (ILL_STAY_AWAY, WELL_STAY_AWAY)
    }
    mean_gain = float(sum(share * gain.mean() for share, gain in zip(SHARES, gains, strict=True)))
    still_without = [float((SHARES * (1 - WEEKLY) ** week).sum()) for week in range(1, _LAST_WEEK + 1)]
    return Truth(
        responder_30=float((SHARES * by_protocol).sum()),
        mean_change=6.0 * mean_gain,
        follow_up=by_kind,
        responders_by_protocol=dict(zip(PROTOCOLS, map(float, by_protocol), strict=True)),
        time_to_response=1 + next(place for place, share in enumerate(still_without) if share <= 0.5),
    )


def answering(gain: Any, kind: str) -> Any:
    """The chance to answer: for those with the usual gain as for anybody, else by how they do."""
    way = PULL if kind == ILL_STAY_AWAY else -PULL
    return 1 / (1 + np.exp(-(ANSWERS + way * (gain - 0.3))))


TRUTH = _truth()


def kind_of(clinic: int) -> str:
    """Who stays away from this clinic's questions."""
    return ILL_STAY_AWAY if clinic % 2 else WELL_STAY_AWAY


def simulated(*, clinics: int, courses: int, seed: int) -> dict[str, pa.Table]:
    """The base tables of so many clinics with so many courses each. The same seed gives the same rows."""
    chance = np.random.default_rng(seed)
    number = clinics * courses
    course = np.arange(1, number + 1)
    clinic = (course - 1) // courses + 1
    protocol = chance.choice(len(PROTOCOLS), number, p=SHARES)
    evaluated = np.datetime64(BUILT_ON, "D") - chance.integers(250, 500, number).astype("timedelta64[D]")
    first = evaluated + np.round(chance.lognormal(*WAIT, number)).astype("timedelta64[D]")
    gap = np.timedelta64(30, "D")
    has_gate = protocol == 0
    gate = np.where(has_gate, np.where(chance.random(number) < TRUTH.gate_closed, "stop", "go-on"), None)
    gain = np.clip(chance.normal(GAINS[protocol], SPREAD), -0.6, 1)
    baseline = chance.uniform(5.9, 6.1, number)
    answers = chance.random(number) < np.where(
        clinic % 2 == 1, answering(gain, ILL_STAY_AWAY), answering(gain, WELL_STAY_AWAY)
    )
    names = {"clinic": clinic, "course": course}
    owner = np.repeat(np.arange(number), _SESSIONS)
    session = np.tile(np.arange(1, _SESSIONS + 1), number)
    given = first[owner] + (session - 1) * gap
    inside = chance.random(len(owner)) < TRUTH.kept_intervals
    opens = np.where(session > 1, given, np.datetime64("NaT", "D"))
    harmed = np.repeat(np.arange(len(owner)), chance.poisson(EVENTS, len(owner)))
    return {
        "courses": pa.table(
            {
                **names,
                "person": course,
                "protocol": np.array(PROTOCOLS)[protocol],
                "version": np.full(number, "1"),
                "indication": np.where(protocol == 2, "knee pain", "back pain"),
                "region": np.where(protocol == 2, "knee", "back"),
                "started": evaluated,
                "evaluated": evaluated,
                "has_gate": has_gate,
                "gate": gate,
                "first_injected": first,
                "last_injected": first + (_SESSIONS - 1) * gap,
                "injections": np.full(number, _SESSIONS),
                "treated": np.full(number, _SESSIONS),
                "stop_advised": np.zeros(number, dtype=bool),
                "status": np.full(number, "active"),
                "paid": 500.0 + 250.0 * protocol,
                "currency": np.full(number, "USD"),
            }
        ),
        "sessions": pa.table(
            {
                "clinic": clinic[owner],
                "course": course[owner],
                "session": session,
                "kind": np.full(len(owner), "treatment"),
                "given": given,
                "opens": opens,
                "closes": opens,
                "inside": pa.array(inside, mask=session == 1),
                "sites": np.ones(len(owner), dtype=np.int64),
            }
        ),
        "sites": pa.table({name: pa.array([], pa.int64()) for name in ("clinic", "course", "session", "site")}),
        "scores": _scores(names, first, baseline, gain, answers),
        "visits": pa.table(
            {
                "clinic": clinic[owner],
                "course": course[owner],
                "visit": session,
                "activity": np.full(len(owner), "treatment"),
                "day": given,
                "outcome": np.where(chance.random(len(owner)) < TRUTH.no_shows, "missed", "attended"),
            }
        ),
        "adverse_events": pa.table(
            {
                "clinic": clinic[owner][harmed],
                "course": course[owner][harmed],
                "event": np.arange(1, len(harmed) + 1),
                "session": session[harmed],
                "day": given[harmed],
                "severity": np.full(len(harmed), "mild"),
                "expected": np.zeros(len(harmed), dtype=bool),
            }
        ),
        "diary": _diary(chance, names, first, baseline, protocol),
    }


class Simulated:
    """Those tables as an opened registry: the time points are worked out as from a folder."""

    def __init__(self, tables: dict[str, pa.Table]) -> None:
        self._tables = {name: ibis.memtable(_complete(name, rows)) for name, rows in tables.items()}

    def table(self, name: str) -> ibis.Table:
        if name == "points" and name not in self._tables:
            self._tables[name] = points(self.table, BUILT_ON, Windows(dictionary().points)).cache()
        return self._tables[name]


def _complete(name: str, rows: pa.Table) -> pa.Table:
    """The rows with every column of the dictionary; one that was not drawn is empty."""
    types = {WHOLE: pa.int64(), NUMBER: pa.float64(), TEXT: pa.string(), DAY: pa.date32(), YES_NO: pa.bool_()}
    columns = dictionary().tables[name].columns.values()
    return pa.table(
        {
            column.name: rows.column(column.name).cast(types[column.type])
            if column.name in rows.column_names
            else pa.nulls(rows.num_rows, types[column.type])
            for column in columns
        }
    )


def _scores(names: dict[str, Any], first: Any, baseline: Any, gain: Any, answers: Any) -> pa.Table:
    """Pain before the first injection of everybody, and at the time point of those who answer."""
    number = len(first)
    later = np.flatnonzero(answers)
    both = np.concatenate([np.arange(number), later])
    is_before = np.arange(len(both)) < number
    after = first + np.timedelta64(7 * POINT, "D")
    return pa.table(
        {
            **{name: column[both] for name, column in names.items()},
            "taken_in_order": np.where(is_before, 1, 2),
            "instrument": np.full(len(both), "nrs_pain"),
            "taken": np.concatenate([first - np.timedelta64(1, "D"), after[later]]),
            "session": pa.array(np.ones(len(both), dtype=np.int64), mask=is_before),
            "value": np.concatenate([baseline, (baseline * (1 - gain))[later]]),
        }
    )


def _diary(chance: Any, names: dict[str, Any], first: Any, baseline: Any, protocol: Any) -> pa.Table:
    """One line a week until somebody drops out by lot; asked for in ten more days, kept by some more than by others."""
    number = len(first)
    responds = chance.geometric(WEEKLY[protocol])
    last = chance.integers(3, _LAST_WEEK + 1, number)
    owner = np.repeat(np.arange(number), last)
    week = np.concatenate([np.arange(1, each + 1) for each in last])
    pain = np.where(week >= responds[owner], 0.5, 1.0) * baseline[owner]
    asked = np.repeat(np.arange(number), 10)
    habit = chance.beta(7, 3, number)
    keeps = chance.random(len(asked)) < habit[asked]
    took = chance.random(number) < TRUTH.nsaid_in_hold
    days = np.concatenate(
        [
            first[owner] + (7 * (week - 1) + 1).astype("timedelta64[D]"),
            first[asked] - np.tile(np.arange(20, 30), number),
        ]
    )
    whose = np.concatenate([owner, asked])
    weekly = np.arange(len(whose)) < len(owner)
    return pa.table(
        {
            **{name: column[whose] for name, column in names.items()},
            "day": days,
            "asked": ~weekly,
            "answered": np.concatenate([np.ones(len(owner), dtype=bool), keeps]),
            "late": np.zeros(len(whose), dtype=bool),
            "pain": pa.array(np.concatenate([pain, np.zeros(len(asked))]), mask=~weekly),
            "session": pa.array(np.ones(len(whose), dtype=np.int64), mask=~weekly),
            "nsaid": np.concatenate([took[owner] & (week == 1), np.zeros(len(asked), dtype=bool)]),
            "in_hold": np.concatenate([week == 1, np.zeros(len(asked), dtype=bool)]),
        }
    )
