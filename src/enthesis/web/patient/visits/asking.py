"""What does not suit: the form in which a patient says when times would be good."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic.wishes import PARTS, Wishes
from enthesis.scheduling.problem import Away
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.patient.visits.telling import WEEKDAYS

AWAYS = (1, 2)
PARTS_SAID = {
    "morning": gettext_lazy("In the morning, until 12:00"),
    "afternoon": gettext_lazy("In the afternoon, 12:00 to 17:00"),
    "evening": gettext_lazy("In the evening, from 17:00"),
}
assert set(PARTS_SAID) == set(PARTS)


class WishesForm(forms.Form):
    """Weekdays, times of day, days away, from when on, and with whom. Nothing has to be answered."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    weekdays = fields.several(
        gettext_lazy("Which days suit you?"), [], help_text=gettext_lazy("Tick none if any day is fine.")
    )
    parts = fields.several(
        gettext_lazy("Which times suit you?"),
        list(PARTS_SAID.items()),
        help_text=gettext_lazy("Tick none if any time is fine."),
    )
    only = fields.choice(
        gettext_lazy("And if there is nothing then?"),
        [
            ("no", gettext_lazy("Show me the nearest other times")),
            ("yes", gettext_lazy("I cannot come at other times")),
        ],
        missing=gettext_lazy("Choose one of the two."),
        required=False,
    )
    earliest = fields.day(gettext_lazy("Not before"), required=False)

    def __init__(self, data: Any = None, *, wishes: Wishes, today: date, weekdays: frozenset[int], video: bool) -> None:
        super().__init__(data)
        self.today, self.has_video = today, video
        days = [(str(day), name) for day, name in enumerate(WEEKDAYS) if day in weekdays or day in wishes.weekdays]
        self.fields["weekdays"].choices = days  # type: ignore[attr-defined]  # a MultipleChoiceField
        for number in AWAYS:
            self.fields[f"away_from{number}"] = fields.day(_("Away from"), required=False)
            self.fields[f"away_to{number}"] = fields.day("to", required=False)
        self.fields["same"] = fields.several("", [("same", _("I would like the same clinician each time"))])
        if video:
            self.fields["video"] = fields.several("", [("video", _("By video or telephone where that is possible"))])
        self.initial = {
            "weekdays": [str(day) for day in sorted(wishes.weekdays)],
            "parts": [name for name in PARTS if name in wishes.parts],
            "only": "yes" if wishes.only else "no",
            "earliest": wishes.earliest,
            "same": ["same"] if wishes.same_clinician else [],
            "video": ["video"] if wishes.video else [],
        }
        for number, away in zip(AWAYS, wishes.away, strict=False):
            self.initial[f"away_from{number}"], self.initial[f"away_to{number}"] = away.first, away.last

    def aways(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """The fields for days away, from and to."""
        for number in AWAYS:
            yield self[f"away_from{number}"], self[f"away_to{number}"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for number in AWAYS:
            first, last = said.get(f"away_from{number}"), said.get(f"away_to{number}")
            if first and last and last < first:
                self.add_error(
                    f"away_to{number}",
                    ValidationError(_("The last day away is before the first. Correct one of them.")),
                )
            elif last and not first and f"away_from{number}" not in self.errors:
                self.add_error(f"away_from{number}", ValidationError(_("Give the first day that you are away.")))
        if said.get("only") == "yes" and not (said.get("weekdays") or said.get("parts")):
            self.add_error("only", ValidationError(_("Tick the days or times at which you can come.")))
        return said

    def wishes(self) -> Wishes:
        """What was said."""
        said = self.cleaned_data
        away = []
        for number in AWAYS:
            first, last = said.get(f"away_from{number}"), said.get(f"away_to{number}")
            if first:
                away.append(Away(first, last or first))
        return Wishes(
            weekdays=frozenset(int(day) for day in said["weekdays"]),
            parts=frozenset(said["parts"]),
            only=said["only"] == "yes",
            earliest=said["earliest"],
            away=tuple(away),
            same_clinician=bool(said["same"]),
            video=bool(said.get("video")),
        )
