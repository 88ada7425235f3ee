"""Fields. Each says in the asker's own words what is missing: never "This field is required"."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import BaseChoiceIterator
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.web.forms.widgets import Boxes, Choices, Day, Number, Scale

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST_WORDS = 5_000
LONGEST_LINE = 300
Text: TypeAlias = "str | _StrPromise"  # as it is, or in the language of whoever reads it
Options: TypeAlias = "Sequence[tuple[str, Text]]"
_DAY, _GIVE_DAY, _GIVE_TIME = gettext_lazy("Day"), gettext_lazy("Give the day."), gettext_lazy("Give the time.")
_YES, _NO = gettext_lazy("Yes"), gettext_lazy("No")
_CHOOSE_NUMBER = gettext_lazy("Choose a number from 0 to 10.")


class _ZeroToTen(BaseChoiceIterator):
    """The answers of a scale, which Django takes as they are. A list it would go through again for each field."""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(_SHOWN)


_SHOWN = [(str(number), str(number)) for number in range(11)]
_NUMBERS = _ZeroToTen()


def scale(
    label: Text, *, missing: Text, low: Text = "", high: Text = "", required: bool = True
) -> forms.TypedChoiceField:
    """A whole number from 0 to 10."""
    field = forms.TypedChoiceField(
        label=label,
        choices=_NUMBERS,
        coerce=Decimal,
        empty_value=None,
        required=required,
        widget=Scale,
        error_messages={"required": missing, "invalid_choice": _CHOOSE_NUMBER},
    )
    field.widget.low, field.widget.high = low, high
    return field


def choice(
    label: Text, options: Options, *, missing: Text, inline: bool = False, required: bool = True, help_text: Text = ""
) -> forms.ChoiceField:
    """One of several."""
    return forms.ChoiceField(
        label=label,
        choices=options,
        required=required,
        help_text=help_text,
        widget=Choices(inline),
        error_messages={"required": missing, "invalid_choice": missing},
    )


def several(label: Text, options: Options, *, missing: Text = "", help_text: Text = "") -> forms.MultipleChoiceField:
    """Any of several; none unless `missing` says what to do."""
    return forms.MultipleChoiceField(
        label=label,
        choices=options,
        required=bool(missing),
        help_text=help_text,
        widget=Boxes(),
        error_messages={
            "required": missing,
            "invalid_choice": gettext_lazy("Choose among the answers that are offered."),
        },
    )


def pick(label: Text, options: Options, *, missing: Text = "", help_text: Text = "") -> forms.ChoiceField:
    """One of a long list."""
    return forms.ChoiceField(
        label=label,
        choices=options,
        required=bool(missing),
        help_text=help_text,
        error_messages={"required": missing, "invalid_choice": missing or gettext_lazy("Choose one of the list.")},
    )


def line(
    label: Text, *, missing: Text = "", help_text: Text = "", most: int = LONGEST_LINE, **attrs: Any
) -> forms.CharField:
    """One line of text."""
    return forms.CharField(
        label=label,
        required=bool(missing),
        help_text=help_text,
        max_length=most,
        widget=forms.TextInput({"autocomplete": "off", **attrs}),
        error_messages={
            "required": missing,
            "max_length": format_lazy(gettext_lazy("Shorten this to {most} characters."), most=most),
        },
    )


def words(label: Text, *, missing: Text = "", help_text: Text = "", rows: int = 3) -> forms.CharField:
    """Some sentences."""
    return forms.CharField(
        label=label,
        required=bool(missing),
        help_text=help_text,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": rows}),
        error_messages={
            "required": missing,
            "max_length": format_lazy(gettext_lazy("Shorten this to {most} characters."), most=f"{LONGEST_WORDS:,}"),
        },
    )


def day(
    label: Text = _DAY, *, missing: Text = _GIVE_DAY, required: bool = True, help_text: Text = ""
) -> forms.DateField:
    """A day of the clinic's calendar."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=Day(),
        error_messages={
            "required": missing,
            "invalid": gettext_lazy("Write the day as 2026-03-31, or choose it from the calendar."),
        },
    )


def clock(label: Text, *, missing: Text = _GIVE_TIME, required: bool = True) -> forms.TimeField:
    """A time on the clinic's clock."""
    return forms.TimeField(
        label=label,
        required=required,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"required": missing, "invalid": gettext_lazy("Write the time as 14:30.")},
    )


def on_the_clock(on: date, at: time, zone: tzinfo) -> datetime:
    """The instant of a day and a time. Raises `ValidationError` for a time that the clock jumps over."""
    local = datetime.combine(on, at, zone)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValidationError(_("The clock jumps over that time on that day. Choose another time."))
    return local.astimezone(UTC)


class Amount(forms.Field):
    """A number in a unit, with a point or a comma."""

    widget = Number

    def __init__(
        self, *, unit: str = "", least: Decimal | None = None, most: Decimal | None = None, **options: Any
    ) -> None:
        super().__init__(**options)
        self.unit, self.least, self.most = unit, least, most

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip().replace(",", ".")
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or len(text) > 12:
            raise ValidationError(
                _("“%(typed)s” is not a number. Write it like 7.5.") % {"typed": str(value)[:20]}, code="invalid"
            )
        if (self.least is not None and number < self.least) or (self.most is not None and number > self.most):
            raise ValidationError(
                _("%(number)s cannot be right.") % {"number": f"{number} {self.unit}".strip()} + f" {self._span()}",
                code="range",
            )
        return number

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) and value.is_finite() else value

    def _span(self) -> str:
        if self.least is not None and self.most is not None:
            return _("Give %(least)s to %(most)s.") % {"least": self.least, "most": self.most}
        if self.least is not None:
            return _("Give %(least)s or more.") % {"least": self.least}
        return _("Give %(most)s at most.") % {"most": self.most}


def amount(
    label: Text,
    *,
    unit: str = "",
    missing: Text = "",
    help_text: Text = "",
    least: Decimal | int | None = None,
    most: Decimal | int | None = None,
) -> Amount:
    """A number that may have decimals."""
    return Amount(
        label=label,
        unit=unit,
        required=bool(missing),
        help_text=help_text,
        least=None if least is None else Decimal(least),
        most=None if most is None else Decimal(most),
        error_messages={"required": missing},
    )


_YES, _NO = gettext_lazy("Yes"), gettext_lazy("No")


def yes_no(
    label: Text, *, missing: Text, yes: Text = _YES, no: Text = _NO, required: bool = True
) -> forms.TypedChoiceField:
    """Yes or no; nothing is taken for granted."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", yes), ("no", no)],
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=required,
        widget=Choices(inline=True),
        error_messages={"required": missing, "invalid_choice": missing},
    )


def not_in_the_future(on: date | None, today: date) -> None:
    """Raises `ValidationError` for a day that has not come."""
    if on is not None and on > today:
        raise ValidationError(_("That day has not come yet. Give today or an earlier day."), code="in-the-future")
