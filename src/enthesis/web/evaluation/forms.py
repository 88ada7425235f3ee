"""What a stranger types besides the answers: where to send a link, who they are and what they ask for, a reply."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from enthesis.clinic.intake.papers import EITHER, IN_PERSON, TELEHEALTH
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer

TRAP = "website"  # a field that people do not see; programs fill it in
OLDEST = 120
LEAST_DIGITS = 6


class Plain(forms.Form):
    """A form in our own look, with a trap for programs."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = True

    @property
    def is_trapped(self) -> bool:
        """Whether a program filled in what a person cannot see."""
        return bool(self.data.get(TRAP))


def email(label: Any, *, missing: Any = "", help_text: Any = "") -> forms.EmailField:
    """An e-mail address."""
    return forms.EmailField(
        label=label,
        required=bool(missing),
        help_text=help_text,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": missing,
            "invalid": gettext_lazy("That is no e-mail address. Write it like name@example.org."),
        },
    )


class LinkForm(Plain):
    """Where the link to come back goes."""

    email = email(gettext_lazy("Your e-mail address"), missing=gettext_lazy("Type your e-mail address."))
    reminder = fields.several(gettext_lazy("If you do not finish"), (("no", gettext_lazy("Do not remind me")),))

    def __init__(self, data: Any = None, *, remind_days: int, **options: Any) -> None:
        super().__init__(data, **options)
        if not remind_days:
            del self.fields["reminder"]
            return
        says = ngettext(
            "After %(days)d day without an answer the link comes once more, and then never again.",
            "After %(days)d days without an answer the link comes once more, and then never again.",
            remind_days,
        )
        self.fields["reminder"].help_text = says % {"days": remind_days}

    @property
    def is_unwanted(self) -> bool:
        """Whether no reminder is wanted."""
        return bool(self.cleaned_data.get("reminder"))


class ContactForm(Plain):
    """Who asks, and for what."""

    name = fields.line(
        gettext_lazy("Your name"), missing=gettext_lazy("Type your first name and your family name."), most=200
    )
    born = fields.day(gettext_lazy("Your birth date"), missing=gettext_lazy("Give your birth date."))
    telephone = fields.line(gettext_lazy("Telephone"), most=40, inputmode="tel")
    email = email(gettext_lazy("E-mail"))
    mode = fields.choice(
        gettext_lazy("How would you like to speak with the clinic?"),
        (
            (TELEHEALTH, gettext_lazy("By video")),
            (IN_PERSON, gettext_lazy("At the clinic")),
            (EITHER, gettext_lazy("Either is fine")),
        ),
        missing=gettext_lazy("Choose how you would like to speak with the clinic."),
    )
    when = fields.line(gettext_lazy("When does it suit you?"), help_text=gettext_lazy("For instance: weekdays after 4"))
    words = fields.words(gettext_lazy("What else should the clinic know?"), rows=4)

    def __init__(self, data: Any = None, *, today: date, **options: Any) -> None:
        super().__init__(data, **options)
        self.today = today
        for name, kind in (("name", "name"), ("born", "bday"), ("telephone", "tel")):
            self.fields[name].widget.attrs["autocomplete"] = kind

    def clean_born(self) -> date:
        born: date = self.cleaned_data["born"]
        if not self.today.year - OLDEST <= born.year or born > self.today:
            raise ValidationError(_("That cannot be right. Correct your birth date."))
        return born

    def clean_telephone(self) -> str:
        said = str(self.cleaned_data["telephone"])
        if said and sum(c.isdigit() for c in said) < LEAST_DIGITS:
            raise ValidationError(_("That is too short for a telephone number. Type all its digits."))
        return said

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not said.get("telephone") and not said.get("email"):
            self.add_error(
                "telephone", ValidationError(_("Give a telephone number or an e-mail address: one of them is needed."))
            )
        return said


class ReplyForm(Plain):
    """The answer to what the clinic asked."""

    words = fields.words(gettext_lazy("Your answer"), missing=gettext_lazy("Type your answer."), rows=5)
