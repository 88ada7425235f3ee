"""Mending one course: what is wrong with its booked times, and what would move."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enthesis.clinic import mending
from enthesis.clinic.access import CLINICIAN, FRONT_DESK, THERAPIST
from enthesis.clinic.errors import Refused, Stale
from enthesis.clinic.mending import Mended
from enthesis.clinic.opening import Seen, open_course
from enthesis.web.clinician.views import name_of
from enthesis.web.guard import page
from enthesis.web.mending.keys import sent_key
from enthesis.web.mending.telling import held_for, notice, short, tell


@page(THERAPIST, FRONT_DESK, CLINICIAN)
def mend(request: HttpRequest, number: str) -> HttpResponse:
    """The plan for a course; sent, it is carried out once."""
    seen = open_course(number, by=request.user)
    if request.method == "POST":
        try:
            done = mending.mend(seen, by=request.user, key=sent_key(request))
        except (Refused, Stale) as problem:
            messages.warning(request, f"Nothing was moved. {problem}", "note-care")
        else:
            _say(request, seen, done)
        return redirect("mend", number)
    plan = mending.plan(seen)
    context = {
        "seen": seen,
        "name": name_of(seen),
        "plan": plan,
        "told": tell(seen, plan),
        "asks": any(line.is_asked for line in plan.moves),
        "moves": any(not line.is_asked for line in plan.moves),
        "held_for": held_for(plan.hours),
        "notice": notice(plan.hours),
        "key": uuid4().hex,
    }
    return render(request, "web/mending/mend.html", context)


def _say(request: HttpRequest, seen: Seen, done: Mended) -> None:
    if done.moved:
        many = len(done.moved)
        messages.success(request, f"{many} visit{'' if many == 1 else 's'} moved or booked.", "note-good")
    if done.held is not None:
        until = short(done.held.until, seen.zone)
        messages.info(request, f"The new times are held until {until}. Ask the patient.", "note")
    if done.says or done.plan.says:
        messages.warning(request, done.says or done.plan.says, "note-care")
    if not (done.moved or done.held or done.says or done.plan.says):
        messages.info(request, "There was nothing to move.", "note")
