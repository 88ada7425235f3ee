"""The answers of a questionnaire on paper, number by number; the rule of the instrument makes the score of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from enthesis.clinic.instrument_texts import in_use
from enthesis.pathway.events import Event, ScoresTaken
from enthesis.pathway.instruments import Instrument, Method, NoScore, load
from enthesis.pathway.instruments.answering import Reply, Taken, scored
from enthesis.pathway.instruments.definition import Scale
from enthesis.pathway.instruments.results import plain
from enthesis.web.clinician.forms.base import CourseForm
from enthesis.web.clinician.forms.papers import SIDES
from enthesis.web.forms import fields
from enthesis.web.forms.widgets import Boxes
from enthesis.web.questionnaires import named_before, on_paper

NONE = "none"


class Numbers(Boxes):
    """Many numbers to tick, side by side."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "inline": True, "short": True}


@dataclass(frozen=True, slots=True)
class Group:
    """One scale of one instrument on the page."""

    title: str
    hint: str
    fields: tuple[forms.BoundField, ...]
    is_grid: bool  # many small numbers side by side


@dataclass(frozen=True, slots=True)
class Worked:
    """One score as the page shows it before it is recorded."""

    title: str
    score: str  # "" where there is none
    answered: str  # "16 of 17 answered"
    because: str  # why there is none, and the way on; or a remark


class ItemsForm(CourseForm):
    """The items of an activity's questionnaires, as they stand on the forms that the patient filled in."""

    kind = ScoresTaken
    slug = "items"
    title = "Answers from paper"
    save_says = "Record the answers and the scores"
    done = "The answers and their scores are recorded."
    template = "web/clinician/items.html"
    tells_optional = False

    side = fields.choice("Side", SIDES, missing="", inline=True, required=False)

    def build(self) -> None:
        activity = self.about.activity
        measures = activity.measures if activity else ()
        self.instruments = [load()[measure] for measure in dict.fromkeys(measures) if measure in load()]
        for instrument in self.instruments:
            for scale in _asked(instrument):
                for name, field in _fields(instrument, scale, self._named(instrument)):
                    self.fields[name] = field

    def context(self) -> dict[str, Any]:
        texts = in_use(self.about.seen.clinic, self.about.today)
        paper = on_paper([instrument.id for instrument in self.instruments], texts)
        return {"paper": paper, "worked": self.worked() if self.is_bound else []}

    def groups(self) -> Iterator[Group]:
        """The scales in their order, each with its fields."""
        for instrument in self.instruments:
            asked = _asked(instrument)
            for scale in asked:
                title = instrument.name if len(asked) == 1 else f"{instrument.name}: {instrument.called(scale.id)}"
                names = [name for name in self.fields if name.startswith(f"{_key(instrument, scale)}--")]
                bound = tuple(self[name] for name in names)
                yield Group(
                    title, _hint(scale), bound, is_grid=len(bound) > 1 and not scale.same_items and not _ticked(scale)
                )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.errors:
            return said
        if not self._taken(said):
            raise ValidationError("Give at least one answer.")
        for taken in self._taken(said):
            if isinstance(taken.result, NoScore) and taken.result.refused:
                finding = taken.result.finding
                self.add_error(None, ValidationError(f"{finding.says} {finding.remedy}"))
        return said

    def worked(self) -> list[Worked]:
        """What the answers come to, before anything is recorded."""
        if not self.is_valid():
            return []
        return [_worked(taken) for taken in self._taken(self.cleaned_data)]

    def events(self) -> list[Event]:
        said = self.cleaned_data
        found: list[Event] = []
        for taken in self._taken(said):
            found.append(
                self.event(
                    number=len(found),
                    happened_on=said["happened_on"],
                    instrument=taken.instrument,
                    value=taken.value,
                    subscale=taken.subscale,
                    side=said["side"],
                    words=taken.words,
                    activity="" if found else self.about.named,
                    version=load()[taken.instrument].version,
                    answers=taken.answers or None,
                )
            )
        return found

    def _taken(self, said: Mapping[str, Any]) -> list[Taken]:
        found: list[Taken] = []
        for instrument in self.instruments:
            replies = [reply for scale in _asked(instrument) if (reply := _reply(instrument, scale, said)) is not None]
            found += scored(instrument, replies)
        return found

    def _named(self, instrument: Instrument) -> tuple[str, ...]:
        return named_before(self.about.seen.log, instrument)


def _asked(instrument: Instrument) -> Sequence[Scale]:
    """The scales that a form on paper has; of our own pain questions only the usual one."""
    if instrument.words and len(instrument.asked) > 1:
        return [instrument.scales[instrument.default_scale]]
    return instrument.asked


def _key(instrument: Instrument, scale: Scale) -> str:
    return f"{instrument.id}--{scale.id}"


def _ticked(scale: Scale) -> bool:
    return scale.method is Method.COUNT


def _hint(scale: Scale) -> str:
    if scale.labels:
        return ""
    if _ticked(scale):
        return "Tick the numbers of the statements that the patient ticked."
    least = f"{plain(scale.item_low)} to {plain(scale.item_high)}"
    if scale.same_items:
        return f"Each activity with its number, {least}. The same activities in the same order every time."
    what = "The number of each answer" if scale.most_items > 1 else "The number"
    best = f"; {plain(scale.best_answer)} is the best answer" if scale.best_answer is not None else ""
    return f"{what}, {least}{best}. Leave empty what was left open."


def _fields(instrument: Instrument, scale: Scale, named: Sequence[str]) -> Iterator[tuple[str, forms.Field]]:
    key = _key(instrument, scale)
    if scale.labels:
        labels = [(each.label, each.label.capitalize()) for each in scale.labels]
        yield f"{key}--label", fields.pick("Answer", [("", "Not answered"), *labels])
    elif _ticked(scale):
        numbers = [(str(n), str(n)) for n in range(1, scale.most_items + 1)]
        ticks = fields.several("Ticked statements", numbers)
        ticks.widget = Numbers(choices=numbers)
        yield f"{key}--ticked", ticks
        yield f"{key}--{NONE}", fields.several("Or", [(NONE, "The patient confirmed that none of them applies")])
    elif scale.same_items:
        for number in range(1, scale.most_items + 1):
            before = named[number - 1] if number <= len(named) else ""
            line = fields.line(f"Activity {number}", most=100)
            line.initial = before
            yield f"{key}--name-{number}", line
            yield f"{key}--{number}", _number(f"Number {number}", scale)
    else:
        names = scale.item_names or [str(n) for n in range(1, scale.most_items + 1)]
        for number, name in enumerate(names, start=1):
            yield f"{key}--{number}", _number(name.capitalize() if scale.most_items > 1 else "Answer", scale)


def _number(label: str, scale: Scale) -> forms.Field:
    return fields.amount(label, least=scale.item_low, most=scale.item_high)


def _reply(instrument: Instrument, scale: Scale, said: Mapping[str, Any]) -> Reply | None:
    """What was entered for one scale; None where nothing was."""
    key = _key(instrument, scale)
    if scale.labels:
        label = said.get(f"{key}--label")
        return Reply(scale=scale.id, answers={}, label=label) if label else None
    if _ticked(scale):
        ticked, none = said.get(f"{key}--ticked") or [], bool(said.get(f"{key}--{NONE}"))
        if not ticked and not none:
            return None
        marks = {str(n): Decimal(str(n) in ticked) for n in range(1, scale.most_items + 1)}
        return Reply(scale=scale.id, answers=marks, none_applies=none)
    numbers: dict[str, Decimal | None] = {str(n): said.get(f"{key}--{n}") for n in range(1, scale.most_items + 1)}
    if all(mark is None for mark in numbers.values()):
        return None
    if not scale.same_items:
        return Reply(scale=scale.id, answers=numbers)
    names = [str(said.get(f"{key}--name-{n}") or "").strip() for n in range(1, scale.most_items + 1)]
    last = max(n for n, name in enumerate([*names], start=1) if name or numbers[str(n)] is not None)
    kept = {str(n): numbers[str(n)] for n in range(1, last + 1)}
    return Reply(
        scale=scale.id, answers=kept, names=tuple(name or f"number {n}" for n, name in enumerate(names[:last], 1))
    )


def _worked(taken: Taken) -> Worked:
    instrument = load()[taken.instrument]
    several = len(instrument.scales) > 1
    title = f"{instrument.name}, {instrument.called(taken.scale)}" if several else instrument.name
    result = taken.result
    told = f"{result.answered} of {result.of} answered"
    if isinstance(result, NoScore):
        return Worked(title, "", told, f"{result.finding.says} {result.finding.remedy}".strip())
    score = result.label or result.text or plain(result.shown)
    return Worked(title, score, told, "; ".join(part for part in (result.band, *result.remarks) if part))
