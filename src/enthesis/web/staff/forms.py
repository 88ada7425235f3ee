"""The questions that a lead is asked about somebody who works in the clinic."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, LEAD, THERAPIST
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer


def role_names() -> dict[str, str]:
    """The roles of staff, as people call them."""
    return {
        CLINICIAN: _("Clinician"),
        THERAPIST: _("Therapist"),
        FRONT_DESK: _("Front desk"),
        LEAD: _("Lead"),
    }


class RolesForm(forms.Form):
    """What somebody is in the clinic."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["roles"] = fields.several(
            _("Roles"),
            list(role_names().items()),
            missing=_("Choose one role or several."),
            help_text=_("A lead sees figures and no names of patients, and decides what the clinic decides."),
        )


class InviteForm(RolesForm):
    """Somebody new."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        roles = self.fields.pop("roles")
        self.fields["name"] = fields.line(_("Name, as the others see it"), missing=_("Type the name."), most=200)
        self.fields["email"] = fields.line(
            _("E-mail address"), missing=_("Type the e-mail address."), most=254, inputmode="email"
        )
        self.fields["roles"] = roles
