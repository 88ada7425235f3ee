"""The access log as a lead reads it, and as a patient reads who looked at the patient's own record."""

import csv
import io
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from enthesis.clinic.access import LEAD, PATIENT, user_key
from enthesis.clinic.audit.reading import Asked, Line, log_of, visitors_of
from enthesis.clinic.emergencies import openings_of, openings_of_person
from enthesis.clinic.limits import EXPORTS
from enthesis.clinic.models import Membership
from enthesis.clinic.restricting import named_for, restricted_people
from enthesis.clinic.staff import colleagues
from enthesis.web.audit.words import said
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.frame import me
from enthesis.web.guard import page
from enthesis.web.sign_in.limits import limited

MOST_LINES = 5_000  # of the table


class AskForm(forms.Form):
    """What is looked for."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any, *, who: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["who"] = fields.pick(_("Who looked"), [("", _("Anybody")), *who])
        self.fields["whom"] = fields.line(_("At whom: number of a course or a patient"), most=20)
        self.fields["day"] = forms.DateField(
            label=_("On which day"),
            required=False,
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": _("Give a day.")},
        )

    @property
    def asked(self) -> Asked:
        given = self.cleaned_data if self.is_valid() else {}
        whom = str(given.get("whom") or "").strip().upper()
        day: date | None = given.get("day")
        return Asked(
            who=given.get("who") or "",
            course=whom if whom.startswith("C") else "",
            person=whom if whom and not whom.startswith("C") else "",
            day=day,
        )


def _form(request: HttpRequest) -> AskForm:
    clinic = me(request).clinic
    assert clinic is not None  # a role is a role in a clinic
    people = [(each.user.handle, each.user.name or each.user.handle) for each in colleagues(clinic)]
    return AskForm(request.GET or None, who=people)


@page(LEAD, methods=("GET",))
def log(request: HttpRequest) -> HttpResponse:
    """Who saw what in the clinic, fifty lines a page, the newest first."""
    who = me(request)
    assert who.clinic is not None  # a role is a role in a clinic
    form = _form(request)
    number = _page(request)
    lines, more = log_of(request.user, who.clinic, form.asked, zone=who.zone, page=number)
    query = urlencode({name: request.GET.get(name, "") for name in ("who", "whom", "day")})
    context = {
        "form": form,
        "rows": [(line, said(line.what), line.at.astimezone(who.zone)) for line in lines],
        "number": number,
        "more": more,
        "query": query,
        "emergencies": openings_of(who.clinic.pk, waiting=True),
        "restricted": restricted_people(who.clinic.pk),
        "zone": who.zone,
    }
    return render(request, "web/audit/log.html", context)


@page(LEAD, methods=("GET",))
@limited(EXPORTS)
def table(request: HttpRequest) -> HttpResponse:
    """The same for a spreadsheet."""
    who = me(request)
    assert who.clinic is not None  # a role is a role in a clinic
    lines, _more = log_of(request.user, who.clinic, _form(request).asked, zone=who.zone, size=MOST_LINES)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("at", "who", "name", "what", "allowed", "why", "course", "person", "listed"))
    writer.writerows(_row(line) for line in lines)
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="who-saw-what.csv"'
    return answer


def _row(line: Line) -> tuple[object, ...]:
    name = f"'{line.name}" if line.name[:1] in ("=", "+", "-", "@", "\t") else line.name  # no formula
    at = line.at.isoformat(timespec="seconds")
    allowed = "yes" if line.allowed else "no"
    return at, line.who, name, line.what, allowed, line.why, line.course, line.person, line.shown or ""


@page(PATIENT, methods=("GET",))
def own(request: HttpRequest) -> HttpResponse:
    """Who looked at the patient's own record in the last year."""
    who = me(request)
    assert who.clinic is not None  # a role is a role in a clinic
    mine = Membership.objects.filter(user_id=user_key(request.user), role=PATIENT, clinic=who.clinic)
    persons = [person for person in mine.values_list("person", flat=True) if person is not None]
    found = [
        visitor for person in persons for visitor in visitors_of(person, who.clinic.pk, request.user, zone=who.zone)
    ]
    emergencies = {each.key: each for person in persons for each in openings_of_person(person, who.clinic.pk)}
    context = {
        "visitors": found,
        "emergencies": list(emergencies.values()),
        "open_to": named_for(persons),
        "zone": who.zone,
    }
    return render(request, "web/audit/own.html", context)


def _page(request: HttpRequest) -> int:
    given = request.GET.get("page", "")
    return int(given) if given.isascii() and given.isdecimal() and 0 < len(given) < 5 else 1
