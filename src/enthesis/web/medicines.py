"""A course's medicines, as the drug rules read them: for the patient, for the course's page, and for the event."""

from collections.abc import Iterator, Sequence
from datetime import date

from enthesis.clinic.opening import Seen
from enthesis.pathway.events import PrescriberAgreed
from enthesis.pathway.medications import Agreement, DrugAnswer, Hold, Session, review
from enthesis.pathway.protocol.model import BeforeEach, Kind


def prescribers_first(drugs: Sequence[str]) -> tuple[str, ...]:
    """Those whose prescriber has to be asked before a session: what `DrugListTaken.prescriber_only` holds."""
    found = [answer.name for answer in review(drugs, ()) if answer.task is not None and answer.task.blocks]
    return tuple(dict.fromkeys(found))


def reviewed(seen: Seen) -> list[DrugAnswer]:
    """What is said about each drug of the list, around the injections that are booked."""
    return review(
        seen.course.drugs or (),
        [Session(day) for day in sorted(set(_booked(seen)))],
        holds=tuple(_holds(seen)),
        agreements=[
            Agreement(drug=e.drug, prescriber=e.prescriber, agreed=e.agreed, on=e.happened_on, note=e.note)
            for e in seen.log
            if isinstance(e, PrescriberAgreed)
        ],
    )


def _booked(seen: Seen) -> Iterator[date]:
    injections = {a.id for a in seen.protocol.activities if a.kind is Kind.INJECTION} if seen.protocol else set()
    for booking in seen.course.bookings.values():
        if booking.activity in injections:
            yield booking.starts.astimezone(seen.zone).date()


def _holds(seen: Seen) -> Iterator[Hold]:
    """The pauses that the protocol states, or the clinic decided, each for its class of drugs."""
    for activity in seen.protocol.activities if seen.protocol else ():
        if activity.kind is not Kind.HOLD or not isinstance(activity.timing, BeforeEach) or activity.prescriber_decides:
            continue
        before, after = activity.timing.before.whole(), activity.timing.after.whole()
        if before is None and after is None:
            continue
        for covers in activity.holds:
            yield Hold(covers, before, after, f"{seen.course.protocol} {seen.course.version}", activity.source)
