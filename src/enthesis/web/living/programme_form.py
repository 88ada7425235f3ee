"""A programme as a therapist writes it: stages tied to injections, a row for each exercise. It works without script."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.pathway.checks.living import MOST_EXERCISES, MOST_STAGES
from enthesis.pathway.events import Exercise, ProgrammeAgreed, Stage
from enthesis.pathway.home.programmes import Template
from enthesis.web.forms import fields
from enthesis.web.forms.base import RecordForm

SPARE = 2  # empty rows that a stage is offered with
_NUMBERS = ("sets", "repeats", "seconds", "days_a_week")


@dataclass(frozen=True, slots=True)
class Part:
    """One stage of the form: its own fields, and the rows of its exercises."""

    place: int
    head: tuple[forms.BoundField, ...]
    rows: tuple[tuple[forms.BoundField, ...], ...]
    hidden: tuple[forms.BoundField, ...]


class ProgrammeForm(RecordForm):
    """All stages of one programme. `shape` is how many rows each stage has."""

    kind = ProgrammeAgreed
    tells_optional = False
    title = gettext_lazy("Exercise programme")
    done = gettext_lazy("The programme is agreed.")
    save_says = gettext_lazy("Agree this programme")

    shape_of = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def __init__(
        self, data: Any = None, *, shape: Sequence[int], today: date, activity: str, template: str, **options: Any
    ) -> None:
        initial = {**(options.pop("initial", None) or {}), "shape_of": ",".join(map(str, shape))}
        super().__init__(data, initial=initial, **options)
        self.shape, self.activity, self.template = tuple(shape), activity, template
        self.today = today
        self.fields["rest_days"] = _count(_("Days without exercises after each injection"), 0, 60)
        self.fields["note"] = fields.words(_("Note"), rows=3)
        for place, rows in enumerate(self.shape):
            self._add_stage(place)
            for row in range(rows):
                self._add_row(place, row)

    def _add_stage(self, place: int) -> None:
        self.fields[f"s{place}-id"] = _hidden()
        self.fields[f"s{place}-title"] = fields.line(_("Stage"), most=120)
        self.fields[f"s{place}-injection"] = _count(_("After treatment number"), 0, 40)
        self.fields[f"s{place}-days"] = _count(_("Days after it"), 0, 365)

    def _add_row(self, place: int, row: int) -> None:
        at = f"s{place}-e{row}"
        self.fields[f"{at}-id"] = _hidden()
        self.fields[f"{at}-name"] = fields.line(_("Exercise"), most=120)
        self.fields[f"{at}-how"] = fields.line(_("How"), most=400)
        for name, says, most in (
            ("sets", _("Sets"), 50),
            ("repeats", _("Repeats"), 500),
            ("seconds", _("Seconds"), 3600),
            ("days_a_week", _("Days a week"), 7),
        ):
            self.fields[f"{at}-{name}"] = _count(says, 1, most)

    def parts(self) -> Iterator[Part]:
        """The stages as the page shows them."""
        for place, rows in enumerate(self.shape):
            names = [f"s{place}-e{row}" for row in range(rows)]
            yield Part(
                place=place,
                head=tuple(self[f"s{place}-{name}"] for name in ("title", "injection", "days")),
                rows=tuple(tuple(self[f"{at}-{name}"] for name in ("name", "how", *_NUMBERS)) for at in names),
                hidden=(self[f"s{place}-id"], *(self[f"{at}-id"] for at in names)),
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for place in range(len(self.shape)):
            if not self._is_used(said, place):
                continue
            if not said.get(f"s{place}-title"):
                self.add_error(f"s{place}-title", ValidationError(_("Give the stage a title.")))
            for name, says in (
                ("injection", _("Say after which treatment it begins; 0 for before the first one.")),
                ("days", _("Say how many days after it. No source states it: you decide.")),
            ):
                if said.get(f"s{place}-{name}") is None and f"s{place}-{name}" not in self.errors:
                    self.add_error(f"s{place}-{name}", ValidationError(says))
        if not any(self._is_used(said, place) for place in range(len(self.shape))) and not self.errors:
            self.add_error("s0-title", ValidationError(_("Write one stage at least.")))
        return said

    def _is_used(self, said: Mapping[str, Any], place: int) -> bool:
        return bool(said.get(f"s{place}-title")) or bool(self._exercises(said, place))

    def _exercises(self, said: Mapping[str, Any], place: int) -> tuple[Exercise, ...]:
        found = []
        for row in range(self.shape[place]):
            at = f"s{place}-e{row}"
            name = str(said.get(f"{at}-name") or "").strip()
            if name:
                numbers = {key: _whole(said.get(f"{at}-{key}")) for key in _NUMBERS}
                how = str(said.get(f"{at}-how") or "").strip()
                found.append(Exercise(id=said.get(f"{at}-id") or self._new_id(at), name=name, how=how, **numbers))
        return tuple(found)

    def _new_id(self, at: str) -> str:
        """A name for what has none yet: the same each time that one page is sent."""
        return f"{at}-{str(self.cleaned_data.get('form_id', ''))[:8]}"

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        stages = [
            Stage(
                id=said.get(f"s{place}-id") or self._new_id(f"s{place}"),
                title=said[f"s{place}-title"],
                injection=_whole(said[f"s{place}-injection"]) or 0,
                days=_whole(said[f"s{place}-days"]) or 0,
                exercises=self._exercises(said, place),
            )
            for place in range(len(self.shape))
            if self._is_used(said, place)
        ]
        return {
            "happened_on": self.today,
            "stages": tuple(sorted(stages, key=lambda stage: (stage.injection, stage.days))),
            "rest_days": _whole(said.get("rest_days")),
            "template": self.template,
            "activity": self.activity,
            "note": said["note"].strip(),
        }


def shape_of(text: str) -> list[int]:
    """The shape that a page sent; one stage where it is no shape."""
    parts = text.split(",")[:MOST_STAGES]
    found = [min(int(part), MOST_EXERCISES) for part in parts if part.isascii() and part.isdigit()]
    return found or [SPARE]


def from_programme(programme: ProgrammeAgreed) -> tuple[list[int], dict[str, Any]]:
    """The form's shape and initial values for changing what is agreed."""
    initial: dict[str, Any] = {"rest_days": programme.rest_days}
    for place, stage in enumerate(programme.stages):
        initial |= _stage_values(place, stage.id, stage.title, stage.injection, stage.days)
        initial |= _row_values(place, stage.exercises)
    return [len(stage.exercises) + SPARE for stage in programme.stages], initial


def from_template(template: Template) -> tuple[list[int], dict[str, Any]]:
    """The form's shape and initial values for beginning with a template. What is not stated stays empty."""
    initial: dict[str, Any] = {"rest_days": template.rest_days}
    for place, stage in enumerate(template.stages):
        initial |= _stage_values(place, stage.id, stage.title, stage.injection, stage.days)
        initial |= _row_values(place, stage.exercises)
    return [len(stage.exercises) + SPARE for stage in template.stages], initial


def _stage_values(place: int, name: str, title: str, injection: int, days: int | None) -> dict[str, Any]:
    at = f"s{place}"
    return {f"{at}-id": name, f"{at}-title": title, f"{at}-injection": injection, f"{at}-days": days}


def _row_values(place: int, exercises: Sequence[Exercise]) -> dict[str, Any]:
    keys = ("id", "name", "how", *_NUMBERS)
    return {f"s{place}-e{row}-{key}": getattr(exercise, key) for row, exercise in enumerate(exercises) for key in keys}


def _hidden() -> forms.CharField:
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


def _count(says: str, least: int, most: int) -> forms.IntegerField:
    limits = {"least": least, "most": most}
    wrong = _("Give a whole number from %(least)s to %(most)s.") % limits
    widget = forms.TextInput({"inputmode": "numeric", "class": "short", "autocomplete": "off"})
    errors = {"invalid": wrong, "min_value": wrong, "max_value": wrong}
    return forms.IntegerField(
        label=says, required=False, min_value=least, max_value=most, widget=widget, error_messages=errors
    )


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
