"""Who works in the clinic, as a lead keeps it."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enthesis.clinic import staff
from enthesis.clinic.access import LEAD
from enthesis.clinic.limits import INVITATIONS
from enthesis.clinic.messages.providers import OF_FILES
from enthesis.clinic.models import Clinic
from enthesis.web.frame import me
from enthesis.web.guard import page
from enthesis.web.sign_in.limits import limited
from enthesis.web.staff.forms import InviteForm, RolesForm, role_names


def _clinic(request: HttpRequest) -> Clinic:
    clinic = me(request).clinic
    assert clinic is not None  # a role is a role in a clinic
    return clinic


def _one(request: HttpRequest, account: int) -> staff.Colleague:
    found = staff.colleague(_clinic(request), account)
    if found is None:
        raise Http404("Nobody with that account works in this clinic.")
    return found


@page(LEAD, methods=("GET",))
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who works in the clinic."""
    names = role_names()
    rows = [(each, [names[role] for role in each.roles]) for each in staff.colleagues(_clinic(request))]
    return render(request, "web/staff/people.html", {"rows": rows, "is_example": me(request).is_example})


@page(LEAD)
@limited(INVITATIONS, "POST")
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody by e-mail."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            user = staff.invite_colleague(
                said["email"], said["name"], said["roles"], clinic=_clinic(request), by=request.user
            )
        except staff.NotChanged as problem:
            form.add_error(problem.field or None, str(problem))
        else:
            if settings.EMAIL_BACKEND == OF_FILES:
                says = _("The account of %(email)s is made. No e-mail leaves this clinic: its link lies in the inbox.")
            else:
                says = _("An e-mail with a link goes to %(email)s. The link works for seven days.")
            messages.success(request, says % {"email": user.email}, "note-good")
            return redirect("staff")
    return render(request, "web/staff/invite.html", {"form": form})


@page(LEAD)
@limited(INVITATIONS, "POST")
def one(request: HttpRequest, account: int) -> HttpResponse:
    """The roles of somebody; another invitation where the first was not taken up."""
    found = _one(request, account)
    form = RolesForm(request.POST if "roles-of" in request.POST else None, initial={"roles": found.roles})
    try:
        if request.method == "POST" and "again" in request.POST:
            staff.invite_again(found.user, clinic=_clinic(request), by=request.user)
            lies = settings.EMAIL_BACKEND == OF_FILES
            says = _("A new link lies in the inbox.") if lies else _("A new link is on its way.")
            messages.success(request, f"{says} {_('The old one works no longer.')}", "note-good")
            return redirect("staff-one", account)
        if form.is_bound and form.is_valid():
            staff.set_roles(found.user, form.cleaned_data["roles"], clinic=_clinic(request), by=request.user)
            messages.success(request, _("The roles are kept. They hold from now on."), "note-good")
            return redirect("staff" if LEAD in form.cleaned_data["roles"] or found.user != request.user else "first")
    except staff.NotChanged as problem:
        if form.is_bound:
            form.add_error("roles", str(problem))
        else:
            messages.warning(request, str(problem), "note-care")
    return render(request, "web/staff/one.html", {"one": found, "form": form})


@page(LEAD)
def leave(request: HttpRequest, account: int) -> HttpResponse:
    """Somebody works here no longer."""
    found = _one(request, account)
    shown = {"one": found, "left": staff.bookings_with(found.user, _clinic(request))}
    if request.method == "POST" and "leave" in request.POST:
        try:
            left = staff.leave(found.user, clinic=_clinic(request), by=request.user)
        except staff.NotChanged as problem:
            messages.warning(request, str(problem), "note-care")
        else:
            if found.user == request.user:
                return redirect("first")
            return render(request, "web/staff/left.html", {**shown, "left": left})
    return render(request, "web/staff/leave.html", shown)
