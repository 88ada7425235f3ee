"""What is heard on the telephone: where the needle was, when, the caller's words, and one row for each question.

Which questions stand on the page is for the rules: all that are asked at these sites at first, then only those that can
still change the answer, and those that were answered.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from enthesis.pathway.events import Site
from enthesis.pathway.injection import triage_sites
from enthesis.pathway.triage import Kind, Level, TriageInput, Variable, load, questions
from enthesis.pathway.triage.deciding import MOST_HOURS, read_hours
from enthesis.web.desk.plain import PlainForm, Typed, as_number
from enthesis.web.forms import fields

SITES = (
    ("spine", "Lower back, sacroiliac joint or pelvis"),
    ("neck", "Neck"),
    ("thoracic", "Upper back or shoulder blade"),
    ("rib", "Ribs or chest wall"),
    ("shoulder", "Shoulder"),
    ("joint", "Another joint: knee, hip, ankle, elbow, hand, foot"),
    ("soft_tissue", "Muscle or tendon away from all of these"),
)
_GROUPS = {
    Level.EMERGENCY: "Can be an emergency",
    Level.URGENT_CARE: "A doctor may have to see it today",
    Level.CALL_CLINIC: "The clinic may have to answer today",
    Level.SELF_CARE: "What else is known",
}
_UNITS = (("hours", "hours"), ("days", "days"))
_HOURS_A_DAY = 24  # not a limit
# Which questions stand beside which, and which of them are asked with it: nobody is asked for them alone.
_BESIDE = {"weakness_confined": "weakness", "weakness_growing": "weakness", "local_anaesthetic": "weakness"}
_BESIDE |= {"temp_c": "fever", "heat": "swelling", "numb_hours": "numb_area", "steroid_injected_months_ago": "steroid"}
_ASKED_WITH = ("temp_c", "steroid_injected_months_ago")
_OF_THE_SESSION = frozenset(("burning_min", "pressure"))  # what the caller may tell of it
_WORKED_OUT = {"weakness": "new_weakness"}  # what the rules ask for instead
_NEVER_ASKED = frozenset(("warning", "temp_f"))  # follows from the other answers; is read with its unit
_NOT_ASKED = "not asked"


class Row(forms.RadioSelect):
    """The answers to one question side by side; one of them is that it was not asked."""

    template_name = "web/desk/row.html"


@dataclass(frozen=True, slots=True)
class Group:
    """The questions whose gravest rule is of one level."""

    level: Level
    title: str
    fields: tuple[forms.BoundField, ...]
    denied: forms.BoundField | None  # the box that answers with no what is left open; None where nothing is


class TriageForm(PlainForm):
    """One telephone call. `answers` gives what was answered as the rules read it."""

    words = fields.words(
        "In the caller's words",
        help_text="As it is told. What is recognised is shown with the words that it rests on.",
        rows=3,
    )
    sites = fields.several("Where was the injection?", SITES, help_text="All that apply. None: every place counts.")
    structures = fields.line(
        "Or by name",
        most=300,
        help_text="Structures as in the record, with commas between: iliolumbar ligament, knee joint.",
    )
    since = fields.amount("How long ago?", least=0, most=MOST_HOURS, help_text="Empty: nobody knows.")
    unit = fields.pick("Hours or days", _UNITS)
    clinic_open = fields.choice(
        "Is the clinic open now?", (("yes", "Yes"), ("no", "No")), missing="", inline=True, required=False
    )

    def __init__(self, data: Any = None) -> None:
        data = None if data is None else _with_denials(data)
        super().__init__(data, initial={"clinic_open": "yes", "unit": "hours"})
        self.shown: list[Variable] = []
        self.show(at_first() if data is None else {name for name in load().variables if name in data})
        for level in _GROUPS:
            self.fields[_denied(level)] = fields.several("", [("yes", "All asked; what is left open here was denied")])

    def show(self, names: Iterable[str]) -> None:
        """Put these questions on the page, and no others."""
        wanted = set(names)
        self.shown = in_order(variable for variable in load().variables.values() if variable.id in wanted)
        for variable in self.shown:
            self.fields.setdefault(variable.id, _field(variable))

    # -- what was typed -----------------------------------------------------------------------------------------

    def clean_structures(self) -> list[str]:
        """The sites that the words stand for, each part of them read by the catalogue, else by the rules' own words."""
        found: list[str] = []
        for part in str(self.cleaned_data["structures"]).replace(";", ",").split(","):
            if name := part.strip():
                sites = triage_sites([Site(structure=name, side="")])
                if not sites:
                    says = f"“{name[:60]}” is no structure or place that is known here."
                    raise ValidationError(f"{says} Choose the place above, or name it otherwise.")
                found += sites
        return list(dict.fromkeys(found))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                read_hours(self.hours())
            except TriageInput as bad:
                self.add_error("since", ValidationError(f"{bad.says} {bad.remedy}"))
            if not self.answers() and not said["words"].strip():
                raise ValidationError("Nothing was heard yet: write the caller's words, or answer a question below.")
        return said

    def sites_given(self) -> list[str]:
        """Where the needle was, as the rules call it; none where nobody knows."""
        said = self.cleaned_data
        return list(dict.fromkeys([*said["sites"], *said["structures"]]))

    def hours(self) -> Decimal | None:
        """Hours since the injection."""
        since: Decimal | None = self.cleaned_data["since"]
        days = self.cleaned_data.get("unit") == "days"
        return since * _HOURS_A_DAY if since is not None and days else since

    def answers(self) -> dict[str, Any]:
        """What was answered, by variable."""
        return {
            variable.id: said
            for variable in self.shown
            if (said := str(self.cleaned_data.get(variable.id) or "").strip())
        }

    def case(self) -> dict[str, Any]:
        """The case of the door `enthesis triage`."""
        hours = self.hours()
        case: dict[str, Any] = {
            "sites": self.sites_given(),
            "hours_since_injection": None if hours is None else as_number(hours),
            "answers": self.answers(),
            "clinic_open": self.cleaned_data["clinic_open"] != "no",
        }
        words = self.cleaned_data["words"].strip()
        return case | ({"words": words} if words else {})

    # -- how it stands on the page ------------------------------------------------------------------------------

    def groups(self) -> Iterator[Group]:
        """The questions of the page, those of the gravest signs first."""
        for level, title in _GROUPS.items():
            here = [variable for variable in self.shown if level_of(variable.id) is level]
            is_open = any(denial(variable) and not self[variable.id].value() for variable in here)
            if here:
                rows = tuple(self[variable.id] for variable in here)
                yield Group(level, title, rows, self[_denied(level)] if is_open else None)


def at_first() -> set[str]:
    """The variables of an empty page: nobody knows where and when, so every question but the follow-ups."""
    return _with_beside({variable.id for variable in questions((), {})} | _OF_THE_SESSION)


def to_show(sites: Sequence[str], answers: Mapping[str, Any], hours: Decimal | None) -> set[str]:
    """The variables that can still change the answer, and those that complete them."""
    return _with_beside({variable.id for variable in questions(sites, answers, hours)})


def _with_beside(names: set[str]) -> set[str]:
    variables = load().variables
    beside = {name for name in _ASKED_WITH if _BESIDE[name] in names}
    return {name for name in names | beside if name in variables} - _NEVER_ASKED


@cache
def level_of(name: str) -> Level:
    """The level of the gravest rule that asks for it, or for what it completes; the mildest where none does."""
    wanted = {name, _WORKED_OUT.get(name, name)}
    found = [rule.level for rule in load().rules if wanted & rule.when.variables()]
    if not found and name in _BESIDE:
        return level_of(_BESIDE[name])
    return max(found, key=lambda level: level.rank, default=Level.SELF_CARE)


def in_order(variables: Iterable[Variable]) -> list[Variable]:
    """In the order of asking, what completes another beside it."""
    place = {name: number for number, name in enumerate(load().variables)}
    return sorted(variables, key=lambda each: (place[_BESIDE.get(each.id, each.id)], place[each.id]))


def denial(variable: Variable) -> str:
    """The answer that denies the sign; "" where a no says something else."""
    if variable.kind is Kind.NUMBER or not variable.present:
        return ""
    return variable.spellings.get("no", "")


def _denied(level: Level) -> str:
    return f"denied-{level.value}"


def _with_denials(data: Any) -> Any:
    """The data of a page with each ticked "what is left open was denied" written out, question by question."""
    ticked = [level for level in _GROUPS if data.get(_denied(level))]
    if not ticked:
        return data
    data = data.copy()
    for level in ticked:
        del data[_denied(level)]
        for name, variable in load().variables.items():
            if level_of(name) is level and name in data and not data[name] and denial(variable):
                data[name] = denial(variable)
    return data


def _field(variable: Variable) -> forms.Field:
    if variable.kind is Kind.NUMBER:
        help_text = "With its unit: 38.4, or 101 F." if variable.id == "temp_c" else ""
        return Typed(label=variable.ask, unit="" if help_text else variable.unit, help_text=help_text)
    choices = [("", _NOT_ASKED), *((choice.value, choice.says) for choice in variable.choices if choice.says)]
    return forms.ChoiceField(
        label=variable.ask,
        choices=choices,
        required=False,
        widget=Row(),
        error_messages={"invalid_choice": "Choose among the answers that are offered."},
    )
