"""What staff see of messages: what somebody has to tell, what has left, and, for developers, the letters themselves."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, LEAD, SEES_PROFILE, STAFF
from enthesis.clinic.addresses import masked
from enthesis.clinic.decisions import DECIDES
from enthesis.clinic.errors import NotRecorded
from enthesis.clinic.looks import looked
from enthesis.clinic.messages import notices_sending
from enthesis.clinic.messages.letters import ready_of
from enthesis.clinic.messages.sending import plans_of, tell, to_do
from enthesis.clinic.messages.shown import Line, lines_of, said
from enthesis.clinic.messages.times import QUIET, times_of
from enthesis.clinic.messages.transports import CLINIC, OWN, Folder, transport_of
from enthesis.clinic.models import Clinic, Sending
from enthesis.clinic.notices.models import Notice
from enthesis.clinic.numbers import key_of, number_of
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.people import someone_of
from enthesis.clinic.restrictions import hidden, hidden_courses
from enthesis.pathway.messages import shipped
from enthesis.web.frame import Me, me
from enthesis.web.guard import page
from enthesis.web.messages.times import counted, spoken

MOST = 50  # of a list
_LISTS = 2  # paragraphs of a letter of several visits that say which
_INVITATION = "/accounts/invitation/"
_OPENS = re.compile(r"\S+/(?:accounts|evaluation/back|stop-messages)/\S+")  # links that open what is somebody's own


@dataclass(frozen=True, slots=True)
class Call:
    """A message that somebody has to tell a patient, or whoever a notice is for."""

    field: str  # "message" or "notice"
    key: int
    link: str
    about: str
    name: str
    contact: str
    title: str
    why: str
    words: tuple[str, ...]


@page(FRONT_DESK, CLINICIAN, LEAD)
def to_tell(request: HttpRequest) -> HttpResponse:
    """Messages that no letter could bring, and when messages leave. Sent: somebody has told one."""
    clinic = me(request).clinic
    assert clinic is not None  # a role is a role in a clinic
    sees_names = bool(me(request).roles & SEES_PROFILE)
    if request.method == "POST" and sees_names:
        found = Sending.objects.filter(clinic=clinic, pk=_whole(request.POST.get("message", ""))).first()
        notice = Notice.objects.filter(clinic=clinic, pk=_whole(request.POST.get("notice", ""))).first()
        try:
            if found is not None:
                tell(found, by=request.user)
            if notice is not None:
                notices_sending.tell(notice, by=request.user)
        except NotRecorded as problem:
            messages.warning(request, str(problem), "note-care")
        else:
            if found is not None or notice is not None:
                messages.success(request, _("It is noted that it was told."), "note-good")
        return redirect("messages")
    now = datetime.now(UTC)
    closed, persons = hidden_courses(request.user, clinic.pk), hidden(request.user, clinic.pk)
    open_ones = [letter for letter in to_do(clinic.pk, now) if letter[0].course_id not in closed]
    notices = [row for row in notices_sending.to_do(clinic.pk, now) if row.person_id not in persons]
    times = times_of(clinic.pk)
    rules = [
        (each, spoken(times.amounts[each.id], each.unit), counted(each), each.id in times.undecided)
        for each in shipped().purposes.values()
    ]
    quiet = f"{times.quiet.since:%H:%M} to {times.quiet.until:%H:%M}"
    context = {
        "calls": [
            *(_call(request, clinic, letter) for letter in open_ones[:MOST]),
            *(_notice_call(request, row) for row in notices[:MOST]),
        ]
        if sees_names
        else [],
        "calls_hidden": 0 if sees_names else len(open_ones) + len(notices),
        "may_decide": bool(me(request).roles & DECIDES),
        "may_write": LEAD in me(request).roles,
        "nothing_decided": times.undecided == {*times.amounts, QUIET},
        "rules": rules,
        "quiet": "" if times.quiet.since == times.quiet.until else quiet,
        "quiet_undecided": QUIET in times.undecided,
        "stays_here": isinstance(transport_of(clinic), Folder),
        "is_example": me(request).is_example,
    }
    return render(request, "web/messages/messages.html", context)


@page(*STAFF, methods=("GET",))
def of_course(request: HttpRequest, number: str) -> HttpResponse:
    """What is planned for one course, and what became of it."""
    seen = open_course(number, by=request.user)
    lines = lines_of(key_of(number))
    now = datetime.now(UTC)
    ahead = [line for line in lines if not line.state and line.until and line.until > now]
    done = [line for line in reversed(lines) if line.state]
    context = {
        "seen": seen,
        "name": seen.profile.name if seen.profile else seen.number,
        "ahead": [(line, visit_of(seen, line), line.due.astimezone(seen.zone)) for line in ahead],
        "done": [(line, visit_of(seen, line), (line.ended or line.due).astimezone(seen.zone)) for line in done],
        "open": [line for line in done if line.is_open],
    }
    return render(request, "web/messages/course.html", context)


@page(LEAD, FRONT_DESK, methods=("GET",))
def inbox(request: HttpRequest) -> HttpResponse:
    """The letters that stay here instead of leaving: of an example clinic, or where no mail server is named."""
    who = me(request)
    assert who.clinic is not None  # a role is a role in a clinic
    looked(request.user, "inbox", clinic=who.clinic.pk)
    transport = transport_of(who.clinic)
    letters = []
    if isinstance(transport, Folder):
        for at, letter in transport.letters(MOST * 10):
            if str(who.clinic.pk) in str(letter[CLINIC] or "").split(","):
                letters.append((datetime.fromtimestamp(at, UTC).astimezone(who.zone), masked(letter["To"]), letter))
    context = {
        "letters": [
            (at, to, each["Subject"] or "SMS", _for_reader(each, who), _attached(each))
            for at, to, each in letters[:MOST]
        ],
        "stays_here": isinstance(transport, Folder),
        "is_example": who.is_example,
        "is_lead": LEAD in who.roles,
    }
    return render(request, "web/messages/inbox.html", context)


def _for_reader(letter: EmailMessage, who: Me) -> list[str]:
    """What a letter says, without what opens somebody's own: links, and all that the sign-in wrote (codes too).

    In an example clinic nobody's is. A lead keeps the links of colleagues, who otherwise could not come at all.
    """
    if who.is_example:
        return _text(letter)
    if letter[OWN]:
        return [_("[for whoever the letter is to]")]
    left_out = _("[a link for whoever the letter is to]")

    def shown(found: re.Match[str]) -> str:
        return found.group() if LEAD in who.roles and _INVITATION in found.group() else left_out

    return [_OPENS.sub(shown, part) for part in _text(letter)]


def _call(request: HttpRequest, clinic: Clinic, letter: list[Sending]) -> Call:
    row = letter[0]
    number = number_of(row.course_id)
    seen = open_course(number, by=request.user)
    plans = plans_of(clinic.pk, row.course_id, seen.course, datetime.now(UTC))
    keys = {each.key for each in letter}
    there = [each for each in plans if each.key in keys]
    words = ready_of(seen, clinic, *there).paragraphs if there else ()
    rules = shipped()
    rule = rules.series.get(row.purpose) if len(there) > 1 else rules.purposes.get(row.purpose)
    return Call(
        field="message",
        key=row.pk,
        link=reverse("course-messages", args=[number]),
        about=number,
        name=seen.profile.name if seen.profile else number,
        contact=seen.profile.reached_by if seen.profile else "",
        title=rule.title if rule else row.purpose,
        why=said(row.state, row.says).partition(":")[0],
        words=words[: 1 if len(there) == 1 else _LISTS],
    )


def _notice_call(request: HttpRequest, row: Notice) -> Call:
    ready = notices_sending.ready_of(row)
    one = someone_of(row.person_id, request.user) if row.person_id else None
    rule = shipped().notices.get(row.purpose)
    return Call(
        field="notice",
        key=row.pk,
        link=reverse("person-messages", args=[one.number]) if one else "",
        about=one.number if one else "",
        name=one.profile.name if one and one.profile else notices_sending.address_given(row),
        contact=one.profile.reached_by if one and one.profile else "",
        title=rule.title if rule else row.purpose,
        why=said(row.state, row.says).partition(":")[0],
        words=ready.paragraphs[:1] if ready else (),
    )


def visit_of(seen: Seen, line: Line) -> str:
    """What a message is about: the visit in the protocol's words, and the time that it has; how many, of several."""
    if len(line.visits) > 1:
        times = [seen.course.bookings[each].starts for each in line.visits if each in seen.course.bookings]
        first = min(times).astimezone(seen.zone) if times else None
        return f"{len(line.visits)} visits" + (f", the first {first.day} {first:%b %H:%M}" if first else "")
    booking = seen.course.bookings.get(line.visit)
    there = booking or next((each for each in reversed(seen.course.cancelled) if each.visit == line.visit), None)
    if there is None:
        return ""
    activity = seen.protocol.activity(there.activity) if seen.protocol else None
    starts = there.starts.astimezone(seen.zone)
    off = "" if booking else " (cancelled)"
    return f"{activity.title if activity else there.activity}, {starts.day} {starts:%b %H:%M}{off}"


def _text(letter: EmailMessage) -> list[str]:
    body = letter.get_body(("plain",))
    return str(body.get_content()).strip().split("\n\n") if body else []


def _attached(letter: EmailMessage) -> list[str]:
    return [str(part.get_filename()) for part in letter.iter_attachments()]


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
