"""A price list as a lead types it. What is typed becomes a text, and reading the text checks it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from enthesis.pathway.estimate.lines import is_charged
from enthesis.pathway.estimate.price_names import meant_by
from enthesis.pathway.handout import billing_codes
from enthesis.pathway.prices import PriceList, PriceListUnreadable, nameless, read_price_list, text_from
from enthesis.pathway.protocol.model import Protocol
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer

KINDS = ("consultation", "review", "diagnostic", "treatment", "physical-therapy")
FREE, PACKAGES = 4, 3
PROVIDER = ("name", "address", "state", "telephone", "email", "npi", "tin")
_REFUNDS = (
    ("", "not stated"),
    ("nothing", "nothing"),
    ("pro-rata", "in proportion"),
    ("less-single-price", "less the given ones at their single price"),
)
_PLACE = re.compile(r"(\w+)\[(\d+)\](?:\.(\w+))?")


class PricesForm(forms.Form):
    """One version of the list: who gives the services, what each costs, how it may be paid."""

    default_renderer = Renderer
    use_required_attribute = False

    version = fields.line("Version", missing="Give the list a version.", most=40)
    currency = fields.line(
        "Currency", missing="Give its three letters, for instance USD.", most=3, **{"class": "short"}
    )
    country = fields.line("Country", most=2, help_text="Two letters; US makes every estimate a good-faith estimate.")
    valid_days = fields.line("An estimate holds for, days", most=4, inputmode="numeric")
    name = fields.line("Name of the provider", most=200)
    address = fields.line("Address where the services are given", most=200)
    state = fields.line("State", most=100, help_text="In the US.")
    telephone = fields.line("Telephone", most=60)
    email = fields.line("E-mail", most=120)
    npi = fields.line("NPI", most=20, help_text="National Provider Identifier, in the US: ten digits.")
    tin = fields.line("TIN", most=20, help_text="Taxpayer Identification Number, in the US: nine digits.")
    instalments = fields.line("Numbers of instalments that are offered", most=40, help_text="For instance 3, 6.")
    gate = fields.line("Share that goes on after the test injection", most=20, help_text="0.6, or 60 %.")
    stop = fields.line(
        "Share that stops after each session", most=60, help_text="One share, or one for each: 0.2, 0.1."
    )
    rates_source = fields.line("Where these shares come from", most=200, help_text="The clinic's own figures.")

    def __init__(self, data: Any = None, *, protocols: Iterable[Protocol], listed: PriceList | None = None) -> None:
        self.protocols = tuple(protocols)
        before = {one.name: one for one in listed.prices} if listed else {}
        self.titles = {**dict.fromkeys((*KINDS, *self._named()), ""), **before}
        initial = _initial(listed) if listed else {}
        super().__init__(data, initial=initial)
        for place, title in enumerate([*self.titles, *([""] * FREE)]):
            self._line(place, title, before)
        for place in range(PACKAGES):
            self.fields[f"package-sessions-{place}"] = fields.line("Sessions", most=3, inputmode="numeric")
            self.fields[f"package-price-{place}"] = fields.line("Price together", most=20, inputmode="decimal")
            self.fields[f"package-refund-{place}"] = fields.pick("Given back when unused", _refunds(listed, place))
        for place, one in enumerate(listed.packages[:PACKAGES] if listed else ()):
            for part in ("sessions", "price", "refund"):
                self.initial[f"package-{part}-{place}"] = str(getattr(one, part))

    # -- as the page shows it --------------------------------------------------------------------------------------

    def lines(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Each price: its name where it is fixed, else a field for it."""
        for place in range(len(self.titles) + FREE):
            own = [self[f"price-{place}"], self[f"code-{place}"]]
            named = f"name-{place}"
            yield ("", [self[named], *own]) if named in self.fields else (self._title(place), own)

    def provider(self) -> list[forms.BoundField]:
        return [self[field] for field in PROVIDER]

    def packages(self) -> list[list[forms.BoundField]]:
        return [[self[f"package-{part}-{n}"] for part in ("sessions", "price", "refund")] for n in range(PACKAGES)]

    # -- as a text ---------------------------------------------------------------------------------------------------

    def text(self) -> str | None:
        """The text of the list, sound; None where it is not, and the form says why."""
        text = text_from(self._plain())
        try:
            listed = read_price_list(text, "the list")
        except PriceListUnreadable as bad:
            self.show(bad)
            return None
        for name, hint in nameless(listed, self.protocols):
            says = f"No protocol here has anything called “{name}”. {hint}"
            self.add_error(f"name-{self._places()[name]}", ValidationError(says, "nameless"))
        return None if self.errors else text

    def show(self, bad: PriceListUnreadable) -> None:
        """What is wrong, beside its field, or on top where no field is to blame."""
        field = self._field_of(bad.field)
        self.add_error(field if field in self.fields else None, ValidationError(f"{bad.says} {bad.remedy}".strip()))

    def _plain(self) -> dict[str, Any]:
        said = self.cleaned_data
        places = self._places()
        rates = {"gate": said["gate"], "stop_after_session": _several(said["stop"]), "source": said["rates_source"]}
        packages = [{p: said[f"package-{p}-{n}"] for p in ("sessions", "price", "refund")} for n in self._filled()]
        return {
            "version": said["version"],
            "currency": said["currency"],
            "country": said["country"],
            "valid_days": said["valid_days"],
            "provider": _full({field: said[field] for field in PROVIDER}),
            "prices": {name: said[f"price-{place}"] for name, place in places.items()},
            "codes": _full({name: said[f"code-{place}"] for name, place in places.items()}),
            "packages": [_full(one) for one in packages],
            "instalments": [part for part in re.split(r"[,;\s]+", said["instalments"]) if part],
            "response_rates": _full(rates) if said["gate"] or said["stop"] else None,
        }

    def _places(self) -> dict[str, int]:
        """The line of each name that has a price."""
        said, fixed = self.cleaned_data, list(self.titles)
        found = {}
        for place in range(len(self.titles) + FREE):
            name = fixed[place] if place < len(fixed) else said.get(f"name-{place}", "")
            if name and said.get(f"price-{place}"):
                found[name] = place
        return found

    def _filled(self) -> list[int]:
        said = self.cleaned_data
        return [n for n in range(PACKAGES) if said[f"package-sessions-{n}"] or said[f"package-price-{n}"]]

    def _field_of(self, where: str) -> str:
        head, _, rest = where.partition(".")
        if head in ("prices", "codes") and rest in self._places():
            return f"{'price' if head == 'prices' else 'code'}-{self._places()[rest]}"
        if head == "provider":
            return rest
        if head == "response_rates":
            return {"gate": "gate", "source": "rates_source"}.get(rest, "stop")
        place = _PLACE.fullmatch(where)
        if place and place[1] == "packages":
            return f"package-{place[3] or 'price'}-{self._filled()[int(place[2])]}"
        return place[1] if place else where

    # -- its lines -----------------------------------------------------------------------------------------------------

    def _line(self, place: int, name: str, before: Mapping[str, Any]) -> None:
        if not name:
            self.fields[f"name-{place}"] = fields.line("Name", most=200)
        self.fields[f"price-{place}"] = fields.line("Price", most=20, inputmode="text")
        self.fields[f"code-{place}"] = fields.line("Code", most=10)
        if one := before.get(name):
            self.initial[f"price-{place}"], self.initial[f"code-{place}"] = one.price, one.code
        elif name in (code := {word: each.code for each in billing_codes().values() for word in each.activities}):
            self.fields[f"code-{place}"].help_text = f"In the US {code[name]}, where it is empty."

    def _title(self, place: int) -> str:
        return list(self.titles)[place].replace("-", " ").capitalize()

    def _named(self) -> list[str]:
        """What the clinic's protocols charge for and no word of `KINDS` stands for."""
        found: dict[str, None] = {}
        for protocol in self.protocols:
            spoken = {name for kind in KINDS for name in meant_by(kind, protocol).activities}
            found |= {one.id: None for one in protocol.activities if is_charged(one) and one.id not in spoken}
        return list(found)


def _initial(listed: PriceList) -> dict[str, Any]:
    rates = listed.rates or {}
    stop = rates.get("stop_after_session", "")
    found = {field: getattr(listed.provider, field) for field in PROVIDER}
    return {
        **found,
        "currency": listed.currency,
        "country": listed.country,
        "valid_days": listed.valid_days or "",
        "instalments": ", ".join(map(str, listed.instalments)),
        "gate": rates.get("gate", ""),
        "stop": ", ".join(stop) if isinstance(stop, list) else stop,
        "rates_source": rates.get("source", ""),
    }


def _refunds(listed: PriceList | None, place: int) -> list[tuple[str, str]]:
    """The rules, and the amount of a list that was not typed here."""
    own = listed.packages[place].refund if listed and place < len(listed.packages) else ""
    known = {value for value, _ in _REFUNDS}
    return [*_REFUNDS, *([(own, f"{own} for each unused session")] if own not in known else [])]


def _several(typed: str) -> Any:
    parts = [part for part in re.split(r"[,;]\s*|\s+(?=[\d.])", typed.strip()) if part]
    return parts if len(parts) > 1 else typed


def _full(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value}
