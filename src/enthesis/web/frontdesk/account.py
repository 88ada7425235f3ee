"""A patient's account: whether there is one, and the invitation that opens it."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enthesis.clinic.access import PATIENT
from enthesis.clinic.intake.inviting import invited
from enthesis.clinic.looks import looked
from enthesis.clinic.models import Membership, Person
from enthesis.web.frontdesk.people import KEEPS
from enthesis.web.frontdesk.person import found
from enthesis.web.guard import page


@page(*KEEPS)
def account(request: HttpRequest, number: str) -> HttpResponse:
    """Who signs in for this patient; sent, an invitation goes to the patient's address."""
    one = found(request, number)
    if one.profile is None:
        raise Http404("Nothing is kept of this person any more.")
    if request.method == "POST" and one.profile.email:
        person = Person.objects.select_related("clinic").get(pk=one.pk)
        site = settings.ADDRESS or request.build_absolute_uri("/").rstrip("/")
        says = invited(one.profile.email, person, clinic=person.clinic, site=site, language=one.profile.language)
        looked(request.user, f"invite {one.number}", clinic=one.clinic, person=one.pk)
        messages.success(request, says, "note-good")
        return redirect("person", one.number)
    held = Membership.objects.filter(person=one.pk, role=PATIENT).select_related("user").order_by("pk")
    accounts = [(each.user.email, each.user.last_login) for each in held]
    return render(request, "web/frontdesk/account.html", {"one": one, "accounts": accounts})
