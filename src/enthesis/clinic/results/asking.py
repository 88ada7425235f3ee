"""What the registry says of one clinic: counted in a process of its own, and kept until the registry is another."""

import json
import logging
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

from enthesis.clinic.access import By
from enthesis.clinic.looks import looked
from enthesis.clinic.models import Clinic, CourseRecord
from enthesis.clinic.registry.build import registry_folder
from enthesis.clinic.restrictions import is_open_to
from enthesis.outcomes.choosing import Choices
from enthesis.outcomes.figure import EVERYBODY, Filters
from enthesis.outcomes.funnel import Funnel, funnel_of
from enthesis.outcomes.registry.manifest import NoRegistry, read_manifest
from enthesis.outcomes.report import Report, Rows, report_of
from enthesis.pathway.dictionary import Point, shipped

# not limits: how long a page waits, and how many answers are kept
MOST_SECONDS = 120
MOST_KEPT = 200
MOST_SAID = 2_000  # of what went wrong, in the log: the end of it says what
_COUNTING = "enthesis.outcomes.apart"
_SHAPE = 2  # of an answer that is kept: one of another shape is counted anew

_log = logging.getLogger(__name__)


class NotCounted(Exception):
    """There is no answer. `says` and `remedy` are sentences."""

    def __init__(self, says: str, remedy: str) -> None:
        super().__init__(f"{says} {remedy}")
        self.says, self.remedy = says, remedy


@dataclass(frozen=True, slots=True)
class Begun:
    """How many courses began, and how many of them had an injection so far."""

    courses: int
    injected: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A report of one clinic, as of a day, with the funnels of its groups."""

    built_on: date
    report: Report
    funnels: tuple[Funnel, ...]
    choices: Choices  # what its courses can be chosen by
    is_empty: bool  # no course is as was asked
    begun: Begun


def is_built() -> bool:
    """Whether anything was ever counted here."""
    try:
        return read_manifest(registry_folder()) is not None
    except NoRegistry:
        return False


def windows(clinic: Clinic) -> tuple[Point, ...]:
    """The time points with the windows that the registry was built with."""
    try:
        manifest = read_manifest(registry_folder())
    except NoRegistry:
        manifest = None
    return manifest.windows.of(clinic.pk) if manifest and manifest.windows else shipped().points


def count(clinic: Clinic, *, by: By, groups: Sequence[str] = (), filters: Filters, only: Sequence[str] = ()) -> Counted:
    """Every indicator of one clinic, or `only` some. Raises `NotCounted`. That somebody looked is written down."""
    looked(by, "results", clinic=clinic.pk)
    return counted(clinic, groups=groups, filters=filters, only=only)


def counted(
    clinic: Clinic,
    *,
    groups: Sequence[str] = (),
    filters: Filters = EVERYBODY,
    only: Sequence[str] = (),
    is_kept: bool = False,
) -> Counted:
    """The same for a page that shows sums of a clinic to whoever may read them. Raises `NotCounted`.

    `is_kept`: what was counted before and nothing else, for a page that may not make the server count.
    """
    told = _asked(
        {
            "groups": list(groups),
            "only": list(only),
            **_filters(filters, clinic),
        },
        is_kept=is_kept,
    )
    return Counted(
        date.fromisoformat(told["built_on"]),
        report_of(told["report"]),
        tuple(funnel_of(each) for each in told["funnels"]),
        {name: tuple(values) for name, values in told["choices"].items()},
        not told["courses"],
        Begun(told["courses"], told["injected"]),
    )


def rows_behind(
    clinic: Clinic,
    indicator: str,
    *,
    by: By,
    of: Mapping[str, str],
    group: Mapping[str, str],
    filters: Filters,
    page: int = 1,
    over_page: int = 1,
) -> Rows:
    """One page of the rows that one figure counts, of the courses that are open to whoever asks. Raises `NotCounted`.

    Whose they are is written down, as with any list. `over_page` is that of what harms are counted over.
    """
    told = _answer(
        {
            "rows": indicator,
            "of": dict(of),
            "group": dict(group),
            "may_see": _open_courses(clinic, by),
            "page": page,
            "over_page": over_page,
            **_filters(filters, clinic),
        }
    )
    kept = _rows(told["rows"])
    listed = [*kept.rows, *(kept.over.rows if kept.over else ())]
    shown = list(dict.fromkeys(row["course"] for row in listed if "course" in row))
    looked(by, f"rows of {indicator}", clinic=clinic.pk, courses=shown)
    return kept


def _rows(told: Mapping[str, Any]) -> Rows:
    over = _rows(told["over"]) if told["over"] else None
    return Rows(**{**told, "columns": tuple(told["columns"]), "rows": tuple(told["rows"]), "over": over})


def _open_courses(clinic: Clinic, by: By) -> list[int]:
    """The courses of a clinic that one account may open: all, less those of restricted records not open to it."""
    found = CourseRecord.objects.filter(clinic=clinic).values_list("pk", "person_id", "person__restricted")
    return [key for key, person, restricted in found if not restricted or is_open_to(by, person, clinic.pk)]


def _filters(filters: Filters, clinic: Clinic) -> dict[str, Any]:
    where = [each for each in filters.where if each[0] != "clinic"]
    return {
        "from": filters.since.isoformat() if filters.since else None,
        "to": filters.until.isoformat() if filters.until else None,
        "where": [["clinic", str(clinic.pk)], *map(list, where)],
    }


def _asked(question: dict[str, Any], *, is_kept: bool) -> dict[str, Any]:
    """The answer, from what is kept where the registry is still the same."""
    try:
        manifest = read_manifest(registry_folder())
    except NoRegistry as problem:
        raise NotCounted(problem.says, problem.remedy) from None
    if manifest is None:
        raise NotCounted("Nothing has been counted here yet.", "Count now.")
    facts = [_SHAPE, question, manifest.generation, manifest.built_on.isoformat(), manifest.dictionary]
    name = sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:32]
    folder = Path(settings.HOME) / "reports"
    file = folder / f"{name}.json"
    try:
        kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        if is_kept:
            raise NotCounted("This has not been counted yet.", "Count now.") from None
        kept = _answer(question)
        folder.mkdir(mode=0o700, exist_ok=True)
        new = file.with_suffix(".new")
        new.write_text(json.dumps(kept), encoding="utf-8")
        new.replace(file)
        _tidy(folder)
    return kept


def _tidy(folder: Path) -> None:
    kept = sorted(folder.glob("*.json"), key=lambda each: each.stat().st_mtime)
    for each in kept[:-MOST_KEPT]:
        each.unlink(missing_ok=True)


def _answer(question: dict[str, Any]) -> dict[str, Any]:
    return apart(_COUNTING, {"folder": str(registry_folder()), **question})


def apart(module: str, question: Mapping[str, Any], seconds: float = MOST_SECONDS) -> dict[str, Any]:
    """What a module of `enthesis.outcomes` answers in a process of its own. Raises `NotCounted`."""
    try:
        done = subprocess.run(  # noqa: S603 - this very program
            [sys.executable, "-m", module],
            input=json.dumps(question),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotCounted(
            "Counting took too long.", "Choose a shorter period, or count it on the command line."
        ) from None
    try:
        told: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        _log.error("Counting broke off with status %d: %s", done.returncode, done.stderr[-MOST_SAID:])
        raise NotCounted("Counting broke off.", "The one who runs the server finds the reason in its log.") from None
    if "error" in told:
        raise NotCounted(told["error"]["says"], told["error"]["remedy"])
    return told
