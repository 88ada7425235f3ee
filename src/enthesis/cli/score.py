"""`enthesis score`: a questionnaire's score, or the change between two of them."""

import argparse
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from enthesis.cli.common import BAD_INPUT, FINE, NO, BadInput, add_json_door, answer_cases
from enthesis.pathway.instruments import (
    Change,
    Form,
    FormNotReadable,
    Instrument,
    Kind,
    NoScore,
    Score,
    by_rule,
    change,
    load,
    reached_by_label,
    read_form,
    score,
)
from enthesis.pathway.instruments.results import plain

_DOOR = ("instrument", "input")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "score",
        help="score a questionnaire from its definition",
        description="Scores a questionnaire by its own published rule, or says why it cannot be scored. "
        "Without a name: lists the instruments. Exit status: 0 scored, 1 no score, 2 bad input.",
    )
    parser.add_argument("instrument", nargs="?", help="id of the instrument, for instance peg")
    parser.add_argument("answers", nargs="*", help="the answers in order; - for one left open; or one label")
    parser.add_argument("--scale", default="", help="which scale of the instrument, for instance adl of koos")
    parser.add_argument("--rule", default="", help="which version of the rule, for instance 1998")
    add_json_door(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.json:
        return answer_cases(args.json, answer)
    if not args.instrument:
        print(_listed())
        return FINE
    try:
        instrument = _instrument(args.instrument)
        if not args.answers:
            print(_described(instrument))
            return FINE
        result = score(instrument, _typed(instrument, args.answers, args.scale, args.rule))
    except (BadInput, FormNotReadable) as bad:
        print(f"{bad.says} {bad.remedy}")
        return BAD_INPUT
    print(_sentence(instrument, result))
    return NO if isinstance(result, NoScore) else FINE


def answer(case: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one case of the machine door."""
    instrument = _instrument(case.get("instrument"))
    unknown = [str(key) for key in case if key not in _DOOR]
    given = case.get("input")
    if not isinstance(given, Mapping):
        raise BadInput("no-input", "The case has no input object.", 'Write for instance {"value": 7}.', "input")
    try:
        if "baseline" in given or "now" in given:
            unknown += [f"input.{key}" for key in given if key not in ("baseline", "now")]
            found = _change(instrument, given, unknown)
        else:
            form = _form(instrument, given, "input", unknown)
            found = _scored(instrument, score(instrument, form)) | _other_rules(instrument, form)
    except FormNotReadable as bad:
        raise BadInput(bad.code, bad.says, bad.remedy, bad.field) from None
    return {"instrument": instrument.id} | found | ({"unknown": unknown} if unknown else {})


def _instrument(name: Any) -> Instrument:
    known = load()
    if isinstance(name, str) and name in known:
        return known[name]
    said = f'"{name[:60]}" is not an instrument' if isinstance(name, str) else "No instrument is named"
    raise BadInput("unknown-instrument", f"{said}.", f"Use one of: {', '.join(known)}.", "instrument")


def _form(instrument: Instrument, given: Any, field: str, unknown: list[str]) -> Form:
    form, extra = read_form(given, field)
    unknown += [f"{field}.{key}" for key in extra]
    if getattr(form, "rule_version", "") and not instrument.rule_versions:
        unknown.append(f"{field}.rule_version")
    return form


def _change(instrument: Instrument, given: Mapping[str, Any], unknown: list[str]) -> dict[str, Any]:
    for name in ("baseline", "now"):
        if name not in given:
            raise BadInput("no-" + name, f"A change needs {name}.", "Give baseline and now.", f"input.{name}")
    forms = [_form(instrument, given[name], f"input.{name}", unknown) for name in ("baseline", "now")]
    found = change(instrument, forms[0], forms[1])
    return _unscored(found) if isinstance(found, NoScore) else _changed(found)


def _scored(instrument: Instrument, result: Score | NoScore) -> dict[str, Any]:
    if isinstance(result, NoScore):
        return _unscored(result)
    reached = {entry.threshold.id: entry.reached for entry in reached_by_label(instrument, result)}
    optional = {
        "label": result.label,
        "profile": result.text.removeprefix("profile ") if result.text.startswith("profile ") else "",
        "raw": result.raw,
        "band": result.band,
        "rule_version": result.rule_version,
        "reached": reached,
        "remarks": list(result.remarks),
        "unverified": result.unverified,
    }
    return {
        "score": result.text or _number(result.shown),
        "scale": result.scale,
        "answered": result.answered,
        "of": result.of,
        "sources": list(result.sources),
    } | {name: value for name, value in optional.items() if value not in ("", None, [], {}, False)}


def _unscored(result: NoScore) -> dict[str, Any]:
    return {
        "refuse" if result.refused else "no_score": result.finding.says,
        "answered": result.answered,
        "of": result.of,
        "reasons": [result.finding.as_json()],
    }


def _other_rules(instrument: Instrument, form: Form) -> dict[str, Any]:
    found = by_rule(instrument, form)
    by_version = {rule: _number(result.shown) if isinstance(result, Score) else None for rule, result in found.items()}
    return {"by_rule": by_version} if found else {}


def _changed(found: Change) -> dict[str, Any]:
    return {
        "scale": found.scale,
        "baseline": _number(found.baseline.shown),
        "now": _number(found.now.shown),
        "improvement": _number(found.shown),
        "percent": _number(found.percent_shown),
        "reached": {entry.threshold.id: entry.reached for entry in found.reached},
        "thresholds": [
            {
                "id": entry.threshold.id,
                "what": entry.threshold.what,
                "value": _number(entry.threshold.value),
                "kind": entry.threshold.kind.value,
                "reached": entry.reached,
                "sources": list(entry.threshold.sources),
                "unverified": entry.threshold.unverified,
            }
            for entry in found.reached
        ],
        "by_percent": found.grade(Kind.PERCENT),
        "by_points": found.grade(Kind.POINTS),
        "responder": found.responder,
        "change_reliable": found.change_reliable,
        "reliable_because": found.reliable_because,
        "remarks": list(found.remarks),
        "answered": found.now.answered,
        "of": found.now.of,
        "reasons": [finding.as_json() for finding in found.findings],
    }


def _number(value: Decimal | None) -> int | float | None:
    """A JSON number. Everything was worked out exactly and rounded before this last step."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _typed(instrument: Instrument, answers: list[str], scale: str, rule: str) -> Form:
    where = {"subscale": scale, "rule_version": rule}
    if instrument.default_scale and instrument.scales[instrument.default_scale].labels:
        return read_form({"label": " ".join(answers)})[0]
    if len(answers) == 1 and scale not in instrument.scales:
        return read_form({"value": None if answers[0] == "-" else answers[0]})[0]
    return read_form({"items": [None if entry == "-" else entry for entry in answers]} | where)[0]


def _sentence(instrument: Instrument, result: Score | NoScore) -> str:
    if isinstance(result, NoScore):
        return f"{result.finding.says} {result.finding.remedy}"
    remarks = "".join(f"\n  {entry}" for entry in (result.band, *result.remarks) if entry)
    said = result.text or plain(result.shown)
    return f"{instrument.name}: {said} ({result.answered} of {result.of} answered).{remarks}"


def _listed() -> str:
    lines = [f"{'id':14} {'better':9} {'licence':18} name"]
    for instrument in load().values():
        lines.append(f"{instrument.id:14} {instrument.better:9} {instrument.licence.state:18} {instrument.name}")
    return "\n".join(lines)


def _described(instrument: Instrument) -> str:
    lines = [
        f"{instrument.name} (definition {instrument.version}, {instrument.status})",
        f"better: {instrument.better}; recall: {instrument.recall}",
        f"licence: {instrument.licence.says}",
    ]
    for scale in instrument.scales.values():
        span = f"{plain(scale.low)} to {plain(scale.high)}" if scale.low is not None else "no fixed range"
        lines.append(f"{scale.id}: {scale.most_items} items, score {span}; missing: {scale.missing}")
    for threshold in instrument.thresholds:
        unit = "%" if threshold.kind is Kind.PERCENT else threshold.unit or "points"
        said = f'"{threshold.label}"' if threshold.kind is Kind.LABEL else f"{plain(threshold.value)} {unit}"
        lines.append(
            f"{threshold.what}: {said} ({', '.join(threshold.sources)})"
            + (" unverified: confirm before use" if threshold.unverified else "")
        )
    return "\n".join(lines)
