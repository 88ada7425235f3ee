"""Booked visits that stay booked and may not take place as things stand. Pure: it follows from the course's state.

Frozen is not given back: a symptom is often closed within a day and a pause ended by one word, and the times would be
somebody else's by then. Nobody is reminded of a frozen visit, it is shown as frozen, and whoever wants its time cancels
it. What is over for good gives its times back instead (`consequences`).
"""

from enthesis.pathway.course import Course, Status
from enthesis.pathway.progress import progress
from enthesis.pathway.protocol.model import Condition, Kind, Protocol

PAUSED = "The course is paused."
CONCERN = "A reported symptom is open: the session waits until a clinician has closed it."
WITHDRAWN = "The patient took the consent back: no injection without a new signature."
NOT_ELIGIBLE = "The last decision on candidacy does not let injections go on."


def frozen(protocol: Protocol, course: Course) -> frozenset[str]:
    """The visits that are frozen.

    Every one while the course is paused; injections while a symptom is open, while the consent is withdrawn, or while
    the last word on candidacy is another than eligible.
    """
    return frozenset(visit for visit in course.bookings if why_frozen(protocol, course, visit))


def why_frozen(protocol: Protocol, course: Course, visit: str) -> str:
    """Why a booked visit may not take place as things stand, one sentence; empty where it may."""
    booking = course.bookings.get(visit)
    if booking is None:
        return ""
    if course.status is Status.PAUSED:
        return PAUSED
    activity = protocol.activity(booking.activity)
    if activity is None or activity.kind is not Kind.INJECTION:
        return ""
    if course.concerns:
        return CONCERN
    if course.consent_withdrawn is not None:
        return WITHDRAWN
    decided = course.eligibility is not None and protocol.activity("candidacy") is not None
    if decided and Condition.ELIGIBLE not in progress(protocol, course).holding:
        return NOT_ELIGIBLE
    return ""
