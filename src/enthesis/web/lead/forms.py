"""What a clinic decides where a source is silent: value, reason, name. It becomes a new version of its copy."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from enthesis.pathway.protocol.complaint import Complaint, ProtocolError
from enthesis.pathway.protocol.decide import LocalDecision, decide_all
from enthesis.pathway.protocol.figures import Figure
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer

_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,39}")
YES_NO = "counts_diagnostic"


@dataclass(frozen=True, slots=True)
class Row:
    """One open figure with its fields."""

    figure: Figure
    value: forms.BoundField
    why: forms.BoundField


class DecisionsForm(forms.Form):
    """Every figure that is open, or that the clinic decided before. Those left empty stay as they are."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    by = fields.line("Decided by", missing="Give the name of the clinician who decides.")
    version = fields.line("Version of the new copy", missing="Give the copy a version.", most=40)

    def __init__(self, data: Any = None, *, figures: Sequence[Figure], **options: Any) -> None:
        super().__init__(data, **options)
        self.figures = tuple(figures)
        for place, figure in enumerate(self.figures):
            label = f"{figure.words}{f', {figure.unit}' if figure.unit else ''}"
            self.fields[f"value-{place}"] = fields.line(label[:1].upper() + label[1:], most=80)
            self.fields[f"why-{place}"] = fields.line("Why")

    def rows(self) -> Iterator[Row]:
        for place, figure in enumerate(self.figures):
            yield Row(figure, self[f"value-{place}"], self[f"why-{place}"])

    def clean_version(self) -> str:
        said: str = self.cleaned_data["version"]
        if not _VERSION.fullmatch(said):
            raise ValidationError("A version has letters, digits, points, + and -; for instance 2026-11-local.1.")
        return said

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        some = False
        for place, figure in enumerate(self.figures):
            value, why = said.get(f"value-{place}", ""), said.get(f"why-{place}", "")
            some = some or bool(value)
            if value and not why:
                self.add_error(f"why-{place}", ValidationError("Say why, so that the next person can judge it."))
            elif why and not value:
                self.add_error(f"value-{place}", ValidationError("Give the value that this reason is for."))
            elif value and read_figure(figure, value) is None:
                self.add_error(
                    f"value-{place}", ValidationError(f"“{value[:30]}” is no number of {figure.unit}. Write it like 5.")
                )
        if not some and not self.errors:
            raise ValidationError("Nothing is decided yet. Fill in at least one value with its reason.")
        return said

    def text(self, before: str, today: date) -> str | None:
        """The file's text with the decisions and the new version; None where one cannot be, and the form says why."""
        said = self.cleaned_data
        decisions = []
        for place, figure in enumerate(self.figures):
            typed = said.get(f"value-{place}")
            if typed:
                value = read_figure(figure, typed)
                decided = value if value is not None else typed
                decisions.append(LocalDecision((figure.activity, figure.path), decided, said[f"why-{place}"]))
        try:
            return decide_all(before, decisions, said["by"], today, version=said["version"])
        except ProtocolError as problem:
            for complaint in problem.complaints:
                self.add_error(
                    self._place_of(complaint), ValidationError(f"{complaint.says} {complaint.remedy}".strip())
                )
        return None

    def _place_of(self, complaint: Complaint) -> str | None:
        """The field that a complaint is about; on top where it is about none of them."""
        for place, figure in enumerate(self.figures):
            if (figure.activity, figure.path) == (complaint.activity, complaint.finding.field):
                return f"value-{place}"
        return None


def read_figure(figure: Figure, typed: str) -> int | Decimal | bool | str | None:
    """What was typed as the figure's own kind; None where it is no number and should be one."""
    if figure.path == YES_NO:
        return {"yes": True, "no": False, "true": True, "false": False}.get(typed.strip().lower())
    if not figure.unit:
        return typed.strip()
    try:
        number = Decimal(typed.strip().replace(",", "."))
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) > 100_000:
        return None
    return int(number) if number == number.to_integral_value() else number
