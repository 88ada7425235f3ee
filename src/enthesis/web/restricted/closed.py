"""What somebody of the staff sees of a restricted record: that it is one, and the way to open it in an emergency."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from enthesis.clinic.emergencies import minutes_of
from enthesis.clinic.errors import Restricted
from enthesis.clinic.models import Person
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer


class EmergencyForm(forms.Form):
    """One's reason."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    why = fields.words(
        gettext_lazy("Why you have to open it now"),
        missing=gettext_lazy("Say why: the lead and the patient read it."),
        help_text=gettext_lazy("A sentence. The lead and the patient read it as you write it."),
    )


def closed(request: HttpRequest, refused: Restricted) -> HttpResponse:
    """The page in place of the one that was asked for."""
    person = Person.objects.get(pk=refused.person)
    back = request.get_full_path() if request.method == "GET" else ""
    return shown(request, person, EmergencyForm(), back, status=403)


def shown(request: HttpRequest, person: Person, form: EmergencyForm, back: str, status: int = 200) -> HttpResponse:
    """The form of an emergency."""
    lasts, is_decided = minutes_of(person.clinic_id)
    context: dict[str, Any] = {
        "form": form,
        "person": person,
        "back": back,
        "minutes": lasts,
        "is_decided": is_decided,
        "was_sent": request.method == "POST" and status == 403,
    }
    return render(request, "web/restricted/emergency.html", context, status=status)
