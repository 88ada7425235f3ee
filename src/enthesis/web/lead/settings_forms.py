"""What a lead types on the settings pages: the clinic itself, and its wishes for bookings."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from enthesis.clinic.booking_wishes import DAYS_APART, DEVICE_DAYS, POINTS, BookingWishes
from enthesis.clinic.decisions import NotDecided
from enthesis.clinic.languages import languages
from enthesis.clinic.lead.identity import FIELDS, checked
from enthesis.clinic.models import Clinic
from enthesis.clinic.move_hours import HELD, NOTICE, MoveHours
from enthesis.pathway.estimate.money import currencies
from enthesis.scheduling.values import WEEKDAYS
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer


class ClinicForm(forms.Form):
    """Everything that the clinic is called by, and where it is."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any = None, *, clinic: Clinic | None = None) -> None:
        super().__init__(data)
        add = self.fields
        add["name"] = fields.line(
            _("Name of the clinic, as patients see it"), missing=_("Give the clinic a name."), most=200
        )
        add["time_zone"] = fields.pick(
            _("Time zone"),
            [("", _("Choose")), *((zone, zone.replace("_", " ")) for zone in _zones())],
            missing=_("Choose the time zone."),
        )
        add["country"] = fields.line(
            _("Country"),
            most=2,
            help_text=_("Two letters: US, GB, DE. Its drug limits are proposed when a solution is mixed."),
        )
        named = [(code, f"{code}, {each.name}") for code, each in sorted(currencies().items())]
        add["currency"] = fields.pick(_("Currency"), [("", _("not said")), *named])
        add["language"] = fields.pick(_("Language where a person has chosen none"), [("", _("not said")), *languages()])
        add["telephone"] = fields.line(_("Telephone by day"), most=40)
        add["telephone_when_closed"] = fields.line(_("Telephone when the clinic is closed"), most=40)
        add["emergency_number"] = fields.line(
            _("Emergency number of the country"), most=40, help_text=_("911, 112, 999.")
        )
        if clinic is not None:
            add["meeting_link"] = fields.line(_("Link of video visits"), most=300, help_text=_("From https:// on."))
            self.initial = {name: getattr(clinic, name) for name in FIELDS}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name in FIELDS:
            if name in said:
                try:
                    said[name] = checked(name, said[name])
                except NotDecided as problem:
                    self.add_error(name, ValidationError(str(problem)))
        return said


class BookingForm(forms.Form):
    """Wishes for the series that are proposed. What is left empty is as the default has it."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any = None, *, wishes: BookingWishes, hours: MoveHours) -> None:
        super().__init__(data)
        self.wishes = wishes
        add = self.fields
        days = [(day, day.capitalize()) for day in WEEKDAYS]
        add[DEVICE_DAYS] = fields.several(_("Weekdays on which visits with a device are gathered"), days)
        add[DAYS_APART] = fields.line(_("Least days between two visits of a patient"), most=3)
        self.initial[DEVICE_DAYS] = [WEEKDAYS[day] for day in sorted(wishes.device_weekdays)]
        self.initial[DAYS_APART] = str(wishes.one_visit_per_days) if DAYS_APART in wishes.decided else ""
        for what, label, span in (
            (HELD, _("For how many hours a new time is held while the patient decides"), hours.held),
            (NOTICE, _("How many hours of notice a patient has before a new time"), hours.notice),
        ):
            now = str(int(span.total_seconds() // 3600))
            add[what] = fields.line(
                label, most=4, help_text=_("Not decided: %(now)s") % {"now": now} if what in hours.undecided else ""
            )
            self.initial[what] = "" if what in hours.undecided else now
        for name in POINTS:
            now = getattr(wishes.penalties, name)
            decided = name in wishes.decided
            label = _("Points: %(what)s") % {"what": name.replace("_", " ")}
            add[name] = fields.line(
                label, most=6, help_text="" if decided else _("Not decided: %(now)s") % {"now": now}
            )
            self.initial[name] = str(now) if decided else ""

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name in (DAYS_APART, HELD, NOTICE, *POINTS):
            typed = said.get(name, "")
            if typed and not (typed.isascii() and typed.isdecimal()):
                self.add_error(name, ValidationError(_("Write a whole number, or leave it empty.")))
        return said

    def changes(self) -> Iterator[tuple[str, str]]:
        """What differs from what holds: name and value; "" takes a decision back."""
        for name in (DEVICE_DAYS, DAYS_APART, HELD, NOTICE, *POINTS):
            value = self.cleaned_data[name]
            if value != self.initial[name]:
                yield name, " ".join(value) if isinstance(value, list) else value


def _zones() -> list[str]:
    """Zones that are named after places: Europe/Berlin."""
    places = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    return ["UTC", *sorted(zone for zone in available_timezones() if zone.partition("/")[0] in places)]
