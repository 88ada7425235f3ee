"""`enthesis evidence pool`, the machine door, and `enthesis evidence checks`, published figures worked out again."""

import argparse
from collections.abc import Mapping
from typing import Any

from enthesis.cli.common import FINE, NO, BadInput, answer_cases, print_json


def add(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    checking = actions.add_parser("checks", help="the check calculations: published inputs in, published figures out")
    checking.add_argument("--json", action="store_true", help="print JSON")
    checking.set_defaults(run=_checks)
    pooling = actions.add_parser(
        "pool",
        help="pool studies given as JSON",
        description="Pools studies: RR, OR, RD, MD, SMD or ready effects, by EE, MH, DL or REML. "
        "Exit status: 0 answered, 2 a case is wrong.",
    )
    pooling.add_argument("--json", metavar="FILE", required=True, help="one case or a list of cases; - is stdin")
    pooling.set_defaults(run=_pool)


def _checks(args: argparse.Namespace) -> int:
    from enthesis.evidence.checks import run_checks
    from enthesis.pathway.trials import shipped

    found = run_checks(shipped())
    if args.json:
        print_json([{name: getattr(one, name) for name in one.__slots__} for one in found])
    else:
        for check in dict.fromkeys(one.check for one in found):
            print(check)
            for one in (each for each in found if each.check == check):
                verdict = "fine" if one.holds else "NO  "
                print(f"  {verdict}  {one.what}: {one.got:.6g}, expected {one.expected}, {one.strength}")
        held = sum(one.holds for one in found)
        print(f"{held} of {len(found)} figures of {len({one.check for one in found})} checks hold.")
    return FINE if all(one.holds for one in found) else NO


class Wrong(BadInput):
    """A case with wrong figures is also a refusal: whoever looks at `refuse` alone never takes it for an answer."""

    def as_json(self) -> dict[str, Any]:
        return super().as_json() | {"refuse": self.says}


def _pool(args: argparse.Namespace) -> int:
    return answer_cases(args.json, pool_case)


def pool_case(case: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one case of the machine door: figures, or `refuse` with the reason. Raises `BadInput`."""
    from enthesis.evidence.door import answer  # numpy and SciPy: only where something is pooled
    from enthesis.evidence.study import NotPoolable

    try:
        return answer(case)
    except NotPoolable as problem:
        if problem.is_bad_input:
            raise Wrong(problem.code, problem.says, problem.remedy, problem.field) from None
        reason = {"code": problem.code, "field": problem.field, "says": problem.says, "remedy": problem.remedy}
        return {"refuse": problem.says, "reasons": [reason]}
