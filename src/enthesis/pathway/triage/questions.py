"""What to ask next after an injection, for a form on a phone: one question on a screen, only what can still matter."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from enthesis.pathway.triage.deciding import open_variables, read_hours, read_sites_given, triage
from enthesis.pathway.triage.facts import gather
from enthesis.pathway.triage.model import Level
from enthesis.pathway.triage.rules import UNCLEAR, RuleSet, load
from enthesis.pathway.triage.variables import Variable

_NOTHING_YET = -1


def questions(
    sites: Sequence[str],
    answers: Mapping[str, Any],
    hours_since_injection: Decimal | int | float | str | None = None,
    rules: RuleSet | None = None,
) -> tuple[Variable, ...]:
    """The questions that can still change the answer, in the order in which they are asked; none in an emergency.

    `Variable.ask` and `Variable.choices` are in the patient's words. Raises `TriageInput` as `triage` does.
    """
    rules = rules or load()
    found = triage(sites, hours_since_injection, answers, rules=rules)
    if found.worst_level is Level.EMERGENCY:
        return ()
    hours = read_hours(hours_since_injection)
    known = gather(rules, read_sites_given(rules, sites), hours, answers)
    above = _NOTHING_YET if set(found.fired) <= {UNCLEAR} else found.worst_level.rank
    names = set(open_variables(rules, known, above)) | set(found.missing)
    return tuple(variable for variable in rules.variables.values() if variable.id in names)
