"""Reads `knowledge/medications` once and hands it out. Broken data is refused with the file and the place."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any

from enthesis.knowledge import KnowledgeUnreadable, path
from enthesis.pathway.medications.drug import Action, Drug, DrugClass, Form, Product
from enthesis.pathway.plain_yaml import read_values


class BrokenKnowledge(KnowledgeUnreadable):
    """A file of the knowledge folder says something that cannot be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Library:
    """Everything that is known of drugs."""

    version: str
    drugs: Mapping[str, Drug]
    classes: Mapping[str, DrugClass]
    products: tuple[tuple[tuple[str, ...], Product], ...]  # names -> product
    unnamed: tuple[str, ...]  # "cold remedy", "painkillers"
    other_names: Mapping[str, tuple[str, ...]]  # drug -> further names, from memory
    aspirin_names: tuple[str, ...]
    ambiguous: Mapping[str, tuple[str, ...]]  # name -> drugs
    older_atc: Mapping[str, str]
    class_names: Mapping[str, tuple[str, ...]]  # words -> classes
    atc_groups: Mapping[str, str]  # first characters of a code -> class
    not_listed: frozenset[str]
    cautions: tuple[Mapping[str, Any], ...]
    hints: tuple[Mapping[str, Any], ...]
    reading: Mapping[str, Any]


def read_yaml(name: str, folder: Traversable | None = None) -> Mapping[str, Any]:
    """One YAML file of the folder."""
    file = (folder or path("medications")).joinpath(name)
    found = read_values(file.read_text(encoding="utf-8"), f"medications/{name}")
    if not isinstance(found, dict):
        raise BrokenKnowledge(f"medications/{name}: not a table of keys and values.")
    return found


@cache
def library() -> Library:
    """The library, read on first use."""
    return read_library(path("medications"))


def read_library(folder: Traversable) -> Library:
    """The library in a folder laid out like `knowledge/medications`. Raises `KnowledgeUnreadable`."""
    drugs = {drug.id: drug for drug in _drugs(folder)}
    classes, names, products, beyond, reading = (
        read_yaml(f"{name}.yaml", folder) for name in ("classes", "names", "products", "not_listed", "reading")
    )
    found = Library(
        version=str(classes["version"]),
        drugs=drugs,
        classes={
            name: DrugClass(
                id=name,
                title=spec["title"],
                for_patient=spec["for_patient"],
                needs_agreement=spec.get("task") == "agreement",
            )
            for name, spec in classes["classes"].items()
        },
        products=tuple(
            (
                tuple(map(str, spec["names"])),
                Product(
                    name=str(spec["names"][0]),
                    id=str(spec["names"][0]),
                    drugs=tuple(spec["of"]),
                    also=tuple(spec.get("also", ())),
                    unsure=spec.get("unsure", False),
                    guarded=spec.get("guarded", ""),
                ),
            )
            for spec in products["products"]
        ),
        unnamed=tuple(products["unnamed"]),
        other_names={drug: tuple(map(str, known)) for drug, known in names["names"].items()},
        aspirin_names=tuple(names["aspirin"]),
        ambiguous={name: tuple(ids) for name, ids in names["ambiguous"].items()},
        older_atc=dict(names["older_atc"]),
        class_names={
            **{word: (name,) for name, spec in classes["classes"].items() for word in spec.get("typed", ())},
            **{word: tuple(spec["classes"]) for spec in classes["either"] for word in spec["typed"]},
        },
        atc_groups=dict(classes["atc_groups"]),
        not_listed=frozenset(str(name) for names in beyond["names"] for name in names),
        cautions=tuple(beyond["caution"]),
        hints=tuple(beyond["hints"]),
        reading=reading,
    )
    _check(found)
    return found


def _drugs(folder: Traversable) -> Iterator[Drug]:
    lines = folder.joinpath("drugs.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(lines):
        try:
            yield _drug(row)
        except (KeyError, ValueError) as problem:
            raise BrokenKnowledge(f"medications/drugs.csv, {row.get('id')}: {problem}.") from None


def _drug(row: Mapping[str, str]) -> Drug:
    return Drug(
        id=row["id"],
        name=row["name"],
        inn=row["inn"],
        name_for_patient=row["name_for_patient"],
        brands={"US": _list(row["brands_us"]), "GB": _list(row["brands_uk"])},
        drug_class=row["class"],
        subclass=row["subclass"],
        form=Form(row["form"]),
        atc=_list(row["atc"]),
        rxnorm=row["rxnorm"],
        rxnorm_unverified=row["rxnorm_unverified"],
        action=Action(row["action"]),
        prescriber_only=_yes(row["prescriber_only"]),
        harms_if_stopped_suddenly=_yes(row["harms_if_stopped_suddenly"]),
        published_hold=row["hold"],
        sources=_list(row["sources"]),
        low_risk=row["low_risk"],
        high_risk=row["high_risk"],
        reference_sources=_list(row["reference_sources"]),
        note=row["note"],
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _yes(cell: str) -> bool:
    if cell not in ("yes", "no"):
        raise ValueError(f'"{cell}" is neither yes nor no')
    return cell == "yes"


def _check(found: Library) -> None:
    """Every drug and class that is named exists, so that a slip in a file is a sentence and not a surprise."""
    named = [
        *((drug, "names.yaml") for drug in found.other_names),
        *((drug, "names.yaml") for drugs in found.ambiguous.values() for drug in drugs),
        *((drug, "names.yaml") for drug in found.older_atc.values()),
        *((drug, "products.yaml") for _, product in found.products for drug in product.drugs),
    ]
    for drug, file in named:
        if drug not in found.drugs:
            raise BrokenKnowledge(f'medications/{file}: "{drug}" is no line of drugs.csv.')
    classes = [
        *(drug.drug_class for drug in found.drugs.values()),
        *(name for names in found.class_names.values() for name in names),
        *found.atc_groups.values(),
        *(rule["class"] for rule in (*found.cautions, *found.hints) if rule["class"]),
    ]
    for name in classes:
        if name not in found.classes:
            raise BrokenKnowledge(f'medications: "{name}" is no class of classes.yaml.')
