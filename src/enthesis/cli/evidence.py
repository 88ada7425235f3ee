"""`enthesis evidence`: what trials say, and pooling studies."""

import argparse
from collections.abc import Mapping
from typing import Any

from enthesis.cli.common import BadInput, answer_cases


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "evidence",
        help="what trials say: pooled figures with their uncertainty, and what must not be pooled",
        description="What trials say. Exit status: 0 fine, 1 a check does not hold, 2 bad input.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    pooling = actions.add_parser(
        "pool",
        help="pool studies given as JSON",
        description="Pools studies: RR, OR, RD, MD, SMD or ready effects, by EE, MH, DL or REML. "
        "Exit status: 0 answered, 2 a case is wrong.",
    )
    pooling.add_argument("--json", metavar="FILE", required=True, help="one case or a list of cases; - is stdin")
    pooling.set_defaults(run=_pool)


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
