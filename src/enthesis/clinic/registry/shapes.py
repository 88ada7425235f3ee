"""One row of each base table, with the dictionary's columns in its order (a test compares them)."""

from datetime import date
from typing import NamedTuple


class CourseRow(NamedTuple):
    clinic: int
    course: int
    person: int
    protocol: str
    version: str
    indication: str
    region: str
    side: str | None
    birth_year: int | None
    sex: str | None
    started: date | None
    evaluated: date | None
    eligibility: str | None
    eligibility_on: date | None
    consented: date | None
    has_gate: bool
    gate: str | None
    gate_on: date | None
    first_injected: date | None
    last_injected: date | None
    injections: int
    planned: int | None
    treated: int
    stopped_on: date | None
    stop_advised: bool
    goal: float | None
    status: str
    closed: date | None
    closed_because: str | None
    paid: float | None
    currency: str | None


class SessionRow(NamedTuple):
    clinic: int
    course: int
    session: int
    kind: str
    treatment: int | None
    given: date | None
    opens: date | None
    closes: date | None
    inside: bool | None
    clinician: str | None
    guidance: str | None
    solution: str | None
    dextrose_percent: float | None
    volume_ml: float | None
    sites: int
    structure: str | None


class SiteRow(NamedTuple):
    clinic: int
    course: int
    session: int
    site: int
    structure: str
    side: str | None
    volume_ml: float | None


class ScoreRow(NamedTuple):
    clinic: int
    course: int
    taken_in_order: int
    instrument: str
    subscale: str | None
    side: str | None
    taken: date | None
    session: int | None
    value: float | None


class DiaryRow(NamedTuple):
    clinic: int
    course: int
    day: date
    side: str | None
    asked: bool
    answered: bool
    late: bool
    pain: float | None
    function: float | None
    session: int | None
    nsaid: bool
    in_hold: bool


class VisitRow(NamedTuple):
    clinic: int
    course: int
    visit: int
    activity: str
    day: date
    outcome: str


class HarmRow(NamedTuple):
    clinic: int
    course: int
    event: int
    session: int | None
    day: date | None
    severity: str
    relatedness: str | None
    expected: bool


ROWS: dict[str, type[tuple[object, ...]]] = {
    "courses": CourseRow,
    "sessions": SessionRow,
    "sites": SiteRow,
    "scores": ScoreRow,
    "diary": DiaryRow,
    "visits": VisitRow,
    "adverse_events": HarmRow,
}
