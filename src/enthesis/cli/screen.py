"""`enthesis screen`: whether a person may be a candidate, why, and what is not known."""

import argparse
import textwrap
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from enthesis.cli.common import BAD_INPUT, FINE, NO, BadInput, add_json_door, answer_cases, read_json

if TYPE_CHECKING:
    from enthesis.pathway.candidacy import BadAnswer, Reason, Screening

_TOP = ("regions", "answers", "stage")  # everything else at the top of a case is read as an answer


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "screen",
        help="who may be a candidate, and why not",
        description="Screens a person's answers: red flags, contraindications, prior care, indications, alternatives "
        "and consent items. It recommends; a clinician decides. Exit status in sentences: 0 eligible or to be "
        "discussed, 1 urgent, not suitable or not yet, 2 bad input; with --json 0 or 2.",
    )
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="a case as JSON, answered in sentences; - is standard input"
    )
    add_json_door(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.json:
        return answer_cases(args.json, answer)
    if not args.file:
        raise BadInput("no-file", "No case was given.", "Name a file with a case, or use --json FILE for a machine.")
    cases = read_json(args.file)
    status = FINE
    for place, case in enumerate(cases if isinstance(cases, list) else [cases]):
        if place:
            print()
        status = max(status, _tell(case))
    return status


def answer(case: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one case of the machine door."""
    return _screened(case).as_json()


def _screened(case: Mapping[str, Any]) -> "Screening":
    from enthesis.pathway.candidacy import BadAnswer, Stage, screen

    answers = case.get("answers")
    if answers is None:
        answers = {}
    if not isinstance(answers, Mapping):
        raise BadInput("not-an-object", "Answers are an object.", 'Write {"answers": {"fever": "no"}}.', "answers")
    beside = {name: value for name, value in case.items() if name not in _TOP and answers.get(name) is None}
    stage = case.get("stage") or Stage.EVALUATION
    if stage not in [str(each) for each in Stage]:
        remedy = f"Give one of {', '.join(Stage)}, or leave it out."
        raise BadInput("not-a-stage", f'"{str(stage)[:60]}" is no stage.', remedy, "stage")
    raw = {**answers, **beside}
    try:
        return screen(raw, case.get("regions"), stage=Stage(stage))
    except BadAnswer as bad:
        raise UnreadableCase(bad, _heard(raw, case.get("regions"))) from None


class UnreadableCase(BadInput):
    """A case with an answer that cannot be read. A red flag among the others is told all the same."""

    def __init__(self, bad: "BadAnswer", heard: "Screening | None") -> None:
        super().__init__(bad.code, bad.says, bad.remedy, bad.field)
        self.urgent = heard if heard and heard.verdict == "urgent" else None

    def as_json(self) -> dict[str, Any]:
        told = self.urgent.as_json() if self.urgent else {}
        return super().as_json() | {name: told[name] for name in ("verdict", "worst_urgency", "fired") if name in told}


def _heard(raw: Mapping[str, Any], regions: object) -> "Screening | None":
    """The screening of what can be read: each answer that cannot is left out."""
    from enthesis.pathway.candidacy import BadAnswer, screen

    left = dict(raw)
    for _ in range(len(left) + 2):
        try:
            return screen(left, regions)
        except BadAnswer as bad:
            name = bad.field.partition(".")[0].partition("[")[0]
            if bad.field in left:
                del left[bad.field]
            elif name in left:
                del left[name]
            elif name == "regions":
                regions = ()
            else:
                break
    return None


def _tell(case: Any) -> int:
    """Print one screening in sentences."""
    try:
        if not isinstance(case, Mapping):
            raise BadInput("not-an-object", "A case is a JSON object.", 'Write {"regions": [...], "answers": {...}}.')
        found = _screened(case)
    except BadInput as bad:
        print(f"{bad.says} {bad.remedy}")
        if isinstance(bad, UnreadableCase) and bad.urgent:
            print("\n".join(_sentences(bad.urgent)))
        return BAD_INPUT
    print("\n".join(_sentences(found)))
    return FINE if found.verdict in ("eligible", "discuss") else NO


def _sentences(found: "Screening") -> Iterator[str]:
    yield f"{found.summary.says} {found.summary.remedy}"
    if len(found.by_region) > 1:
        verdicts = ", ".join(f"{region}: {_words(side.verdict)}" for region, side in found.by_region.items())
        yield f"By region: {verdicts}."
    reasons = [reason for reason in found.reasons if reason.kind != "consent"]
    for reason in reasons:
        yield from _reason(reason)
    if not reasons:
        yield "  No rule holds on these answers."
    if found.missing_safety:
        yield f"Not answered, and not taken for a no: {', '.join(found.missing_safety)}."
    rest = [name for name in found.missing if name not in found.missing_safety]
    if rest:
        yield f"Also not answered: {', '.join(rest)}."
    if found.later:
        yield f"For a later stage: {', '.join(found.later)}."
    for puzzle in found.puzzles:
        yield f"Contradiction ({'; '.join(puzzle.because)}): {puzzle.says} {puzzle.remedy}"
    if found.unknown:
        yield f"Not read by any rule: {', '.join(found.unknown)}."
    consent = [reason.rule for reason in found.reasons if reason.kind == "consent"]
    yield f"Before signing, the patient confirms {consent[0]} to {consent[-1]}." if consent else ""
    yield f"Rules {found.version}, stage {_words(found.stage)}. A clinician decides."


def _reason(reason: "Reason") -> Iterator[str]:
    finding = reason.finding
    urgency = "" if reason.urgency == "none" else f", {_words(reason.urgency)}"
    sources = ", ".join(finding.sources) + ("; unverified" if finding.unverified else "")
    yield f"  {reason.rule}  {_words(reason.outcome)}{urgency}: {finding.says}"
    because = f"Because {'; '.join(finding.because)}. " if finding.because else ""
    for line in (f"{because}{finding.remedy}", f"Would change: {reason.would_change} ({sources})"):
        yield from textwrap.wrap(line, width=100, initial_indent="      ", subsequent_indent="      ")


def _words(name: str) -> str:
    return name.replace("_", " ")
