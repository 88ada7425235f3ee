"""`enthesis evidence`: what trials say, condition by condition. Each of its actions is a module beside this one."""

import argparse
from typing import Any

from enthesis.cli import evidence_files, evidence_pool, evidence_show
from enthesis.cli.common import FINE, print_json
from enthesis.cli.evidence_own import add_clinic, own_lines, table_for
from enthesis.cli.evidence_words import among, condition_of, trials_counted


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "evidence",
        help="what trials say: pooled figures with their uncertainty, and what must not be pooled",
        description="What trials say. Without an action: what is known, condition by condition. "
        "Exit status: 0 fine, 1 a check does not hold, 2 bad input.",
    )
    parser.add_argument("--condition", metavar="ID", default="", help="only this one: knee")
    parser.add_argument("--json", action="store_true", help="print JSON")
    add_clinic(parser)
    parser.set_defaults(run=_list)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    for task in (evidence_show, evidence_pool, evidence_files):
        task.add(actions)


def _list(args: argparse.Namespace) -> int:
    from enthesis.evidence.groups import comparisons
    from enthesis.evidence.harms import harm_sentences
    from enthesis.evidence.sheet import title_of
    from enthesis.evidence.telling import figure

    table, own = table_for(args.clinic)
    wanted = [condition_of(table, args.condition)] if args.condition else list(table.conditions)
    own = among(own, wanted)
    if args.json:
        answered = {"version": table.version, "conditions": [_as_json(table, one) for one in wanted]}
        print_json(answered | ({"own": own} if args.clinic else {}))
        return FINE
    for condition in wanted:
        print(f"{condition.name} ({condition.id})")
        for said in condition.says:
            print(f"  {said}")
        print(f"  Nobody knows: {condition.unknown}")
        print(f"  Harms: {condition.harms}")
        for counted in harm_sentences(table, condition):
            print(f"    {' '.join(counted)}")
        for found in comparisons(table, condition):
            answer = found.natural or found.standardised
            if answer:
                told = figure(found, answer)
                trials = trials_counted(table, answer)
                print(f"    {title_of(found)}: {told.text} {told.unit}; {trials}")
        print()
    for said in own_lines(own):
        print(said)
    print(f"{table.everywhere}\nEvidence table {table.version}, {table.status}: no clinician has reviewed it.")
    return FINE


def _as_json(table: Any, condition: Any) -> dict[str, Any]:
    from enthesis.evidence.groups import comparisons

    return {
        "id": condition.id,
        "name": condition.name,
        "says": list(condition.says),
        "unknown": condition.unknown,
        "harms": condition.harms,
        "comparisons": [one.id for one in comparisons(table, condition) if one.used],
    }
