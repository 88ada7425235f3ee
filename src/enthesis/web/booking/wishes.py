"""What a patient wishes of a series, as the page asks it: all in the address, so that a page can be loaded again."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError

from enthesis.scheduling.problem import Away, Patient
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.forms.fields import Options

WEEKDAYS = (
    ("0", "Mon"), ("1", "Tue"), ("2", "Wed"), ("3", "Thu"), ("4", "Fri"), ("5", "Sat"), ("6", "Sun"),
)  # fmt: skip
MOST_SESSIONS, MOST_APART = 30, 90
STAYS = 2  # spans of days away that are asked for


class WishesForm(forms.Form):
    """Wishes; whatever is left empty is no wish."""

    default_renderer = Renderer
    use_required_attribute = False

    sessions = fields.amount(
        "Sessions",
        least=1,
        most=MOST_SESSIONS,
        help_text="The number is not agreed yet: times are looked for as if it were this many.",
    )
    apart = fields.amount(
        "Days between sessions",
        least=1,
        most=MOST_APART,
        help_text="The protocol states none: sessions are looked for as if it were this many.",
    )
    weekday = fields.several("Days that suit", WEEKDAYS)
    earliest = fields.clock("Not before", required=False)
    latest = fields.clock("Over by", required=False)
    only = forms.BooleanField(label="Other days and times are not possible", required=False)
    clinician = fields.pick("With", ())
    same = forms.BooleanField(label="The same person each time", required=False)
    remote = fields.several("By video", (), help_text="These visits then need no room.")

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        people: Sequence[str],
        remote: Options,
        asks_sessions: bool,
        asks_apart: bool,
        today: date,
    ) -> None:
        super().__init__(data)
        self.today = today
        for number in range(1, STAYS + 1):
            self.fields[f"away-{number}"] = fields.day("Away from", required=False)
            self.fields[f"back-{number}"] = fields.day("to", required=False)
        self.fields["clinician"].choices = [("", "whoever is free"), *((name, name) for name in people)]  # type: ignore[attr-defined]
        self.fields["remote"].choices = remote  # type: ignore[attr-defined]
        if not remote:
            del self.fields["remote"]
        if not asks_sessions:
            del self.fields["sessions"]
        if not asks_apart:
            del self.fields["apart"]
        if not people:
            del self.fields["clinician"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("earliest") and said.get("latest") and said["latest"] <= said["earliest"]:
            self.add_error("latest", ValidationError("Give a later time than the one before it."))
        for name in ("sessions", "apart"):
            if (number := said.get(name)) is not None and number != int(number):
                self.add_error(name, ValidationError("Give a whole number."))
        for number in range(1, STAYS + 1):
            first, last = said.get(f"away-{number}"), said.get(f"back-{number}")
            if last and (not first or last < first):
                self.add_error(f"back-{number}", ValidationError("Give the first day, and a later last one."))
        return said

    # -- what they come to ------------------------------------------------------------------------------------

    def patient(self) -> Patient:
        """The wishes as the scheduler takes them; none where the form is wrong."""
        if not self.is_valid():
            return Patient()
        said = self.cleaned_data
        times = ((said["earliest"] or time(0), said["latest"] or time(0)),)
        weekdays = frozenset(int(day) for day in said["weekday"])
        has_times = bool(said["earliest"] or said["latest"])
        return Patient(
            away=tuple(self._away()),
            weekdays=weekdays,
            times=times if has_times else (),
            only=said["only"] and (has_times or bool(weekdays)),
            clinician=said.get("clinician") or "",
            same_clinician=said["same"],
        )

    @property
    def sessions_asked(self) -> int | None:
        found = self.cleaned_data.get("sessions") if self.is_valid() else None
        return int(found) if found else None

    @property
    def days_apart(self) -> int:
        found = self.cleaned_data.get("apart") if self.is_valid() else None
        return int(found) if found else 0

    @property
    def by_video(self) -> frozenset[str]:
        return frozenset(self.cleaned_data.get("remote") or ()) if self.is_valid() else frozenset()

    def query(self, **more: str) -> str:
        """The wishes as the end of an address, with more, or without what is given empty."""
        kept: list[tuple[str, str]] = []
        for name, field in self.fields.items():
            if name in more:
                continue
            values = self.data.getlist(name) if hasattr(self.data, "getlist") else [self.data.get(name, "")]
            kept += [(name, str(value)) for value in values if value and (field is not None)]
        kept += [(name, value) for name, value in more.items() if value]
        return urlencode(kept)

    @property
    def is_empty(self) -> bool:
        return not self.query()

    def stays(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"away-{number}"], self[f"back-{number}"]) for number in range(1, STAYS + 1)]

    def _away(self) -> list[Away]:
        said = self.cleaned_data
        spans = [(said.get(f"away-{number}"), said.get(f"back-{number}")) for number in range(1, STAYS + 1)]
        return [Away(first, last or first) for first, last in spans if first]
