"""`enthesis triage`: how urgent a symptom after an injection is, and what to do now."""

import argparse
from collections.abc import Mapping
from typing import Any

from enthesis.cli.common import BAD_INPUT, FINE, NO, BadInput, add_json_door, answer_cases
from enthesis.pathway.triage import (
    Heard,
    Level,
    Proposal,
    Triage,
    TriageInput,
    load,
    questions,
    triage,
    triage_report,
)

_DOOR = ("sites", "hours_since_injection", "answers", "clinic_open", "words")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "triage",
        help="how urgent a symptom after an injection is",
        description="Says how urgent a symptom after an injection is, what to do now, and why. Exit status: 0 self-care"
        " or a call to the clinic, 1 a doctor today or an emergency, 2 bad input.",
    )
    parser.add_argument("answers", nargs="*", metavar="VARIABLE=ANSWER", help="for instance joint_hot=yes fever=no")
    parser.add_argument(
        "--site", action="append", default=[], help="where the needle was: knee, neck, ...; may be repeated"
    )
    parser.add_argument("--hours", help="hours since the injection")
    parser.add_argument("--closed", action="store_true", help="the clinic is closed now")
    parser.add_argument("--words", help="a report in free words: triaged as a proposal")
    parser.add_argument("--rules", action="store_true", help="list the rules")
    add_json_door(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.json:
        return answer_cases(args.json, answer)
    if args.rules:
        print(_listed())
        return FINE
    try:
        given = dict(_pair(text) for text in args.answers)
        found = _found(args.site, args.hours, given, not args.closed, args.words)
        to_ask = questions(args.site, given, args.hours) if isinstance(found, Triage) else ()
    except (BadInput, TriageInput) as bad:
        print(f"{bad.says} {bad.remedy}")
        return BAD_INPUT
    result = found.triage if isinstance(found, Proposal) else found
    print(_sentences(found))
    if to_ask:
        print(f"Still to ask: {', '.join(variable.id for variable in to_ask)}.")
    serious = result is not None and result.worst_level.rank >= Level.URGENT_CARE.rank
    return NO if serious else FINE


def answer(case: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one case of the machine door."""
    answers = case.get("answers")
    if answers is not None and not isinstance(answers, Mapping):
        raise BadInput("not-an-object", "The answers are not an object.", 'Write {"fever": "no"}.', "answers")
    words = case.get("words")
    if words is not None and not isinstance(words, str):
        raise BadInput("not-text", "The words are not text.", "Give the report as one text.", "words")
    sites = case.get("sites")
    try:
        found = _found(
            [] if sites is None else sites,
            case.get("hours_since_injection"),
            {} if answers is None else answers,
            _clinic_open(case),
            words,
        )
    except TriageInput as bad:
        raise BadInput(bad.code, bad.says, bad.remedy, bad.field) from None
    said = _proposed(found) if isinstance(found, Proposal) else _triaged(found)
    unknown = [str(key) for key in case if key not in _DOOR]
    result = found.triage if isinstance(found, Proposal) else found
    unknown += [f"answers.{name[:60]}" for name in (result.unknown if result is not None else ())]
    return said | ({"unknown": unknown} if unknown else {})


def _found(
    sites: Any, hours: Any, answers: Mapping[str, Any], clinic_open: bool, words: str | None
) -> Triage | Proposal:
    if words is not None:
        return triage_report(words, sites, hours, answers, clinic_open)
    return triage(sites, hours, answers, clinic_open)


def _clinic_open(case: Mapping[str, Any]) -> bool:
    given = case.get("clinic_open")
    spelled = {"true": True, "yes": True, "false": False, "no": False}
    if isinstance(given, str) and given.strip().casefold() in spelled:
        return spelled[given.strip().casefold()]
    if given is not None and not isinstance(given, bool):
        raise BadInput("not-yes-or-no", "clinic_open is neither true nor false.", "Write true or false.", "clinic_open")
    return given is not False


def _triaged(found: Triage) -> dict[str, Any]:
    return {
        "worst_level": found.worst_level.value,
        "fired": list(found.fired),
        "missing": list(found.missing),
        "action": found.action,
        "watch_for": list(found.watch_for),
        "do_not": list(found.do_not),
        "reasons": [finding.as_json() for finding in found.reasons],
    } | ({"not_understood": list(found.not_understood)} if found.not_understood else {})


def _proposed(found: Proposal) -> dict[str, Any]:
    said: dict[str, Any] = {"worst_level": None, "fired": [], "missing": [], "reasons": []}
    if found.triage is not None:
        said = _triaged(found.triage)
    return said | {
        "proposal": True,
        "nothing_reported": found.triage is None,
        "heard": _as_json(found.heard),
        "denied": _as_json(found.denied),
        "words_not_understood": list(found.left),
        "supposed": list(found.supposed),
    }


def _as_json(heard: Mapping[str, Heard]) -> dict[str, Any]:
    return {name: {"value": entry.value, "words": list(entry.words)} for name, entry in heard.items()}


def _pair(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark or name not in load().variables:
        raise BadInput("unknown-answer", f'"{text[:60]}" is not VARIABLE=ANSWER with a known variable.', "See --rules.")
    return name, value


def _sentences(found: Triage | Proposal) -> str:
    result = found.triage if isinstance(found, Proposal) else found
    lines = []
    if isinstance(found, Proposal):
        for name, entry in found.heard.items():
            lines.append(f"Heard {name}: {entry.value} in " + ", ".join(f'"{words}"' for words in entry.words))
        if found.left:
            lines.append(f"Not understood: {', '.join(found.left)}. A person reads the report.")
    if result is None:
        return "\n".join([*lines, "The report says that there is nothing to report."])
    lines.append(f"{result.worst_level.value}: {result.action}")
    for finding in result.reasons:
        mark = " (unverified: confirm before use)" if finding.unverified else ""
        lines.append(f"  {finding.code}  {finding.says} {finding.remedy}{mark}")
        lines.append(f"       because {'; '.join(finding.because)} [{', '.join(finding.sources)}]")
    return "\n".join(lines)


def _listed() -> str:
    return "\n".join(f"{rule.id:5} {rule.level.value:21} {rule.symptom}" for rule in load().rules)
