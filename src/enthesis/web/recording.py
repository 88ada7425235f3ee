"""From a form to the record: the one way of every page. Nothing typed is lost, and twice is once."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic.accounts import names_of
from enthesis.clinic.door import Recorded, record_all
from enthesis.clinic.errors import Refused, Stale
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway.checks import check, standing_objections
from enthesis.pathway.events import Event
from enthesis.pathway.finding import NOTE, WARN, Finding
from enthesis.web.forms.base import Came, RecordForm
from enthesis.web.frame import today_at
from enthesis.web.words import moment

TAKEN = "id-taken"
SAVED_BEFORE = gettext_lazy(
    "This page was saved before, with other words. Open it afresh, or correct what is recorded."
)


def sent_before(request: HttpRequest, seen: Seen) -> bool:
    """Whether this very page is recorded already: a second touch of the button. What it offered may be gone."""
    sent = request.POST.get("form_id", "")
    return request.method == "POST" and any(event.id == sent for event in seen.log)


def is_saved(request: HttpRequest, seen: Seen, form: RecordForm) -> bool:
    """Take what a page sent: recorded now, or before. False: nothing was sent, or the form shows what is wrong."""
    if request.method != "POST":
        return False
    if form.is_valid():
        return save(request, seen, form) is not None
    if sent_before(request, seen):
        messages.info(request, _("This page was saved before. It counts once."), "note")
        return True
    return False


def save(request: HttpRequest, seen: Seen, form: RecordForm) -> Recorded | None:
    """Record what a valid form says. None: nothing was recorded, and the form shows why and the way on."""
    events = form.events()
    try:
        told = _told_first(seen, form, events)
        if told:
            form.show(told)
            return None
        recorded = _record(request, seen, form, events)
    except Refused as refused:
        if TAKEN in refused.codes:
            form.add_error(None, ValidationError(SAVED_BEFORE, TAKEN))
        else:
            form.show(refused.findings)
    except Stale as stale:
        now = open_course(seen.number, by=request.user)  # as far as this role may see it
        form.show_stale(_came(now, now.log[form.sent_head :]), stale.head)
    else:
        messages.success(request, form.done, "note-good")
        for finding in recorded.findings:
            if finding.level == NOTE and form.tells_notes:
                messages.info(request, f"{finding.says} {finding.remedy}".strip(), "note")
        return recorded
    return None


def _record(request: HttpRequest, seen: Seen, form: RecordForm, events: Sequence[Event]) -> Recorded:
    """Two copies of a page that arrive at once: the one that comes second finds the first one's event."""
    head = form.sent_head if form.heeds_head else None
    try:
        return record_all(events, course=seen.number, by=request.user, seen=head)
    except Refused as refused:
        if TAKEN not in refused.codes:
            raise
        return record_all(events, course=seen.number, by=request.user, seen=head)


def _came(seen: Seen, events: Sequence[Event]) -> list[Came]:
    """Events with who recorded them, and when."""
    names, today = names_of(event.recorded_by for event in events), today_at(seen.zone)
    return [
        Came(
            event,
            names.get(event.recorded_by, event.recorded_by),
            moment(event.recorded_at, seen.zone, today) if event.recorded_at else "",
        )
        for event in events
    ]


def _told_first(seen: Seen, form: RecordForm, events: Sequence[Event]) -> list[Finding]:
    """What is recorded all the same, once the person has read it; with what forbids it, so that all is read at once.

    Nothing where every warning was read. A page that was saved before warns no more.
    """
    there = {event.id for event in seen.log}
    if not form.tells_notes or seen.protocol is None or events[0].id in there:
        return []
    born = seen.profile.born if seen.profile else None
    about: dict[str, Any] = {"born": born, "log": seen.log, "zone": seen.zone, "coming": events[1:]}
    found = check(seen.protocol, seen.course, events[0], today=today_at(seen.zone), **about)
    warnings = [finding for finding in found if finding.level == WARN and not form.is_noted(finding)]
    return [*standing_objections(found, events[0]), *warnings] if warnings else []
