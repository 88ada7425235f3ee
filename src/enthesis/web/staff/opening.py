"""Opening an account with the link of an invitation: with a password, or with a passkey and no password at all."""

from typing import Any

from django import forms
from django.contrib.auth import login
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from enthesis.clinic.limits import LINKS
from enthesis.clinic.models import User
from enthesis.clinic.staff import invited, opened
from enthesis.web.forms.base import Renderer
from enthesis.web.sign_in.limits import limited

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class PasswordForm(forms.Form):
    """A password of one's own."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.user = user
        box = forms.PasswordInput({"autocomplete": "new-password"})
        missing = {"required": _("Type a password.")}
        hint = " ".join(map(str, password_validators_help_texts()[1:2]))
        self.fields["password"] = forms.CharField(
            label=_("A password of your own"), widget=box, error_messages=missing, help_text=hint, strip=False
        )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited(LINKS)
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Whoever has the link chooses how to sign in, and is signed in. The link then opens nothing any more."""
    user = invited(secret)
    if user is None:
        answer = render(request, "web/staff/no_invitation.html", status=404)
        answer["Referrer-Policy"] = "no-referrer"
        return answer
    form = PasswordForm(request.POST if "password" in request.POST else None, user=user)
    if request.method == "POST" and "passkey" in request.POST:
        opened(user)
        login(request, user, backend=BACKEND)
        return redirect("mfa_add_webauthn")
    if form.is_bound and form.is_valid():
        user.set_password(form.cleaned_data["password"])
        user.save(update_fields=["password"])
        opened(user)
        login(request, user, backend=BACKEND)
        return redirect("first")
    clinic = user.memberships.select_related("clinic").order_by("-pk").values_list("clinic__name", flat=True).first()
    answer = render(request, "web/staff/invitation.html", {"form": form, "whose": user, "clinic_name": clinic})
    answer["Referrer-Policy"] = "same-origin"
    return answer
