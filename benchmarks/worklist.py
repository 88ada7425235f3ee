"""The worklist query of one clinic, against a bare indexed select of as many rows; whether it grows with the courses.

For this benchmark alone the derived rows are written in bulk, not through `record`: it is the query that is measured.
They are what the agenda gives for 240 courses cut off at every stage, with their windows moved to up to a month around
the day that is asked about, so that some are overdue, some due and most still ahead; copied under other numbers. All
courses are in one clinic, which is harder than the same number in many. The figure without anything due is the query's
worst case: a clinic of that size whose every window is still ahead.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from statistics import median
from typing import Any

from django.db import connection

from benchmarks import courses
from benchmarks.clinic import Bare, new_clinic, patient
from benchmarks.figure import Figure, at_most, figure
from benchmarks.sizes import Sizes
from benchmarks.timing import each, interleaved, ratio
from enthesis.clinic.derive import AGENDA_COLUMNS, agenda_row, keyed
from enthesis.clinic.models import Role
from enthesis.clinic.worklist import PAGE, due, worklist
from enthesis.pathway.agenda import Item, agenda
from enthesis.pathway.course import fold
from enthesis.pathway.window import Window

SAMPLES = 240
TEMPLATES = 2_400  # every sample at ten distances from its last day
CALLS = 25  # in one repetition
TODAY = date(2026, 3, 2)

_COPIED = tuple(name for name in AGENDA_COLUMNS if name not in ("clinic_id", "course_id"))
_COURSE = {
    **{"head_seq": 60, "head_digest": "", "head_mark": "", "status": "active", "protocol": courses.PROTOCOL},
    **{"version": "2026-11", "problem": "", "region": "", "side": "", "started_on": TODAY.isoformat()},
}
_SHOWN = ", ".join(
    [
        *("course_id", "key", "activity", "number", "title", "kind", "who", "opens", "ideal", "closes", "may"),
        *("why_not", "because", "visit", "starts"),
    ]
)


def measure(sizes: Sizes, database: str) -> list[Figure]:
    clinic, user = new_clinic()
    bare = Bare()
    seed = _Seed(bare.raw, clinic.pk, patient(clinic, 1).pk)

    def ask() -> None:
        if len(due(clinic.pk, Role.CLINICIAN, TODAY)) != PAGE:
            raise RuntimeError("The page is not full.")

    times: dict[int, list[float]] = {}
    taken: Mapping[str, list[float]] = {}
    rows = 0
    for count in sizes.worklist:
        rows = seed.grow_to(count)
        select = _bare_select(bare.raw, count)
        taken = interleaved(sizes.repetitions, ours=each(ask, CALLS), bare=each(select, CALLS))
        times[count] = taken["ours"]
    page = interleaved(sizes.repetitions, page=each(lambda: worklist(user, TODAY), CALLS))["page"]
    ms = {count: median(found) * 1000 for count, found in times.items()}
    least, most = min(ms), max(ms)

    idle, _ = new_clinic("clinician@idle.example")
    _Seed(bare.raw, idle.pk, patient(idle, 1).pk, first=most + 1, ahead=True).grow_to(most)

    def ask_in_vain() -> None:
        if due(idle.pk, Role.CLINICIAN, TODAY):
            raise RuntimeError("Something is due.")

    nothing = interleaved(sizes.repetitions, nothing=each(ask_in_vain, CALLS))["nothing"]
    return [
        figure(
            f"worklist_{database}",
            ratio(taken["ours"], taken["bare"]),
            "ratio",
            f"{PAGE} lines due among {most:,} active courses ({rows:,} agenda rows) / an indexed select of {PAGE} rows:"
            f" {ms[most]:.3f} ms and {median(taken['bare']) * 1000:.3f} ms; median of {sizes.repetitions} x {CALLS}",
            at_most(3),
        ),
        figure(
            f"worklist_growth_{database}",
            ms[most] / ms[least],
            "ratio",
            f"the time at {most:,} courses / at {least:,}: "
            + ", ".join(f"{value:.3f} ms at {count:,}" for count, value in ms.items()),
            at_most(2),
        ),
        figure(
            f"worklist_nothing_due_{database}",
            median(nothing) * 1000,
            "ms",
            f"the same query in a clinic of {most:,} active courses whose every window is still ahead",
        ),
        figure(
            f"worklist_page_{database}",
            median(page) * 1000,
            "ms",
            "the whole call behind the page: roles, the look written down and synced, the query, the names",
        ),
    ]


def _bare_select(raw: Any, count: int) -> Callable[[], None]:
    """The raw driver reading as many rows of the same columns by an index, without a condition or an order besides."""
    parts = max(1, count // 20)
    raw.execute("DROP TABLE IF EXISTS bare_rows")
    raw.execute(f"CREATE TABLE bare_rows AS SELECT {_SHOWN}, course_id % {parts} AS part FROM clinic_agendarow")
    raw.execute("CREATE INDEX bare_rows_part ON bare_rows (part)")
    raw.commit()
    _tidy(raw, "bare_rows")
    query = f"SELECT {_SHOWN} FROM bare_rows WHERE part = {_holder()} LIMIT {PAGE}"

    def select() -> None:
        found = raw.execute(query, (0,)).fetchall()
        raw.rollback()
        if len(found) != PAGE:
            raise RuntimeError("The select is not full.")

    return select


class _Seed:
    """Active courses with their agenda rows, written in bulk: templates once, then copied inside the database."""

    def __init__(self, raw: Any, clinic: int, person: int, *, first: int = 1, ahead: bool = False) -> None:
        self.raw, self.clinic, self.person, self.first = raw, clinic, person, first
        self.courses = 0
        self.table = f"templates_{clinic}"
        rows = [row for number in range(TEMPLATES) for row in _template(number, ahead)]
        copied = ", ".join(_COPIED)
        raw.execute(f"CREATE TABLE {self.table} AS SELECT id AS template, {copied} FROM clinic_agendarow WHERE 1 = 0")
        holders = ", ".join([_holder()] * (len(_COPIED) + 1))
        with closing(raw.cursor()) as cursor:
            cursor.executemany(f"INSERT INTO {self.table} VALUES ({holders})", rows)
        raw.execute(f"CREATE INDEX {self.table}_number ON {self.table} (template)")
        raw.commit()

    def grow_to(self, count: int) -> int:
        """Have `count` courses; how many agenda rows they have."""
        first, last = self.first + self.courses, self.first + count - 1
        values = ", ".join(f"'{value}'" for value in _COURSE.values())
        self.raw.execute(
            f"INSERT INTO clinic_courserecord (id, clinic_id, person_id, {', '.join(_COURSE)})"
            f" WITH RECURSIVE numbers(number) AS (SELECT {first} UNION ALL SELECT number + 1 FROM numbers"
            f" WHERE number < {last}) SELECT number, {self.clinic}, {self.person}, {values} FROM numbers"
        )
        copied = ", ".join(_COPIED)
        self.raw.execute(
            f"INSERT INTO clinic_agendarow (clinic_id, course_id, {copied})"
            f" SELECT {self.clinic}, course.id, {', '.join(f'given.{name}' for name in _COPIED)}"
            f" FROM clinic_courserecord course JOIN {self.table} given ON given.template = course.id % {TEMPLATES}"
            f" WHERE course.id BETWEEN {first} AND {last}"
        )
        self.raw.commit()
        self.courses = count
        _tidy(self.raw, "clinic_agendarow", "clinic_courserecord")
        found = self.raw.execute(f"SELECT count(*) FROM clinic_agendarow WHERE clinic_id = {self.clinic}").fetchone()
        self.raw.commit()
        return int(found[0])


@cache
def _sample(number: int) -> tuple[date, list[Item]]:
    """The last day and the agenda of a course that is cut off somewhere."""
    log = courses.course(number, 150)
    cut = log[: 8 + number * 37 % 135]
    last = cut[-1].happened_on
    assert last is not None
    return last, agenda(courses.protocol(), fold(cut))


def _template(number: int, ahead: bool) -> Iterator[tuple[Any, ...]]:
    """The agenda rows of one sample as they stand some days after its last day; or only those that are still ahead."""
    last, items = _sample(number % SAMPLES)
    move = (TODAY - last).days - number * 7919 % 30
    for key, item in keyed(items).items():
        row = dict(zip(AGENDA_COLUMNS, agenda_row(0, 0, key, _moved(item, timedelta(days=move))), strict=True))
        if not ahead or row["first_day"] > TODAY.isoformat():
            yield (number, *(row[name] for name in _COPIED))


def _moved(item: Item, days: timedelta) -> Item:
    window, booking = item.window, item.booking
    return replace(
        item,
        window=Window(*(day and day + days for day in (window.opens, window.ideal, window.closes))),
        booking=booking and replace(booking, starts=booking.starts + days),
    )


def _tidy(raw: Any, *tables: str) -> None:
    """What autovacuum does by itself within a minute; SQLite is left as the clinic leaves it."""
    if connection.vendor == "postgresql":
        raw.autocommit = True
        for table in tables:
            raw.execute(f"VACUUM ANALYZE {table}")
        raw.autocommit = False


def _holder() -> str:
    return "%s" if connection.vendor == "postgresql" else "?"
