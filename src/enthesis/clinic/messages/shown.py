"""Messages as staff read them: what is planned, what has left, and what became of it. One line for each letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from enthesis.clinic.messages.sending import UNWANTED, State, letters_of
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
    """One letter of one course: one message, or several that leave as one."""

    course: str  # C-0192
    key: str
    purpose: str
    title: str
    visit: str  # "": of several visits, or of none
    due: datetime
    until: datetime | None  # None: no longer planned
    state: str  # "": nothing has been done yet
    channel: str
    ended: datetime | None
    why: str
    visits: tuple[str, ...] = ()  # all that it is about
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
            "visits": list(self.visits),
            "due": self.due.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "state": self.state or "planned",
            "channel": self.channel or None,
            "ended": self.ended.isoformat() if self.ended else None,
            "why": self.why or None,
        }


def lines_of(course: int | None) -> list[Line]:
    """The messages of a course, or of all, the first due first: planned ones, and those that were sent."""
    rows = PlannedMessage.objects.all() if course is None else PlannedMessage.objects.filter(course=course)
    sendings = Sending.objects.all() if course is None else Sending.objects.filter(course=course)
    planned = {(row.course_id, row.key): row for row in rows}
    found = []
    for letter in letters_of(sendings):
        theirs = [planned.pop((row.course_id, row.key), None) for row in letter]
        found.append(_line([row for row in theirs if row], letter))
    ahead: dict[tuple[Any, ...], list[PlannedMessage]] = {}
    for row in planned.values():
        ahead.setdefault(
            (row.course_id, row.purpose, row.due if row.purpose in shipped().series else row.key), []
        ).append(row)
    found += [_line(sorted(letter, key=lambda row: row.key), ()) for letter in ahead.values()]
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


def _line(planned: Sequence[PlannedMessage], letter: Sequence[Sending]) -> Line:
    """A letter: what is still planned of it, and what became of it. Never are both empty."""
    sent = letter[0] if letter else None
    row = sent or planned[0]
    visits = tuple(each.visit for each in letter or planned if each.visit)
    rules = shipped()
    rule = rules.series.get(row.purpose) if len(visits) > 1 else rules.purposes.get(row.purpose)
    return Line(
        course=number_of(row.course_id),
        key=row.key,
        purpose=row.purpose,
        title=rule.title if rule else row.purpose,
        visit="" if len(visits) > 1 else row.visit,
        due=planned[0].due if planned else letter[0].began_at,
        until=max((each.until for each in planned), default=None),
        visits=visits,
        state=sent.state if sent else "",
        channel=sent.channel if sent else "",
        ended=sent.ended_at if sent else None,
        why=sent.says if sent else "",
    )
