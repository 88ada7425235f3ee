"""One tap on the day list: the patient is here; and one to take it back."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from enthesis.clinic.access import MAY_RECORD
from enthesis.clinic.door import new_id, record
from enthesis.clinic.errors import Refused
from enthesis.clinic.opening import open_course
from enthesis.pathway import events as e
from enthesis.web.frame import today_at

ARRIVED, NOT_HERE = "arrived", "not-here"


def note(request: HttpRequest) -> None:
    """Record what a button of the day list says: `what`, the course's number, and the visit or the arrival's id.

    Twice is once: a patient who is here already, or no longer is, is not noted again.
    """
    what, number, about = (request.POST.get(name, "")[:64] for name in ("what", "course", "about"))
    if what not in (ARRIVED, NOT_HERE):
        return
    seen = open_course(number, by=request.user)
    today = today_at(seen.zone)
    event: e.Event
    if what == ARRIVED:
        if about in seen.course.arrived:
            return
        event = e.PatientArrived(id=new_id(), happened_on=today, visit=about)
    else:
        if about not in {arrival.id for arrival in seen.course.arrived.values()}:
            return
        event = e.Withdrawn(id=new_id(), happened_on=today, replaces=about)
    try:
        record(event, course=number, by=request.user)
    except Refused as refused:
        for finding in refused.findings:
            messages.error(request, f"{finding.says} {finding.remedy}".strip(), "note-stop")
    else:
        name = seen.profile.name if seen.profile else number
        says = _("%(name)s is here.") if what == ARRIVED else _("%(name)s is not here after all.")
        messages.success(request, says % {"name": name}, "note-good")


def may_note(roles: frozenset[str]) -> bool:
    return bool(roles & MAY_RECORD[e.PatientArrived])
