"""`enthesis case`: published cases, replayed."""

import argparse
from collections.abc import Mapping
from typing import Any

from enthesis.cases.case import UnreadableCase, read_case
from enthesis.cases.events_of import in_days
from enthesis.cases.replay import Replay, replay
from enthesis.cli.common import BAD_INPUT, FINE, BadInput, print_json, read_json
from enthesis.pathway.finding import Finding
from enthesis.pathway.protocol.library import find, latest, suggest
from enthesis.pathway.protocol.model import DIARY, Protocol

CANDIDACY = "candidacy: "


def register(subparsers: Any) -> None:
    group = subparsers.add_parser("case", help="replay a published case step by step")
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    replayed = commands.add_parser("replay", help="what the programme would have said at every step")
    replayed.add_argument("file", help="a case or a list of cases as JSON (docs/commands/case.md); - is standard input")
    replayed.add_argument("--protocol", metavar="ID", help="replay under this protocol, not under the best fit")
    replayed.add_argument("--json", action="store_true", help="print JSON")
    replayed.set_defaults(run=run_replay)


def run_replay(args: argparse.Namespace) -> int:
    named = _protocol(args.protocol)
    raw = read_json(args.file)
    status = FINE
    answers: list[Any] = []
    for value in raw if isinstance(raw, list) else [raw]:
        try:
            told = _replayed(value, named)
        except BadInput as bad:
            status = BAD_INPUT
            if not args.json and not isinstance(raw, list):
                raise
            answers.append(bad.as_json())
            continue
        answers.append(told.as_json() if args.json else "\n".join(lines(told)))
    if args.json:
        print_json(answers if isinstance(raw, list) else answers[0])
    else:
        for answer in answers:
            print(answer if isinstance(answer, str) else f"! {answer['error']['says']} {answer['error']['remedy']}")
    return status


def _replayed(value: Any, named: Protocol | None) -> Replay:
    try:
        return replay(read_case(value), latest(), named)
    except UnreadableCase as problem:
        raise BadInput("unreadable-case", problem.says, problem.remedy, problem.field) from None
    except RecursionError:
        says, remedy = "The case has lists or objects inside each other, too many deep.", "Write texts in their place."
        raise BadInput("too-deep", says, remedy) from None


def _protocol(name: str | None) -> Protocol | None:
    if not name:
        return None
    found = find(name)
    if found is None:
        raise BadInput("unknown-protocol", f'No protocol is called "{name:.80}".', suggest(name), "--protocol")
    return found


# -- in sentences ----------------------------------------------------------------------------------------------


def lines(told: Replay) -> list[str]:
    """A replay as a person reads it. What stays as it was is not said again."""
    fit = told.fit
    why = "it was named" if told.named else "; ".join(fit.reasons) or "nothing fits better"
    found = [f"{told.case.id} ({told.case.kind})", f"Replayed under {fit.protocol.id}: {why}."]
    before: Mapping[str, str] = {}
    advised: Mapping[str, str] = {}
    said: Mapping[str, tuple[str, ...]] = {}  # by kind of event: what was said of the last one
    for step in told.steps:
        found.append("")
        found.append(f"{step.step}. {step.what.replace('_', ' ')}, {step.when}")
        spoken = (*_findings("says", step.says), *_findings("objects", step.objections))
        repeated = [line for line in spoken if line in said.get(step.what, ())]
        found.extend(line for line in spoken if line not in repeated)
        if repeated:
            found.append(f"   as at the {step.what.replace('_', ' ')} before: {len(repeated)} more (--json tells all)")
        said = {**said, step.what: spoken}
        asked = [name.removeprefix(CANDIDACY) for name in step.missing if name.startswith(CANDIDACY)]
        found.extend(f"   missing: {name}" for name in step.missing if not name.startswith(CANDIDACY))
        if asked:
            found.append(f"   missing: {len(asked)} answers of the evaluation: {', '.join(asked).replace('_', ' ')}")
        if step.step == 0 and told.case.unknown:
            found.append(f"   not read: {', '.join(told.case.unknown)}")
        items = step.as_json()["agenda"]
        now = {item["key"]: _agenda_line(item) for item in items}
        found.extend(f"   next: {line}" for key, line in now.items() if before.get(key) != line)
        advice = {item["key"]: _advice_line(item) for item in items if "advice" in item}
        found.extend(f"   advice: {line}" for key, line in advice.items() if advised.get(key) != line)
        advised = advice
        gone = [key for key in before if key not in now]
        if gone:
            found.append(f"   no longer next: {', '.join(gone)}")
        before = now
    return found


def _findings(word: str, findings: tuple[Finding, ...]) -> list[str]:
    return [f"   {word}: {in_days(f'{f.says} {f.remedy}'.strip())}" for f in findings]


def _agenda_line(item: Mapping[str, Any]) -> str:
    days = [f"{word} day {item[word]}" for word in ("opens", "ideal", "closes") if item[word] is not None]
    said = [item["key"], item["who"], ", ".join(days) or "no day stated", item["because"]]
    if not item["owed"]:
        said.append("offered, not owed")
    said.extend(f"not yet: {why}" for why in item["why_not"])
    return "; ".join(said)


def _advice_line(item: Mapping[str, Any]) -> str:
    advice = item["advice"]
    points_to = f", points to {advice['option']}" if advice["option"] else ""
    verdict = advice["verdict"].replace("_", " ")
    decides = "" if verdict == "clinician decides" else "; the clinician decides"
    looked_at = ", ".join(dict.fromkeys(_MEASURED.get(f["measure"], f["measure"]) for f in advice["figures"]))
    of = f" ({looked_at.replace('_', ' ')})" if looked_at else ""
    return f"{item['key']}{of}: {verdict}{points_to}{decides}. {' '.join(advice['reasons'])}"


_MEASURED = {DIARY: "pain 0 to 10, by diary or score"}
