"""What other pages show of a patient's days at home: ways there, and what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import template

from enthesis.clinic.access import CLINICIAN, THERAPIST
from enthesis.clinic.letters.inbox import ANSWERS, thread_of
from enthesis.clinic.opening import Seen
from enthesis.pathway.course import Status
from enthesis.pathway.events import MessageWritten
from enthesis.pathway.letters import unanswered
from enthesis.web.living.aftercare import day_after
from enthesis.web.living.preparation import next_session, open_steps
from enthesis.web.words import lasting

register = template.Library()


@dataclass(frozen=True, slots=True)
class AtHome:
    """The ways from a patient's first page to one course's pages."""

    number: str
    problem: str
    day_after: int | None  # days since the latest injection, where there is something to read about it
    has_session: bool
    to_prepare: int  # items of the list before the next injection that are open today
    has_programme: bool
    has_answer: bool  # the clinic wrote last


@register.inclusion_tag("web/living/at_home.html")
def at_home(courses: Sequence[Seen]) -> dict[str, Any]:
    """Before and after the injection, exercises, letters: for each course that goes on."""
    active = [seen for seen in courses if seen.course.status is Status.ACTIVE]
    return {"courses": [_at_home(seen) for seen in active]}


def _at_home(seen: Seen) -> AtHome:
    has_letters = any(isinstance(event, MessageWritten) for event in seen.log)
    letters = thread_of(seen) if has_letters else []
    return AtHome(
        number=seen.number,
        problem=seen.course.problem,
        day_after=day_after(seen),
        has_session=next_session(seen) is not None,
        to_prepare=open_steps(seen),
        has_programme=seen.course.programme is not None,
        has_answer=bool(letters) and not letters[-1].is_from_patient,
    )


@register.inclusion_tag("web/living/course_ways.html")
def home_ways(seen: Seen) -> dict[str, Any]:
    """On a course's page: the letters with what waits, and the programme of exercises."""
    may_answer, may_agree = bool(seen.roles & ANSWERS), bool(seen.roles & {CLINICIAN, THERAPIST})
    has_letters = any(isinstance(event, MessageWritten) for event in seen.log)
    waits = unanswered(thread_of(seen)) if may_answer and has_letters else []
    since = waits[0].at if waits else None
    return {
        "number": seen.number,
        "may_answer": may_answer,
        "may_agree": may_agree,
        "waits": lasting(datetime.now(UTC) - since) if since else "",
    }
