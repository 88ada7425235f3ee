"""One activity of a draft as a form, in the protocol's own language: what, who, when, how often, what then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from enthesis.pathway.protocol.change import (
    Placed,
    clock_of,
    placed,
)
from enthesis.pathway.protocol.figures import Figure, figures
from enthesis.pathway.protocol.model import END, INJECTION, START, Activity, Kind, Option, Protocol, Schedule
from enthesis.pathway.protocol.words import told
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.lead import activity_words as words
from enthesis.web.lead.forms import read_figure

COURSE = "course"
WORDS = ("title", "says", "kind", "purpose", "by", "optional", "needs", "requires", "until")


@dataclass(slots=True)
class Group:
    """Figures that one reason is given for, with what they are counted from."""

    title: str
    step: Placed | None = None
    figures: list[tuple[Figure, str]] = field(default_factory=list)  # each with the name of its field
    anchor: str = ""  # names of fields
    unit: str = ""
    points: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class FigureField:
    """One figure beside its field: what it rests on now."""

    field: forms.BoundField
    rests: str
    is_open: bool
    is_decision: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A group as the template reads it."""

    title: str
    anchor: forms.BoundField | None
    unit: forms.BoundField | None
    points: forms.BoundField | None
    figures: tuple[FigureField, ...]
    why: forms.BoundField


class ActivityForm(forms.Form):
    """Everything of one activity. A figure that is left empty says what its source says."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any = None, *, protocol: Protocol, activity: Activity, revision: int) -> None:
        super().__init__(data)
        self.protocol, self.activity = protocol, activity
        self.fields["revision"] = forms.IntegerField(initial=revision, widget=forms.HiddenInput())
        self._words()
        self.groups = tuple(self._groups())
        options = activity.decision.options if activity.decision else ()
        self.options: tuple[Option | None, ...] = ()
        if activity.decision or activity.kind is Kind.REVIEW:
            self.options = (*options, None)
        for place, option in enumerate(self.options):
            self._option(place, option)

    # -- the fields ------------------------------------------------------------------------------------------

    def _words(self) -> None:
        now = self.activity
        add = self.fields
        add["title"] = fields.line(_("Title"), missing=_("Give the activity a title."), most=200)
        add["says"] = fields.words(_("What it consists of"), rows=2)
        add["by"] = fields.pick(_("Who does it"), words.ROLES, missing=_("Choose who does it."))
        add["kind"] = fields.pick(_("What sort of thing it is"), words.KINDS, missing=_("Choose what it is."))
        add["purpose"] = fields.pick(_("What an injection is for"), words.PURPOSES)
        add["optional"] = fields.several("", [("yes", _("Offered, not owed: a course is complete without it"))])
        add["needs"] = fields.line(
            _("What it needs"),
            help_text=_("Rooms and devices with commas: treatment-room, ultrasound, c-arm."),
            most=200,
        )
        add["requires"] = fields.several(_("What must be true before"), words.CONDITIONS)
        others = [(a.id, a.title) for a in self.protocol.activities if a.id != now.id]
        add["until"] = fields.pick(_("It goes on until this is done"), [("", _("nothing in particular")), *others])
        for name, value in {
            "title": now.title,
            "says": now.says,
            "by": now.by.value,
            "kind": now.kind.value,
            "purpose": now.purpose.value if now.purpose else "",
            "optional": ["yes"] if now.optional else [],
            "needs": ", ".join(now.needs),
            "requires": [condition.value for condition in now.requires],
            "until": now.until,
        }.items():
            self.initial[name] = value

    def _groups(self) -> Iterator[Group]:
        left = list(figures(self.activity, self.protocol))
        number = 0

        def add(group: Group, found: Sequence[Figure]) -> Group:
            nonlocal number
            for figure in found:
                name = f"f{number}"
                number += 1
                self.fields[name] = fields.line(label_of(figure), most=80)
                self.initial[name] = typed_of(figure)
                group.figures.append((figure, name))
                left.remove(figure)
            group.why = f"why{number}"
            self.fields[group.why] = fields.line(_("Why the clinic departs from this, or fills it in"), most=300)
            return group

        for step in placed(self.activity):
            group = Group(_window_title(step), step)
            if step.key:
                group.anchor = f"after{number}"
                choices = self._anchors(each=step.key == "after_each")
                self.fields[group.anchor] = fields.pick(_("Counted from"), choices)
                self.initial[group.anchor] = step.step.after
            group.unit = f"unit{number}"
            self.fields[group.unit] = fields.pick(_("In"), words.UNITS)
            self.initial[group.unit] = step.step.unit.value
            path = f"{step.prefix}{step.step.unit.value}."
            yield add(group, [figure for figure in left if figure.path.startswith(path)])
        key, clock = clock_of(self.activity)
        if key:
            group = Group(_("When"), anchor=f"clock{number}")
            self.fields[group.anchor] = fields.pick(_("Counted from"), self._anchors(each=True))
            self.initial[group.anchor] = clock
            timing = self.activity.timing
            if isinstance(timing, Schedule):
                group.points = f"points{number}"
                label = _("Its points, in %(unit)s") % {"unit": timing.unit.value}
                self.fields[group.points] = fields.line(label, help_text=_("Numbers with commas: 3, 6, 12."), most=120)
                self.initial[group.points] = ", ".join(map(str, timing.points))
            yield add(group, [f for f in left if f.path.startswith(("days.", "margin_days."))])
        counts = [figure for figure in left if figure.path.startswith("sessions.")]
        if counts:
            yield add(Group(_("How many")), counts)
        if left:
            yield add(Group(_("Other figures")), list(left))

    def _anchors(self, *, each: bool) -> list[tuple[str, str]]:
        own = self.activity.id
        others = [(a.id, a.title) for a in self.protocol.activities if a.id != own]
        if each:
            return [(INJECTION, _("every injection")), *others]
        return [(START, _("the start of the course")), (END, _("the end of the series")), *others]

    def _option(self, place: int, option: Option | None) -> None:
        others = [(a.id, a.title) for a in self.protocol.activities]
        name = f"o{place}"
        self.fields[f"{name}-title"] = fields.line(_("What the option says"), most=120)
        self.fields[f"{name}-advised"] = fields.pick(_("When it is recommended"), words.ADVISED)
        self.fields[f"{name}-sets"] = fields.several(_("What is true from then on"), words.CONDITIONS)
        self.fields[f"{name}-ends"] = fields.several(
            _("What is no longer due"), [(COURSE, _("the whole course")), *others]
        )
        self.fields[f"{name}-repeats"] = fields.several(_("What is due once more"), others)
        self.fields[f"{name}-flags"] = fields.several(
            "", [("releases", _("Booked sessions of what it ends are given back")), ("gone", _("Remove this option"))]
        )
        if option is not None:
            self.initial.update(
                {
                    f"{name}-title": option.title,
                    f"{name}-advised": option.advised_when,
                    f"{name}-sets": [condition.value for condition in option.sets],
                    f"{name}-ends": list(option.ends),
                    f"{name}-repeats": list(option.repeats),
                    f"{name}-flags": ["releases"] if option.releases else [],
                }
            )

    # -- what the template reads ---------------------------------------------------------------------------------

    def shown_groups(self) -> Iterator[Shown]:
        for group in self.groups:
            yield Shown(
                group.title,
                self[group.anchor] if group.anchor else None,
                self[group.unit] if group.unit else None,
                self[group.points] if group.points else None,
                tuple(
                    FigureField(self[name], told(figure.value, figure.unit), figure.is_open, figure.value.is_decision)
                    for figure, name in group.figures
                ),
                self[group.why],
            )

    def shown_options(self) -> Iterator[tuple[Option | None, list[forms.BoundField]]]:
        for place, option in enumerate(self.options):
            names = ("title", "advised", "sets", "ends", "repeats", "flags")
            yield option, [self[f"o{place}-{name}"] for name in names]

    # -- reading what was sent ---------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for group in self.groups:
            needs_why = self._moved(group, said) and any(figure.value.is_stated for figure, _name in group.figures)
            for figure, name in group.figures:
                typed = said.get(name, "")
                if typed and read_figure(figure, typed) is None:
                    unit = figure.unit or _("yes or no")
                    says = _("“%(typed)s” is no number of %(unit)s. Write it like 5.")
                    self.add_error(name, ValidationError(says % {"typed": typed[:30], "unit": unit}))
                needs_why = needs_why or (bool(typed) and is_new(figure, typed))
            if group.points:
                needs_why = self._points(group, said) or needs_why
            if needs_why and not said.get(group.why):
                self.add_error(group.why, ValidationError(_("Say why, so that the next person can judge it.")))
        return said

    def _points(self, group: Group, said: dict[str, Any]) -> bool:
        timing = self.activity.timing
        typed = [part.strip() for part in said.get(group.points, "").split(",") if part.strip()]
        if not typed or not all(part.isascii() and part.isdecimal() and len(part) < 4 for part in typed):
            self.add_error(group.points, ValidationError(_("Write the points as whole numbers: 3, 6, 12.")))
            return False
        said[group.points] = tuple(int(part) for part in typed)
        return isinstance(timing, Schedule) and said[group.points] != timing.points

    def _moved(self, group: Group, said: dict[str, Any]) -> bool:
        if group.step is None:
            return False
        is_other = bool(group.anchor) and said.get(group.anchor) != group.step.step.after
        return is_other or said.get(group.unit) != group.step.step.unit.value

    def moved(self, group: Group) -> bool:
        """Whether a window is counted from something else, or in another unit, than before."""
        return self._moved(group, self.cleaned_data)


def _window_title(step: Placed) -> str:
    return {"first.": _("When the first is"), "then.": _("When each of the others is, after the one before")}.get(
        step.prefix, _("When")
    )


def label_of(figure: Figure) -> str:
    """What a figure is, without what its group says already."""
    ends = {"opens": _("Opens"), "ideal": _("Ideal"), "closes": _("Closes")}
    end = figure.path.rpartition(".")[2]
    if end in ends:
        return str(ends[end])
    unit = "" if not figure.unit or figure.unit in figure.words else f", {figure.unit}"
    label = f"{figure.words}{unit}"
    return label[:1].upper() + label[1:]


def typed_of(figure: Figure) -> str:
    value = figure.value.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def is_new(figure: Figure, typed: str) -> bool:
    """Whether what was typed is another figure than the one that stands."""
    return read_figure(figure, typed) != figure.value.value


def is_changed(figure: Figure, typed: str) -> bool:
    return is_new(figure, typed) if typed else figure.value.is_decision
