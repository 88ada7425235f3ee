"""The growth model in a process of its own: `python -m enthesis.outcomes.growth.apart`, JSON in, JSON out.

A server or worker that asks here never loads numpy, SciPy or the engine itself (`clinic/forecasts.py`).

    {"fit": [1, 2], "folder": "...", "into": "..."}           learn each clinic's model, written as `<clinic>.json`
    {"forecast": {"condition": "back", "first": "2026-03-02", "pains": [[-1, 6], [9, 4.5]], "sessions": [0, 28],
     "day": 40, "goal": 3}, "model": "...", "learned": "learned"}
                                                               what may be expected; days count from the first injection

Answers: `{"models": {"1": "growth-1:..."}}`, or a forecast in plain values with what its picture needs, or `{"error":
{"says", "remedy"}}`. Without a readable model a forecast rests on the published trials alone, and says so.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from enthesis.outcomes.growth.file import NotAModel, as_json, from_json
from enthesis.outcomes.growth.fitting import fit
from enthesis.outcomes.growth.forecasting import curve, fan_weeks, forecast
from enthesis.outcomes.growth.model import Growth
from enthesis.outcomes.growth.plain import as_json as forecast_as_json
from enthesis.outcomes.growth.shapes import DAYS, LEARNED, NOT_YET, Goal, weekly
from enthesis.pathway.outlook import shipped


def answer(question: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked. What cannot be learned is an `error` with sentences."""
    if "fit" in question:
        return _fitted(question["fit"], Path(question["folder"]), Path(question["into"]))
    return _expected(question["forecast"], question.get("model", ""), question.get("learned", LEARNED))


def _fitted(clinics: Sequence[int], folder: Path, into: Path) -> dict[str, Any]:
    # Here: a forecast has no use for the engine, which takes a second to load.
    from enthesis.outcomes.growth.from_registry import histories
    from enthesis.outcomes.registry import NoRegistry, open_registry
    from enthesis.outcomes.registry.manifest import read_manifest

    models = {}
    try:
        manifest = read_manifest(folder)
        with open_registry(folder) as registry:
            told = {clinic: histories(registry, clinic) for clinic in clinics}
    except NoRegistry as problem:
        return {"error": {"says": problem.says, "remedy": problem.remedy}}
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    for clinic, found in told.items():
        model = fit(found)
        new = into / f"{clinic}.new"
        new.write_text(
            json.dumps(as_json(model, manifest.generation if manifest else None), indent=1) + "\n", encoding="utf-8"
        )
        new.replace(into / f"{clinic}.json")
        models[str(clinic)] = model.version
    return {"models": models}


def _expected(asked: Mapping[str, Any], file: str, learned: str) -> dict[str, Any]:
    outlook, model = shipped(), _model(file)
    if model is None:
        model, learned = fit([]), NOT_YET
    about: dict[str, Any] = {
        "condition": asked["condition"],
        "readings": weekly((float(day), float(pain)) for day, pain in asked["pains"]),
        "sessions": tuple(day / DAYS for day in asked["sessions"]),
        "as_of_week": asked["day"] / DAYS,
    }
    goal = asked.get("goal")
    found = forecast(
        model, **about, goal=None if goal is None else Goal(at_most=float(goal)), outlook=outlook, learned=learned
    )
    weeks = fan_weeks(about["as_of_week"])
    middle, at80, at95 = curve(model, **about, weeks=weeks)
    fan = [
        [week, float(middle[place]), *map(float, at80[place]), *map(float, at95[place])]
        for place, week in enumerate(weeks)
    ]
    own = [[reading.week, reading.value] for reading in about["readings"]]
    plain = forecast_as_json(found, date.fromisoformat(asked["first"]), outlook.least_shown)
    return {**plain, "readings": own, "session_weeks": about["sessions"], "fan": fan}


def _model(file: str) -> Growth | None:
    """The clinic's model; None where there is none, or none that can be read."""
    try:
        return from_json(json.loads(Path(file).read_text(encoding="utf-8"))) if file else None
    except (OSError, ValueError, NotAModel):
        return None


if __name__ == "__main__":
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
