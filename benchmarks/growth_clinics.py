"""Simulated clinics whose truth is known: how pain would have gone, told or not, with and without further sessions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from enthesis.outcomes.growth.shapes import BY_OTHER, BY_RESPONSE, History, weekly

WEEKS = (13, 26, 52)
CONDITIONS = {"back": (6.3, -1.7), "knee": (5.2, -1.4), "shoulder": (5.8, -2.2), "elbow": (5.0, -2.6)}
_DAILY = 14  # days of diary after a session


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of clinic."""

    says: str
    curve: Callable[[np.random.Generator, "Person", np.ndarray, np.ndarray], np.ndarray]
    answers: str = "often"  # often | if-well: fewer once pain was told high | hidden: fewer while pain is high
    stops: str = "other"  # other: drawn by lot | response: by how the pain goes
    noise: float = 0.9


@dataclass(frozen=True, slots=True)
class Person:
    start: float
    change: float
    speed: float
    drift: float
    is_responder: bool


@dataclass(frozen=True, slots=True)
class Simulated:
    """A course as the clinic sees it, and what nobody sees."""

    history: History
    truth: tuple[float, ...]  # the pain that would have been told at each of `WEEKS`
    went: tuple[float, ...]  # the curve itself at each of `WEEKS`
    alone: tuple[tuple[float, ...], ...]  # the same, had no session followed the first, the second, ...


def _plain(rng: np.random.Generator, who: Person, weeks: np.ndarray, sessions: np.ndarray) -> np.ndarray:
    done = (weeks[:, None] > sessions[None, 1:]).sum(axis=1)
    return (
        who.start
        + who.change * (1 - np.exp(-weeks / who.speed)) * (1 + 0.12 * done)
        + who.drift * np.clip(weeks - 13, 0, None) / 39
    )


def _floor(rng: np.random.Generator, who: Person, weeks: np.ndarray, sessions: np.ndarray) -> np.ndarray:
    return _plain(rng, who, weeks, sessions) - 1.6 * (1 - np.exp(-weeks / 5))


def _responders(rng: np.random.Generator, who: Person, weeks: np.ndarray, sessions: np.ndarray) -> np.ndarray:
    """Nearly nothing for some; for others a sigmoid fall that waits for the second session; some fall back."""
    if not who.is_responder:
        return who.start - 0.4 * (1 - np.exp(-weeks / 8)) + 0.4 * who.drift * weeks / 52
    from_week = sessions[1] if len(sessions) > 1 else 6.0
    fall = 3.6 / (1 + np.exp(-(weeks - from_week - 2) / 2.0))
    back = 1.6 * np.clip((weeks - 26) / 26, 0, 1) if who.drift > 0.6 else 0.0
    return who.start - fall + back


def _wandering(rng: np.random.Generator, who: Person, weeks: np.ndarray, sessions: np.ndarray) -> np.ndarray:
    """Good and bad months, and flares now and then."""
    base = _plain(rng, who, weeks, sessions)
    level, at, walk = 0.0, 0.0, []
    for week in weeks:
        gap = max(0.0, week - at)
        keep = np.exp(-gap / 6)
        level = level * keep + rng.standard_t(5) * 0.75 * np.sqrt(1 - keep**2)
        at = week
        walk.append(level + (2.5 if rng.random() < 0.03 else 0.0))
    return base + np.array(walk)


SHAPES: Mapping[str, Shape] = {
    "plain": Shape("an early change that levels off, patients alike but for chance", _plain),
    "floor": Shape("most get well: four outcomes of ten lie at 0", _floor),
    "responders": Shape("some respond, late and all at once, some do not, some fall back", _responders),
    "wandering": Shape("good and bad months, heavy tails and flares", _wandering),
    "drop-out": Shape("those whose told pain is high answer less and less", _plain, answers="if-well"),
    "hidden": Shape("those who are in pain on the day answer less", _plain, answers="hidden"),
    "stopping": Shape("those who are well stop, those who are not go on", _plain, stops="response"),
}


def clinic(shape: Shape, courses: int, seed: int) -> list[Simulated]:
    """Courses of one clinic, each with a diary, answers at its sessions, and outcomes at 3, 6 and 12 months."""
    rng = np.random.default_rng(seed)
    here = {name: (rng.normal(0, 0.3), rng.normal(0, 0.3)) for name in CONDITIONS}
    names = list(CONDITIONS)
    return [_course(rng, shape, place, names[rng.integers(len(names))], here) for place in range(courses)]


def _course(
    rng: np.random.Generator, shape: Shape, number: int, condition: str, here: Mapping[str, tuple[float, float]]
) -> Simulated:
    start, change = CONDITIONS[condition]
    who = Person(
        start=start + here[condition][0] + rng.normal(0, 1.5),
        change=change + here[condition][1] + rng.normal(0, 1.5),
        speed=float(rng.uniform(2.5, 9)),
        drift=float(rng.normal(0, 1.0)),
        is_responder=bool(rng.random() < 0.5),
    )
    planned = np.cumsum(np.concatenate([[0.0], rng.uniform(3.5, 6.5, 5)]))
    sessions, why = _sessions(rng, shape, who, planned)
    days = [float(day) for day in range(-6, 1)]
    for at in sessions:
        days += [at * 7 + day for day in range(1, _DAILY + 1)]
        days += [at * 7 - 0.5] if at > 0 else []
    days += [7.0 * week for week in np.arange(sessions[-1] + 3, 13, 2.0)]
    days += [week * 7 + rng.integers(-6, 7) for week in WEEKS]
    asked = np.unique(np.array(days))
    weeks = np.clip(asked / 7, 0, None)
    latent = shape.curve(rng, who, weeks, sessions)
    week_off = {week: rng.normal(0, shape.noise * 0.75) for week in np.unique(np.floor(weeks))}
    felt = (
        latent + np.array([week_off[week] for week in np.floor(weeks)]) + rng.normal(0, shape.noise * 0.66, len(weeks))
    )
    told = np.clip(np.round(felt), 0, 10)
    ends = {week: int(np.argmin(np.abs(asked - 7 * week))) for week in WEEKS}
    kept = _answered(rng, shape, asked, told, felt)
    readings = weekly(
        [(float(day), float(pain)) for day, pain, is_kept in zip(asked, told, kept, strict=True) if is_kept]
    )
    history = History(f"C-{number}", condition, readings, tuple(float(week) for week in sessions), why)
    at = np.array(WEEKS, dtype=float)
    went, *alone = (
        tuple(float(each) for each in shape.curve(rng, who, at, sessions[:count]))
        for count in (len(sessions), *range(1, len(sessions)))
    )
    return Simulated(history, tuple(float(told[ends[week]]) for week in WEEKS), went, tuple(alone))


def _sessions(rng: np.random.Generator, shape: Shape, who: Person, planned: np.ndarray) -> tuple[np.ndarray, str]:
    if shape.stops == "other":
        return planned[: int(rng.integers(1, 7))], BY_OTHER
    for count in range(2, len(planned)):
        pain = float(shape.curve(rng, who, planned[count : count + 1], planned[:count])[0]) + rng.normal(0, 1)
        if pain < 0.55 * who.start:
            return planned[:count], BY_RESPONSE
    return planned, BY_OTHER


def _answered(
    rng: np.random.Generator, shape: Shape, asked: np.ndarray, told: np.ndarray, felt: np.ndarray
) -> np.ndarray:
    found = np.zeros(len(asked), dtype=bool)
    last = told[asked <= 0].mean()
    for place, day in enumerate(asked):
        if day <= 0:
            chance = 0.85
        elif shape.answers == "if-well":
            chance = 0.9 / (1 + np.exp(last - 5.5)) + 0.05
        elif shape.answers == "hidden":
            chance = 0.95 - 0.07 * np.clip(felt[place], 0, 10)
        else:
            chance = 0.75
        if rng.random() < chance:
            found[place] = True
            last = told[place]
    found[0] = True
    return found
