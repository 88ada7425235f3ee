"""From a course's log to the symptoms that are open, each with what was done about it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from enthesis.pathway.course import EXPECTED, standing
from enthesis.pathway.escalation.model import NOBODY, Answer, Handover, Symptom
from enthesis.pathway.events import Event, InjectionsGiven, SymptomAssigned, SymptomHandled, SymptomReported


def open_symptoms(log: Sequence[Event]) -> tuple[Symptom, ...]:
    """The reported symptoms, more than an expected reaction, that no clinician has closed with a judgement.

    The clock of a report that was corrected began when it was first recorded.
    """
    stands = standing(log)
    reported: dict[str, SymptomReported] = {}
    for event in stands:
        if isinstance(event, SymptomReported) and event.level != EXPECTED:
            reported[event.symptom] = event
        elif isinstance(event, SymptomHandled) and closes(event):
            reported.pop(event.symptom, None)
    return tuple(
        Symptom(
            id=report.symptom,
            level=report.level,
            on=report.happened_on,
            since=_first_recorded(log, report),
            injector=_injector(stands, report),
            handovers=tuple(_handovers(stands, report.symptom)),
            answers=tuple(_answers(stands, report.symptom)),
        )
        for report in reported.values()
    )


def closes(event: SymptomHandled) -> bool:
    """Whether this closes a symptom: only with a judgement of how it is related and how severe it was."""
    return event.closed and bool(event.relatedness.strip()) and bool(event.severity.strip())


def _first_recorded(log: Sequence[Event], report: SymptomReported) -> datetime | None:
    """When a symptom was first recorded: a correction does not turn the clock back."""
    by_id = {event.id: event for event in log}
    instants: list[datetime] = []
    event: Event | None = report
    seen: set[str] = set()
    while event is not None and event.id not in seen:
        seen.add(event.id)
        if event.recorded_at is not None:
            instants.append(event.recorded_at)
        event = by_id.get(event.replaces)
    return min(instants, default=None)


def _injector(stands: Sequence[Event], report: SymptomReported) -> str:
    """Who recorded the last injection before a symptom."""
    last = NOBODY
    for event in stands:
        if event is report:
            return last
        if isinstance(event, InjectionsGiven):
            last = event.recorded_by
    return last


def _handovers(stands: Sequence[Event], symptom: str) -> Iterator[Handover]:
    for event in stands:
        if isinstance(event, SymptomAssigned) and event.symptom == symptom:
            yield Handover(owner=event.owner, at=event.recorded_at, by=event.recorded_by, reason=event.reason)


def _answers(stands: Sequence[Event], symptom: str) -> Iterator[Answer]:
    for event in stands:
        if isinstance(event, SymptomHandled) and event.symptom == symptom and not closes(event):
            yield Answer(at=event.recorded_at, by=event.recorded_by, contact=event.contact, again_at=event.again_at)
