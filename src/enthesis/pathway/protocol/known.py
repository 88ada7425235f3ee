"""The names that a protocol may use because another part defines them: instruments, classes of drug, rooms, devices."""

from collections.abc import Mapping
from functools import cache

from enthesis import knowledge
from enthesis.pathway.languages import is_translation
from enthesis.pathway.protocol.yaml_text import Scalar, Table, parse

CLASSES = "classes.yaml"
BOOKED = ("treatment-room", "ultrasound", "c-arm")  # rooms and devices that a booking looks for


@cache
def instruments() -> frozenset[str]:
    """The ids of the instruments that can be scored: one file each."""
    folder = knowledge.path("instruments")
    files = (entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return frozenset(name.removesuffix(".yaml") for name in files if not is_translation(name))


@cache
def drug_classes() -> Mapping[str, bool]:
    """Every class of drug, and whether only its prescriber may stop it."""
    text = knowledge.path("medications").joinpath(CLASSES).read_text(encoding="utf-8")
    classes = parse(text, CLASSES)[0].items["classes"]
    items = classes.items if isinstance(classes, Table) else {}
    return {name: isinstance(said, Table) and _word(said, "task") == "agreement" for name, said in items.items()}


def _word(table: Table, key: str) -> str:
    node = table.items.get(key)
    return node.text if isinstance(node, Scalar) else ""
