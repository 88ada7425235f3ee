"""Calendars: a visit as a file, secret addresses of calendars, and calendars kept elsewhere that the clinic reads."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from enthesis.clinic.access import FRONT_DESK, LEAD, PATIENT, STAFF, user_key
from enthesis.clinic.ical.feeds import feeds_of, make_feed, read_feed, revoke_feed
from enthesis.clinic.ical.outside import bring, conflicts, follow, remove
from enthesis.clinic.ical.reading import LARGEST, NotACalendar
from enthesis.clinic.ical.visits import NoSuchVisit, method_of, visit_file
from enthesis.clinic.limits import FEEDS
from enthesis.clinic.models import CalendarFeed, Membership, OutsideCalendar, Person, Resource
from enthesis.clinic.opening import open_course
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.frame import me
from enthesis.web.guard import page, public_page
from enthesis.web.sign_in.limits import limited

# -- files and feeds --------------------------------------------------------------------------------------------------


def _file(request: HttpRequest, number: str, name: str) -> HttpResponse:
    seen = open_course(number, by=request.user)
    try:
        data, method = visit_file(seen, name), method_of(seen, name)
    except NoSuchVisit:
        raise Http404 from None
    answer = HttpResponse(data, content_type=f"text/calendar; charset=utf-8; method={method}")
    answer["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return answer


@page(PATIENT, methods=("GET",))
def own_visit(request: HttpRequest, number: str, visit: str) -> HttpResponse:
    """A visit of a patient as a file for a calendar program."""
    return _file(request, number, visit)


@page(*STAFF - {LEAD}, methods=("GET",))
def visit(request: HttpRequest, number: str, visit: str) -> HttpResponse:
    """The same for staff. Not for a lead, who sees no names."""
    return _file(request, number, visit)


@public_page
@limited(FEEDS)
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar under a secret address. Whoever has the address may read it."""
    data = read_feed(secret, datetime.now(UTC))
    if data is None:
        raise Http404
    answer = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    answer["Referrer-Policy"] = "no-referrer"
    return answer


# -- pages ------------------------------------------------------------------------------------------------------------


@page(PATIENT)
def patient(request: HttpRequest) -> HttpResponse:
    """A patient's own visits in the patient's own calendar program."""
    held = Membership.objects.filter(user_id=user_key(request.user), role=PATIENT).order_by("pk")
    person = Person.objects.get(pk=held.values_list("person", flat=True)[0])
    made = _change_feeds(request, person)
    if request.method == "POST" and made is None:
        return redirect("my-calendar")
    return render(
        request, "web/messages/patient_calendar.html", {"made": made, "feeds": feeds_of(person), "here": "visits"}
    )


class OutsideForm(forms.Form):
    """A calendar that is kept elsewhere: an address that is read every hour, or a file."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    name = fields.line("Name", missing="Give it a name: hospital, on call.", help_text="Hospital, on call, private.")
    address = fields.line("Address of a feed", most=500, help_text="It begins with https:// and is read every hour.")
    file = forms.FileField(label="Or a file", required=False, help_text="It ends in .ics and is read once.")

    def clean_file(self) -> bytes:
        given = self.cleaned_data["file"]
        if given is None:
            return b""
        if given.size > LARGEST:
            raise ValidationError(f"The file is larger than {LARGEST // 1024 // 1024} MB.")
        return bytes(given.read())

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and bool(said.get("address")) == bool(said.get("file")):
            raise ValidationError("Give an address or a file, one of the two.")
        return said


@page(*STAFF)
def staff(request: HttpRequest) -> HttpResponse:
    """The calendar of one's own account; the front desk and a lead see those of others too."""
    who = me(request)
    assert who.clinic is not None  # a role is a role in a clinic
    rows = Resource.objects.filter(clinic=who.clinic, in_use=True).select_related("clinic").order_by("kind", "name")
    mine = [row for row in rows if row.user_id == user_key(request.user)]
    others = [row for row in rows if row not in mine] if who.roles & {FRONT_DESK, LEAD} else []
    asked = request.GET.get("of", "")
    there = [*mine, *others]
    resource = next((row for row in there if str(row.pk) == asked), there[0] if there else None)
    form = OutsideForm()
    made = None
    if resource is not None and request.method == "POST":
        here = f"{reverse('own-calendar')}?of={resource.pk}"
        what = request.POST.get("what", "")
        if what == "read":
            form = OutsideForm(request.POST, request.FILES)
            if form.is_valid() and _read(request, resource, form):
                return redirect(here)
        elif what == "remove":
            _remove(request, resource)
            return redirect(here)
        else:
            made = _change_feeds(request, resource)
            if made is None:
                return redirect(here)
    now = datetime.now(UTC)
    context = {
        "resource": resource,
        "may_publish": resource in mine or LEAD in who.roles,
        "others": [row for row in there if row != resource],
        "feeds": feeds_of(resource) if resource else [],
        "outside": list(OutsideCalendar.objects.filter(resource=resource).order_by("name")) if resource else [],
        "conflicts": [
            (each, each.starts.astimezone(who.zone))
            for each in conflicts(who.clinic.pk, now)
            if resource and each.resource == resource.name
        ],
        "form": form,
        "made": made,
        "zone": who.zone,
    }
    return render(request, "web/messages/staff_calendar.html", context)


def _change_feeds(request: HttpRequest, whose: Resource | Person) -> str | None:
    """Make or revoke an address as a page asked. The new address, which is shown this once."""
    if request.method != "POST":
        return None
    if request.POST.get("what") == "make":
        made = make_feed(whose, by=request.user)
        return made.address if settings.ADDRESS else request.build_absolute_uri(made.path)
    asked = request.POST.get("feed", "")
    found: CalendarFeed | None = next((each for each in feeds_of(whose) if str(each.pk) == asked), None)
    if found is not None:
        revoke_feed(found, by=request.user)
        messages.success(request, "That address shows nothing any more.", "note-good")
    return None


def _read(request: HttpRequest, resource: Resource, form: OutsideForm) -> bool:
    """Take what a form brings. False: the form shows what is wrong."""
    said, now = form.cleaned_data, datetime.now(UTC)
    try:
        if said["file"]:
            found = bring(resource, said["name"], said["file"], by=request.user, now=now)
        else:
            found = follow(resource, said["name"], said["address"], by=request.user, now=now)
    except NotACalendar as problem:
        form.add_error("file" if said["file"] else "address", ValidationError(str(problem)))
        return False
    messages.success(request, f"“{found.name}” is read. Nobody is booked at its busy times.", "note-good")
    return True


def _remove(request: HttpRequest, resource: Resource) -> None:
    asked = request.POST.get("calendar", "")
    for each in OutsideCalendar.objects.filter(resource=resource).select_related("resource"):
        if str(each.pk) == asked:
            remove(each, by=request.user)
            messages.success(request, f"“{each.name}” is no longer read. Its times are free again.", "note-good")
