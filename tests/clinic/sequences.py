"""Random courses: events of every kind, in and out of order, corrected and withdrawn, as Hypothesis draws them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from enthesis.clinic.door import new_id
from enthesis.pathway import events as e
from enthesis.pathway.events import Event
from tests.clinic.making import FIRST_DAY, one_of_each, started

ACTIVITIES = ("intake", "diagnostic-injection", "response-review", "treatment", "physical-therapy", "imaging", "plan")
AT = datetime(2026, 4, 1, 9, tzinfo=UTC)
_SOME = {"activity": st.sampled_from(ACTIVITIES), "visit": st.sampled_from(("v1", "v2", "v3"))}


@st.composite
def an_event(draw: DrawFn, log: Sequence[Event], undated: bool = True) -> Event:
    """Something that may come next, sensible or not."""
    event = draw(st.sampled_from(list(one_of_each())[1:]))
    days = st.integers(0, 200).map(lambda number: FIRST_DAY + timedelta(days=number))
    changes: dict[str, object] = {
        "id": new_id(),
        "happened_on": draw(st.none() | days if undated else days),
        "recorded_by": draw(st.sampled_from(("U-1", "U-2"))),
    }
    fields = type(event).__dataclass_fields__
    for name, values in _SOME.items():
        if name in fields and name not in ("words",):
            changes[name] = draw(values)
    if isinstance(event, e.DiaryEntered):
        changes["pain"] = Decimal(draw(st.integers(0, 10)))
    if isinstance(event, e.VisitBooked | e.VisitMoved):
        changes["starts"] = AT + timedelta(days=draw(st.integers(0, 60)))
    if isinstance(event, e.PlanAgreed | e.PlanChanged):
        changes["sessions"] = draw(st.integers(1, 9))
    if isinstance(event, e.SymptomReported | e.SymptomAssigned | e.SymptomHandled):
        changes["symptom"] = draw(st.sampled_from(("s1", "s2")))
    if isinstance(event, e.SymptomHandled):
        changes |= {"closed": draw(st.booleans()), "relatedness": "unrelated", "severity": "mild"}
    if isinstance(event, e.ResponseDecided):
        changes |= {"option": draw(st.sampled_from(("go-on", "do-not", "ask-again"))), "reason": "As judged."}
    if isinstance(event, e.Withdrawn) or draw(st.integers(0, 5)) == 0:
        changes["replaces"] = draw(st.sampled_from([other.id for other in log] or ["nothing"]))
    if changes["happened_on"] is None and draw(st.booleans()):
        changes["after"] = draw(st.sampled_from([other.id for other in log] or ["nothing"]))
    return replace(event, **changes)


@st.composite
def a_log(draw: DrawFn, most: int = 25) -> list[Event]:
    log: list[Event] = [started()]
    for _ in range(draw(st.integers(0, most))):
        log.append(draw(an_event(log)))
    return log
