"""The protocols that ship with Enthesis, read once."""

from collections.abc import Mapping
from functools import cache

from enthesis import knowledge
from enthesis.pathway.languages import is_translation
from enthesis.pathway.protocol.complaint import did_you_mean
from enthesis.pathway.protocol.house import FILE, shipped_house
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.protocol.read import read_protocol


@cache
def texts() -> Mapping[str, str]:
    """The text of every shipped file, by the protocol's id, in the order of their names."""
    folder = knowledge.path("protocols")
    listed = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml") and entry.name != FILE)
    names = [name for name in listed if not is_translation(name)]
    return {name.removesuffix(".yaml"): folder.joinpath(name).read_text(encoding="utf-8") for name in names}


@cache
def shipped() -> Mapping[tuple[str, str], Protocol]:
    """Every shipped protocol, by id and version. Raises `ProtocolError` where a file is unsound."""
    house = shipped_house()
    found = [read_protocol(text, f"{name}.yaml", house) for name, text in texts().items()]
    return {(protocol.id, protocol.version): protocol for protocol in found}


@cache
def latest() -> Mapping[str, Protocol]:
    """The newest version of every shipped protocol, by id."""
    found: dict[str, Protocol] = {}
    for protocol in shipped().values():
        if protocol.id not in found or protocol.version > found[protocol.id].version:
            found[protocol.id] = protocol
    return found


@cache
def _aliases() -> Mapping[str, str]:
    return {_plain(alias): protocol.id for protocol in latest().values() for alias in protocol.also_known_as}


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", "-")


def find(name: str) -> Protocol | None:
    """A shipped protocol by its id, an older id of it, or `id@version`; underscores count as hyphens."""
    wanted, _, version = name.partition("@")
    known = _plain(wanted)
    known = _aliases().get(known, known)
    return shipped().get((known, version)) if version else latest().get(known)


def suggest(name: str) -> str:
    """For a name that `find` does not know: the nearest known id as a question, or the known ids."""
    return did_you_mean(name.partition("@")[0], [*latest(), *_aliases()])
