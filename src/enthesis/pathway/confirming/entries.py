"""The entries of the knowledge that rest on memory, each with all that it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources.abc import Traversable
from typing import Any

from enthesis.knowledge import Layered, laid_over, shipped_path
from enthesis.knowledge.layers import ABOUT, file_names
from enthesis.pathway.medications.library import library
from enthesis.pathway.upkeep import KnowledgeFile, Statement, read_one, statements

MEMORY = "memory"
NAMES, PRODUCTS = "medications/names", "medications/products"
_SPLIT = (NAMES, PRODUCTS)  # told drug by drug and product by product: nobody can confirm all names at once


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One entry that rests on memory."""

    id: str  # "triage/rules/emergency:T02"
    file: str
    says: str
    part: str  # which part of it rests on memory
    sources: tuple[str, ...]
    version: str  # of its file
    text: str  # all that it says, a line for each word or sentence

    @property
    def group(self) -> str:
        """The folder or file that it stands in: "triage", "solutions"."""
        return self.id.partition(":")[0].partition("/")[0]

    @property
    def digest(self) -> str:
        """What tells one text from another."""
        return sha256(self.text.encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        return {
            "entry": self.id,
            "file": self.file,
            "says": self.says,
            "unverified": self.part,
            "sources": list(self.sources),
            "version": self.version,
        }


@cache
def entries() -> Mapping[str, Entry]:
    """Every entry that rests on memory, in the order of the files; those of names drug by drug. Read once."""
    root = _root()
    found: dict[str, Entry] = {}
    for name in file_names(root):
        found.update(_in_file(name))
    return {**found, **_names()}


def entry(name: str) -> Entry | None:
    """One entry, without reading the files of others; None where there is none, or where it rests on memory no more."""
    stem = name.partition(":")[0]
    if stem in _SPLIT:
        return _names().get(name)
    for file in (f"{stem}.yaml", f"{stem}.csv"):
        if (found := _in_file(file).get(name)) is not None:
            return found
    return None


def _root() -> Traversable:
    own = laid_over()
    return Layered(shipped_path(), own.folder) if own else shipped_path()


@cache
def _in_file(name: str) -> Mapping[str, Entry]:
    """The entries of one file that rest on memory, by their ids."""
    file = read_one(_root(), name) if _may_rest_on_memory(name) else None
    if file is None:
        return {}
    found: dict[str, list[Statement]] = {}
    for each in statements(file):
        if each.unverified and each.entry not in _SPLIT:
            found.setdefault(each.entry, []).append(each)
    return {called: _entry(file, several) for called, several in found.items()}


def _may_rest_on_memory(name: str) -> bool:
    """Whether the word stands in a file at all: most have none, and need not be read."""
    pages = (name, name.removesuffix(".csv") + ABOUT) if name.endswith(".csv") else (name,)
    there = [page for page in (_root().joinpath(*each.split("/")) for each in pages) if page.is_file()]
    return any(word in page.read_text(encoding="utf-8") for page in there for word in (MEMORY, "unverified"))


def _entry(file: KnowledgeFile, several: Sequence[Statement]) -> Entry:
    """Statements that are called alike are confirmed together."""
    first = several[0]
    return Entry(
        id=first.entry,
        file=file.name,
        says="; ".join(dict.fromkeys(each.says for each in several)),
        part=", ".join(dict.fromkeys(each.unverified for each in several)),
        sources=tuple(dict.fromkeys(source for each in several for source in each.sources)),
        version=file.version,
        text="\n".join(each.text for each in several),
    )


@cache
def _names() -> Mapping[str, Entry]:
    """Brands and further names of each drug, and what each product holds: all from memory."""
    known = library()
    found: dict[str, Entry] = {}
    for drug in known.drugs.values():
        brands = [f"{country}: {', '.join(listed)}" for country, listed in drug.brands.items() if listed]
        others = known.other_names.get(drug.id, ())
        if brands or others:
            lines = [f"drug: {drug.name}", *brands, *([f"further names: {', '.join(others)}"] if others else [])]
            said = f"{drug.name}: {'; '.join([*brands, *others])}"
            found[f"{NAMES}:{drug.id}"] = _named(f"{NAMES}:{drug.id}", "medications/names.yaml", said, lines)
    for listed, product in known.products:
        lines = [f"names: {', '.join(listed)}", f"of: {', '.join(product.drugs)}", f"also: {', '.join(product.also)}"]
        said = f"{product.id} holds {', '.join([*product.drugs, *product.also])}"
        found[f"{PRODUCTS}:{product.id}"] = _named(f"{PRODUCTS}:{product.id}", "medications/products.yaml", said, lines)
    return found


def _named(called: str, file: str, says: str, lines: Sequence[str]) -> Entry:
    return Entry(
        id=called,
        file=file,
        says=says,
        part="the whole entry",
        sources=(MEMORY,),
        version=library().version,
        text="\n".join(lines),
    )
