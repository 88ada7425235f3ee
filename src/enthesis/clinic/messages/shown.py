"""Messages as staff read them: what is planned, what has left, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from enthesis.clinic.messages.sending import UNWANTED, State
from enthesis.clinic.models import PlannedMessage, Sending
from enthesis.clinic.notices.models import Notice
from enthesis.clinic.numbers import number_of
from enthesis.pathway.messages import shipped

SAYS = {
    "": "planned",
    State.HANDING_OVER: "on its way",
    State.SENT: "sent",
    State.LATER: "not taken yet; it is tried again",
    State.REFUSED: "not delivered: call",
    State.UNKNOWN: "may not have arrived: call",
    State.TO_TELL: "no e-mail address: call",
    State.TOLD: "told by telephone",
    State.UNWANTED: "not sent: no messages are wanted",
}


def said(state: str, why: str) -> str:
    """What became of a message, in words."""
    if state == State.TO_TELL and why == UNWANTED:
        return "wants no messages: call"
    return SAYS[state]


@dataclass(frozen=True, slots=True)
class Line:
    """One message of one course."""

    course: str  # C-0192
    key: str
    purpose: str
    title: str
    visit: str
    due: datetime
    until: datetime | None  # None: no longer planned
    state: str  # "": nothing has been done yet
    channel: str
    ended: datetime | None
    why: str
    words: str = ""  # language and version of what a notice said; a course's message has them in the course

    @property
    def says(self) -> str:
        return said(self.state, self.why)

    @property
    def is_open(self) -> bool:
        """Whether somebody has to call."""
        return self.state in (State.REFUSED, State.UNKNOWN, State.TO_TELL)

    def as_json(self) -> dict[str, Any]:
        return {
            "course": self.course,
            "key": self.key,
            "purpose": self.purpose,
            "visit": self.visit,
            "due": self.due.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "state": self.state or "planned",
            "channel": self.channel or None,
            "ended": self.ended.isoformat() if self.ended else None,
            "why": self.why or None,
        }


def lines_of(course: int | None) -> list[Line]:
    """The messages of a course, or of all, the first due first: planned ones, and those that were sent."""
    planned = PlannedMessage.objects.all() if course is None else PlannedMessage.objects.filter(course=course)
    sendings = Sending.objects.all() if course is None else Sending.objects.filter(course=course)
    sent = {(row.course_id, row.key): row for row in sendings}
    found = [_line(row, sent.pop((row.course_id, row.key), None)) for row in planned]
    found += [_line(None, row) for row in sent.values()]
    return sorted(found, key=lambda line: (line.due, line.course, line.key))


def notice_lines(person: int) -> list[Line]:
    """The notices to a patient, the first due first."""
    return [_notice(row) for row in Notice.objects.filter(person=person).order_by("due", "pk")]


def _notice(row: Notice) -> Line:
    rule = shipped().notices.get(row.purpose)
    return Line(
        course="",
        key=row.key,
        purpose=row.purpose,
        title=rule.title if rule else row.purpose,
        visit="",
        due=row.due,
        until=row.until,
        state=row.state,
        channel=row.channel,
        ended=row.ended_at,
        why=row.says,
        words=row.words,
    )


def _line(planned: PlannedMessage | None, sent: Sending | None) -> Line:
    row = planned or sent
    assert row is not None  # of two that are never both missing
    purpose = shipped().purposes.get(row.purpose)
    return Line(
        course=number_of(row.course_id),
        key=row.key,
        purpose=row.purpose,
        title=purpose.title if purpose else row.purpose,
        visit=row.visit,
        due=row.due if isinstance(row, PlannedMessage) else row.began_at,
        until=planned.until if planned else None,
        state=sent.state if sent else "",
        channel=sent.channel if sent else "",
        ended=sent.ended_at if sent else None,
        why=sent.says if sent else "",
    )
