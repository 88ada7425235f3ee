"""All messages to one patient, over every course, with the notices that belong to none."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from enthesis.clinic.access import LEAD, STAFF
from enthesis.clinic.messages.sending import event_id
from enthesis.clinic.messages.shown import Line, lines_of, notice_lines
from enthesis.clinic.numbers import PERSON, key_of
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.people import someone_of
from enthesis.pathway.events import MessageSent
from enthesis.web.frame import me
from enthesis.web.guard import page
from enthesis.web.messages.views import visit_of

MOST = 200  # of those that are over


@dataclass(frozen=True, slots=True)
class Entry:
    """One message as the list shows it."""

    line: Line
    at: datetime
    about: str
    words: str  # language and version of what it said


@page(*STAFF - {LEAD}, methods=("GET",))
def of_person(request: HttpRequest, number: str) -> HttpResponse:
    """What is to leave for a patient, and what became of the rest, the latest first. Not for a lead: it has a name."""
    key = key_of(number, PERSON)
    if key is None:
        raise Http404("There is no such person among those that you may see.")
    one = someone_of(key, request.user)
    zone, now = me(request).zone, datetime.now(UTC)
    entries = [_notice(line) for line in notice_lines(key)]
    for course in one.courses:
        seen = open_course(course.number, by=request.user)
        entries += [_of(seen, line) for line in lines_of(course.pk)]
    ahead = [each for each in entries if not each.line.state and each.line.until and each.line.until > now]
    done = sorted((each for each in entries if each.line.state), key=lambda each: each.at, reverse=True)
    context = {
        "one": one,
        "name": one.profile.name if one.profile else one.number,
        "way": one.profile.messages if one.profile else "",
        "ahead": [(each, each.at.astimezone(zone)) for each in sorted(ahead, key=lambda each: each.at)],
        "done": [(each, each.at.astimezone(zone)) for each in done[:MOST]],
        "more": max(0, len(done) - MOST),
        "open": sum(each.line.is_open for each in done),
    }
    return render(request, "web/messages/person.html", context)


def _of(seen: Seen, line: Line) -> Entry:
    made = event_id(key_of(seen.number) or 0, line.key)
    sent = next((event for event in seen.log if event.id == made), None)
    words = sent.words if isinstance(sent, MessageSent) else ""
    return Entry(
        line, line.ended or line.due, f"{visit_of(seen, line) or 'a visit that is over'} · {seen.number}", words
    )


def _notice(line: Line) -> Entry:
    return Entry(line, line.ended or line.due, "", line.words)
