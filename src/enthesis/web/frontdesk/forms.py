"""How a patient is looked for, and what a clinic knows a patient by."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic.profiles import EMAIL, NO_MESSAGES, SMS, Profile
from enthesis.clinic.search_words import SHORTEST_NUMBER
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer

LANGUAGES = (("", gettext_lazy("as the clinic writes")), ("en", "English"), ("es", "Español"))


class SearchForm(forms.Form):
    """Finding a patient: what is filled in must all fit. Sent in the body, so that no name stands in an address."""

    default_renderer = Renderer
    use_required_attribute = False
    words = fields.line(gettext_lazy("Name, or the beginnings of names"), most=100)
    born = fields.day(gettext_lazy("Birth date"), required=False)
    telephone = fields.line(gettext_lazy("Telephone, last digits"), most=40, inputmode="tel")
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000, widget=forms.HiddenInput)

    def clean_telephone(self) -> str:
        typed: str = self.cleaned_data["telephone"]
        if typed and len(_digits(typed)) < SHORTEST_NUMBER:
            raise ValidationError(_("Give at least the last four digits of the number."))
        return typed

    @property
    def is_asked(self) -> bool:
        return self.is_valid() and any(self.cleaned_data[name] for name in ("words", "born", "telephone"))


class PersonForm(forms.Form):
    """What a clinic knows a patient by."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = True
    name = fields.line(gettext_lazy("Name"), missing=gettext_lazy("Give the patient's name."), most=200)
    born = fields.day(gettext_lazy("Birthday"), required=False)
    telephone = fields.line(gettext_lazy("Telephone"), most=40, inputmode="tel")
    email = fields.line(gettext_lazy("E-mail"), most=200, inputmode="email")
    messages = fields.choice(
        gettext_lazy("Reminders and other messages"),
        (
            (EMAIL, gettext_lazy("by e-mail")),
            (SMS, gettext_lazy("by text message")),
            (NO_MESSAGES, gettext_lazy("none: the patient does not want any")),
        ),
        missing=gettext_lazy("Say how the patient wants to be told."),
    )
    language = fields.pick(gettext_lazy("Language of messages"), LANGUAGES)
    contact = fields.line(
        gettext_lazy("Other ways to reach the patient"), help_text=gettext_lazy("A relative, a second number.")
    )
    known_as = fields.line(
        gettext_lazy("Other names"),
        most=200,
        help_text=gettext_lazy("An earlier name: the patient is found by it too. Put a comma between two."),
    )
    referrer = fields.words(
        gettext_lazy("Sent by"), rows=3, help_text=gettext_lazy("Name of the doctor, then the address, line by line.")
    )

    def __init__(self, *positional: Any, today: date, **options: Any) -> None:
        super().__init__(*positional, **options)
        self.today = today

    @classmethod
    def of(cls, profile: Profile, *positional: Any, **options: Any) -> "PersonForm":
        """The form of a patient who is known."""
        said = {name: getattr(profile, name) for name in cls.base_fields}
        return cls(*positional, initial={**said, "known_as": ", ".join(profile.known_as)}, **options)

    def clean_born(self) -> date | None:
        born: date | None = self.cleaned_data["born"]
        if born and born > self.today:
            raise ValidationError(_("That day has not come yet. Correct the birthday."))
        return born

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"].strip()
        if typed:
            try:
                validate_email(typed)
            except ValidationError:
                raise ValidationError(_("That is no e-mail address. Write it like name@example.org.")) from None
        return typed

    def clean_telephone(self) -> str:
        typed: str = self.cleaned_data["telephone"].strip()
        if typed and len(_digits(typed)) < SHORTEST_NUMBER:
            raise ValidationError(_("That is no telephone number. Write it like +1 555 0100."))
        return typed

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("messages") == SMS and "telephone" in said and not said["telephone"]:
            self.add_error("telephone", _("Text messages need a telephone number."))
        return said

    def profile(self) -> Profile:
        """What a valid form says."""
        said = {name: self.cleaned_data[name] for name in self.base_fields}
        names = (name.strip() for name in said.pop("known_as").split(","))
        return Profile(**said, known_as=tuple(name for name in names if name))


def _digits(typed: str) -> str:
    return "".join(sign for sign in typed if sign.isascii() and sign.isdigit())
