"""One course next to courses like it: the clinic's growth model as a file, and what it expects of a course.

The model is learned by the worker (`results/jobs.py`) and asked in a process of its own, so that neither the server nor
the worker loads the libraries. `HOME/growth/<clinic>.json` holds figures only, nothing of any one patient, and its
version is made of them. Without it a forecast rests on the published trials, and says so; where the registry was built
after it was learned, it says that.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from enthesis.clinic.models import Clinic
from enthesis.clinic.opening import Seen
from enthesis.clinic.registry.build import registry_folder
from enthesis.clinic.registry.coding import SIDES, region_of
from enthesis.clinic.results.asking import apart
from enthesis.outcomes.registry.manifest import NoRegistry, read_manifest
from enthesis.pathway.course import Course
from enthesis.pathway.diary import pains
from enthesis.pathway.response.figures import DIARY, PAIN, sides

# not limits: how long a page waits, how long a worker does, and how many answers are kept in memory
MOST_SECONDS, MOST_TO_LEARN = 20.0, 1800.0
MOST_KEPT = 256
_APART = "enthesis.outcomes.growth.apart"
# As `outcomes.growth.shapes` names them, which no server loads.
LEARNED, BEFORE_REGISTRY, NOT_YET = "learned", "before-registry", "not-yet"
_LAST_DAY = 7 * 52  # nothing is expected beyond


@dataclass(frozen=True, slots=True)
class Point:
    """What is expected at one week: half lie below the middle; of a hundred such courses 80 and 95 in the ranges."""

    week: float
    middle: float
    range80: tuple[float, float]
    range95: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Further:
    """With or without further sessions: of a hundred, or why it cannot be told."""

    can_tell: bool
    with_more: float | None  # chance of the goal, 0 to 1
    without: float | None
    difference: tuple[float, float] | None  # of pain, 95 of 100: below 0 those who went on had less
    went_on: str
    stopped: str
    because: tuple[str, ...]

    @property
    def with_of_hundred(self) -> int | None:
        return _of_hundred(self.with_more)

    @property
    def without_of_hundred(self) -> int | None:
        return _of_hundred(self.without)


@dataclass(frozen=True, slots=True)
class Horizon:
    """One time still to come."""

    at: Point
    goal: float | None  # chance to reach it, 0 to 1
    n: str  # courses that the range was checked on; "fewer than 10"
    further: Further | None


@dataclass(frozen=True, slots=True)
class Past:
    """Earlier courses that stood there and went on: of how many, how many reached 30 % and 50 % less pain."""

    week: int
    better: str  # by how much they were better then
    n: str
    reached_30: int | None  # None: too few to be told
    reached_50: int | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What may be expected of one course. Never shown without `n`, nor to a patient without `for_patient`."""

    condition: str
    first: date  # of the first injection
    learned: str  # LEARNED, BEFORE_REGISTRY or NOT_YET
    n: int  # courses of this condition that it learned from; 0 where they are too few to be told
    n_all: str
    as_of_week: float  # since the first injection
    own: tuple[tuple[float, float], ...]  # week and mean pain of it, as told
    sessions: tuple[float, ...]  # weeks
    goal: float | None
    horizons: tuple[Horizon, ...]
    fan: tuple[Point, ...]
    findings: tuple[Mapping[str, Any], ...]
    past: tuple[Past, ...]
    for_patient: tuple[str, ...]  # English sentences of the knowledge, in their order
    model: str  # version


def growth_folder() -> Path:
    """Where the models of this machine's clinics are kept."""
    return Path(settings.HOME) / "growth"


def learn() -> Mapping[str, str]:
    """Learn every clinic's model from the registry as it is; their versions. Raises `NotCounted`."""
    clinics = list(Clinic.objects.order_by("pk").values_list("pk", flat=True))
    question = {"fit": clinics, "folder": str(registry_folder()), "into": str(growth_folder())}
    models: dict[str, str] = apart(_APART, question, MOST_TO_LEARN)["models"]
    return models


def behind() -> tuple[int, ...]:
    """The clinics whose model is missing, or was older than the registry; none where there is no registry."""
    if _generation() is None:
        return ()
    clinics = Clinic.objects.order_by("pk").values_list("pk", flat=True)
    return tuple(clinic for clinic in clinics if _learned(_model_of(clinic)) != LEARNED)


def _model_of(clinic: int) -> Path:
    return growth_folder() / f"{clinic}.json"


def _generation() -> int | None:
    """Of the registry as it is; None where there is none."""
    try:
        manifest = read_manifest(registry_folder())
    except NoRegistry:
        return None
    return manifest.generation if manifest is not None else None


def _learned(file: Path) -> str:
    made, generation = _made(file), _generation()
    if not made:
        return NOT_YET
    return LEARNED if generation in (None, _learned_from(file, made)) else BEFORE_REGISTRY


def _made(file: Path) -> int:
    """When a model was written; 0 where there is none."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=MOST_KEPT)
def _learned_from(file: Path, made: int) -> int | None:
    """The generation of the registry that a model was learned from, as it says itself."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told.get("registry") if isinstance(told, dict) else None


def has_begun(seen: Seen) -> bool:
    """Whether there was an injection that a forecast can count from."""
    return any(each.happened_on for each in seen.course.injections)


def forecast_of(seen: Seen, *, goal: float | None = None) -> Forecast | None:
    """What may be expected of a course from today on; None before the first injection and after the last horizon.

    `goal`: another pain from 0 to 10 than the patient's own goal. Raises `NotCounted`.
    """
    found = plainly(seen, goal=goal)
    return _forecast(found, _first(seen)) if found is not None else None


def plainly(seen: Seen, *, goal: float | None = None, model: str = "") -> dict[str, Any] | None:
    """The same in plain values. `model`: a file instead of the clinic's own model."""
    days = _injected(seen)
    today = datetime.now(seen.zone).date()
    if not days or not 0 <= (today - days[0]).days < _LAST_DAY:
        return None
    first = days[0]
    asked = {
        "condition": region_of(seen.course.region),
        "first": first.isoformat(),
        "pains": [((day - first).days, pain) for day, pain in _pains(seen.course) if day <= today],
        "sessions": sorted({(day - first).days for day in days if day <= today}),
        "day": (today - first).days,
        "goal": float(seen.course.goal.pain) if goal is None and seen.course.goal else goal,
    }
    file = Path(model) if model else _model_of(seen.clinic)
    made, learned = _made(file), LEARNED if model else _learned(file)
    return _answered(json.dumps(asked), str(file) if made else "", made, learned)


def _injected(seen: Seen) -> list[date]:
    return sorted(each.happened_on for each in seen.course.injections if each.happened_on)


def _first(seen: Seen) -> date:
    return _injected(seen)[0]


@lru_cache(maxsize=MOST_KEPT)
def _answered(asked: str, file: str, made: int, learned: str) -> dict[str, Any]:
    """The answer to a question: the same course, day and model (`made`: when it was written) are asked about once."""
    return apart(_APART, {"forecast": json.loads(asked), "model": file, "learned": learned}, MOST_SECONDS)


def _pains(course: Course) -> Sequence[tuple[date, float]]:
    """The days with a pain, from the diary and from single answers, as the model learned from (`from_registry.py`).

    Where it was told for two sides, those of the side with more answers.
    """
    told: dict[str, list[tuple[date, float]]] = {}
    for side in sides(course, DIARY):
        found = pains(course.diary, ("", "both", side) if side else None)
        told.setdefault(side, []).extend((day, float(pain)) for day, pain in found.items())
    for score in course.scores:
        if score.instrument == PAIN and score.value is not None and score.on is not None:
            side = score.side if score.side in SIDES else ""
            told.setdefault(side, []).append((score.on, float(score.value)))
    most = max(sorted(told), key=lambda side: len(told[side]), default="")
    return sorted(told.get(most, []))


def _forecast(found: Mapping[str, Any], first: date) -> Forecast:
    n = found["n"]
    return Forecast(
        condition=found["condition"],
        first=first,
        learned=found["learned"],
        n=n if isinstance(n, int) else 0,
        n_all=str(found["n_all"]),
        as_of_week=found["as_of_week"],
        own=tuple(_pair(each) for each in found["readings"]),
        sessions=tuple(found["session_weeks"]),
        goal=found["goal"],
        horizons=tuple(_horizon(each) for each in found["horizons"]),
        fan=tuple(Point(week, middle, (a, b), (c, d)) for week, middle, a, b, c, d in found["fan"]),
        findings=tuple(found["findings"]),
        past=tuple(
            Past(
                each["week"],
                each["improvement_then"],
                str(each["n"]),
                each["reached_30_percent"],
                each["reached_50_percent"],
            )
            for each in found["past"]
        ),
        for_patient=tuple(found["for_patient"]),
        model=found["model"],
    )


def _horizon(each: Mapping[str, Any]) -> Horizon:
    at = Point(each["week"], each["median"], _pair(each["range_80"]), _pair(each["range_95"]))
    further = each["further_sessions"]
    return Horizon(at, each["goal"], str(each["n"]), _further(further) if further else None)


def _further(each: Mapping[str, Any]) -> Further:
    return Further(
        can_tell=each["can_tell"],
        with_more=each["goal_with"],
        without=each["goal_without"],
        difference=_pair(each["difference_95"]) if each["difference_95"] else None,
        went_on=str(each["n_went_on"]),
        stopped=str(each["n_stopped"]),
        because=tuple(finding["says"] for finding in each["because"]),
    )


def _of_hundred(chance: float | None) -> int | None:
    """People of a hundred; never none and never all, for neither is known."""
    return None if chance is None else min(99, max(1, round(100 * chance)))


def _pair(told: Sequence[float]) -> tuple[float, float]:
    return float(told[0]), float(told[1])
