"""People, rooms and devices, their hours, and what visits take: as a lead types it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from enthesis.clinic.booking import BUFFERS
from enthesis.clinic.models import User
from enthesis.clinic.resources import NotAResource, check_hours
from enthesis.scheduling.problem import Hours
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer

KINDS = (
    ("clinician", "A clinician"),
    ("therapist", "A therapist"),
    ("room", "A room"),
    ("device", "A device"),
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MINUTES = {
    "visit": "A consultation or other visit",
    "injection": "An injection",
    "review": "A review",
    "physical-therapy": "An appointment of therapy",
    "before": "Kept free before a visit",
    "after": "Kept free after a visit",
}
_SPAN = re.compile(r"\s*(\d{1,2})[:.](\d{2})\s*(?:-|–|to)\s*(\d{1,2})[:.](\d{2})\s*")
HELP = "08:00-12:00, 13:00-17:00. Empty: not there. 00:00 as an end is the end of the day."


class Form(forms.Form):
    """With our own templates and sentences."""

    default_renderer = Renderer
    use_required_attribute = False


class NewForm(Form):
    """A new resource; its hours come on the next page."""

    name = fields.line("Name", missing="Give its name: Dr Rahman, Room 2.", most=80, help_text="It keeps it.")
    kind = fields.choice("What is it?", KINDS, missing="Choose what it is.")
    skills = fields.line("Skills", most=200, help_text="Words with commas: ultrasound, c-arm. A visit may ask for one.")
    site = fields.line("Site", most=80, help_text="Only where the clinic has several; empty: goes anywhere.")

    @property
    def skill_words(self) -> tuple[str, ...]:
        return skill_words(self.cleaned_data["skills"])


class AboutForm(Form):
    """What is said of a resource beside its name."""

    skills = fields.line("Skills", most=200, help_text="Words with commas. A visit may ask for one.")
    site = fields.line("Site", most=80, help_text="Empty: goes anywhere.")
    account = fields.pick("Whose account", (), help_text="Of a person: whose own calendar it is.")

    def __init__(self, data: Any = None, *, staff: Sequence[User], **options: Any) -> None:
        super().__init__(data, **options)
        chosen = [("", "nobody's"), *((str(user.pk), user.name or user.handle) for user in staff)]
        self.fields["account"].choices = chosen  # type: ignore[attr-defined]
        self.staff = {str(user.pk): user for user in staff}

    @property
    def user(self) -> User | None:
        return self.staff.get(self.cleaned_data["account"])


class HoursForm(Form):
    """The hours of a week, a line for each day."""

    def __init__(self, data: Any = None, *, hours: Sequence[Hours] = ((),) * 7) -> None:
        super().__init__(data, initial={f"day-{n}": in_words(spans) for n, spans in enumerate(hours)})
        for number, name in enumerate(DAYS):
            self.fields[f"day-{number}"] = fields.line(name, most=120)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        self.hours: list[Hours] = []
        for number in range(7):
            self.hours.append(_read(self, f"day-{number}", said))
        return said


class OtherHoursForm(Form):
    """Other hours on one day."""

    day = fields.day("Day", missing="Give the day.")
    spans = fields.line("Hours on that day", most=120, help_text="Empty: not there at all.")
    why = fields.line("Why", most=200, help_text="Shown in the calendar: holiday, repair, course.")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        self.hours = _read(self, "spans", said)
        return said


class ClosedForm(Form):
    """Days on which the clinic is closed for everybody."""

    first = fields.day("Closed on", missing="Give the first day.")
    last = fields.day("to", required=False, help_text="Empty: that one day.")
    why = fields.line("Why", missing="Say why: a public holiday, a course for all staff.", most=200)


class LinkForm(Form):
    """Where visits by video are held."""

    link = fields.line("Address of the meeting room", most=300, help_text="Begins with https://; empty: none.")


class MinutesForm(Form):
    """How long visits take where no protocol says so."""

    def __init__(self, data: Any = None, *, now: Mapping[str, int]) -> None:
        super().__init__(data, initial={f"minutes-{what}": minutes for what, minutes in now.items()})
        self.now = now
        for what, says in MINUTES.items():
            least = 0 if what in BUFFERS else 5
            self.fields[f"minutes-{what}"] = fields.amount(
                says, unit="minutes", least=least, most=480, missing="Give minutes."
            )

    def changed_minutes(self) -> Iterator[tuple[str, int]]:
        """What is sent and differs, or was not decided yet."""
        for what in MINUTES:
            yield what, int(self.cleaned_data[f"minutes-{what}"])


def skill_words(text: str) -> tuple[str, ...]:
    """ultrasound, C-arm as the words that a need asks for."""
    words = ("-".join(part.split()).casefold() for part in text.replace(";", ",").split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def in_words(hours: Hours) -> str:
    """08:00-12:00, 13:00-17:00."""
    return ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in hours)


def spans_of(text: str) -> Hours:
    """Hours of a day as they are typed. Raises `NotAResource`."""
    found = []
    for part in filter(None, (part.strip() for part in re.split(r"[,;]|\band\b", text))):
        match = _SPAN.fullmatch(part)
        if match is None:
            raise NotAResource(f"“{part[:30]}” is no span of time.", "Write 08:00-12:00, 13:00-17:00.")
        try:
            a, b, c, d = (int(number) for number in match.groups())
            found.append((time(a, b), time(c % 24 if d == 0 else c, d)))
        except ValueError:
            raise NotAResource(f"“{part[:30]}” has a time that no clock shows.", "Write 08:00-12:00.") from None
    check_hours(tuple(found))
    return tuple(sorted(found))


def _read(form: forms.Form, name: str, said: Mapping[str, Any]) -> Hours:
    try:
        return spans_of(str(said.get(name) or ""))
    except NotAResource as problem:
        form.add_error(name, ValidationError(f"{problem.says} {problem.remedy}"))
        return ()
