"""Whether two patients are one: shown side by side, made one with a reason, and two again where that was wrong."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic.access import FRONT_DESK, LEAD
from enthesis.clinic.accounts import names_of
from enthesis.clinic.errors import NotAllowed
from enthesis.clinic.merging import NotMerged, merge, merges_into, part
from enthesis.clinic.models import Person
from enthesis.clinic.numbers import PERSON, key_of
from enthesis.clinic.people import Someone, someone_of
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.frame import me
from enthesis.web.frontdesk.person import found
from enthesis.web.guard import page
from enthesis.web.words import visit_time


class OtherForm(forms.Form):
    """Which patient may be the same."""

    default_renderer = Renderer
    use_required_attribute = False
    other = fields.line(
        gettext_lazy("Number of the other patient"),
        missing=gettext_lazy("Give the number of the other patient, for instance P-0007."),
        most=12,
        help_text=gettext_lazy("For instance P-0007."),
    )

    def clean_other(self) -> str:
        typed: str = self.cleaned_data["other"]
        return typed.strip().upper()


class WhyForm(forms.Form):
    """Why two patients are one, or are not."""

    default_renderer = Renderer
    use_required_attribute = False
    why = fields.line(
        gettext_lazy("How do you know?"), missing=gettext_lazy("Say how you know."), most=300, help_text=""
    )


@page(FRONT_DESK, LEAD)
def same(request: HttpRequest, number: str) -> HttpResponse:
    """The patient of the address stays; the other one is from now on read as that patient."""
    one = found(request, number)
    asked = OtherForm(request.GET if "other" in request.GET else None)
    other = _other(request, asked, one)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = Person.objects.get(pk=one.pk)
        try:
            if "apart" in request.POST:
                was = _named(request.POST["apart"])
                if was.pk not in {each.person for each in merges_into(person)}:
                    raise NotMerged(_("That patient is not one with this one."), "")
                part(was, why=form.cleaned_data["why"], by=request.user)
                messages.success(request, _("They are two patients again."), "note-good")
                return redirect("person-same", one.number)
            if other is not None:
                merge(Person.objects.get(pk=other.pk), person, why=form.cleaned_data["why"], by=request.user)
                messages.success(request, _("They are one patient now."), "note-good")
                return redirect("person" if one.profile else "person-same", one.number)
        except NotMerged as problem:
            form.add_error(None, f"{problem.says} {problem.remedy}".strip())
    held = merges_into(Person.objects.get(pk=one.pk))
    names = names_of(each.by for each in held)
    context = {
        "one": one,
        "other": other,
        "asked": asked,
        "form": form,
        "held": [
            (each, Person(pk=each.person).number, names.get(each.by, each.by), visit_time(each.at, me(request).zone))
            for each in held
        ],
        "back": reverse("person", args=[one.number]) if one.profile else "",
    }
    return render(request, "web/frontdesk/same.html", context)


def _other(request: HttpRequest, asked: OtherForm, one: Someone) -> Someone | None:
    if not asked.is_bound or not asked.is_valid():
        return None
    key = key_of(asked.cleaned_data["other"], PERSON)
    try:
        other = someone_of(key or 0, request.user)
    except NotAllowed:
        asked.add_error("other", _("There is no patient of that number."))
        return None
    if other.pk == one.pk:
        asked.add_error("other", _("That is this very patient."))
        return None
    return other


def _named(number: str) -> Person:
    person = Person.objects.filter(pk=key_of(number, PERSON) or 0).first()
    if person is None:
        raise Http404("There is no such person among those that you may see.")
    return person
