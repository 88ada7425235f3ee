"""The answer to one mix: accept, accept with a warning, or refuse, with every figure and every reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from enthesis.pathway.dosing.case import MixCase, read_case
from enthesis.pathway.dosing.checks import check_plan
from enthesis.pathway.dosing.figures import figures_of, unverified_of
from enthesis.pathway.dosing.forward import plan_from_strengths
from enthesis.pathway.dosing.given import plan_from_parts
from enthesis.pathway.dosing.mixture import Mix
from enthesis.pathway.dosing.numbers import plain
from enthesis.pathway.dosing.recipe import Draw, draw_up
from enthesis.pathway.dosing.solutions import Solutions, shipped
from enthesis.pathway.finding import NOTE, REFUSE, STOP, WARN, Finding

ACCEPT, ACCEPT_WITH_WARNING, REFUSED = "accept", "accept_with_warning", "refuse"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the door says. `figures` are text, "" where a figure does not apply or is not known."""

    case_id: str
    decision: str
    findings: tuple[Finding, ...]
    figures: Mapping[str, str]
    mix: Mix | None  # what is asked for, exactly; None where it cannot be made
    draw: Draw | None  # None where the mix is refused: it is not drawn up
    unknown: tuple[str, ...]
    unverified: tuple[str, ...]  # figures that rest on a number marked `memory`

    def codes(self, *levels: str) -> list[str]:
        return list(dict.fromkeys(found.code for found in self.findings if found.level in levels))

    @property
    def reasons(self) -> list[str]:
        """The codes that the decision rests on, in the order of the checks."""
        return self.codes(STOP, REFUSE) if self.decision == REFUSED else self.codes(WARN)

    def as_json(self) -> dict[str, Any]:
        return {
            **({"case_id": self.case_id} if self.case_id else {}),
            "decision": self.decision,
            "reasons": self.reasons,
            "warnings": self.codes(WARN),
            "notes": self.codes(NOTE),
            "figures": dict(self.figures),
            "mix": None if self.mix is None else self.mix.as_json(),
            "draw": None if self.draw is None else _draw_as_json(self.draw),
            "findings": [found.as_json() for found in self.findings],
            "unverified": list(self.unverified),
            "unknown": list(self.unknown),
        }


def answer_case(fields: Mapping[str, object], solutions: Solutions | None = None) -> Answer:
    """Reads one case of the door `enthesis mix` and judges it. Raises `UnreadableCase`."""
    return judge(read_case(fields, solutions), solutions)


def judge(case: MixCase, solutions: Solutions | None = None) -> Answer:
    """Whether this mix may be given to this person. Raises `UnreadableCase` where fields contradict each other."""
    facts = solutions or shipped()
    plan = plan_from_parts(case, facts) if case.parts else plan_from_strengths(case, facts)
    findings = check_plan(case, plan, facts)
    levels = {found.level for found in findings}
    decision = REFUSED if levels & {STOP, REFUSE} else ACCEPT_WITH_WARNING if WARN in levels else ACCEPT
    draw = None
    if decision != REFUSED and plan.mix is not None:
        draw = draw_up(
            plan.mix.parts, step_ml=case.graduation_ml, dextrose_kind=case.dextrose_stock_kind, solutions=facts
        )
    return Answer(
        case_id=case.case_id,
        decision=decision,
        findings=findings,
        figures=figures_of(case, plan, facts),
        mix=plan.mix,
        draw=draw,
        unknown=case.unknown,
        unverified=unverified_of(case, plan, facts),
    )


def _draw_as_json(draw: Draw) -> dict[str, Any]:
    return {
        "parts": [
            {
                "part": one.text,
                "ml": plain(one.ml),
                "exact_ml": plain(one.exact_ml),
                "graduation_ml": plain(one.step_ml),
            }
            for one in draw.parts
        ],
        "figures": draw.mix.as_json(),
    }
