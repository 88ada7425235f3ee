"""Building the registry from the record: all of it at first, and then only the courses whose rows became others.

A course is folded again when its log has grown, when it was erased or its patient made one with another, when the
patient's profile was changed, or when a day has passed that it waited for. Nothing of the record is changed.
"""

import gc
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from enthesis import __version__
from enthesis.clinic.decisions import own_holds
from enthesis.clinic.models import Clinic
from enthesis.clinic.outcome_rules import outcome_rules
from enthesis.clinic.protocols import protocol_of
from enthesis.clinic.registry import reading
from enthesis.clinic.registry.reading import Heads
from enthesis.clinic.registry.rows import Source, rows_of
from enthesis.knowledge import laid_over
from enthesis.outcomes.registry.compacting import compact, crowded
from enthesis.outcomes.registry.deriving import derive
from enthesis.outcomes.registry.manifest import Manifest, NoRegistry, read_manifest
from enthesis.outcomes.registry.opening import GENERATION
from enthesis.outcomes.registry.shapes import to_arrow
from enthesis.outcomes.registry.state import (
    NEVER,
    NOBODY_KNOWS,
    State,
    as_table,
    empty_state,
    month_of,
    part_of,
    read_state,
)
from enthesis.outcomes.registry.store import Part, Writing, writing
from enthesis.outcomes.registry.weeks import WEEKS
from enthesis.outcomes.registry.windows import Points, Windows, windows_of
from enthesis.pathway.dictionary import shipped
from enthesis.pathway.medications import Hold

MOST_AT_ONCE = 400  # not a limit: courses that are held in memory together


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to."""

    folder: Path
    built_on: date
    courses: int  # in the registry now
    written: int  # of them, folded in this build
    events: int  # that were read for it
    taken_out: int  # courses that are in the record no more
    compacted: int  # months that were written as one file

    def as_json(self) -> dict[str, Any]:
        names = ("courses", "written", "events", "taken_out", "compacted")
        return {"folder": str(self.folder), "built_on": self.built_on.isoformat()} | {
            name: getattr(self, name) for name in names
        }


@dataclass(slots=True)
class _Sum:
    """What the clinics' builds add up to."""

    files: dict[str, tuple[str, ...]]
    states: dict[int, State] = field(default_factory=dict)
    positions: dict[str, dict[str, Any]] = field(default_factory=dict)
    replaced: list[tuple[int, int, int, int]] = field(default_factory=list)  # course, generation, clinic, month
    places: list[tuple[int, str]] = field(default_factory=list)  # course and month, of what was written
    events: int = 0
    taken_out: int = 0


def registry_folder() -> Path:
    """Where the registry of this machine's clinics is kept."""
    return Path(settings.HOME) / "registry"


def build(folder: Path | None = None, *, today: date | None = None, anew: bool = False) -> Built:
    """Bring a registry up to date; with `anew`, from nothing.

    `today` is for tests; else each clinic's own. Raises `NoRegistry`, `Unreadable` and `CannotOpen`.
    """
    where = folder or registry_folder()
    clinics = list(Clinic.objects.order_by("pk"))
    windows = windows_of(shipped().points, {each.pk: outcome_rules(each.pk).points for each in clinics})
    days = {each.pk: today or datetime.now(ZoneInfo(each.time_zone)).date() for each in clinics}
    built_on = min(days.values(), default=today or datetime.now(ZoneInfo("UTC")).date())
    with writing(where) as work, _undisturbed():
        there = read_manifest(where) if not anew else _readable(where)
        if there is not None and there.made_up:
            raise NoRegistry(f"{where}: a made-up registry is kept there.", "Name another folder.")
        before = None if anew or there is None or _is_outdated(there, built_on) else there
        total = _Sum(dict(before.files) if before else {})
        if before and before.replaced:
            total.replaced = _read_replaced(where, before)
        for clinic in clinics:
            _build_clinic(work, clinic, days[clinic.pk], windows.of(clinic.pk), before, total)
        is_another = bool(total.places or total.taken_out) or before is None
        compacted = _finish(work, built_on, windows, total) if is_another else None
        manifest = _manifest(work, built_on, windows, before, total, wrote=is_another)
        work.commit(manifest, there)
    return Built(
        folder=where,
        built_on=built_on,
        courses=sum(len(state) for state in total.states.values()),
        written=len(total.places),
        events=total.events,
        taken_out=total.taken_out,
        compacted=compacted or 0,
    )


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Spare the garbage collector what was there before: looking at it again and again took a third of a build."""
    is_frozen = gc.get_freeze_count() > 0
    if not is_frozen:
        gc.freeze()
    try:
        yield
    finally:
        if not is_frozen:
            gc.unfreeze()


def _readable(folder: Path) -> Manifest | None:
    """The manifest that is about to be replaced, where it can be read."""
    try:
        return read_manifest(folder)
    except NoRegistry:
        return None


def _is_outdated(there: Manifest, built_on: date) -> bool:
    known = shipped()
    return (
        there.dictionary != known.version
        or there.windows is None
        or there.windows.usual != known.points
        or WEEKS not in there.files
        or there.built_on > built_on  # days have passed in it that have not passed
    )


def _build_clinic(
    work: Writing, clinic: Clinic, today: date, points: Points, before: Manifest | None, total: _Sum
) -> None:
    import numpy as np  # here: a server that starts has no use for it

    key, look, holds = clinic.pk, reading.last_look(), [one.hold for one in own_holds(clinic.pk).values()]
    made_by = _made_by(clinic, holds, points)
    position = (before.positions if before else {}).get(str(key), {})
    state = empty_state(key)
    if before and position.get("made_by") == made_by:
        state = read_state(work.folder, key, before.states[str(key)])
    else:
        _drop(total, key)
    now = reading.heads(key)
    changed = reading.changed_since(position.get("look", 0), key) if len(state) else frozenset()
    is_touched = (
        (state.of("events", now.course) != now.events)
        | (state.of("person", now.course) != now.person)
        | (state.of("erased", now.course) != now.erased)
        | (state.of("again_on", now.course) <= today.toordinal())
        | np.isin(now.person, np.array(sorted(changed), dtype=np.int64))
    )
    gone = state.columns["course"][~np.isin(state.columns["course"], now.course)]
    touched = now.course[is_touched]
    leaving = np.concatenate([gone, touched[state.of("generation", touched) >= 0]])
    columns = ("generation", "month")
    cells = zip(leaving.tolist(), *(state.of(name, leaving).tolist() for name in columns), strict=True)
    total.replaced += [(course, generation, key, month) for course, generation, month in cells]
    mine = Heads(*(values[is_touched] for values in now))
    rows = list(_write(work, clinic, today, holds, mine, _born(mine, state, changed), total))
    total.states[key] = state.without(leaving).plus(rows) if rows or len(leaving) else state
    total.taken_out += len(gone)
    total.positions[str(key)] = {
        "courses": len(now.course),
        "events": int(now.events.sum()),
        "look": look,
        "made_by": made_by,
    }


def _made_by(clinic: Clinic, holds: Sequence[Hold], points: Points) -> str:
    """What all rows of a clinic depend on beside its logs, as a digest: another one, and all are made again."""
    own = laid_over()
    facts = [
        __version__,
        shipped().version,
        sorted(own.versions.items()) if own else [],
        clinic.time_zone,
        sorted([hold.covers, hold.before_days, hold.after_days] for hold in holds),
        [[point.weeks, point.first, point.last] for point in points],
    ]
    return sha256(json.dumps(facts).encode()).hexdigest()[:16]


def _drop(total: _Sum, clinic: int) -> None:
    """Forget everything of one clinic: it is built from nothing."""
    mark = f"/clinic={clinic}/"
    total.files = {table: tuple(name for name in names if mark not in name) for table, names in total.files.items()}
    total.replaced = [row for row in total.replaced if row[2] != clinic]


def _born(heads: Heads, state: State, changed: frozenset[int]) -> dict[int, int | None]:
    """The year of birth of each patient, read anew only where it may be another than before."""
    persons, kept = heads.person.tolist(), state.of("birth_year", heads.course).tolist()
    was_erased = state.of("erased", heads.course).tolist()
    known: dict[int, int | None] = {}
    asked = set()
    for person, year, before, erased in zip(persons, kept, was_erased, heads.erased.tolist(), strict=True):
        if before != erased or person in changed or year < 0:
            asked.add(person)
        else:
            known[person] = year if year != NOBODY_KNOWS else None
    wanted = sorted(asked)
    for start in range(0, len(wanted), MOST_AT_ONCE):
        known |= reading.birth_years(wanted[start : start + MOST_AT_ONCE])
    return known


def _write(
    work: Writing,
    clinic: Clinic,
    today: date,
    holds: Sequence[Hold],
    heads: Heads,
    born: dict[int, int | None],
    total: _Sum,
) -> Iterator[tuple[int, ...]]:
    """Write the rows of some courses; what the state keeps of each."""
    zone = ZoneInfo(clinic.time_zone)
    facts = {course: (person, erased) for course, _, person, erased in zip(*(v.tolist() for v in heads), strict=True)}
    ordered = reading.in_order(list(facts))
    protocols = {
        (name, version): protocol_of(clinic.pk, name, version) for name, version in {each[1:] for each in ordered}
    }
    for start in range(0, len(ordered), MOST_AT_ONCE):
        some = ordered[start : start + MOST_AT_ONCE]
        logs = reading.logs([course for course, *_ in some])
        gathered: dict[tuple[str, Part], list[tuple[object, ...]]] = {}
        last: Part | None = None
        for course, name, version in some:
            (person, erased), log = facts[course], logs[course]
            year = born.get(person)
            made = rows_of(
                Source(
                    clinic=clinic.pk,
                    course=course,
                    person=person,
                    birth_year=year,
                    log=log.events,
                    protocol=protocols[name, version],
                    holds=holds,
                    zone=zone,
                    today=today,
                )
            )
            month = month_of(made.started)
            last = part_of(clinic.pk, month)
            for table, rows in made.tables.items():
                gathered.setdefault((table, last), []).extend(rows)
            total.places.append((course, last.month))
            total.events += log.length
            again = made.again_on.toordinal() if made.again_on else NEVER
            yield course, log.length, person, erased, year or NOBODY_KNOWS, month, work.generation, again
        for (table, part), rows in gathered.items():
            work.add(table, part, to_arrow(table, rows))
        for part in {part for _, part in gathered} - {last}:
            work.finish(part)


def _finish(work: Writing, built_on: date, windows: Windows, total: _Sum) -> int:
    """Derive what is derived, add the files of this build, and write crowded months as one; how many those were."""
    import pyarrow as pa

    if total.places:
        courses, months = zip(*total.places, strict=True)
        derive(work, pa.table({"course": courses, "month": months}), built_on, windows)
    total.files = {table: (*total.files.get(table, ()), *names) for table, names in work.written.items()}
    courses_of = {
        part_of(clinic, month): count
        for clinic, state in total.states.items()
        for month, count in state.parts().items()
    }
    gone_of: dict[Part, int] = {}
    for _, _, clinic, month in total.replaced:
        part = part_of(clinic, month)
        gone_of[part] = gone_of.get(part, 0) + 1
    chosen = crowded(total.files, courses_of, gone_of)
    gone = _as_table(total.replaced).select(["course", GENERATION])
    for part in chosen:
        total.files = compact(work, total.files, part, gone)
        for month in [month for month in total.states[part.clinic].parts() if part_of(part.clinic, month) == part]:
            total.states[part.clinic] = total.states[part.clinic].moved_to(work.generation, month)
        total.replaced = [row for row in total.replaced if part_of(row[2], row[3]) != part]
    return len(chosen)


def _manifest(
    work: Writing, built_on: date, windows: Windows, before: Manifest | None, total: _Sum, *, wrote: bool
) -> Manifest:
    states, replaced = dict(before.states) if before else {}, before.replaced if before else ""
    if wrote:
        states = {
            str(clinic): work.keep(f"state/clinic={clinic}", as_table(state)) for clinic, state in total.states.items()
        }
        replaced = work.keep("replaced", _as_table(total.replaced)) if total.replaced else ""
    return Manifest(
        dictionary=shipped().version,
        built_on=built_on,
        generation=work.generation if wrote or before is None else before.generation,
        files=total.files,
        replaced=replaced,
        states=states,
        positions=total.positions,
        windows=windows,
    )


def _as_table(replaced: Sequence[tuple[int, int, int, int]]) -> Any:
    import numpy as np
    import pyarrow as pa

    cells = np.array(replaced, dtype=np.int64).reshape(-1, 4)
    return pa.table({name: cells[:, place] for place, name in enumerate(("course", GENERATION, "clinic", "month"))})


def _read_replaced(folder: Path, before: Manifest) -> list[tuple[int, int, int, int]]:
    import pyarrow.parquet as pq

    table = pq.read_table(folder / before.replaced)
    columns = [table.column(name).to_pylist() for name in ("course", GENERATION, "clinic", "month")]
    return list(zip(*columns, strict=True))
