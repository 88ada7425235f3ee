"""Ways of answering: large buttons, whole-width choices, a number with its unit. None needs a script."""

from typing import Any

from django import forms

SHORT = 8  # letters of an answer that fits three times in a row of a phone


class Scale(forms.RadioSelect):
    """0 to 10 as large buttons in a grid."""

    template_name = "web/form/scale.html"

    low: object = ""  # what 0 means, and 10
    high: object = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "low": self.low, "high": self.high}


class Choices(forms.RadioSelect):
    """One of several, each as a row that can be touched anywhere."""

    template_name = "web/form/choices.html"

    def __init__(self, inline: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.inline = inline

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        short = all(len(str(label)) <= SHORT for _, label in self.choices)
        return {**super().get_context(name, value, attrs), "inline": self.inline, "short": short}


class Boxes(forms.CheckboxSelectMultiple):
    """Any of several, each as a row that can be touched anywhere."""

    template_name = "web/form/choices.html"


class Day(forms.DateInput):
    """A day, with the device's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Number(forms.TextInput):
    """A number that is typed, with the number pad of a phone. A text field: no wheel changes it by accident."""

    def __init__(self, decimal: bool = True) -> None:
        super().__init__({"inputmode": "decimal" if decimal else "numeric", "class": "short", "autocomplete": "off"})
