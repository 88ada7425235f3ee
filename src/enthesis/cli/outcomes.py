"""`enthesis outcomes fit | forecast`: a growth model of pain, and what may be expected of one course."""

import argparse
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from enthesis.cli.common import BAD_INPUT, FINE, BadInput, answer_cases, print_json, read_json
from enthesis.cli.course import day_of
from enthesis.cli.registry_folder import add_folder, folder_of

_RECORDED_FIELDS = ("course", "goal")
_FIELDS = ("condition", "first_injected", "as_of", "pains", "sessions", "planned", "goal", "stop_rule")
_GOAL_FIELDS = ("at_most", "percent")
_RULE_FIELDS = ("after_session", "percent", "points")
_MOST = 2_000  # pains or sessions of one course
_LOW, _HIGH = 0.0, 10.0
_OF_PICTURE = ("readings", "session_weeks", "fan")


def register(subparsers: Any) -> None:
    outcomes = subparsers.add_parser("outcomes", help="what may be expected of a course, from courses like it")
    actions = outcomes.add_subparsers(title="actions", metavar="ACTION", required=True)

    fit = actions.add_parser("fit", help="learn the growth model of pain from the registry, and write it to a file")
    add_folder(fit)
    fit.add_argument("--clinic", type=int, metavar="N", help="only this clinic; default: all in the registry")
    fit.add_argument(
        "--out", metavar="FILE", help="where the model goes; default: growth.json beside the registry's files"
    )
    fit.add_argument("--json", action="store_true", help="print JSON")
    fit.set_defaults(run=run_fit)

    forecast = actions.add_parser(
        "forecast", help="the ranges of pain at 3, 6 and 12 months of one course or a list of them"
    )
    forecast.add_argument("--json", metavar="FILE", required=True, help="read cases as JSON; - is standard input")
    forecast.add_argument(
        "--model", metavar="FILE", help="a model that `fit` wrote; default: what the trials say alone"
    )
    forecast.set_defaults(run=run_forecast)


def run_fit(args: argparse.Namespace) -> int:
    # Engines and numpy take a second and 100 MB that no other command has a use for.
    from enthesis.outcomes.growth import fit
    from enthesis.outcomes.growth.file import as_json
    from enthesis.outcomes.growth.from_registry import histories
    from enthesis.outcomes.registry import NoRegistry, open_registry
    from enthesis.pathway.outlook import shipped

    folder = folder_of(args)
    try:
        with open_registry(folder) as registry:
            found = histories(registry, args.clinic)
    except NoRegistry as problem:
        raise BadInput("no-registry", problem.says, problem.remedy, "folder") from None
    model = fit(found)
    out = Path(args.out) if args.out else folder / "growth.json"
    try:
        out.write_text(json.dumps(as_json(model), indent=1) + "\n", encoding="utf-8")
    except OSError as problem:
        raise BadInput("out", f"{out}: {problem.strerror or problem}.", "Name another file.", "--out") from None
    least = shipped().least_shown
    told: dict[str, Any] = {
        "file": str(out),
        "model": model.version,
        "courses": {name: _n(n, least) for name, n in zip(model.conditions, model.courses, strict=True)},
        "readings": model.readings,
        "onset_weeks": model.basis.onset,
        "checked_on": {str(week): _n(each.n, least) for week, each in model.calibrations.items()},
    }
    if args.json:
        print_json(told)
        return FINE
    each = ", ".join(f"{name} {n}" for name, n in told["courses"].items())
    checked = ", ".join(f"{week} weeks: {n}" for week, n in told["checked_on"].items()) or "none"
    print(f"Model {model.version} written to {out}.")
    print(f"Learned from these courses: {each}. Ranges were checked on outcomes of courses held out: {checked}.")
    if not found:
        print("No course of the registry has a first injection and a pain: it says what the trials say.")
    return FINE


def run_forecast(args: argparse.Namespace) -> int:
    from enthesis.outcomes.growth import fit, forecast
    from enthesis.outcomes.growth.file import NotAModel, from_json
    from enthesis.outcomes.growth.plain import as_json
    from enthesis.outcomes.growth.shapes import LEARNED, NOT_YET
    from enthesis.pathway.outlook import shipped

    learned = LEARNED if args.model else NOT_YET
    try:
        model = from_json(read_json(args.model)) if args.model else fit([])
    except NotAModel as problem:
        print_json(BadInput("not-a-model", f"{args.model}: {problem}", "Name a file that `fit` wrote.").as_json())
        return BAD_INPUT
    least = shipped().least_shown

    def answer(case: Mapping[str, Any]) -> Mapping[str, Any]:
        if "course" in case:
            return _recorded(case, args.model)
        first = _day(case.get("first_injected"), "first_injected")
        return as_json(forecast(model, **_asked(case), learned=learned), first, least)

    return answer_cases(args.json, answer)


def _recorded(case: Mapping[str, Any], model: str | None) -> Mapping[str, Any]:
    """The answer for a course of the record, against the goal that was set there. Raises `BadInput`."""
    from enthesis.clinic.start import opened

    _check_fields(case, _RECORDED_FIELDS)
    goal = _goal(case.get("goal"))
    if goal is not None and goal.at_most is None:
        raise BadInput("goal", "Of a recorded course a goal is a pain.", 'Write {"at_most": 3}.', "goal")
    opened()
    from enthesis.clinic.access import Operator
    from enthesis.clinic.errors import NotAllowed
    from enthesis.clinic.forecasts import plainly
    from enthesis.clinic.opening import open_course
    from enthesis.clinic.results.asking import NotCounted

    try:
        seen = open_course(str(case["course"]), by=Operator())
        found = plainly(seen, goal=goal.at_most if goal else None, model=model or "")
    except NotAllowed as problem:
        raise BadInput("no-such-course", str(problem), "Give its number, as C-0192.", "course") from None
    except NotCounted as problem:
        raise BadInput("not-answered", problem.says, problem.remedy) from None
    if found is None:
        says = f"{seen.number}: nothing was injected yet, or the first injection is more than a year ago."
        raise BadInput("nothing-to-expect", says, "Ask from the first injection to a year after it.", "course")
    own = seen.course.goal if goal is None else None
    return {
        "course": seen.number,
        "goal_set_on": own.happened_on.isoformat() if own and own.happened_on else None,
        **{name: value for name, value in found.items() if name not in _OF_PICTURE},
    }


def _check_fields(case: Mapping[str, Any], known: Sequence[str]) -> None:
    unknown = [name for name in case if name not in known]
    if unknown:
        remedy = f"There are: {', '.join(known)}."
        raise BadInput("unknown-field", f'"{unknown[0]:.40}" is no field.', remedy, unknown[0])


def _asked(case: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of `forecast` from one case. Raises `BadInput`."""
    from enthesis.outcomes.growth import Reading, weekly

    _check_fields(case, _FIELDS)
    condition = case.get("condition")
    if not isinstance(condition, str) or not condition.strip():
        raise BadInput("no-condition", "What is treated is missing.", 'Write it, such as "knee".', "condition")
    first, as_of = _day(case.get("first_injected"), "first_injected"), _day(case.get("as_of"), "as_of")
    sessions = [first, *_days(case.get("sessions", []), "sessions")]
    if any(day < first for day in sessions):
        raise BadInput("session-before-first", "A session lies before the first injection.", "Correct one.", "sessions")
    days: list[tuple[float, float]] = []
    for place, entry in enumerate(_list(case.get("pains", []), "pains")):
        field = f"pains.{place}"
        if not isinstance(entry, Mapping) or set(entry) != {"on", "pain"}:
            raise BadInput(
                "pain", f"{field} is not a day with a pain.", 'Write {"on": "2026-03-02", "pain": 6}.', field
            )
        on, pain = _day(entry["on"], f"{field}.on"), _number(entry["pain"], f"{field}.pain", _LOW, _HIGH)
        if on <= as_of:
            days.append((float((on - first).days), pain))
    readings: tuple[Reading, ...] = weekly(days)

    def week(day: date) -> float:
        return (day - first).days / 7

    return {
        "condition": condition.strip().lower(),
        "readings": readings,
        "sessions": tuple(sorted({week(day) for day in sessions})),
        "as_of_week": week(as_of),
        "goal": _goal(case.get("goal")),
        "planned": tuple(sorted(week(day) for day in _days(case.get("planned", []), "planned"))),
        "stop_rule": _rule(case.get("stop_rule")),
    }


def _goal(value: Any) -> Any:
    from enthesis.outcomes.growth import Goal

    if value is None:
        return None
    if not isinstance(value, Mapping) or len(value) != 1 or next(iter(value)) not in _GOAL_FIELDS:
        raise BadInput("goal", "A goal is one of two.", 'Write {"at_most": 3} or {"percent": 50}.', "goal")
    if "at_most" in value:
        return Goal(at_most=_number(value["at_most"], "goal.at_most", _LOW, _HIGH))
    return Goal(percent=_number(value["percent"], "goal.percent", 1, 100))


def _rule(value: Any) -> Any:
    from enthesis.outcomes.growth import StopRule

    if value is None:
        return None
    if (
        not isinstance(value, Mapping)
        or "after_session" not in value
        or any(name not in _RULE_FIELDS for name in value)
    ):
        remedy = 'Write {"after_session": 2, "percent": 30}, or "points".'
        raise BadInput("stop-rule", "A stop rule says after which session, and how much.", remedy, "stop_rule")
    after = _number(value["after_session"], "stop_rule.after_session", 1, 100)
    if after != int(after):
        raise BadInput("stop-rule", "Sessions are whole.", "Write a whole number.", "stop_rule.after_session")
    asked = {
        name: _number(value[name], f"stop_rule.{name}", 0, most)
        for name, most in (("percent", 100), ("points", _HIGH))
        if value.get(name) is not None
    }
    return StopRule(int(after), **asked)


def _list(value: Any, field: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadInput("not-a-list", f"{field} is a list.", "Write [...], empty where there is none.", field)
    if len(value) > _MOST:
        raise BadInput("too-many", f"{field} has more than {_MOST} entries.", "Leave out the oldest.", field)
    return value


def _days(value: Any, field: str) -> list[date]:
    return [_day(entry, f"{field}.{place}") for place, entry in enumerate(_list(value, field))]


def _day(value: Any, field: str) -> date:
    found = day_of(value, field) if isinstance(value, str) else None
    if found is None:
        raise BadInput("no-day", f"{field} is no day.", "Write it like 2026-03-23.", field)
    return found


def _number(value: Any, field: str, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise BadInput("not-a-number", f"{field} is no number from {least:g} to {most:g}.", "Correct it.", field)
    return float(value)


def _n(n: int, least: int) -> int | str:
    return n if n >= least or n == 0 else f"fewer than {least}"
