"""Registry folders of made-up clinics, as large as one likes: whole columns drawn at once, no loop over courses.

    made_registry(folder, courses=300)                  # what a test needs; a fraction of a second
    made_registry(folder, courses=200_000)              # with 50 diary days each: the benchmark's 10 million

Nobody in it exists. Half of the courses answer well, outcomes are better after more sessions, and who is worse answers
less often: enough to count with, nothing to believe.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from enthesis.outcomes.registry import deriving
from enthesis.outcomes.registry.manifest import Manifest
from enthesis.outcomes.registry.opening import MONTHS
from enthesis.outcomes.registry.store import writing
from enthesis.outcomes.registry.windows import Points, windows_of
from enthesis.pathway.dictionary import DAY, NUMBER, TEXT, WHOLE, YES_NO, shipped

BUILT_ON = date(2026, 11, 1)
WEEK_BEFORE = 7
_NO_DAY = np.datetime64("NaT", "D")
_PROTOCOLS = np.array(["nutura-back", "spine-institute", "sit-knee-2020", "rabago-knee-2013"])
_PLACES = np.array(["back", "back", "knee", "knee"])
_INDICATIONS = np.array(["back pain", "back pain", "knee pain", "knee pain"])
_STRUCTURES = np.array(["iliolumbar-ligament", "dorsal-sacroiliac-ligament", "knee-joint", "other"])


def made_registry(
    folder: Path,
    *,
    courses: int = 300,
    days: int = 50,
    clinics: int = 2,
    seed: int = 1,
    built_on: date = BUILT_ON,
    derive: bool = False,
    span: int = 900,
) -> Path:
    """Write a registry of `courses` courses with about `days` diary days each, begun in the last `span` days.

    The same seed gives the same rows. The fewer months they begin in, the fewer files there are to write and to read.
    """
    tables = made_tables(courses=courses, days=days, clinics=clinics, seed=seed, built_on=built_on, span=span)
    write_tables(folder, tables, built_on, derive=derive)
    return folder


def write_tables(
    folder: Path, tables: dict[str, pa.Table], built_on: date, *, derive: bool = False, own: Mapping[int, Points] = {}
) -> None:
    """Write tables with the dictionary's columns as a registry; a column that is left out is empty.

    With `derive`, the points are worked out now and kept, as a clinic's own build does. `own` are the windows of those
    clinics that decided on others.
    """
    windows = windows_of(shipped().points, own)
    whole = {name: _complete(name, rows) for name, rows in tables.items()}
    begun = whole["courses"].column("started").cast(pa.timestamp("s"))
    months = pc.coalesce(pc.strftime(begun, "%Y-%m"), "unknown")
    where = pa.table({"course": whole["courses"].column("course"), "month": months})
    with writing(folder) as build:
        for name, rows in whole.items():
            build.add_parts(name, rows, where)
            build.finish()
        if derive:
            deriving.derive(build, where, built_on, windows)
        files = {name: tuple(paths) for name, paths in build.written.items()}
        build.commit(Manifest(shipped().version, built_on, build.generation, files, windows=windows, made_up=True))


def _complete(name: str, rows: pa.Table) -> pa.Table:
    """The rows with every column of the dictionary in its order; 0, "" or no where a cell may not be empty."""
    types = {WHOLE: pa.int64(), NUMBER: pa.float64(), TEXT: pa.string(), DAY: pa.date32(), YES_NO: pa.bool_()}
    blank = {WHOLE: 0, NUMBER: 0.0, TEXT: "", DAY: date(1900, 1, 1), YES_NO: False}
    columns = {}
    for column in shipped().tables[name].columns.values():
        if column.name == MONTHS:
            continue
        is_there = column.name in rows.column_names
        cells = rows.column(column.name) if is_there else pa.nulls(rows.num_rows)
        cells = cells.cast(types[column.type])
        columns[column.name] = cells if column.may_be_empty else pc.fill_null(cells, blank[column.type])
    return pa.table(columns)


def made_tables(
    *,
    courses: int = 300,
    days: int = 50,
    clinics: int = 2,
    seed: int = 1,
    built_on: date = BUILT_ON,
    span: int = 900,
) -> dict[str, pa.Table]:
    """The base tables of made-up clinics, with the dictionary's columns."""
    chance = np.random.default_rng(seed)
    today = np.datetime64(built_on, "D")
    course = np.arange(1, courses + 1)
    clinic = chance.integers(1, clinics + 1, courses)
    kind = chance.integers(0, 4, courses)
    started = today - chance.integers(5, span, courses).astype("timedelta64[D]")
    reached = chance.random(courses) < 0.93  # the first injection, if it is over by now
    first = started + chance.integers(7, 40, courses).astype("timedelta64[D]")
    injected = reached & (first <= today)
    first = np.where(injected, first, _NO_DAY)
    planned = chance.integers(3, 7, courses)
    has_gate = kind < 2
    goes_on = chance.random(courses) < 0.8
    possible = np.where(has_gate & ~goes_on, 1, planned + has_gate)
    gap = chance.integers(26, 38, courses)  # days from one session to the next
    sessions = _sessions(chance, course, clinic, first, gap, possible, today, has_gate)
    owner = sessions["course"] - 1
    given = np.bincount(owner, minlength=courses)
    last = np.full(courses, _NO_DAY)
    np.fmax.at(last, owner, sessions["given"])
    last = np.where(given > 0, last, _NO_DAY)
    baseline = np.clip(chance.normal(6.5, 1.3, courses), 2, 10)
    gain = np.clip(chance.normal(0.35, 0.25, courses), -0.3, 0.95)  # share of the pain that goes
    done = (given >= possible) & injected
    closed = np.where(done & (chance.random(courses) < 0.7), last + np.timedelta64(95, "D"), _NO_DAY)
    closed = np.where(closed <= today, closed, _NO_DAY)
    is_closed = ~np.isnat(closed)
    gate_on = np.where(has_gate & (given > 0), first + np.timedelta64(16, "D"), _NO_DAY)
    gate_on = np.where(gate_on <= today, gate_on, _NO_DAY)
    stops = (given > 2) & ~has_gate & (gain < 0.05)
    treated = given - (has_gate & (given > 0))
    sexes = np.array(["female", "male", "other"])
    table = {
        "clinic": clinic,
        "course": course,
        "person": course // 20 * 19 + 10_000 + course % 20 % 19,
        "protocol": _PROTOCOLS[kind],
        "version": np.full(courses, "2026-11"),
        "indication": _INDICATIONS[kind],
        "region": _PLACES[kind],
        "side": _text(np.array(["left", "right", ""])[np.where(kind < 2, 2, chance.integers(0, 2, courses))]),
        "birth_year": _whole(chance.integers(1931, 2006, courses), chance.random(courses) < 0.98),
        "sex": _text(sexes[np.searchsorted([0.58, 0.99], chance.random(courses))]),
        "started": started,
        "evaluated": started,
        "eligibility": _text(np.where(reached, "eligible", "")),
        "eligibility_on": np.where(reached, started + np.timedelta64(2, "D"), _NO_DAY),
        "consented": np.where(reached, started + np.timedelta64(3, "D"), _NO_DAY),
        "has_gate": has_gate,
        "gate": _text(np.where(np.isnat(gate_on), "", np.where(goes_on, "go-on", "stop"))),
        "gate_on": gate_on,
        "first_injected": first,
        "last_injected": last,
        "injections": given,
        "planned": _whole(planned, injected & goes_on),
        "treated": treated,
        "stopped_on": np.where(stops, last + np.timedelta64(12, "D"), _NO_DAY),
        "stop_advised": stops & (chance.random(courses) < 0.6),
        "status": np.where(is_closed, "closed", "active"),
        "closed": closed,
        "closed_because": _text(np.where(is_closed, np.where(goes_on, "completed", "no_response"), "")),
        "paid": pa.array(np.where(given > 0, given * 350.0 + 120, 0.0), mask=given == 0),
        "currency": np.full(courses, "EUR"),
    }
    tables = {"courses": pa.table(table), "sessions": pa.table(_session_columns(chance, sessions))}
    tables["sites"] = _sites(chance, sessions)
    tables["scores"] = _scores(chance, course, clinic, started, first, given, baseline, gain, today)
    tables["diary"] = _diary(chance, days, course, clinic, first, gap, given, baseline, gain, today)
    tables["visits"] = _visits(chance, sessions, course, clinic, started)
    tables["adverse_events"] = _harms(chance, sessions)
    return tables


def _sessions(
    chance: Any, course: Any, clinic: Any, first: Any, gap: Any, possible: Any, today: Any, has_gate: Any
) -> dict[str, Any]:
    """Each session that is over by today, of every course."""
    times = np.where(np.isnat(first), 0, possible)
    owner = np.repeat(np.arange(len(course)), times)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(times) - times, times) + 1
    given = first[owner] + ((number - 1) * gap[owner]).astype("timedelta64[D]")
    kept = given <= today
    owner, number, given = owner[kept], number[kept], given[kept]
    return {
        "clinic": clinic[owner],
        "course": course[owner],
        "session": number,
        "given": given,
        "diagnostic": has_gate[owner] & (number == 1),
        "gated": has_gate[owner],
        "who": chance.integers(1, 5, len(course))[owner],
    }


def _session_columns(chance: Any, sessions: dict[str, Any]) -> dict[str, Any]:
    count = len(sessions["course"])
    given, diagnostic = sessions["given"], sessions["diagnostic"]
    early = chance.integers(-3, 12, count)
    told = ~diagnostic & (sessions["session"] > 1)
    opens = np.where(told, given - early.astype("timedelta64[D]"), _NO_DAY)
    return {
        **{name: sessions[name] for name in ("clinic", "course", "session")},
        "kind": np.where(diagnostic, "diagnostic", "treatment"),
        "treatment": _whole(sessions["session"] - sessions["gated"], ~diagnostic),
        "given": given,
        "opens": opens,
        "closes": opens + np.timedelta64(10, "D"),
        "inside": pa.array((early >= 0) & (early <= 10), mask=~told),
        "clinician": np.char.add("U-", (sessions["who"] + 10 * sessions["clinic"]).astype(str)),
        "guidance": np.array(["landmark", "ultrasound", "fluoroscopy"])[chance.integers(0, 3, count)],
        "solution": np.where(chance.random(count) < 0.8, "dextrose + lidocaine", "dextrose"),
        "dextrose_percent": np.array([12.5, 15.0, 25.0])[chance.integers(0, 3, count)],
        "volume_ml": chance.integers(4, 30, count) / 1.0,
        "sites": chance.integers(1, 4, count),
        "structure": _STRUCTURES[chance.integers(0, 4, count)],
    }


def _sites(chance: Any, sessions: dict[str, Any]) -> pa.Table:
    each = np.repeat(np.arange(len(sessions["course"])), 2)
    return pa.table(
        {
            **{name: sessions[name][each] for name in ("clinic", "course", "session")},
            "site": np.tile([1, 2], len(sessions["course"])),
            "structure": _STRUCTURES[chance.integers(0, 4, len(each))],
            "side": _text(np.array(["left", "right", ""])[chance.integers(0, 3, len(each))]),
            "volume_ml": chance.integers(1, 8, len(each)) / 2.0,
        }
    )


def _scores(
    chance: Any, course: Any, clinic: Any, started: Any, first: Any, given: Any, baseline: Any, gain: Any, today: Any
) -> pa.Table:
    """A score of pain and one of function before, and at about 6, 13, 26 and 52 weeks for those who answer."""
    count, rows = len(course), []
    took = chance.random(count) < 0.9
    for instrument, scale in (("nrs_pain", 1.0), ("odi", 7.0)):
        rows.append((instrument, np.flatnonzero(took), started, baseline * scale, np.zeros(count, dtype=int)))
        for weeks in (6, 13, 26, 52):
            on = first + (weeks * 7 + chance.integers(-9, 12, count)).astype("timedelta64[D]")
            answers = (chance.random(count) < 0.45 + 0.4 * gain) & ~np.isnat(first) & (on <= today)
            passed = np.clip(1 + weeks * 7 // 32, 1, None)
            value = np.clip(baseline * (1 - gain) + chance.normal(0, 0.8, count), 0, 10) * scale
            rows.append((instrument, np.flatnonzero(answers), on, value, np.minimum(given, passed)))
    who = np.concatenate([chosen for _, chosen, *_ in rows])
    taken = np.concatenate([on[chosen] for _, chosen, on, *_ in rows])
    value = np.concatenate([np.round(value[chosen], 1) for _, chosen, _, value, _ in rows])
    session = np.concatenate([session[chosen] for *_, chosen, _, _, session in ((r[0], *r[1:]) for r in rows)])
    name = np.repeat([instrument for instrument, *_ in rows], [len(chosen) for _, chosen, *_ in rows])
    order = np.lexsort((name, taken, who))
    who, taken, value, session, name = who[order], taken[order], value[order], session[order], name[order]
    place = np.arange(len(who)) - np.searchsorted(who, who) + 1
    return pa.table(
        {
            "clinic": clinic[who],
            "course": course[who],
            "taken_in_order": place,
            "instrument": name,
            "taken": taken,
            "session": _whole(session, session > 0),
            "value": value,
        }
    )


def _diary(
    chance: Any,
    days: int,
    course: Any,
    clinic: Any,
    first: Any,
    gap: Any,
    given: Any,
    baseline: Any,
    gain: Any,
    today: Any,
) -> pa.Table:
    """The week before the first injection and the days after it; a course that was not injected has half as many."""
    start = np.where(np.isnat(first), today - np.timedelta64(days, "D"), first - np.timedelta64(WEEK_BEFORE, "D"))
    owner = np.repeat(np.arange(len(course)), days)
    place = np.tile(np.arange(days), len(course))
    # The last third of the days lies in the week of a later point, so that there are figures for it.
    later = np.where(place >= days - days // 3, 84 + (place - (days - days // 3)), 0)
    day = start[owner] + np.where(later > 0, later + WEEK_BEFORE, place).astype("timedelta64[D]")
    kept = day <= today
    owner, day = owner[kept], day[kept]
    since = np.where(np.isnat(first[owner]), -1, (day - first[owner]).astype("int64"))
    goes_on = chance.random(len(course)) < np.clip(0.5 + 0.4 * gain, 0.1, 0.95)  # the rest write nothing later on
    answered = (chance.random(len(owner)) < 0.75) & (goes_on[owner] | (since < WEEK_BEFORE * 3))
    better = np.clip(since / 60, 0, 1) * gain[owner]
    pain = np.clip(np.round(baseline[owner] * (1 - better) + chance.normal(0, 1, len(owner))), 0, 10)
    session = np.minimum(np.where(since < 0, 0, since // gap[owner] + 1), given[owner])
    since_session = since - (session - 1) * gap[owner]
    return pa.table(
        {
            "clinic": clinic[owner],
            "course": course[owner],
            "day": day,
            "asked": chance.random(len(owner)) < 0.97,
            "answered": answered,
            "late": answered & (chance.random(len(owner)) < 0.05),
            "pain": pa.array(pain, mask=~answered),
            "function": pa.array(np.clip(pain - 1, 0, 10), mask=~answered),
            "session": _whole(session, session > 0),
            "nsaid": answered & (chance.random(len(owner)) < 0.06),
            "in_hold": ((since < 0) & ~np.isnat(first[owner])) | ((session > 0) & (since_session <= 14)),
        }
    )


def _visits(chance: Any, sessions: dict[str, Any], course: Any, clinic: Any, started: Any) -> pa.Table:
    """The first visit of each course and one for each session, some of them missed or called off before."""
    who = np.concatenate([course, sessions["course"]])
    day = np.concatenate([started + np.timedelta64(4, "D"), sessions["given"]])
    activity = np.concatenate(
        [np.full(len(course), "intake"), np.where(sessions["diagnostic"], "diagnostic", "treatment")]
    )
    order = np.lexsort((day, who))
    who, day, activity = who[order], day[order], activity[order]
    outcomes = np.array(["attended", "missed", "cancelled", "unknown"])
    return pa.table(
        {
            "clinic": clinic[who - 1],
            "course": who,
            "visit": np.arange(len(who)) - np.searchsorted(who, who) + 1,
            "activity": activity,
            "day": day,
            "outcome": outcomes[np.searchsorted([0.88, 0.93, 0.985], chance.random(len(who)))],
        }
    )


def _harms(chance: Any, sessions: dict[str, Any]) -> pa.Table:
    chosen = np.flatnonzero(chance.random(len(sessions["course"])) < 0.02)
    who = sessions["course"][chosen]
    words = np.array(["mild", "moderate", "severe", "serious"])
    related = np.array(["unrelated", "possible", "probable", "certain"])
    return pa.table(
        {
            "clinic": sessions["clinic"][chosen],
            "course": who,
            "event": np.arange(len(who)) - np.searchsorted(who, who) + 1,
            "session": sessions["session"][chosen],
            "day": sessions["given"][chosen] + chance.integers(0, 5, len(chosen)).astype("timedelta64[D]"),
            "severity": words[np.searchsorted([0.8, 0.97, 0.995], chance.random(len(chosen)))],
            "relatedness": related[chance.integers(0, 4, len(chosen))],
            "expected": chance.random(len(chosen)) < 0.5,
        }
    )


def _text(values: Any) -> pa.Array:
    return pa.array(values, mask=values == "")


def _whole(values: Any, told: Any) -> pa.Array:
    return pa.array(values, mask=~told)
