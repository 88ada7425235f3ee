"""One screen of a questionnaire as a form, and the last one that sends everything."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from enthesis.pathway.events import Event, ScoresTaken
from enthesis.pathway.instruments.text import Item, Way
from enthesis.web.forms import fields
from enthesis.web.forms.base import RecordForm, Renderer
from enthesis.web.questionnaires import Answered, Screen, score_fields

ANSWER = "answer"
OPEN = "open"  # the button that leaves a question open
_NONE_TICKED = {
    "": gettext_lazy("You ticked none of the statements."),
    "left": gettext_lazy("You ticked none of the statements (left side)."),
    "right": gettext_lazy("You ticked none of the statements (right side)."),
}
_LONGEST_NAME = 100
_WIDEST_SCALE = 10  # from 0: numbers that are buttons; a wider range is typed


class ScreenForm(forms.Form):
    """What is asked at once. A person may leave any question open; then it is a missing answer, and known to be one."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any = None, *, screen: Screen, before: Any = None) -> None:
        self.screen = screen
        super().__init__(data, initial=_initial(screen, before))
        for name, field in _fields(screen):
            self.fields[name] = field

    @property
    def leaves_open(self) -> bool:
        return self.is_bound and self.data.get("go") == OPEN

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.screen.names and not self.errors:
            named = self._named()
            part = self.screen.part
            if len(named) < part.fewest_names:
                says = ngettext(
                    "Name something, or leave the question open.",
                    "Name at least %(count)d, or leave the question open.",
                    part.fewest_names,
                )
                self.add_error("name-0", ValidationError(says % {"count": part.fewest_names}))
            elif len({name.casefold() for name in named}) < len(named):
                self.add_error("name-0", ValidationError(_("You named something twice. Change one of them.")))
        return said

    def answer(self) -> Any:
        """The answer as a draft keeps it: a number or a label as text, or a list."""
        if self.screen.names:
            return self._named()
        said = self.cleaned_data[ANSWER]
        return f"{said:f}" if isinstance(said, Decimal) else said

    def _named(self) -> list[str]:
        lines = (str(self.cleaned_data.get(name) or "") for name in self.fields)
        return [" ".join(line.split()) for line in lines if line.strip()]


def _fields(screen: Screen) -> list[tuple[str, forms.Field]]:
    if screen.names:
        most = screen.part.most_names
        return [
            (f"name-{n}", fields.line(screen.ask if most == 1 else f"{n + 1}.", most=_LONGEST_NAME))
            for n in range(most)
        ]
    if screen.ticks:
        return [(ANSWER, fields.several(screen.ask, [(item.id, item.ask) for item in screen.items]))]
    return [(ANSWER, _one(screen, screen.items[0]))]


def _one(screen: Screen, item: Item) -> forms.Field:
    if item.way in (Way.CHOICE, Way.LABEL):
        options = [(option.key, option.says) for option in item.options]
        return fields.choice(
            screen.ask, options, missing=_("Choose an answer, or leave the question open."), help_text=item.help
        )
    least, most = item.least or Decimal(0), item.most or Decimal(0)
    if least == 0 and most == _WIDEST_SCALE:
        field = fields.scale(
            screen.ask,
            missing=_("Touch a number from 0 to 10, or leave the question open."),
            low=item.low,
            high=item.high,
        )
        field.help_text = item.help
        return field
    ends = " ".join(
        _("%(value)s means: %(words)s.") % {"value": f"{value:f}", "words": words}
        for value, words in ((least, item.low), (most, item.high))
        if words
    )
    return fields.amount(
        screen.ask,
        missing=_("Type a number from %(least)s to %(most)s, or leave the question open.")
        % {"least": f"{least:f}", "most": f"{most:f}"},
        help_text=f"{item.help} {ends}".strip(),
        least=least,
        most=most,
    )


def _initial(screen: Screen, before: Any) -> dict[str, Any]:
    if screen.names:
        return {f"name-{n}": name for n, name in enumerate(before or ())}
    return {} if before is None else {ANSWER: before}


class LanguageForm(forms.Form):
    """In which of the languages that the clinic has loaded."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any = None, *, languages: Sequence[str], names: Mapping[str, str]) -> None:
        super().__init__(data)
        options = [(language, names.get(language, language)) for language in languages]
        self.fields["language"] = fields.choice(
            _("In which language do you want to answer?"), options, missing=_("Choose a language.")
        )


class SendForm(RecordForm):
    """Everything that was answered, and the button that sends it."""

    kind = ScoresTaken
    heeds_head = tells_notes = False
    title = gettext_lazy("Check and send")
    save_says = gettext_lazy("Send my answers")
    done = gettext_lazy("Thank you. Your answers are with the clinic.")

    def __init__(
        self, data: Any = None, *, found: Sequence[Answered], activity: str, today: date, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.found, self.activity, self.today = found, activity, today
        for place, each in enumerate(found):
            if each.blank:
                label = _NONE_TICKED[each.form.side]
                self.fields[f"none-{place}"] = fields.several(label, [("none", _("None of them fits me"))])
        self.tells_optional = False

    def none_applies(self) -> list[str]:
        """The forms for which the person confirmed that no statement applies."""
        return [each.form.key for n, each in enumerate(self.found) if self.cleaned_data.get(f"none-{n}")]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not any(each.taken for each in self.found):
            raise ValidationError(_("Nothing is answered yet. Answer at least one question."))
        return said

    def with_confirmed(self, found: Sequence[Answered]) -> None:
        """The scores once more, now that it is known which lists are blank on purpose."""
        self.found = found

    def events(self) -> list[Event]:
        made: list[Event] = []
        for each in self.found:
            for taken in each.taken:
                activity = "" if made else self.activity
                fields_of_it = score_fields(each.form, taken)
                made.append(self.event(number=len(made), happened_on=self.today, activity=activity, **fields_of_it))
        return made
