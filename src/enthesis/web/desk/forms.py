"""The fields of a mix, as the door `enthesis mix` has them, and what the card beside the tray needs."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from enthesis.pathway.dosing import UnreadableCase
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.forms.widgets import Number

FORWARD, INVERSE = "forward", "inverse"
MOST_PARTS = 8
_PART = re.compile(r"parts\[(\d+)\]\.(part|ml)")
_VIAL = re.compile(r"card\.vials\[(\d+)\]\.(lot|expires)")
_WHERE = (("", "–"), ("US", "US"), ("UK", "UK and Ireland"))
_DRUGS = (("", "none"), ("lidocaine", "lidocaine"), ("bupivacaine", "bupivacaine"), ("ropivacaine", "ropivacaine"))
_STOCKS = (("", "–"), ("10", "10 %"), ("20", "20 %"), ("25", "25 %"), ("50", "50 %"), ("70", "70 %"))
_KINDS = (("", "–"), ("hydrous", "hydrous (USP)"), ("anhydrous", "anhydrous (BP)"))
_YES_NO = (("", "–"), ("no", "no"), ("yes", "yes"))


class _Plain(forms.Form):
    """Fields without a browser's own sentences; what is wrong with them, the pathway says."""

    default_renderer = Renderer
    use_required_attribute = False

    def show(self, bad: UnreadableCase) -> None:
        """What could not be read, beside its field, or on top where no field is to blame."""
        name = self.field_of(bad.field)
        says = ValidationError(f"{bad.says} {bad.remedy}".strip(), bad.code)
        self.add_error(name if name in self.fields else None, says)

    def field_of(self, where: str) -> str:
        """The field for a place of the case."""
        return where.removeprefix("card.")


class Typed(forms.CharField):
    """A number in a unit, as it was typed: the pathway reads it, so that nothing is rounded on the way."""

    widget = Number

    def __init__(self, unit: str, **options: Any) -> None:
        super().__init__(required=False, max_length=40, **options)
        self.unit = unit


def _number(label: str, unit: str = "", help_text: str = "") -> Typed:
    return Typed(unit, label=label, help_text=help_text)


class MixForm(_Plain):
    """Who gets it, and what is wanted (forward) or was drawn (inverse)."""

    jurisdiction = fields.pick("Whose labels count", _WHERE)
    age_years = _number("Age", "years")
    weight_kg = _number("Weight today", "kg")
    allergy = fields.line("Allergies", most=500, help_text="With commas between; “none known” where there are none.")
    route = fields.line("Where it goes", most=200, help_text="For instance intra-articular knee.")
    previous_la_mg = _number("Anaesthetic given before in this visit", "mg", "Skin numbing included; 0 for none.")
    previous_la_drug = fields.line("Which one, where it was another", most=80)
    vial_shared = fields.pick("Is a vial used that was opened for another patient?", _YES_NO)
    dextrose_stock_kind = fields.pick("Kind of dextrose", _KINDS)
    epinephrine = fields.pick("Epinephrine in the anaesthetic", _YES_NO)
    published_max_ml = _number("Largest published volume for the site", "mL")
    graduation_ml = _number("Marks of the syringe", "mL", "Left out: 0.05 mL up to 1 mL, 0.1 mL above.")
    syringe_ml = _number("Largest volume of one syringe", "mL", "Left out: all of it drawn up at once.")

    shelf = fields.words(
        "Vials on the shelf, if the cheapest are asked for",
        rows=3,
        help_text="One a line, as on the label: dextrose 50%; 50; 9.20 is 50 mL at 9.20.",
    )

    who = ("jurisdiction", "age_years", "weight_kg", "allergy", "route")
    before = ("previous_la_mg", "previous_la_drug", "vial_shared")
    syringes = ("syringe_ml", "graduation_ml", "published_max_ml")

    def case(self) -> dict[str, Any]:
        """The case of the door, from what was typed."""
        return {
            name: value for name, value in self.cleaned_data.items() if name not in ("syringe_ml", "shelf") and value
        }

    def rows(self, names: Sequence[str]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def who_rows(self) -> list[forms.BoundField]:
        return self.rows(self.who)

    @property
    def before_rows(self) -> list[forms.BoundField]:
        return self.rows(self.before)

    @property
    def syringe_rows(self) -> list[forms.BoundField]:
        return self.rows(self.syringes)


class ForwardForm(MixForm):
    """What is wanted."""

    mode = FORWARD
    target_dextrose_pct = _number("Dextrose wanted", "%")
    total_ml = _number("Volume wanted", "mL")
    dextrose_stock_pct = fields.pick("Dextrose stock", _STOCKS)
    la_drug = fields.pick("Local anaesthetic", _DRUGS)
    la_target_pct = _number("Anaesthetic wanted", "%")
    la_stock_pct = _number("Strength of its vial", "%")
    diluent = fields.line("What fills up", most=80, help_text="For instance saline; none where nothing is left.")
    second_la_drug = fields.line("A second anaesthetic", most=80)
    second_la_pct = _number("Its strength in the mix", "%")

    sugar = ("target_dextrose_pct", "total_ml", "dextrose_stock_pct", "dextrose_stock_kind")
    drug = ("la_drug", "la_target_pct", "la_stock_pct", "epinephrine")
    rest = ("diluent", "second_la_drug", "second_la_pct")

    @property
    def wanted_rows(self) -> list[list[forms.BoundField]]:
        return [self.rows(self.sugar), self.rows(self.drug), self.rows(self.rest)]


class InverseForm(MixForm):
    """What was drawn, part by part."""

    mode = INVERSE

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        for place in range(MOST_PARTS):
            self.fields[f"part-{place}"] = fields.line(f"Part {place + 1}", most=200, placeholder="dextrose 50%")
            self.fields[f"ml-{place}"] = _number("Drawn up", "mL")

    @property
    def part_rows(self) -> list[list[forms.BoundField]]:
        """The lines that hold something, and two more."""
        filled = [n for n in range(MOST_PARTS) if self[f"part-{n}"].value() or self[f"ml-{n}"].value()]
        shown = min(MOST_PARTS, max((max(filled) + 1 if filled else 0) + 2, 4))
        return [self.rows((f"part-{place}", f"ml-{place}")) for place in range(shown)]

    def places(self) -> list[int]:
        """The lines that are filled in."""
        said = self.cleaned_data
        return [n for n in range(MOST_PARTS) if said.get(f"part-{n}") or said.get(f"ml-{n}")]

    def case(self) -> dict[str, Any]:
        said = self.cleaned_data
        parts = [{"part": said[f"part-{n}"], "ml": said[f"ml-{n}"]} for n in self.places()]
        own = {k: v for k, v in super().case().items() if not k.startswith(("part-", "ml-"))}
        if not parts:
            raise UnreadableCase("missing", "parts", "No part is given.", "Write at least one part with its volume.")
        return {**own, "parts": parts}

    def field_of(self, where: str) -> str:
        """A part of the recipe is counted among those that are filled in."""
        place, name = _PART.fullmatch(where), where
        if place:
            line = self.places()[int(place[1])]
            name = f"{place[2]}-{line}"
        return name


class CardForm(_Plain):
    """What stands on the card beside the mix. Nothing of it is kept."""

    patient = fields.line("Patient: number, not name", most=120)
    prepared_by = fields.line("Prepared by", most=120)
    checked_by = fields.line("Checked by", most=120)
    time = fields.line("Time", most=20)
    reason = fields.words("Reason for passing the refusal", rows=2, help_text="It stands on the card with your name.")

    def __init__(self, data: Any = None, *, stocks: Sequence[str] = (), refused: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        self.stocks = tuple(stocks)
        for place, stock in enumerate(stocks):
            self.fields[f"lot-{place}"] = fields.line(f"Lot of {stock}", most=80)
            self.fields[f"expires-{place}"] = fields.line("Expires", most=10, placeholder="2027-05")
        if refused:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = "Say why this mix is used all the same."
        else:
            del self.fields["reason"]

    @property
    def vial_rows(self) -> list[list[forms.BoundField]]:
        return [[self[f"lot-{place}"], self[f"expires-{place}"]] for place in range(len(self.stocks))]

    def places(self) -> list[int]:
        """The stocks of which something is said."""
        said = self.cleaned_data
        return [n for n in range(len(self.stocks)) if said.get(f"lot-{n}") or said.get(f"expires-{n}")]

    def field_of(self, where: str) -> str:
        """A vial is counted among those of which something is said."""
        vial = _VIAL.fullmatch(where)
        if vial:
            return f"{vial[2]}-{self.places()[int(vial[1])]}"
        return "reason" if where.startswith("card.override") else super().field_of(where)

    def details(self, by: str) -> dict[str, Any]:
        """The field `card` of a case."""
        said = self.cleaned_data
        vials = [
            {"part": self.stocks[place], "lot": said[f"lot-{place}"], "expires": said[f"expires-{place}"]}
            for place in self.places()
        ]
        found: dict[str, Any] = {name: said[name] for name in ("patient", "prepared_by", "checked_by", "time")}
        if said.get("reason"):
            found["override"] = {"by": by, "reason": said["reason"]}
        return {**found, "vials": vials}


def form_for(data: Mapping[str, Any] | None, mode: str, initial: Mapping[str, Any]) -> ForwardForm | InverseForm:
    kind = InverseForm if mode == INVERSE else ForwardForm
    return kind(data, initial=dict(initial))
