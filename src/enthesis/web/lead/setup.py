"""The first run: a page that makes the clinic, its lead and what it begins with, while there is no clinic."""

from typing import Any

from django import forms
from django.contrib.auth import login
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from enthesis.clinic.decisions import NotDecided
from enthesis.clinic.lead import first_run
from enthesis.clinic.models import User
from enthesis.clinic.resources import NotAResource
from enthesis.clinic.staff import NotChanged
from enthesis.pathway.protocol.library import latest
from enthesis.web.forms import fields
from enthesis.web.lead.settings_forms import ClinicForm

CLINIC = ("name", "time_zone", "country", "currency", "language")
CALLS = ("telephone", "telephone_when_closed", "emergency_number")
LEAD = ("lead_name", "lead_email", "password")
LATER = ("clinician_name", "clinician_email", "room", "opens", "closes")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class SetupForm(ClinicForm):
    """The clinic, its lead, its first protocol; the first clinician and room may wait."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        add = self.fields
        add["telephone"].required = True  # whoever reads the public page, or feels worse at home, calls it
        add["telephone"].error_messages["required"] = _("Give the number that patients call.")
        add["lead_name"] = fields.line(
            _("Your name, as others in the clinic see it"), missing=_("Give your name."), most=200
        )
        add["lead_email"] = _email(_("Your e-mail address, to sign in with"), _("Give your e-mail address."))
        add["password"] = forms.CharField(
            label=_("A password of your own"),
            widget=forms.PasswordInput({"autocomplete": "new-password"}),
            help_text=" ".join(map(str, password_validators_help_texts()[1:2])),
            strip=False,
            error_messages={"required": _("Type a password.")},
        )
        known = [(name, protocol.title) for name, protocol in latest().items()]
        add["protocol"] = fields.pick(
            _("First protocol"),
            [("", _("Choose later")), *known],
            help_text=_("You get a draft of your own of it, to decide what its source leaves open."),
        )
        add["clinician_name"] = fields.line(_("Name of the first clinician"), most=200)
        add["clinician_email"] = _email(_("Their e-mail address: an invitation is sent"), "")
        add["room"] = fields.line(_("Name of the first treatment room"), most=100)
        add["opens"] = fields.clock(_("Weekdays from"), required=False)
        add["closes"] = fields.clock(_("Weekdays until"), required=False)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.data.get("lead_email", ""), name=self.data.get("lead_name", "")))
        return password

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for one, other, says in (
            ("clinician_email", "clinician_name", _("Give the clinician's name too.")),
            ("clinician_name", "clinician_email", _("Give the clinician's e-mail address too.")),
            ("opens", "closes", _("Give both times.")),
            ("closes", "opens", _("Give both times.")),
        ):
            if said.get(one) and not said.get(other) and other not in self.errors:
                self.add_error(other, ValidationError(says))
        return said

    def first(self) -> first_run.First:
        said = self.cleaned_data
        return first_run.First(
            said["lead_name"],
            said["lead_email"],
            said["password"],
            said["protocol"],
            said["clinician_name"],
            said["clinician_email"],
            said["room"],
            said["opens"],
            said["closes"],
        )


@never_cache
@require_http_methods(["GET", "HEAD"])
def closed(request: HttpRequest) -> HttpResponse:
    """Where there is no clinic yet: how to find the link. Where there is one: to it."""
    if not first_run.is_open():
        return redirect("first")
    return render(request, "web/lead/setup_closed.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest, secret: str) -> HttpResponse:
    """Make the clinic and sign its lead in. The link opens nothing afterwards."""
    if not first_run.is_secret(secret):
        raise Http404("This link opens nothing (any more).")
    form = SetupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        clinic = {name: form.cleaned_data[name] for name in (*CLINIC, *CALLS)}
        try:
            _made, lead = first_run.make(secret, clinic, form.first())
        except (NotDecided, NotChanged, NotAResource) as problem:
            field = getattr(problem, "field", "")
            form.add_error(field if field in form.fields else None, ValidationError(str(problem)))
        except first_run.NotEmpty as problem:
            raise Http404(str(problem)) from None
        else:
            login(request, lead, backend=BACKEND)
            return redirect("first")
    groups = [
        (_("The clinic"), [form[name] for name in CLINIC]),
        (_("Whom patients call"), [form[name] for name in CALLS]),
        (_("You, who lead it"), [form[name] for name in LEAD]),
        (_("What it begins with"), [form["protocol"]]),
        (_("May wait: the first clinician and room"), [form[name] for name in LATER]),
    ]
    return render(request, "web/lead/setup.html", {"form": form, "groups": groups})


def _email(label: str, missing: str) -> forms.EmailField:
    says = {"required": missing, "invalid": _("That is no e-mail address. Write it as name@clinic.example.")}
    box = forms.EmailInput({"autocomplete": "email"})
    return forms.EmailField(label=label, required=bool(missing), max_length=254, widget=box, error_messages=says)
