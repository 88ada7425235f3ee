"""A questionnaire as it was filled in: once, or at the baseline and now. The pathway reads what was typed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from enthesis.pathway.instruments import FormNotReadable, Instrument, Method, Scale
from enthesis.pathway.instruments.results import plain
from enthesis.web.desk.plain import PlainForm, Typed
from enthesis.web.forms import fields

_PLACE = re.compile(r"input(?:\.(?P<time>baseline|now))?\.(?P<what>\w+)(?:\[(?P<place>\d+)\])?")
_ONE_NUMBER = frozenset((Method.VALUE,))
_OF_ITEMS = frozenset((Method.MEAN, Method.SUM, Method.PERCENT_OF_MOST, Method.INVERTED_PERCENT, Method.TABLE))
_OF_ITEMS |= {Method.SUM_OF_SCALES, Method.PROFILE}


class Given(StrEnum):
    """How a form comes: by its answers, or as a score that was worked out elsewhere."""

    ITEMS = "items"
    VALUE = "value"
    DIARY = "diary"
    TICKED = "ticked"
    LABEL = "label"
    SCORE = "score"


GIVEN_SAYS = {
    Given.ITEMS: "Answers",
    Given.VALUE: "One number",
    Given.DIARY: "A diary",
    Given.TICKED: "Ticked statements",
    Given.LABEL: "Its answer",
    Given.SCORE: "A score from elsewhere",
}


@dataclass(frozen=True, slots=True)
class Time:
    """One of the forms that are compared."""

    name: str  # baseline, now; "" where there is only one
    title: str


ONCE = (Time("", ""),)
TWICE = (Time("baseline", "Baseline"), Time("now", "Now"))


def ways_of(instrument: Instrument, scale: Scale) -> list[Given]:
    """How a form of a scale can come, the usual way first."""
    if scale.method is Method.LABEL:
        return [Given.LABEL]
    if scale.method is Method.COUNT:
        return [Given.TICKED, Given.SCORE]
    if scale.method is Method.GIVEN:
        return [Given.SCORE]
    if scale.method is Method.VALUE:
        keeps_diary = scale.id == ("vas" if "vas" in instrument.scales else instrument.default_scale)
        return [Given.VALUE, Given.DIARY] if keeps_diary else [Given.VALUE]
    return [Given.ITEMS] if scale.method is Method.PROFILE else [Given.ITEMS, Given.SCORE]


def can_change(scale: Scale) -> bool:
    """Whether two forms can be subtracted: labels say the change themselves, digits are no number."""
    return scale.method not in (Method.LABEL, Method.PROFILE)


class ScoreForm(PlainForm):
    """The fields of one scale, for each time."""

    def __init__(
        self, data: Any = None, *, instrument: Instrument, scale: Scale, given: Given, times: Sequence[Time]
    ) -> None:
        super().__init__(data)
        self.instrument, self.scale, self.given, self.times = instrument, scale, given, tuple(times)
        if self.names_items:
            for place in range(scale.most_items):
                self.fields[f"name-{place}"] = fields.line(f"Activity {place + 1}", most=100)
        for time in self.times:
            for name, field in self._fields():
                if self.names_items and name.startswith("item-"):
                    field.label = f"{time.title or 'Number'} {field.label}"
                self.fields[_key(time, name)] = field

    @property
    def names_items(self) -> bool:
        """Whether the patient named the items, so that a change compares the same ones."""
        return self.given is Given.ITEMS and self.scale.same_items

    def _fields(self) -> Iterator[tuple[str, forms.Field]]:
        scale = self.scale
        if self.given is Given.ITEMS:
            names = scale.item_names or [str(number) for number in range(1, scale.most_items + 1)]
            for place, name in enumerate(names):
                yield f"item-{place}", Typed(label=name.capitalize())
        elif self.given is Given.DIARY:
            help_text = "Day after day, with blanks between; - for a day without an answer."
            yield "diary", fields.words("The numbers of the days", help_text=help_text, rows=2)
        elif self.given is Given.TICKED:
            yield "ticked", Typed(label="How many statements were ticked?")
            yield "none", fields.several("Or", [("yes", "The patient confirmed that none of them applies")])
        elif self.given is Given.LABEL:
            labels = [(each.label, each.label.capitalize()) for each in scale.labels]
            yield "label", fields.pick("Answer", [("", "Not answered"), *labels])
        else:
            yield self.given.value, Typed(label="Score" if self.given is Given.SCORE else "Number")
        if scale.needs and self.given is Given.SCORE:
            yield scale.needs, fields.line(scale.needs.replace("_", " ").capitalize(), most=100)
        if self.instrument.rule_versions and self.given in (Given.ITEMS, Given.SCORE):
            rules = [(name, f"{name}: {says}") for name, says in self.instrument.rule_versions.items()]
            rule = fields.pick("By which rule", rules)
            rule.initial = self.instrument.default_rule
            yield "rule_version", rule

    # -- what was typed -----------------------------------------------------------------------------------------

    def case(self) -> dict[str, Any]:
        """The case of the door `enthesis score`."""
        given = {time.name: self._given(time) for time in self.times}
        return {"instrument": self.instrument.id, "input": given if len(self.times) > 1 else given[""]}

    def _given(self, time: Time) -> dict[str, Any]:
        said = {name: self.cleaned_data.get(_key(time, name)) or "" for name, _ in self._fields()}
        form: dict[str, Any]
        match self.given:
            case Given.ITEMS:
                form = {"items": self._items(said)}
            case Given.DIARY:
                days = str(said["diary"]).replace(",", ".").split()
                form = {"diary": [None if day in ("-", "–") else day for day in days]}
            case Given.TICKED:
                confirmed = bool(said["none"])
                ticked = said["ticked"] or (0 if confirmed else None)
                form = {"ticked": ticked, "none_applies_confirmed": confirmed}
            case Given.LABEL:
                return {"label": said["label"] or None}
            case _:
                form = {self.given.value: said[self.given.value] or None}
        if self.given in (Given.ITEMS, Given.VALUE, Given.SCORE):
            form["subscale"] = self.scale.id
        return form | {name: said[name] for name in ("rule_version", "value_set") if said.get(name)}

    def _items(self, said: Mapping[str, Any]) -> Any:
        """The answers in their order; by the name of each where the patient named them."""
        marks = [said[f"item-{place}"] or None for place in range(self.scale.most_items)]
        if not self.names_items:
            return marks
        named = [str(self.cleaned_data.get(f"name-{place}") or "").strip() for place in range(len(marks))]
        used = [place for place in range(len(marks)) if named[place] or self._is_answered(place)]
        if not any(named):
            return marks[: used[-1] + 1] if used else []
        return {named[place] or f"number {place + 1}": marks[place] for place in used}

    def _is_answered(self, place: int) -> bool:
        return any(self.cleaned_data.get(_key(time, f"item-{place}")) for time in self.times)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        named = [str(said.get(f"name-{n}") or "").strip().casefold() for n in range(self.scale.most_items)]
        for place, name in enumerate(named):
            if name and name in named[:place]:
                self.add_error(f"name-{place}", ValidationError("This activity is named twice. Change one of them."))
        return said

    def tell(self, bad: FormNotReadable) -> None:
        """What could not be read, beside its field, or on top where no field is to blame."""
        found = _PLACE.fullmatch(bad.field)
        name = ""
        if found:
            time = next(each for each in self.times if each.name == (found["time"] or ""))
            what = f"item-{found['place']}" if found["what"] == "items" and found["place"] else found["what"]
            name = _key(time, what)
        says = ValidationError(f"{bad.says} {bad.remedy}", bad.code)
        self.add_error(name if name in self.fields else None, says)

    # -- how it stands on the page ------------------------------------------------------------------------------

    @property
    def hint(self) -> str:
        """What the numbers mean."""
        scale = self.scale
        if self.given is Given.TICKED:
            return f"Of {scale.most_items} statements."
        if self.given is Given.LABEL:
            return ""
        low, high = (scale.low, scale.high) if self.given is Given.SCORE else (scale.item_low, scale.item_high)
        if low is None or high is None:
            return "" if high is None else f"At most {plain(high)}."
        what = "The number of each answer" if self.given is Given.ITEMS and scale.most_items > 1 else "The number"
        best = f"; {plain(scale.best_answer)} is the best" if self._tells_best() else ""
        left = " Leave empty what was left open." if self.given is Given.ITEMS else ""
        return f"{what}, {plain(low)} to {plain(high)}{best}.{left}"

    def _tells_best(self) -> bool:
        return self.given is not Given.SCORE and self.scale.best_answer is not None

    def by_time(self) -> Iterator[tuple[Time, list[forms.BoundField], list[forms.BoundField]]]:
        """Each time with its items and its other fields; where the patient named them, the items stand in `lines`."""
        for time in self.times:
            names = [name for name, _ in self._fields()]
            items = [self[_key(time, name)] for name in names if name.startswith("item-") and not self.names_items]
            yield time, items, [self[_key(time, name)] for name in names if not name.startswith("item-")]

    def lines(self) -> Iterator[list[forms.BoundField]]:
        """Each activity with its number at each time."""
        if self.names_items:
            for place in range(self.scale.most_items):
                yield [self[f"name-{place}"], *(self[_key(time, f"item-{place}")] for time in self.times)]


def _key(time: Time, name: str) -> str:
    return f"{time.name}-{name}" if time.name else name
