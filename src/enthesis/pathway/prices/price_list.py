"""One version of a clinic's price list, as text and as values. Every amount is the clinic's own."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import yaml

from enthesis.pathway.estimate import currencies
from enthesis.pathway.estimate.price_names import meant_by
from enthesis.pathway.estimate.problems import UnreadableEstimate
from enthesis.pathway.estimate.reading_numbers import MOST_SESSIONS
from enthesis.pathway.estimate.reading_rates import read_rates
from enthesis.pathway.estimate.values import amount, name, shown, whole
from enthesis.pathway.estimate.words import words
from enthesis.pathway.handout.details import NOT_SET, Provider, read_codes, read_country, read_provider
from enthesis.pathway.plain_yaml import NotReadable, read_plain
from enthesis.pathway.protocol.complaint import did_you_mean
from enthesis.pathway.protocol.model import Protocol

NOT_IN_THE_SUM = ("included", "elsewhere")
MOST_PRICES = 200
MOST_PACKAGES = 20
LONGEST_VALIDITY = 730  # days
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,39}")
_FIELDS = (
    *("version", "currency", "country", "valid_days", "provider", "prices", "codes", "packages", "instalments"),
    "response_rates",
)


class PriceListUnreadable(ValueError):
    """A price list is not in order. `says` and `remedy` are sentences; `field` names the place."""

    def __init__(self, field: str, says: str, remedy: str = "") -> None:
        super().__init__(f"{says} {remedy}".strip())
        self.field, self.says, self.remedy = field, says, remedy


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """What one activity, or a kind of it, costs: an amount as text, `included` or `elsewhere`."""

    name: str
    price: str
    code: str = ""  # for the bill


@dataclass(frozen=True, slots=True)
class ListedPackage:
    """One price for so many sessions. `refund`: a rule's name, an amount for each unused one, or "" (not stated)."""

    sessions: int
    price: str
    refund: str = ""

    @property
    def given_back(self) -> str:
        """The rule in words."""
        amount = self.refund[:1].isdigit()
        return f"{self.refund} for each unused session" if amount else self.refund or "not stated"


@dataclass(frozen=True, kw_only=True, slots=True)
class PriceList:
    """The whole list. Amounts stay the text that was typed, and are exact."""

    version: str
    currency: str  # ISO 4217
    country: str = ""  # ISO 3166; US: estimates are good-faith estimates
    valid_days: int | None = None  # how long an estimate holds
    provider: Provider = NOT_SET
    prices: tuple[ListedPrice, ...] = ()
    packages: tuple[ListedPackage, ...] = ()
    instalments: tuple[int, ...] = ()  # numbers of equal parts that the clinic offers
    rates: Mapping[str, Any] | None = None  # as the estimate door reads them

    @property
    def codes(self) -> Mapping[str, str]:
        return {one.name: one.code for one in self.prices if one.code}


def read_price_list(text: str, called: str = "the price list") -> PriceList:
    """A price list from its YAML text. Raises `PriceListUnreadable` for the first thing that is wrong."""
    try:
        block = read_plain(text, called)
    except NotReadable as problem:
        raise PriceListUnreadable("", str(problem), "Write it as docs/price-lists.md shows.") from None
    raw = {key: block.plain(key) for key in block}
    for key in raw:
        if key not in _FIELDS:
            says = f'{called}: "{key[:60]}" is not a field of a price list.'
            raise PriceListUnreadable(key, says, did_you_mean(key, list(_FIELDS)))
    try:
        return _read(raw)
    except UnreadableEstimate as problem:
        raise PriceListUnreadable(problem.field, problem.says, problem.remedy) from None


def text_of(listed: PriceList) -> str:
    """The YAML text of a price list; reading it gives the same list."""
    provider = {key: value for key, value in asdict(listed.provider).items() if value}
    fields: dict[str, Any] = {
        "version": listed.version,
        "currency": listed.currency,
        "country": listed.country,
        "valid_days": listed.valid_days,
        "provider": provider,
        "prices": {one.name: one.price for one in listed.prices},
        "codes": dict(listed.codes),
        "packages": [{key: value for key, value in asdict(one).items() if value} for one in listed.packages],
        "instalments": list(listed.instalments),
        "response_rates": dict(listed.rates) if listed.rates else None,
    }
    return text_from(fields)


def text_from(fields: Mapping[str, Any]) -> str:
    """The YAML text of plain fields, as somebody typed them; what is empty is left out. Reading it checks them."""
    kept = {key: value for key, value in fields.items() if value not in ("", None, {}, [])}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=110)


def nameless(listed: PriceList, protocols: Iterable[Protocol]) -> list[tuple[str, str]]:
    """The names in a list that no protocol's activity and no word for a kind of it is called, each with a hint."""
    known = list(protocols)
    ids = sorted({activity.id for protocol in known for activity in protocol.activities} | set(words().price_words))
    return [
        (one.name, did_you_mean(one.name, ids))
        for one in listed.prices
        if not any(meant_by(one.name, protocol).is_known for protocol in known)
    ]


def _read(raw: Mapping[str, Any]) -> PriceList:
    version = name("version", raw.get("version") or "")
    if not _VERSION.fullmatch(version):
        says = f"version: {shown(version)} is no version."
        raise PriceListUnreadable("version", says, "Use letters, digits, points, + and -; for instance 2026-11-30.")
    currency = name("currency", raw.get("currency") or "").upper()
    if currency not in currencies():
        says = (
            f"currency: {shown(currency)} is no currency of ISO 4217 in use." if currency else "No currency is given."
        )
        raise PriceListUnreadable("currency", says, "Write its three letters, for instance USD, EUR or GBP.")
    valid = raw.get("valid_days")
    rates = raw.get("response_rates")
    if rates:
        read_rates(rates, [])
    return PriceList(
        version=version,
        currency=currency,
        country=read_country("country", raw.get("country")),
        valid_days=None if valid in (None, "") else whole("valid_days", valid, 1, LONGEST_VALIDITY),
        provider=read_provider("provider", raw.get("provider")),
        prices=_prices(raw.get("prices"), read_codes("codes", raw.get("codes"))),
        packages=tuple(_package(at, one) for at, one in enumerate(_list("packages", raw.get("packages")))),
        instalments=tuple(
            sorted(
                {
                    whole(f"instalments[{at}]", one, 2, 120)
                    for at, one in enumerate(_list("instalments", raw.get("instalments")))
                }
            )
        ),
        rates=rates or None,
    )


def _prices(given: object, codes: Mapping[str, str]) -> tuple[ListedPrice, ...]:
    if not isinstance(given, Mapping) or not given or len(given) > MOST_PRICES:
        says = f"prices has no prices, or more than {MOST_PRICES}."
        raise PriceListUnreadable("prices", says, 'Write "treatment: 400" and so on, one line for each.')
    found = tuple(
        ListedPrice(name("prices", key, "The name of a price"), _price(f"prices.{key}"[:80], one), codes.get(key, ""))
        for key, one in given.items()
    )
    for code in codes:
        if code not in given:
            says = f"codes.{code[:60]}: there is no price of that name."
            raise PriceListUnreadable(f"codes.{code}"[:80], says, "Give it a price, or leave the code out.")
    return found


def _price(field: str, given: object) -> str:
    if isinstance(given, str) and " ".join(given.lower().split()) in NOT_IN_THE_SUM:
        return " ".join(given.lower().split())
    amount(field, given)
    return str(given).strip()


def _package(at: int, given: object) -> ListedPackage:
    field = f"packages[{at}]"
    how = "Write sessions, price and refund."
    if not isinstance(given, Mapping) or not {"sessions", "price"} <= set(given) <= {"sessions", "price", "refund"}:
        raise PriceListUnreadable(field, f"{field} is not a package.", how)
    refund = name(f"{field}.refund", given.get("refund") or "")
    if refund and refund not in ("nothing", "pro-rata", "less-single-price"):
        amount(f"{field}.refund", refund)
    sessions = whole(f"{field}.sessions", given["sessions"], 1, MOST_SESSIONS)
    return ListedPackage(sessions, _price(f"{field}.price", given["price"]), refund)


def _list(field: str, given: object) -> list[Any]:
    if given in (None, ""):
        return []
    if not isinstance(given, list) or len(given) > MOST_PACKAGES:
        raise PriceListUnreadable(field, f"{field} is not a list of at most {MOST_PACKAGES}.", "Write it as [3, 6].")
    return given
