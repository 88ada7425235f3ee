"""What a patient is asked, in a patient's words. A form says what it hears as events and judges nothing."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.pathway.course import Course
from enthesis.pathway.events import DrugListTaken, Event, ScoresTaken
from enthesis.pathway.instruments import load
from enthesis.pathway.response.figures import PAIN
from enthesis.web.forms import fields
from enthesis.web.forms.base import RecordForm
from enthesis.web.said import plainly

NO_PAIN, WORST_PAIN = gettext_lazy("no pain"), gettext_lazy("the worst pain you can think of")
_PAIN_NOW = {  # side: the question, and what is missing where it is not answered
    "": (
        gettext_lazy("How bad is your pain right now?"),
        gettext_lazy("Answer how much pain you have now: touch a number from 0 to 10."),
    ),
    "left": (
        gettext_lazy("How bad is your pain in your left side right now?"),
        gettext_lazy("Answer how much pain you have in your left side now: touch a number from 0 to 10."),
    ),
    "right": (
        gettext_lazy("How bad is your pain in your right side right now?"),
        gettext_lazy("Answer how much pain you have in your right side now: touch a number from 0 to 10."),
    ),
}
MOST_DRUGS = 60


def sides_of(course: Course) -> tuple[str, ...]:
    """The sides that are asked about one by one."""
    return ("left", "right") if course.side == "both" else ("",)


def taken(text: str) -> tuple[str, ...]:
    """The medicines of one day, one a line or parted by commas."""
    names = (name.strip()[:200] for line in text.splitlines() for name in line.split(","))
    return tuple(dict.fromkeys(name for name in names if name))[:MOST_DRUGS]


class MedicinesForm(RecordForm):
    """Every medicine, one a line."""

    kind = DrugListTaken
    tells_notes = False
    title = gettext_lazy("Your medicines")
    done = gettext_lazy("Thank you. Your list is saved.")

    drugs = fields.words(gettext_lazy("Which medicines do you take?"), rows=6)
    none = fields.several("", [("none", gettext_lazy("I take no medicines at all"))])

    def __init__(self, data: Any = None, *, today: date, prescriber_only: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.today, self._prescriber_only = today, prescriber_only
        self.fields["drugs"].help_text = _(
            "One a line, with the strength if you know it. Also what you buy yourself:"
            " painkillers, aspirin, herbs, gels."
        )
        self.tells_optional = False

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        listed, none = self._listed(), bool(said.get("none"))
        if listed and none:
            self.add_error(
                "none", ValidationError(_("You list medicines and say that you take none. Correct one of them."))
            )
        elif not listed and not none and not self.errors:
            self.add_error("drugs", ValidationError(_("Type your medicines, or tick that you take none.")))
        elif len(listed) > MOST_DRUGS:
            self.add_error(
                "drugs",
                ValidationError(_("That are %(lines)d lines. Write one medicine a line.") % {"lines": len(listed)}),
            )
        return said

    def events(self) -> list[Event]:
        listed = self._listed()
        return [self.event(happened_on=self.today, drugs=listed, prescriber_only=self._prescriber_only(listed))]

    def _listed(self) -> tuple[str, ...]:
        lines = (line.strip() for line in (self.cleaned_data.get("drugs") or "").splitlines())
        return tuple(dict.fromkeys(line[:200] for line in lines if line))


class OutcomeForm(RecordForm):
    """The measures of one activity that can be asked in words of our own: the pain now, and the change on the whole."""

    kind = ScoresTaken
    heeds_head = tells_notes = False
    title = gettext_lazy("How are you now?")
    done = gettext_lazy("Thank you. Your answers are saved.")

    def __init__(
        self, data: Any = None, *, course: Course, activity: str, measures: Sequence[str], today: date, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.activity, self.today = activity, today
        self.sides = sides_of(course)
        self.asked = askable(measures)
        if PAIN in self.asked:
            add_pain(self, self.sides)
        if "pgic" in self.asked:
            wording = load()["pgic"].words[0]
            self.fields["pgic"] = fields.choice(
                plainly(wording.ask),
                [(value, plainly(says)) for value, says in wording.choices],
                missing=_("Answer how you are on the whole since the treatment began."),
            )

    def events(self) -> list[Event]:
        said = self.cleaned_data
        shared: dict[str, Any] = {"happened_on": self.today, "activity": self.activity}
        found = pain_scores(self, self.sides, **shared) if PAIN in self.asked else []
        if "pgic" in self.asked:
            shared |= {"instrument": "pgic", "words": said["pgic"], "version": load()["pgic"].version}
            found.append(
                self.event(ScoresTaken, number=len(found), **{**shared, "activity": "" if found else self.activity})
            )
        return found


def askable(measures: Sequence[str]) -> tuple[str, ...]:
    """Those of some measures whose question is ours to ask; the others need a form from the clinic."""
    return tuple(measure for measure in measures if measure in (PAIN, "pgic"))


def add_pain(form: RecordForm, sides: Sequence[str]) -> None:
    """The question for the pain right now, for each side."""
    for side in sides:
        now, missing = _PAIN_NOW[side]
        form.fields[f"now{side}"] = fields.scale(
            now,
            low=NO_PAIN,
            high=WORST_PAIN,
            missing=missing,
        )


def pain_scores(form: RecordForm, sides: Sequence[str], start: int = 0, **shared: Any) -> list[Event]:
    """The pain scores of a form; the activity is done once, however many sides there are."""
    found: list[Event] = []
    for place, side in enumerate(sides):
        value: Decimal = form.cleaned_data[f"now{side}"]
        mine: Mapping[str, Any] = shared if place == 0 else {**shared, "activity": ""}
        found.append(
            form.event(
                ScoresTaken,
                number=start + place,
                instrument=PAIN,
                value=value,
                side=side,
                version=load()[PAIN].version,
                **mine,
            )
        )
    return found
