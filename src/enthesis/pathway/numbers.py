"""Numbers that more than one rule uses, from `knowledge/numbers.yaml`: there once, and named by the rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from enthesis import knowledge
from enthesis.pathway.plain_yaml import NotReadable, read_plain

FILE = "numbers.yaml"


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedNumber:
    """One number, what it is for, and what is compared with it."""

    name: str
    value: Decimal
    unit: str
    measures: str
    means: str
    sources: tuple[str, ...]


@cache
def shipped() -> Mapping[str, SharedNumber]:
    """The numbers of the knowledge folder by name, read once."""
    return read_numbers(knowledge.path(FILE).read_text(encoding="utf-8"))


@cache
def shared() -> Mapping[str, Decimal]:
    """Their values by name.

    >>> shared()["adult_from_years"]
    Decimal('18')
    """
    return values(shipped())


def values(numbers: Mapping[str, SharedNumber]) -> Mapping[str, Decimal]:
    return MappingProxyType({name: number.value for name, number in numbers.items()})


def read_numbers(text: str) -> Mapping[str, SharedNumber]:
    """The numbers in the text of a file laid out like `numbers.yaml`. Raises `NotReadable`."""
    file = read_plain(text, FILE)
    for key in ("id", "version", "status", "review_by"):
        file.text(key)
    found: dict[str, SharedNumber] = {}
    for block in file.blocks("numbers"):
        number = SharedNumber(
            name=block.text("number"),
            value=block.number("value"),
            unit=block.text("unit"),
            measures=block.text("measures"),
            means=block.text("means"),
            sources=block.texts("sources"),
        )
        block.close()
        if number.name in found:
            raise NotReadable(f'{block.where}: "{number.name}" is there twice. Keep one of them.')
        if not number.name.isidentifier():
            raise block.wrong("number", "a name of letters, digits and underscores")
        found[number.name] = number
    file.close()
    return MappingProxyType(found)


def number(written: object, named: Mapping[str, Decimal]) -> Decimal:
    """A number as a rule writes it: by its name, or in figures. Raises `ArithmeticError` for neither."""
    text = str(written)
    return named[text] if text in named else Decimal(text)
