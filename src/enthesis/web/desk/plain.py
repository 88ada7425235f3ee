"""What the look-up tools share: forms that record nothing, who may use each, and the case as a machine reads it."""

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms

from enthesis.clinic.access import MAY_RECORD, STAFF
from enthesis.pathway import events as e
from enthesis.pathway.window import in_words
from enthesis.web.forms.base import Renderer
from enthesis.web.forms.widgets import Number
from enthesis.web.frame import Me

# A tool is for those who may record what it works out, and for nobody else.
LISTS_DRUGS = MAY_RECORD[e.DrugListTaken] & STAFF
REPORTS = MAY_RECORD[e.SymptomReported] & STAFF
SCREENS = MAY_RECORD[e.EvaluationAnswered] & STAFF
SCORES = MAY_RECORD[e.ScoresTaken] & STAFF


class PlainForm(forms.Form):
    """Fields without a record behind them and without a browser's own sentences."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False


class Typed(forms.CharField):
    """A number in a unit, as it was typed: the pathway reads it, so that page and command say the same of it."""

    widget = Number

    def __init__(self, *, unit: str = "", most: int = 40, **options: Any) -> None:
        super().__init__(required=False, max_length=most, **options)
        self.unit = unit

    def clean(self, value: Any) -> str:
        """With a point for a comma."""
        return str(super().clean(value)).replace(",", ".")


def as_number(given: Decimal) -> int | str:
    """A number for a case: whole ones as such, others as text, so that nothing is rounded on the way."""
    return int(given) if given == int(given) else f"{given.normalize():f}"


def as_of(who: Me) -> str:
    """The day and time at the clinic, for what is printed."""
    now = datetime.now(who.zone)
    return f"{in_words(now.date())}, {now:%H:%M}"


def case_text(case: Mapping[str, Any]) -> str:
    """The case of a machine door, to be read and copied."""
    return json.dumps(case, indent=1, ensure_ascii=False)
