"""A clinic whose people and rooms have hours, and courses that have visits to come."""

from datetime import UTC, datetime, time

from enthesis.clinic import resources
from enthesis.clinic.access import Operator
from enthesis.clinic.booking import book, propose
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.resources import Described
from enthesis.pathway import events as e
from enthesis.scheduling.problem import Patient
from tests.web.conftest import Place, days_ago, new_id, until_injection

OFFICE = (((time(8), time(18)),),) * 5 + ((), ())


def staff(place: Place) -> None:
    """Two clinicians, a room and a device, Monday to Friday."""
    for described in (
        Described("Dr Rahman", "clinician", hours=OFFICE),
        Described("Dr Okafor", "clinician", hours=OFFICE),
        Described("Room 1", "room", hours=OFFICE),
        Described("Ultrasound 1", "device", ("ultrasound",), hours=OFFICE),
    ):
        resources.add(place.clinic, described)
    place.clinic.telephone = "+1 555 0100"
    place.clinic.save()


def ready() -> list[e.Event]:
    """A course whose evaluation is answered and for which a clinician decided that it suits: the visits can begin."""
    return list(until_injection()[:4])


def responded(sessions: int = 4) -> list[e.Event]:
    """A course that goes on after its test injection, with its number of sessions agreed."""
    return [
        *until_injection(30),
        e.ResponseDecided(
            id=new_id(), happened_on=days_ago(10), activity="response-review", option="go-on", reason="Better."
        ),
        e.PlanAgreed(id=new_id(), happened_on=days_ago(9), sessions=sessions),
    ]


def opened(number: str) -> Seen:
    return open_course(number, by=Operator())


def booked(number: str, *, confirmed: bool = False) -> Seen:
    """The best series of a course booked by the clinic."""
    seen = opened(number)
    in_three_days = datetime.combine(days_ago(-3), time(0), UTC)
    found = propose(seen, Patient(), now=in_three_days)
    assert found.choices, found.why
    book(seen, found.visits, found.choices[0].series.visits, by=Operator(), key=new_id(), confirmed=confirmed)
    return opened(number)
