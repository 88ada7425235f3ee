"""What the key of a source stands for."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from enthesis.knowledge import path
from enthesis.pathway.leaflets.model import Frame


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as a reader looks it up."""

    key: str
    says: str
    address: str = ""  # on the web; "" where there is none
    read: str = ""  # how much of it was read: "abstract"
    language: str = ""  # of `says` and `read`; "" for words of the frame, which are in the language of the leaflet


ENGLISH = "en"  # sources keep their own titles, and sources.csv is written in it


@cache
def citations() -> Mapping[str, Citation]:
    """Every line of `sources.csv` by its key, read once."""
    rows = csv.DictReader(path("sources.csv").read_text(encoding="utf-8").splitlines())
    return MappingProxyType({row["key"]: _citation(row) for row in rows})


def _citation(row: Mapping[str, str]) -> Citation:
    address = row["address"].split(" ")[0]
    return Citation(
        row["key"], row["citation"], address if address.startswith("http") else "", row["extent_seen"], ENGLISH
    )


def cited(key: str, frame: Frame) -> Citation:
    """What a key stands for; for what is no printed source, in the words of the frame."""
    if key in frame.labels:  # memory, derived, ruling
        return Citation(key, frame.labels[key])
    return citations().get(key) or Citation(key, f"{frame.labels['local']} ({key})")
