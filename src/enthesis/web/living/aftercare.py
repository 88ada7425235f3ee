"""What is usual today after the latest injection, at the place where it was, and what is not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from enthesis.clinic.access import PATIENT
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway.events import InjectionsGiven
from enthesis.pathway.home.aftercare import shipped
from enthesis.pathway.injection import target_in_words
from enthesis.web.frame import me, today_at
from enthesis.web.guard import page
from enthesis.web.medicines import patient_drugs
from enthesis.web.patient.check_in import sites_of
from enthesis.web.said import plainly


def latest_given(seen: Seen) -> InjectionsGiven | None:
    """The latest injection whose day is known."""
    dated = [given for given in seen.course.injections if given.happened_on is not None]
    return dated[-1] if dated else None


def day_after(seen: Seen) -> int | None:
    """How many days ago the latest injection was; None where there is none, or where nothing is to be read any more."""
    given = latest_given(seen)
    if given is None or given.happened_on is None:
        return None
    days = (today_at(seen.zone) - given.happened_on).days
    return days if 0 <= days <= shipped().last else None


@page(PATIENT, methods=("GET",))
def aftercare(request: HttpRequest, number: str) -> HttpResponse:
    """The lines of today."""
    seen = open_course(number, by=request.user)
    given, day = latest_given(seen), day_after(seen)
    sites = sites_of(given) if given is not None else []
    context = {
        "seen": seen,
        "given": given,
        "day": day,
        "title": "" if day is None else _day(day),
        "where": ", ".join(dict.fromkeys(plainly(target_in_words(site)) for site in given.sites)) if given else "",
        "site_known": bool(sites),
        "lines": {} if day is None else shipped().on(day, sites),
        "around": patient_drugs(seen, today_at(seen.zone)),
        "head": shipped().head,
        "clinic": me(request).clinic,
        "here": "next",
    }
    return render(request, "web/living/aftercare.html", context)


def _day(day: int) -> str:
    return _("The day of the injection") if day == 0 else _("Day %(day)s after the injection") % {"day": day}
