"""What the diary asks, in a patient's words: three touches, and what may be added."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from enthesis.pathway.course import Course
from enthesis.pathway.events import DiaryEntered, Event
from enthesis.pathway.home.rescue import offered
from enthesis.web.forms import fields
from enthesis.web.forms.base import RecordForm
from enthesis.web.patient.forms import sides_of, taken
from enthesis.web.said import plainly
from enthesis.web.words import capped, near

LONGEST_TARGET = 120


def open_days(course: Course, today: date, days_back: int) -> list[date]:
    """Today, and the days just before it that the diary has no entry for, the latest first."""
    written = {entry.on for entry in course.diary}
    since = course.started_on or today
    earlier = [today - timedelta(days=back) for back in range(1, days_back + 1)]
    return [today, *(day for day in earlier if day not in written and day >= since)]


class DiaryForm(RecordForm):
    """One entry of the diary: of this moment, or of an earlier day as a whole."""

    kind = DiaryEntered
    heeds_head = tells_notes = False
    title = gettext_lazy("Pain diary")
    done = gettext_lazy("Thank you. Your diary is saved.")

    at = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(
        self,
        data: Any = None,
        *,
        course: Course,
        days: Sequence[date],
        day: date,
        target: str | None,
        zone: tzinfo,
        **options: Any,
    ) -> None:
        today = days[0]
        initial = {"happened_on": day.isoformat(), "at": datetime.now(UTC).isoformat(timespec="seconds")}
        super().__init__(data, initial=initial, **options)
        self.sides, self.day, self.zone, self.target = sides_of(course), day, zone, target
        self.is_today = day == today
        self.about_day = capped(near(day, today))
        missing = _("Choose the day that this is about.")
        self.fields["happened_on"] = forms.ChoiceField(
            choices=[(one.isoformat(), "") for one in days],
            widget=forms.HiddenInput,
            error_messages={"required": missing, "invalid_choice": missing},
        )
        self.fields.update(_about_pain(get_language(), self.figure, self.sides))
        self.fields["function"] = fields.scale(
            _("How much was it in your way?") if not target else _("How hard was it: %(target)s?") % {"target": target},
            low=_("not at all"),
            high=_("I could not do it") if target else _("I could do nothing"),
            missing=_("Answer how much the pain was in your way: touch a number from 0 to 10."),
        )
        names = offered(course.drugs or ())
        self.fields["took"] = fields.several(
            _("Which medicines did you take, pain killers too?"), [(n, plainly(n)) for n in names]
        )
        self.fields.update(_about_more(get_language(), has_target=target is not None))

    @property
    def figure(self) -> str:
        """What the first question is about: this moment, or a whole day."""
        return "now" if self.is_today else "pain"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for side in self.sides:
            now, worst = said.get(f"now{side}"), said.get(f"worst{side}")
            if now is not None and worst is not None and worst < now:
                says = _("The worst today is at least as much as now. Touch a higher number, or leave it out.")
                self.add_error(f"worst{side}", ValidationError(says))
        return said

    def events(self) -> list[Event]:
        return [self._entry(place, side) for place, side in enumerate(self.sides)]

    def _entry(self, place: int, side: str) -> Any:
        """The entry of one side. What belongs to the whole person stands in the first one."""
        said = self.cleaned_data
        figures = {
            self.figure: said[f"{self.figure}{side}"],
            "worst": said.get(f"worst{side}"),
            "function": said["function"],
        }
        shared: dict[str, Any] = {"happened_on": self.day, "at": self._moment(), "side": side, **figures}
        if place:
            return self.event(number=place, **shared)
        took = tuple(dict.fromkeys([*said["took"], *taken(said["others"])]))
        more: dict[str, Any] = {"took": took, "sleep": said["sleep"], "words": said["words"].strip()}
        return self.event(**shared, **more, target=str(said.get("target") or "").strip())

    def _moment(self) -> datetime | None:
        """When the page was opened, as the page says it: a page that is sent twice says the same twice."""
        try:
            at = datetime.fromisoformat(self.cleaned_data.get("at") or "")
        except ValueError:
            return None
        is_so = at.tzinfo is not None and self.is_today and at.astimezone(self.zone).date() == self.day
        return at.astimezone(UTC) if is_so and at <= datetime.now(UTC) else None


# Questions that are the same for everybody are made once in a language. Nothing changes a field once it is made.


@lru_cache(maxsize=64)
def _about_pain(language: str | None, figure: str, sides: tuple[str, ...]) -> Mapping[str, forms.Field]:
    """What is asked about the pain itself: now and the worst today, or of another day."""
    is_now, asked = figure == "now", {}
    places = {side: {"where": _(" in your %(side)s side") % {"side": _side(side)} if side else ""} for side in sides}
    for side, where in places.items():
        asked[f"{figure}{side}"] = fields.scale(
            (
                _("How much pain do you have%(where)s now?")
                if is_now
                else _("How much pain did you have%(where)s, all in all?")
            )
            % where,
            low=_("no pain"),
            high=_("the worst pain you can think of"),
            missing=_("Answer how much pain you had%(where)s: touch a number from 0 to 10.") % where,
        )
    for side, where in places.items():
        asked[f"worst{side}"] = fields.scale(
            (_("And%(where)s at its worst today?") if is_now else _("And%(where)s at its worst that day?")) % where,
            missing="",
            required=False,
        )
    return asked


@lru_cache(maxsize=64)
def _about_more(language: str | None, *, has_target: bool) -> Mapping[str, forms.Field]:
    """What may be added."""
    asked: dict[str, forms.Field] = {
        "others": fields.words(_("Others"), help_text=_("One a line, in your own words."), rows=2),
        "sleep": fields.scale(
            _("How well did you sleep the night before?"),
            low=_("not at all"),
            high=_("very well"),
            missing="",
            required=False,
        ),
        "words": fields.words(_("Anything to add?"), rows=2),
    }
    if not has_target:
        asked["target"] = fields.line(
            _("One thing that you want to do again"),
            help_text=_(
                "In your own words, for instance: carry the shopping home. From the next time on we ask about it."
            ),
            most=LONGEST_TARGET,
        )
    return asked


def _side(side: str) -> str:
    return {"left": _("left"), "right": _("right")}.get(side, side)
