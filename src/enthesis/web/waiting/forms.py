"""What is asked about somebody who waits, and about how the clinic offers a time."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from enthesis.clinic.waiting import Wishes
from enthesis.clinic.waiting_rules import FIRST_COME, LONGEST, ONE_BY_ONE, Rules
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NOTICE = (("2", "2 hours"), ("12", "Half a day"), ("24", "A day"), ("48", "2 days"), ("168", "A week"))
WAYS = (
    (ONE_BY_ONE, "To one patient after the other: the time is held until the answer"),
    (FIRST_COME, "To all whom it fits: whoever says yes first has it"),
)


class Form(forms.Form):
    """With our own templates and sentences."""

    default_renderer = Renderer
    use_required_attribute = False


class JoinForm(Form):
    """Which visit, and when the patient can come. What is left out is open."""

    visit = fields.choice("Which visit", (), missing="Choose the visit that waits.")
    weekdays = fields.several(
        "Weekdays that go", [(str(n), name) for n, name in enumerate(DAYS)], help_text="None ticked: any."
    )
    start = fields.clock("From", required=False)
    end = fields.clock("To", required=False)
    clinician = fields.pick("Only with", ())
    notice = fields.choice(
        "How long before, the patient must know", NOTICE, missing="Choose how long before.", inline=True
    )
    until = fields.day("Of use until", required=False, help_text="The last day. Empty: as long as the visit's window.")

    def __init__(self, data: Any = None, *, visits: Sequence[tuple[str, str]], people: Sequence[str]) -> None:
        super().__init__(data)
        self.fields["visit"].choices = list(visits)  # type: ignore[attr-defined]  # a ChoiceField
        chosen = [("", "whoever may"), *((name, name) for name in people)]
        self.fields["clinician"].choices = chosen  # type: ignore[attr-defined]  # a ChoiceField
        self.initial = {"notice": "24", "visit": visits[0][0] if len(visits) == 1 else ""}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        start, end = said.get("start"), said.get("end")
        if start and end and start >= end and end != time(0):
            self.add_error("end", ValidationError("This is not after the beginning. 00:00 is the end of the day."))
        return said

    @property
    def wishes(self) -> Wishes:
        said = self.cleaned_data
        span = (said["start"] or time(0), said["end"] or time(0))
        return Wishes(
            weekdays=frozenset(map(int, said["weekdays"])),
            times=(span,) if said["start"] or said["end"] else (),
            clinician=said["clinician"],
            notice_hours=int(said["notice"]),
        )


class WayForm(Form):
    """How the clinic offers a time that became free."""

    way = fields.choice("To whom a free time is offered", WAYS, missing="Choose to whom.")
    minutes = fields.amount("How long an offer lasts", unit="minutes", least=5, most=LONGEST)

    def __init__(self, data: Any = None, *, rules: Rules) -> None:
        super().__init__(data)
        self.initial = {"way": rules.way, "minutes": rules.minutes}

    def clean_minutes(self) -> int:
        minutes = self.cleaned_data["minutes"]
        if minutes is None or minutes != int(minutes):
            raise ValidationError("Give a whole number of minutes: 120.")
        return int(minutes)
