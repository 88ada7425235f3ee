"""What was sent for one activity as a change of its block, and the complaints of the check at their fields."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from enthesis.pathway.protocol.change import ActivityChange, FigureChange, StepChange, clock_of
from enthesis.pathway.protocol.complaint import Complaint
from enthesis.pathway.protocol.model import Schedule, Unit
from enthesis.pathway.protocol.raw import Raw, Word, raw
from enthesis.web.lead.activity_form import WORDS, ActivityForm, Group, is_changed
from enthesis.web.lead.forms import read_figure


def new_points(form: ActivityForm) -> tuple[Group, tuple[int, ...], str] | None:
    """The points of a schedule where they were changed, and why."""
    timing = form.activity.timing
    for group in form.groups:
        found = form.cleaned_data.get(group.points) if group.points else None
        if found and isinstance(timing, Schedule) and found != timing.points:
            return group, found, form.cleaned_data[group.why]
    return None


def change_of(form: ActivityForm, points_source: str = "") -> ActivityChange:
    """Everything that was changed. `points_source`: the source of new points."""
    said = form.cleaned_data
    return ActivityChange(
        words=_changed_words(form, said, points_source),
        steps=[
            StepChange(
                group.step.prefix,
                said[group.anchor] if group.anchor else group.step.step.after,
                Unit(said[group.unit]),
                said[group.why],
            )
            for group in form.groups
            if group.step is not None and form.moved(group)
        ],
        figures=[
            FigureChange(figure.path, read_figure(figure, said[name]) if said[name] else None, said[group.why])
            for group in form.groups
            for figure, name in group.figures
            if is_changed(figure, said[name])
        ],
        options=_said_options(form, said) if form.options else None,
    )


def _changed_words(form: ActivityForm, said: dict[str, Any], points_source: str) -> "dict[str, Raw | None]":
    found: dict[str, Raw | None] = {}
    for name in WORDS:
        value = said[name]
        if name == "needs":
            value = [part.strip() for part in value.split(",") if part.strip()]
        elif name == "optional":
            value = bool(value)
        before = form.initial[name] if name not in ("needs", "optional") else getattr(form.activity, name)
        if name == "requires" and set(before) == set(value):
            continue
        if (list(before) if isinstance(before, tuple) else before) == value:
            continue
        found[name] = raw(value) if value else None
    for group in form.groups:
        key, clock = clock_of(form.activity)
        if group.step is None and group.anchor and said[group.anchor] != clock:
            found[key] = Word(said[group.anchor])
    timing = form.activity.timing
    if points_source and isinstance(timing, Schedule):
        new = new_points(form)
        points = new[1] if new else timing.points
        key = f"at_{timing.unit.value}"
        found[f"{key}.points"] = raw(list(points))
        found[f"{key}.source"] = raw(
            {str(p): timing.source_of(p) if p in timing.points else points_source for p in points}
        )
    return found


def _said_options(form: ActivityForm, said: dict[str, Any]) -> list[dict[str, Raw]]:
    found: list[dict[str, Raw]] = []
    taken = {option.id for option in form.options if option}
    for place, option in enumerate(form.options):
        name = f"o{place}"
        title, flags = said[f"{name}-title"].strip(), said[f"{name}-flags"]
        if "gone" in flags or not title:
            continue
        made: dict[str, Raw] = {"id": Word(option.id if option else _fresh(title, taken)), "title": Word(title)}
        for key in ("sets", "ends", "repeats"):
            if said[f"{name}-{key}"]:
                made[key] = raw(said[f"{name}-{key}"])
        if "releases" in flags:
            made["releases"] = Word("true")
        if said[f"{name}-advised"]:
            made["advised_when"] = Word(said[f"{name}-advised"])
        found.append(made)
    return found


def show_complaints(form: ActivityForm, complaints: Sequence[Complaint]) -> list[Complaint]:
    """Put complaints of the check beside their fields. Gives those that belong to none of them."""
    if not form.is_bound:
        form.full_clean()
        form.cleaned_data = {}
    elsewhere = []
    for complaint in complaints:
        place = _place_of(form, complaint.finding.field)
        if place:
            form.add_error(place, ValidationError(f"{complaint.says} {complaint.remedy}".strip()))
        else:
            elsewhere.append(complaint)
    return elsewhere


def _place_of(form: ActivityForm, path: str) -> str:
    places: dict[str, str] = {name: name for name in WORDS}
    for group in form.groups:
        places |= {figure.path: name for figure, name in group.figures}
        if group.step is not None:
            places[f"{group.step.prefix}{group.step.step.unit.value}"] = group.unit
            if group.step.key:
                places[group.step.key] = group.anchor
        elif group.anchor:
            places[clock_of(form.activity)[0]] = group.anchor
    for place, option in enumerate(form.options):
        if option is not None:
            places[f"decide.options.{place + 1}"] = f"o{place}-title"
    if form.options:
        places["decide.options"] = places["decide"] = "o0-title"
    places["sessions"] = next((n for p, n in places.items() if p.startswith("sessions.")), "")
    while path:
        if places.get(path):
            return places[path]
        path = path.rpartition(".")[0]
    return ""


def _fresh(title: str, taken: set[str]) -> str:
    """An id from a title: small letters and hyphens, not taken yet."""
    plain = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in title.lower()).split()[:4])
    name, number = plain or "option", 2
    while name in taken:
        name, number = f"{plain or 'option'}-{number}", number + 1
    taken.add(name)
    return name


def fresh_id(title: str, taken: set[str]) -> str:
    """The id of a new activity from its title."""
    return _fresh(title, set(taken))
