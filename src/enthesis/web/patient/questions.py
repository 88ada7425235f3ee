"""Questions of a rule set as fields: one of several, any of several, a number, a list. Nobody has to be sure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from enthesis.pathway.candidacy.model import Question
from enthesis.web.bodymap import BodyMapField
from enthesis.web.bodymap.places import BODY, knee
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.forms.widgets import SHORT
from enthesis.web.said import in_language, plainly

_MADE = re.compile(r"[0-9a-f]{32}")
NOT_SURE = "not_sure"
NONE = "none_of_these"
MAPS = ("places", "knee")
BOX = "-box"  # the field beside a number or a list: "never", "I take none", "I do not know"


@dataclass(frozen=True, slots=True)
class Ask:
    """One question, whatever rules it belongs to."""

    variable: str
    text: str
    kind: str  # choice | several | number | scale | list; places and knee are touched on a drawing
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    least: Decimal = Decimal(0)
    most: Decimal = Decimal(10)
    never: str = ""  # what "never" is called, where a number may be that
    language: str = ""  # where its words are in another one than the page

    @property
    def name(self) -> str:
        """The name of its field: a dot would end an id in a style sheet."""
        return self.variable.replace(".", "__")


def of_candidacy(question: Question) -> Ask:
    """A question of the candidacy rules."""
    choices = tuple((choice.value, choice.text) for choice in question.choices if choice.shown)
    kind = {"number": "number", "text_list": "list"}.get(question.kind, "several" if question.several else "choice")
    if question.kind == "yes_no":
        choices = (("yes", _("Yes")), ("no", _("No")))
    if kind == "number" and question.unit == "points" and question.least == 0 and question.most == 10:
        kind = "scale"
    return spoken_ask(
        Ask(
            variable=question.variable,
            text=question.text,
            kind=kind,
            help=question.help,
            choices=choices,
            unit=question.unit,
            least=question.least,
            most=question.most,
            never=question.never,
        )
    )


def spoken_ask(ask: Ask) -> Ask:
    """A question of the knowledge in the language of the page; in English as a whole where a part is not translated."""
    own = {_("Yes"), _("No")}
    parts = [ask.text, ask.help, ask.unit, ask.never, *(text for _, text in ask.choices if text not in own)]
    if any(in_language(part) is None for part in parts if part):
        return replace(ask, language="en")
    return replace(
        ask,
        text=plainly(ask.text),
        help=plainly(ask.help),
        unit=plainly(ask.unit),
        never=plainly(ask.never),
        choices=tuple((value, plainly(text)) for value, text in ask.choices),
    )


class QuestionsForm(forms.Form):
    """The questions of one page. `answers` gives what was answered, also where another answer is missing."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False
    names_questions = True

    def __init__(self, data: Any = None, *, asks: Sequence[Ask], before: Mapping[str, Any]) -> None:
        super().__init__(data, initial=_initial(asks, before))
        self.asks = tuple(asks)
        for ask in asks:
            for name, field in _fields(ask):
                self.fields[name] = field

    @property
    def language(self) -> str:
        """The language of its questions where that is another one than the page's."""
        return next((ask.language for ask in self.asks if ask.language), "")

    @property
    def made(self) -> str:
        """What the page hands on as its own id."""
        sent = str(self.data.get("made", "")) if self.is_bound else ""
        return sent if _MADE.fullmatch(sent) else uuid4().hex

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for ask in self.asks:
            if ask.name in self.errors:
                continue
            value, boxes = said.get(ask.name), said.get(ask.name + BOX) or []
            if ask.kind in ("number", "list", *MAPS):
                if boxes and value not in (None, "", []):
                    self.add_error(
                        ask.name, ValidationError(_("You gave an answer and ticked a box below. Correct one of them."))
                    )
                elif not boxes and value in (None, "", []):
                    self.add_error(ask.name, ValidationError(_missing(ask)))
            elif ask.kind == "several" and value and len(value) > 1 and {NONE, NOT_SURE} & set(value):
                self.add_error(
                    ask.name,
                    ValidationError(_("You chose an answer and “none” or “I do not know”. Correct one of them.")),
                )
        return said

    def answers(self) -> dict[str, Any]:
        """What was answered and could be read, as plain JSON values."""
        return {
            ask.variable: _answer(ask, self.cleaned_data[ask.name], self.cleaned_data.get(ask.name + BOX) or [])
            for ask in self.asks
            if ask.name not in self.errors and ask.name in self.cleaned_data
        }

    def pairs(self) -> Iterable[tuple[forms.BoundField, forms.BoundField | None]]:
        """Each question with the boxes beside it."""
        for ask in self.asks:
            yield self[ask.name], self[ask.name + BOX] if ask.name + BOX in self.fields else None


def made_by(request: HttpRequest) -> str:
    """The id that a page of questions was made with: sent twice, it is recorded once."""
    sent = request.POST.get("made", "")
    return sent if _MADE.fullmatch(sent) else uuid4().hex


def _fields(ask: Ask) -> Iterable[tuple[str, forms.Field]]:
    missing = _missing(ask)
    if ask.kind == "choice":
        options = (*ask.choices, (NOT_SURE, _("Not sure")))
        short = all(len(text) <= SHORT for _, text in options)
        yield ask.name, fields.choice(ask.text, options, missing=missing, help_text=ask.help, inline=short)
    elif ask.kind == "several":
        options = (*ask.choices, (NONE, _("None of these")), (NOT_SURE, _("I do not know")))
        yield ask.name, fields.several(ask.text, options, missing=missing, help_text=ask.help)
    elif ask.kind == "scale":
        field = fields.scale(ask.text, missing=missing)
        field.help_text = ask.help
        yield ask.name, field
    elif ask.kind == "number":
        yield ask.name, fields.amount(ask.text, unit=ask.unit, least=ask.least, most=ask.most, help_text=ask.help)
        boxes = [("never", ask.never)] if ask.never else []
        yield ask.name + BOX, fields.several(_("Or"), [*boxes, (NOT_SURE, _("I do not know"))])
    elif ask.kind in MAPS:
        yield ask.name, _map(ask)
        yield ask.name + BOX, fields.several(_("Or"), [(NOT_SURE, _("I am not sure"))])
    else:
        yield ask.name, fields.words(ask.text, help_text=f"{ask.help} {_('One a line.')}", rows=5)
        yield ask.name + BOX, fields.several(_("Or"), [("none", _("I take none")), (NOT_SURE, _("I do not know"))])


def _map(ask: Ask) -> BodyMapField:
    """The drawings of the whole body, or of the knees that the choices are about."""
    if ask.kind == "places":
        return BodyMapField(ask.text, choices=ask.choices, spots=BODY, help_text=ask.help)
    sides = dict.fromkeys(value.partition(":")[0] for value, _ in ask.choices)
    spots = {f"knee-front:{side}": knee(side) for side in sides}
    return BodyMapField(ask.text, choices=ask.choices, views=tuple(spots), spots=spots, help_text=ask.help)


def _missing(ask: Ask) -> str:
    """How to answer, beside the question; the summary on top names the question itself."""
    ways = {
        "number": _("Type a number, or tick a box."),
        "list": _("Write one a line, or tick a box."),
        "scale": _("Touch a number from 0 to 10."),
        "places": _("Touch a place, or tick the box."),
        "knee": _("Touch a place, or tick the box."),
    }
    return ways.get(ask.kind, _("Choose an answer. “Not sure” is one too."))


def _answer(ask: Ask, value: Any, boxes: Sequence[str]) -> Any:
    if NOT_SURE in boxes or value == NOT_SURE or (ask.kind == "several" and NOT_SURE in (value or ())):
        return NOT_SURE
    if ask.kind in MAPS:
        return list(value)
    if ask.kind == "number":
        return "never" if boxes else str(value)
    if ask.kind == "scale":
        return str(value)
    if ask.kind == "several":
        return [each for each in value if each != NONE]
    if ask.kind == "list":
        return [] if boxes else [{"med": line.strip()[:200]} for line in value.splitlines() if line.strip()]
    return value


def _initial(asks: Sequence[Ask], before: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for ask in asks:
        if ask.variable not in before:
            continue
        value = before[ask.variable]
        if ask.kind in MAPS and value == NOT_SURE:
            found[ask.name + BOX] = [NOT_SURE]
        elif ask.kind in ("number", "list") and value in (NOT_SURE, "never", []):
            found[ask.name + BOX] = ["none" if value == [] else value]
        elif ask.kind == "list":
            found[ask.name] = "\n".join(each["med"] for each in value)
        elif ask.kind == "several":
            found[ask.name] = [NOT_SURE] if value == NOT_SURE else value or [NONE]
        else:
            found[ask.name] = value
    return found


def in_words(ask: Ask, value: Any) -> str:
    """An answer as the person gave it."""
    named = dict(ask.choices)
    if value == NOT_SURE:
        return _("I do not know") if ask.kind != "choice" else _("Not sure")
    if value == "never" and ask.never:
        return ask.never
    if ask.kind == "several" or ask.kind in MAPS:
        return ", ".join(named.get(each, each) for each in value) or _("None of these")
    if ask.kind == "list":
        return ", ".join(each["med"] for each in value) or _("I take none")
    if ask.kind == "number":
        return f"{value} {ask.unit}".strip()
    return named.get(value, str(value))
