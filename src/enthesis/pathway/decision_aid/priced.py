"""What each way costs at one clinic: a small table, in which "the price list does not say" is said where that is so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from enthesis.pathway.decision_aid.model import Aid


@dataclass(frozen=True, slots=True)
class Priced:
    """One path of a way: its plan, how many sessions, the price of one, and the sum. "" is not stated."""

    plan: str
    sessions: str = ""
    each: str = ""
    total: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """What a clinic says of the price of one way: where that stands, as the id of a label, and its paths."""

    says: str
    paths: tuple[Priced, ...] = ()


Prices = Mapping[str, Price]  # way -> its price; a way that is not there: not stated


@dataclass(frozen=True, slots=True)
class ToldPrice:
    """One line of the table. Where there is nothing to count, `sessions` and `each` are "", and `total` says it all."""

    way: str
    plan: str
    sessions: str
    each: str
    total: str


def price_table(aid: Aid, prices: Prices, speak: Callable[[str], str]) -> tuple[ToldPrice, ...]:
    """A line for each path of each way, the ways in their order; what is not stated is said in words."""
    labels = aid.shared.labels
    silent, is_open, depends = (speak(labels[f"price-{name}"]) for name in ("silent", "open", "depends"))
    lines = []
    for option in aid.options:
        title, price = speak(option.title), prices.get(option.id)
        if price is None:
            lines.append(ToldPrice(title, "", "", "", silent))
        elif not price.paths:
            lines.append(ToldPrice(title, "", "", "", speak(labels[price.says])))
        else:
            lines += [
                ToldPrice(
                    title,
                    speak(path.plan),
                    path.sessions or is_open,
                    path.each or silent,
                    path.total or (silent if path.sessions else depends),
                )
                for path in price.paths
            ]
    return tuple(lines)


def price_lines(aid: Aid, price: Price | None, speak: Callable[[str], str]) -> tuple[str, ...]:
    """The same of one way in words: where it stands, and the sum of each path. Nothing where it is not stated."""
    if price is None:
        return ()
    labels = aid.shared.labels
    sums = [
        speak(labels[_line(path)].format(plan=path.plan, amount=path.total or path.each))
        for path in price.paths
        if path.total or path.each
    ]
    return (speak(labels[price.says]), *sums)


def _line(path: Priced) -> str:
    if path.total:
        return "price-sum"
    return "price-each-of" if path.plan else "price-each"
