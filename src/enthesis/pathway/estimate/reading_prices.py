"""Reading a price list: which activity costs what, in which one currency."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from enthesis.pathway.estimate import values
from enthesis.pathway.estimate.case import Charge, Price
from enthesis.pathway.estimate.money import LEAST_PLACES, Currency, currencies, decimals
from enthesis.pathway.estimate.price_names import meant_by, nearest
from enthesis.pathway.estimate.problems import UnreadableEstimate
from enthesis.pathway.finding import NOTE, WARN, Finding
from enthesis.pathway.protocol.complaint import did_you_mean
from enthesis.pathway.protocol.model import Protocol

MOST_PRICES = 500
CURRENCY = "currency"  # in a price list: not an activity

_WORDS = {
    "included": Charge.INCLUDED,
    "free": Charge.INCLUDED,
    "elsewhere": Charge.ELSEWHERE,
    "not charged here": Charge.ELSEWHERE,
}
_WITH_CODE = re.compile(r"(?:([A-Za-z]{3})\s*)?([^A-Za-z]*)(?:\s*([A-Za-z]{3}))?")
_HOW = 'Write {"treatment": "400"}, or a list of {"activity": "treatment", "price": "400"}.'


class PriceReader:
    """Reads amounts and watches that all of them are in one currency; made for one case."""

    def __init__(self, protocol: Protocol, findings: list[Finding], unknown: list[str]) -> None:
        self.protocol, self.findings, self.unknown = protocol, findings, unknown
        self._currency: Currency | None = None
        self._named_in = ""
        self._finest = LEAST_PLACES

    # -- currency ------------------------------------------------------------------------------------

    def note_currency(self, field: str, given: object) -> None:
        """A currency that is named; a second one beside it is refused: nothing here exchanges money."""
        if given is None or given == "":
            return
        code = values.name(field, given).upper()
        found = currencies().get(code)
        if found is None:
            names = {currency.name: code for code, currency in currencies().items()}
            raise UnreadableEstimate(
                "unknown-currency",
                field,
                f"{field}: {values.shown(given)} is no currency of ISO 4217 in use.",
                did_you_mean(code, [*currencies()], _by_name(code, names)),
            )
        if self._currency not in (None, found):
            raise UnreadableEstimate(
                "two-currencies",
                field,
                f"{field} is in {code}, and {self._named_in} in {self._currency.code if self._currency else ''}.",
                "Give every amount in one currency; nothing is exchanged here.",
            )
        self._currency, self._named_in = found, self._named_in or field

    def currency(self) -> Currency:
        """The one currency. Where none is given it is named as missing, and as many decimals as needed are shown."""
        if self._currency is not None:
            if self._finest > self._currency.minor_units:
                self.findings.append(
                    Finding(
                        code="finer-than-minor-unit",
                        level=NOTE,
                        says=f"An amount has more decimals than {self._currency.code} has "
                        f"({self._currency.minor_units}); sums are exact and rounded half up where they are shown.",
                        remedy="Give prices that can be paid.",
                        field="prices",
                    )
                )
            return self._currency
        self.findings.append(
            Finding(
                code="currency-not-stated",
                level=WARN,
                says="No currency is given, and none is assumed.",
                remedy='Name it by its ISO 4217 code, for instance "currency": "USD".',
                field=CURRENCY,
            )
        )
        return Currency("", self._finest)

    # -- amounts -------------------------------------------------------------------------------------

    def amount(self, field: str, given: object) -> Decimal:
        """An amount: a number, text with or without a currency code, or {"amount" or "price", "currency"}."""
        if isinstance(given, Mapping):
            key = next((key for key in ("amount", "price") if given.get(key) is not None), "amount")
            self.note_currency(f"{field}.{CURRENCY}", given.get(CURRENCY))
            return self.amount(f"{field}.{key}", _no_object(f"{field}.{key}", given.get(key)))
        if isinstance(given, str) and len(given) <= 60:
            found = _WITH_CODE.fullmatch(given.strip())
            if found and (found[1] or found[3]) and found[2].strip():
                for code in (found[1], found[3]):
                    self.note_currency(field, code)
                given = found[2]
        amount = values.amount(field, given)
        self._finest = max(self._finest, decimals(amount))
        return amount

    def price(self, field: str, given: object) -> Price:
        if isinstance(given, str):
            charge = _WORDS.get(" ".join(given.lower().split())[:40])
            if charge is not None:
                return Price(charge)
        return Price(Charge.PRICED, self.amount(field, given))

    # -- the list ------------------------------------------------------------------------------------

    def read(self, given: object) -> dict[str, Price]:
        """The price of each activity that has one. The closest name wins: its own before a word for its kind."""
        named: dict[str, list[tuple[int, str, Price]]] = {}
        for field, name, raw in _entries(given):
            price = self.price(field, raw)
            meant = meant_by(name, self.protocol)
            if not meant.activities:
                self._unused(field, name, meant.is_known)
            for activity in meant.activities:
                named.setdefault(activity, []).append((meant.closeness, field, price))
        if isinstance(given, Mapping):
            self.note_currency(f"prices.{CURRENCY}", given.get(CURRENCY))
        return {activity: _closest(activity, found) for activity, found in named.items()}

    def _unused(self, field: str, name: str, is_known: bool) -> None:
        self.unknown.append(field)
        said = values.shown(name)
        if is_known:
            finding = Finding(
                code="price-unused",
                level=NOTE,
                says=f"The protocol has nothing that {said} stands for; its price changes nothing.",
                field=field,
            )
        else:
            finding = Finding(
                code="unknown-activity",
                level=WARN,
                says=f"No activity of {self.protocol.id} is called {said}; its price changes nothing.",
                remedy=nearest(name, self.protocol),
                field=field,
            )
        self.findings.append(finding)


def _closest(activity: str, found: list[tuple[int, str, Price]]) -> Price:
    closest = min(closeness for closeness, _, _ in found)
    (first, price), *others = [(field, price) for closeness, field, price in found if closeness == closest]
    for field, another in others:
        if another != price:
            says = f'{field} and {first} give two prices for "{activity}".'
            raise UnreadableEstimate("said-twice", field, says, "Keep one of them.")
    return price


def _entries(given: object) -> Iterator[tuple[str, str, object]]:
    """Field, name and price of each entry; what is null is not given."""
    if given is None:
        return
    if not isinstance(given, (Mapping, list, tuple)) or len(given) > MOST_PRICES:
        says = f"prices is not a list of at most {MOST_PRICES} prices."
        raise UnreadableEstimate("not-an-object", "prices", says, _HOW)
    if isinstance(given, Mapping):
        for key, raw in given.items():
            name = values.name("prices", key, "The name of a price")
            if name != CURRENCY and raw is not None:
                yield f"prices.{name[:60]}", name, raw
        return
    for place, entry in enumerate(given):
        field = f"prices[{place}]"
        if not isinstance(entry, Mapping):
            raise UnreadableEstimate("not-an-object", field, f"{field} is not an activity with its price.", _HOW)
        name = values.name(f"{field}.activity", entry.get("activity"))
        raw = entry.get("price", entry.get("amount"))
        if isinstance(raw, str) and " ".join(raw.lower().split())[:40] in _WORDS:
            yield field, name, raw
        elif raw is not None:
            yield field, name, entry


def _no_object(field: str, given: object) -> object:
    if isinstance(given, Mapping):
        raise UnreadableEstimate("not-a-number", field, f"{field}: an object is not a number.", "Write one amount.")
    return given


def _by_name(said: str, names: Mapping[str, str]) -> str:
    """A way on for who wrote the name of a currency instead of its code."""
    found = [code for name, code in names.items() if said.title() in name]
    if 0 < len(found) <= 6:
        return f"Did you mean {' or '.join(sorted(found))}?"
    return "Write the code of three letters, for instance USD, EUR or JPY."
