"""Fields. Each says in the asker's own words what is missing: never "This field is required"."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from enthesis.web.forms.widgets import Boxes, Choices, Day, Number, Scale

LONGEST_WORDS = 5_000
LONGEST_LINE = 300
Options = Sequence[tuple[str, str]]


def scale(label: str, *, missing: str, low: str = "", high: str = "", required: bool = True) -> forms.TypedChoiceField:
    """A whole number from 0 to 10."""
    return forms.TypedChoiceField(
        label=label,
        choices=[(str(n), str(n)) for n in range(11)],
        coerce=Decimal,
        empty_value=None,
        required=required,
        widget=Scale(low, high),
        error_messages={"required": missing, "invalid_choice": "Choose a number from 0 to 10."},
    )


def choice(
    label: str, options: Options, *, missing: str, inline: bool = False, required: bool = True, help_text: str = ""
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


def several(label: str, options: Options, *, missing: str = "", help_text: str = "") -> forms.MultipleChoiceField:
    """Any of several; none unless `missing` says what to do."""
    return forms.MultipleChoiceField(
        label=label,
        choices=options,
        required=bool(missing),
        help_text=help_text,
        widget=Boxes(),
        error_messages={"required": missing, "invalid_choice": "Choose among the answers that are offered."},
    )


def pick(label: str, options: Options, *, missing: str = "", help_text: str = "") -> forms.ChoiceField:
    """One of a long list."""
    return forms.ChoiceField(
        label=label,
        choices=options,
        required=bool(missing),
        help_text=help_text,
        error_messages={"required": missing, "invalid_choice": missing or "Choose one of the list."},
    )


def line(
    label: str, *, missing: str = "", help_text: str = "", most: int = LONGEST_LINE, **attrs: Any
) -> forms.CharField:
    """One line of text."""
    return forms.CharField(
        label=label,
        required=bool(missing),
        help_text=help_text,
        max_length=most,
        widget=forms.TextInput({"autocomplete": "off", **attrs}),
        error_messages={"required": missing, "max_length": f"Shorten this to {most} characters."},
    )


def words(label: str, *, missing: str = "", help_text: str = "", rows: int = 3) -> forms.CharField:
    """Some sentences."""
    return forms.CharField(
        label=label,
        required=bool(missing),
        help_text=help_text,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": missing, "max_length": f"Shorten this to {LONGEST_WORDS:,} characters."},
    )


def day(
    label: str = "Day", *, missing: str = "Give the day.", required: bool = True, help_text: str = ""
) -> forms.DateField:
    """A day of the clinic's calendar."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=Day(),
        error_messages={"required": missing, "invalid": "Write the day as 2026-03-31, or choose it from the calendar."},
    )


def clock(label: str, *, missing: str = "Give the time.", required: bool = True) -> forms.TimeField:
    """A time on the clinic's clock."""
    return forms.TimeField(
        label=label,
        required=required,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"required": missing, "invalid": "Write the time as 14:30."},
    )


def on_the_clock(on: date, at: time, zone: tzinfo) -> datetime:
    """The instant of a day and a time. Raises `ValidationError` for a time that the clock jumps over."""
    local = datetime.combine(on, at, zone)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValidationError("The clock jumps over that time on that day. Choose another time.")
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
            raise ValidationError(f"“{str(value)[:20]}” is not a number. Write it like 7.5.", code="invalid")
        if (self.least is not None and number < self.least) or (self.most is not None and number > self.most):
            raise ValidationError(
                f"{number} {self.unit} cannot be right. {self._span()}".replace("  ", " "), code="range"
            )
        return number

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) and value.is_finite() else value

    def _span(self) -> str:
        if self.least is not None and self.most is not None:
            return f"Give {self.least} to {self.most}."
        return f"Give {self.least} or more." if self.least is not None else f"Give {self.most} at most."


def amount(
    label: str,
    *,
    unit: str = "",
    missing: str = "",
    help_text: str = "",
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


def yes_no(
    label: str, *, missing: str, yes: str = "Yes", no: str = "No", required: bool = True
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
        raise ValidationError("That day has not come yet. Give today or an earlier day.", code="in-the-future")
