"""The instruments that ship with the programme."""

from collections.abc import Mapping
from functools import cache
from importlib.resources.abc import Traversable
from types import MappingProxyType

from enthesis.knowledge import path
from enthesis.pathway.instruments.definition import Instrument
from enthesis.pathway.instruments.reading import read_instrument
from enthesis.pathway.languages import is_translation
from enthesis.pathway.plain_yaml import NotReadable


@cache
def load() -> Mapping[str, Instrument]:
    """Every shipped instrument by its id, read once. Raises `NotReadable` where a file is wrong."""
    return read_folder(path("instruments"))


def read_folder(folder: Traversable) -> Mapping[str, Instrument]:
    """Every instrument in a folder by its id. Raises `NotReadable` where a file is wrong."""
    found: dict[str, Instrument] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".yaml") and not is_translation(file.name):
            instrument = read_instrument(file.read_text(encoding="utf-8"), file.name)
            if f"{instrument.id}.yaml" != file.name:
                raise NotReadable(f'{file.name}: its id is "{instrument.id}"; file and id carry the same name.')
            found[instrument.id] = instrument
    return MappingProxyType(found)
