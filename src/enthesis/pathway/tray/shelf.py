"""Which vials to open for a mix: the cheapest set that holds enough of every part, and what of it is thrown away.

A vial is opened for one patient. Every part is seen by itself, since no vial holds two of them; of sets that cost the
same, the one with the least waste is taken, then the one with the fewest vials. Exact: every total volume is looked at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, lcm
from typing import Any

from enthesis.pathway.dosing import Draw, NotAnAmount, UnreadableCase, amount, read_part
from enthesis.pathway.dosing.numbers import plain, shown

MOST_LINES = 60
LARGEST_ML, LARGEST_PRICE = Decimal(2000), Decimal(100_000)
MOST_OF_ONE = 200
FINEST = 1000  # volumes in thousandths of a mL
MOST_WORK = 1_000_000  # totals times vials that are looked at


@dataclass(frozen=True, slots=True)
class ShelfVial:
    """A vial as it stands on the shelf: its part as on the label, how much it holds, what it costs."""

    part: str
    ml: Decimal
    price: Decimal
    most: int | None = None  # how many there are; None: enough


@dataclass(frozen=True, slots=True)
class Shelf:
    vials: tuple[ShelfVial, ...]
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    vial: ShelfVial
    count: int


@dataclass(frozen=True, slots=True)
class PartVials:
    """The vials to open for one part. `short_ml` above 0: the shelf does not hold enough of it."""

    part: str
    needed_ml: Decimal
    opened: tuple[Opened, ...]
    price: Decimal
    waste_ml: Decimal
    short_ml: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class VialSet:
    parts: tuple[PartVials, ...]
    currency: str

    @property
    def price(self) -> Decimal:
        return sum((part.price for part in self.parts), Decimal(0))

    @property
    def is_enough(self) -> bool:
        return not any(part.short_ml for part in self.parts)

    def as_json(self) -> Mapping[str, Any]:
        """Numbers as text; `price` and `currency` of all vials that are opened."""
        return {
            "parts": [
                {
                    "part": part.part,
                    "needed_ml": plain(part.needed_ml),
                    "vials": [
                        {"part": o.vial.part, "ml": plain(o.vial.ml), "count": o.count, "price": str(o.vial.price)}
                        for o in part.opened
                    ],
                    "price": str(part.price),
                    "waste_ml": plain(part.waste_ml),
                    **({"short_ml": plain(part.short_ml)} if part.short_ml else {}),
                }
                for part in self.parts
            ],
            "price": str(self.price),
            "currency": self.currency,
            "enough": self.is_enough,
        }


def read_shelf(given: object) -> Shelf:
    """The field `shelf` of a case: {"currency", "vials": [{"part", "ml", "price", "most"}]}.

    Raises `UnreadableCase`.
    """
    if not isinstance(given, Mapping):
        raise _unreadable("shelf", "shelf is not an object.", 'Write {"currency": "USD", "vials": [...]}.')
    lines = given.get("vials")
    if not isinstance(lines, list) or len(lines) > MOST_LINES:
        raise _unreadable("shelf.vials", "shelf.vials is not a list of vials.", f"Give {MOST_LINES} vials at most.")
    currency = given.get("currency") or ""
    if not isinstance(currency, str) or len(currency) > 3 or not (currency.isalpha() or not currency):
        raise _unreadable("shelf.currency", f"{currency!r:.20} is no currency.", "Write its three letters: USD.")
    return Shelf(tuple(_vial(line, f"shelf.vials[{place}]") for place, line in enumerate(lines)), currency.upper())


def shelf_of_lines(text: str, currency: str = "") -> Shelf:
    """A shelf as it is typed, a vial a line: "dextrose 50%; 50; 9.20", with a fourth number for how many there are.

    Raises `UnreadableCase`.
    """
    vials = []
    for number, line in enumerate((line for line in text.splitlines() if line.strip()), 1):
        part, ml, price, *most = (each.strip() for each in f"{line};;".split(";"))
        most = [each for each in most if each]
        is_count = not most or (len(most) == 1 and most[0].isdecimal() and len(most[0]) <= len(str(MOST_OF_ONE)))
        if not (part and ml and price and is_count):
            says = f"Line {number} of the vials is not read: {shown(line.strip())}"
            raise _unreadable("shelf", says, "Write part; mL; price: dextrose 50%; 50; 9.20")
        vials.append({"part": part, "ml": ml, "price": price, **({"most": int(most[0])} if most else {})})
    return read_shelf({"currency": currency, "vials": vials})


def vials_for(draw: Draw, shelf: Shelf) -> VialSet:
    """The vials to open for what is drawn up, at the volumes as the syringe shows them."""
    return VialSet(tuple(_for_part(one.text, one.ml, shelf) for one in draw.parts if one.ml > 0), shelf.currency)


def cheapest(needed_ml: Decimal, vials: Sequence[ShelfVial]) -> tuple[tuple[Opened, ...], Decimal]:
    """The cheapest vials that hold `needed_ml`, and how much is missing where all of them do not (then all are given).

    Raises `UnreadableCase` where there are too many sizes to look at every total.

    >>> shelf = [ShelfVial("saline", Decimal(10), Decimal(4)), ShelfVial("saline", Decimal(50), Decimal(9))]
    >>> [(one.vial.ml, one.count) for one in cheapest(Decimal(20), shelf)[0]]
    [(Decimal('10'), 2)]
    """
    held = sum((vial.ml * _at_most(vial, needed_ml) for vial in vials), Decimal(0))
    if held < needed_ml:
        everything = tuple(Opened(vial, _at_most(vial, needed_ml)) for vial in vials if vial.most != 0)
        return everything, needed_ml - held
    unit = lcm(*(_denominator(ml) for ml in (needed_ml, *(vial.ml for vial in vials))))
    least = ceil(needed_ml * unit)
    if least * sum(_at_most(vial, needed_ml) for vial in vials) > MOST_WORK:
        says = f"There are too many sizes of one part to find the cheapest vials for {plain(needed_ml)} mL."
        raise _unreadable("shelf.vials", says, "Leave the smallest ones out.")
    best: dict[int, tuple[Decimal, int, tuple[int, ...]]] = {0: (Decimal(0), 0, ())}
    for vial in vials:
        size = int(vial.ml * unit)
        found: dict[int, tuple[Decimal, int, tuple[int, ...]]] = {}
        for total, (price, count, taken) in best.items():
            for more in range(_at_most(vial, needed_ml) + 1):
                there = total + size * more
                told = (price + vial.price * more, count + more, (*taken, more))
                if there not in found or told[:2] < found[there][:2]:
                    found[there] = told
                if there >= least:
                    break
        best = found
    total = min((total for total in best if total >= least), key=lambda total: (best[total][0], total, best[total][1]))
    counts = best[total][2]
    return tuple(Opened(vial, count) for vial, count in zip(vials, counts, strict=True) if count), Decimal(0)


def _for_part(text: str, needed_ml: Decimal, shelf: Shelf) -> PartVials:
    mine = [vial for vial in shelf.vials if _what(vial.part) == _what(text)]
    opened, short = cheapest(needed_ml, mine)
    held = sum((one.vial.ml * one.count for one in opened), Decimal(0))
    price = sum((one.vial.price * one.count for one in opened), Decimal(0))
    return PartVials(text, needed_ml, opened, price, max(Decimal(0), held - needed_ml), short)


def _at_most(vial: ShelfVial, needed_ml: Decimal) -> int:
    """More of one vial than holds everything are never opened."""
    enough = ceil(needed_ml / vial.ml)
    return enough if vial.most is None else min(enough, vial.most)


def _denominator(ml: Decimal) -> int:
    return ml.as_integer_ratio()[1]


def _what(text: str) -> object:
    """What a label says, whatever its wording: "D50W" and "dextrose 50%" are the same part."""
    ingredients = read_part(text, None).ingredients
    if any(one.remark for one in ingredients):
        return " ".join(text.split()).casefold()
    return frozenset((one.name, one.kind, one.strength, one.unit, one.dextrose_kind) for one in ingredients)


def _vial(line: object, field: str) -> ShelfVial:
    if not isinstance(line, Mapping):
        raise _unreadable(
            field, f"{field} is not an object.", 'Write {"part": "dextrose 50%", "ml": 50, "price": "9"}.'
        )
    part = line.get("part")
    if not isinstance(part, str) or not part.strip() or len(part) > 120:
        raise _unreadable(f"{field}.part", f"{field} has no part.", "Name it as on the label: dextrose 50%.")
    most = line.get("most")
    if most is not None and (isinstance(most, bool) or not isinstance(most, int) or not 0 <= most <= MOST_OF_ONE):
        raise _unreadable(f"{field}.most", f"{most!r:.20} is no number of vials.", f"Give 0 to {MOST_OF_ONE}.")
    ml = _number(line.get("ml"), f"{field}.ml", LARGEST_ML)
    if ml <= 0 or _denominator(ml) > FINEST:
        raise _unreadable(f"{field}.ml", f"A vial of {shown(str(line.get('ml')))} mL.", "Give mL above 0.")
    return ShelfVial(part.strip(), ml, _number(line.get("price"), f"{field}.price", LARGEST_PRICE), most)


def _number(value: object, field: str, most: Decimal) -> Decimal:
    try:
        number = amount(value)
    except NotAnAmount as problem:
        raise _unreadable(field, f"{field}: {problem}", "Correct it.") from None
    if not 0 <= number <= most:
        raise _unreadable(field, f"{field} is {shown(str(value))}.", f"Give 0 to {plain(most)}.")
    return number


def _unreadable(field: str, says: str, remedy: str) -> UnreadableCase:
    return UnreadableCase("bad-shelf", field, says, remedy)
