"""What matters to a patient, whether the page was clear, and where the patient leans: all of it may be left out."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from enthesis.pathway.decision_aid import NO, NOT_SURE, UNDECIDED, YES, Aid
from enthesis.pathway.events import ValuesAnswered
from enthesis.web.forms import fields
from enthesis.web.forms.base import RecordForm
from enthesis.web.said import plainly

MATTERS, CHECKS = "matters-", "check-"


class ValuesForm(RecordForm):
    """The questions after a decision aid. Nothing in it is worked out from the answers."""

    kind = ValuesAnswered
    heeds_head = tells_notes = tells_optional = False

    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, aid: Aid, today: date, before: ValuesAnswered | None, **options: Any
    ) -> None:
        super().__init__(data, initial={**_initial(before), "shown": aid.named}, **options)
        self.aid, self.today, shared = aid, today, aid.shared
        steps = [(step.id, plainly(step.says)) for step in shared.steps]
        for value in shared.values:
            self._ask(f"{MATTERS}{value.id}", value.says, steps)
        said = [(name, plainly(shared.labels[name])) for name in (YES, NO, NOT_SURE)]
        for check in aid.checks:
            self._ask(f"{CHECKS}{check.id}", check.ask, said)
        ways = [(option.id, plainly(option.title)) for option in aid.options]
        self._ask("leans", shared.labels["lean"], [*ways, (UNDECIDED, plainly(shared.labels["undecided"]))], False)
        self.fields["words"] = fields.words(plainly(shared.labels["own-words"]), rows=3)

    @property
    def matters(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(MATTERS)]

    @property
    def checks(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(CHECKS)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not (self._all(MATTERS) or self._all(CHECKS) or said["leans"] or said["words"].strip()):
            raise ValidationError(plainly(self.aid.shared.labels["nothing"]))
        return said

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "happened_on": self.today,
            "aid": said["shown"][:80] or self.aid.named,
            "matters": self._all(MATTERS) or None,
            "leans": said["leans"],
            "checks": self._all(CHECKS) or None,
            "words": said["words"].strip(),
        }

    def _ask(self, name: str, label: str, options: list[tuple[str, str]], inline: bool = True) -> None:
        missing = _("Choose among the answers that are offered.")
        self.fields[name] = fields.choice(plainly(label), options, missing=missing, inline=inline, required=False)

    def _all(self, prefix: str) -> dict[str, str]:
        """The answers of one kind that were given, by their names."""
        found = {name.removeprefix(prefix): said for name, said in self.cleaned_data.items() if name.startswith(prefix)}
        return {name: said for name, said in found.items() if said}


def _initial(before: ValuesAnswered | None) -> dict[str, Any]:
    """What was answered last, for whoever wants to change a part of it."""
    if before is None:
        return {}
    matters = {f"{MATTERS}{name}": said for name, said in (before.matters or {}).items()}
    checks = {f"{CHECKS}{name}": said for name, said in (before.checks or {}).items()}
    return {**matters, **checks, "leans": before.leans}
