"""Every name by which a drug, a product or a class is known, ready to be looked up exactly."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache

from enthesis.pathway.medications.drug import Form, Product
from enthesis.pathway.medications.library import Library, library
from enthesis.pathway.medications.text import JOINING_WORDS, Token, joined, tidy, tokens

SHORTEST_RUN_ON = 6  # "as a" is not "ASA": shorter names must be typed with their own spaces


class How(StrEnum):
    """By what a name was found."""

    GENERIC = "generic name"
    BRAND = "brand name"
    OTHER_NAME = "other name"
    PRODUCT = "combination product"
    CODE = "code"
    CLASS = "class"
    UNNAMED = "unnamed product"
    NOT_LISTED = "known, not listed"

    @property
    def is_memory(self) -> bool:
        """Brands and other names are from memory; generic names, codes and classes are not."""
        return self in (How.BRAND, How.OTHER_NAME, How.PRODUCT)


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """What one name stands for. More than one drug: the name alone does not tell which."""

    written: str
    how: How
    drugs: tuple[str, ...] = ()
    product: Product | None = None
    classes: tuple[str, ...] = ()
    is_aspirin: bool = False  # dose and reason decide between two lines
    country: str = ""  # "US" or "GB" where only one of them uses it
    spelt: frozenset[tuple[str, ...]] = field(default_factory=frozenset)  # of a short name: with these spaces only

    @property
    def target(self) -> str:
        """One word for what it stands for: two names with one target are no rivals."""
        if self.is_aspirin:
            return "aspirin"
        if self.product:
            return f"product {self.product.name}"
        return " ".join(self.drugs or self.classes) or f"{self.how} {self.written}"


_RANK = (How.GENERIC, How.BRAND, How.OTHER_NAME, How.PRODUCT, How.CLASS, How.UNNAMED, How.NOT_LISTED)


_ANY: frozenset[tuple[str, ...]] = frozenset()  # a long name may be typed with any spaces


def _is_short(name_key: str) -> bool:
    return len(name_key) < SHORTEST_RUN_ON


@cache
def names() -> Mapping[str, Name]:
    """All names by their key. A name that two drugs share at the same rank stands for both."""
    found: dict[str, Name] = {}
    for name in sorted(_all(library()), key=lambda one: _RANK.index(one.how)):
        name_key, spelt = _key_of(name.written)
        before = found.get(name_key)
        if before is None:
            found[name_key] = replace(name, spelt=spelt) if spelt else name
        else:
            found[name_key] = _together(before, name, spelt)
    return found


def _key_of(written: str) -> tuple[str, frozenset[tuple[str, ...]]]:
    """The key of a name, and of a short one how it is spelt."""
    words = tidy(written).split()
    whole = "".join(words)
    if whole.isascii() and whole.isalnum():  # most names are letters and digits: no need to look for signs
        name_key = "".join(word for word in words if word not in JOINING_WORDS)
        if not _is_short(name_key):
            return name_key, _ANY
    parts = tokens(written)
    name_key = joined(parts)
    return name_key, frozenset([tuple(part.text for part in parts if not part.is_sign)]) if _is_short(
        name_key
    ) else _ANY


def _together(first: Name, second: Name, spelt: frozenset[tuple[str, ...]]) -> Name:
    merged = replace(first, spelt=first.spelt | spelt) if spelt else first
    if first.how is second.how and first.drugs and second.drugs:
        country = first.country if first.country == second.country else ""
        return replace(merged, drugs=tuple(dict.fromkeys(first.drugs + second.drugs)), country=country)
    return merged


def _all(known: Library) -> Iterator[Name]:
    yield from (
        Name(written=one, how=How.GENERIC if one == "aspirin" else How.OTHER_NAME, is_aspirin=True)
        for one in known.aspirin_names
    )
    yield from (Name(written=one, how=How.OTHER_NAME, drugs=ids) for one, ids in known.ambiguous.items())
    systemic = {drug.name for drug in known.drugs.values() if drug.form is Form.SYSTEMIC}
    for drug in known.drugs.values():
        yield Name(written=drug.name, how=How.GENERIC, drugs=(drug.id,))
        if drug.inn != "aspirin" and not (drug.form is not Form.SYSTEMIC and drug.inn in systemic):
            yield from (
                Name(written=part.strip(" )"), how=How.GENERIC, drugs=(drug.id,)) for part in drug.inn.split("(")
            )
        for country, brands in drug.brands.items():
            yield from (Name(written=one, how=How.BRAND, drugs=(drug.id,), country=country) for one in brands)
        yield from (
            Name(written=one, how=How.OTHER_NAME, drugs=(drug.id,)) for one in known.other_names.get(drug.id, ())
        )
    for written, product in known.products:
        yield from (
            Name(written=one, how=How.PRODUCT, product=replace(product, name=one), drugs=product.drugs)
            for one in written
        )
    yield from (Name(written=one, how=How.CLASS, classes=classes) for one, classes in known.class_names.items())
    yield from (Name(written=one, how=How.UNNAMED) for one in known.unnamed)
    yield from (Name(written=one, how=How.NOT_LISTED) for one in known.not_listed)


def exact(parts: tuple[Token, ...]) -> Name | None:
    """What these words together are the name of, if they are a name at all."""
    name_key = joined(parts)
    found = names().get(name_key)
    if found is None or not _is_short(name_key) or len(parts) == 1:
        return found
    return found if tuple(part.text for part in parts if not part.is_sign) in found.spelt else None
