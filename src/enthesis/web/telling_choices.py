"""What a patient answered after a decision aid, in the clinician's words."""

from collections.abc import Iterator, Mapping

from enthesis.pathway.decision_aid import NO, NOT_SURE, STEPS, UNDECIDED, YES, Aid, aid_named, shipped
from enthesis.pathway.events import ValuesAnswered

_SURE = {YES: "yes", NO: "no", NOT_SURE: "not sure"}


def values_details(event: ValuesAnswered) -> Iterator[tuple[str, str]]:
    """What matters, from much to little; where the patient leans; what the page did not say clearly."""
    aid = aid_of(event)
    if aid is None:
        return
    values = {value.id: value.says for value in aid.shared.values}
    steps = {step.id: step.says for step in aid.shared.steps}
    for step in reversed(STEPS):
        named = [values.get(name, name) for name, how in (event.matters or {}).items() if how == step]
        if named:
            yield f"matters: {steps[step].lower()}", "; ".join(named)
    if event.leans:
        yield "leans to", "does not know yet" if event.leans == UNDECIDED else aid.shared.titles[event.leans]
    yield from _unclear(aid, event.checks or {})


def aid_of(event: ValuesAnswered) -> Aid | None:
    """The aid that was answered, as it is now; any other one where that is gone: they share these words."""
    return aid_named(event.aid.split(" ")[0]) or next(iter(shipped()), None)


def _unclear(aid: Aid, answers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for check in aid.checks:
        said = answers.get(check.id, "")
        if said and said != check.right:
            yield "talk about", f"{check.ask} Answered: {_SURE.get(said, said)}. {check.because.text}"
