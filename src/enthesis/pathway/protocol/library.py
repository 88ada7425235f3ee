"""The protocols that ship with Enthesis, read once: the newest of each, and earlier ones for the courses on them."""

from collections.abc import Mapping
from functools import cache
from importlib.resources.abc import Traversable

from enthesis import knowledge
from enthesis.pathway.languages import is_translation
from enthesis.pathway.protocol.complaint import did_you_mean
from enthesis.pathway.protocol.house import FILE, shipped_house
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.protocol.read import read_protocol

EARLIER = "earlier"  # the folder of versions that another has taken the place of


@cache
def texts() -> Mapping[str, str]:
    """The text of every shipped file in its newest version, by the protocol's id, in the order of their names."""
    return _texts_in(knowledge.path("protocols"))


def _texts_in(folder: Traversable) -> Mapping[str, str]:
    listed = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml") and entry.name != FILE)
    names = [name for name in listed if not is_translation(name)]
    return {name.removesuffix(".yaml"): folder.joinpath(name).read_text(encoding="utf-8") for name in names}


@cache
def _read(folder: str = "") -> Mapping[tuple[str, str], tuple[Protocol, str]]:
    """Every protocol of one folder with its text, by id and version. Raises `ProtocolError` where a file is unsound."""
    house = shipped_house()
    place = knowledge.path("protocols")
    files = _texts_in(place.joinpath(folder) if folder else place)
    found = [(read_protocol(text, f"{name}.yaml", house), text) for name, text in files.items()]
    return {(protocol.id, protocol.version): (protocol, text) for protocol, text in found}


@cache
def shipped() -> Mapping[tuple[str, str], Protocol]:
    """Every shipped protocol, by id and version, with earlier ones. Raises `ProtocolError` where a file is unsound."""
    return {key: protocol for key, (protocol, _) in {**_read(EARLIER), **_read()}.items()}


@cache
def superseded() -> frozenset[tuple[str, str]]:
    """The versions that ship for the courses that are on them, and that no course begins with any more."""
    return frozenset(_read(EARLIER).keys() - _read().keys())


def text_of(name: str, version: str) -> str:
    """The text of a shipped protocol in one version. Raises `KeyError` where that version does not ship."""
    return {**_read(EARLIER), **_read()}[name, version][1]


@cache
def latest() -> Mapping[str, Protocol]:
    """The newest version of every shipped protocol, by id."""
    found: dict[str, Protocol] = {}
    for protocol, _ in _read().values():
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
    """For a name that `find` does not know: its versions, the nearest known id as a question, or the known ids."""
    known, _, version = name.partition("@")
    if version and (there := find(known)) is not None:
        return f"The versions of {there.id} are: {', '.join(v for n, v in shipped() if n == there.id)}."
    return did_you_mean(name.partition("@")[0], [*latest(), *_aliases()])
