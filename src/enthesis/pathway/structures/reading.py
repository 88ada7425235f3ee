"""Reads the files of the catalogue and refuses what cannot be, with the file, the entry and the field."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import TypeVar

from enthesis.knowledge import path
from enthesis.pathway.plain_yaml import Block, NotReadable, read_plain
from enthesis.pathway.structures.model import KINDS, Catalogue, Hazard, Place, Region, Structure, View
from enthesis.pathway.structures.text import naming, plain

GUIDANCE = ("landmark", "ultrasound", "fluoroscopy", "CT")
EDGE = 1000  # a drawing is this wide and high
MIDLINE = 500  # not a limit: a place on a drawing
MOST_ML = Decimal(50)  # more than any published volume at one point
_OWN_SOURCES = re.compile(r"memory|derived|ruling|HOUSE|LOCAL-\S+")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_Entry = TypeVar("_Entry", Hazard, Region, Structure, View)


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What the other files of the knowledge folder call things; a catalogue may name nothing else."""

    sources: frozenset[str]
    variables: frozenset[str]  # of triage
    sites: frozenset[str]  # of triage


def known_words() -> Known:
    """The words of the shipped knowledge folder."""
    with path("sources.csv").open("r", encoding="utf-8") as stream:
        sources = frozenset(row["key"] for row in csv.DictReader(stream))
    questions = read_plain(path("triage").joinpath("questions.yaml").read_text(encoding="utf-8"), "questions.yaml")
    sites = read_plain(path("triage").joinpath("sites.yaml").read_text(encoding="utf-8"), "sites.yaml")
    return Known(
        sources=sources,
        variables=frozenset(entry.text("id") for entry in questions.blocks("variables")),
        sites=frozenset(sites.block("sites")),
    )


def read_catalogue(folder: Traversable, known: Known) -> Catalogue:
    """The catalogue in a folder laid out like `knowledge/structures`. Raises `NotReadable`, a sentence."""
    index = _file(folder, "index.yaml")
    version = index.text("version")
    views = _views(index)
    names = index.texts("regions")
    not_misspelt = frozenset(map(plain, index.texts("not_misspelt")))
    index.close()
    file = _file(folder, "hazards.yaml", version)
    hazards = _by_id(_hazard(entry, known) for entry in file.blocks("hazards"))
    file.close()
    regions: list[Region] = []
    structures: dict[str, Structure] = {}
    spellings: dict[str, str] = {}
    for name in names:
        file = _file(folder, f"{name}.yaml", version)
        region = _region(file, name, views)
        regions.append(region)
        for entry in file.blocks("structures"):
            found = _structure(entry, region, views, hazards, known)
            if found.id in structures:
                raise NotReadable(f'{entry.where}: the id "{found.id}" is already taken.')
            _spell(found, entry.where, spellings)
            structures[found.id] = found
        file.close()
    return Catalogue(
        version=f"structures {version}",
        structures=MappingProxyType(structures),
        hazards=MappingProxyType(hazards),
        regions=tuple(regions),
        views=MappingProxyType(views),
        not_misspelt=not_misspelt,
    )


def _file(folder: Traversable, name: str, version: str = "") -> Block:
    try:
        text = folder.joinpath(name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotReadable(f"{name}: the file is missing from the structure catalogue.") from None
    except UnicodeDecodeError:
        raise NotReadable(f"{name}: not UTF-8 text.") from None
    block = read_plain(text, name)
    block.one_of("status", ("draft", "reviewed", "retired"))
    block.day("review_by")
    if version and block.text("version") != version:
        raise block.wrong("version", f"{version} as in index.yaml: the catalogue has one version")
    return block


def _by_id(entries: Iterator[_Entry]) -> dict[str, _Entry]:
    found: dict[str, _Entry] = {}
    for entry in entries:
        if entry.id in found:
            raise NotReadable(f'The id "{entry.id}" is there twice.')
        found[entry.id] = entry
    return found


def _id(block: Block) -> str:
    found = block.text("id")
    if not _ID.fullmatch(found):
        raise block.wrong("id", "lower-case words joined by hyphens")
    return found


def _sources(block: Block, known: Known) -> tuple[str, ...]:
    sources = block.texts("sources")
    if not sources:
        raise block.wrong("sources", "at least one source, or memory")
    for key in sources:
        if key not in known.sources and not _OWN_SOURCES.fullmatch(key):
            raise NotReadable(f'{block.where}: "sources" names {key}, which sources.csv does not have.')
    return sources


def _views(index: Block) -> dict[str, View]:
    blocks = index.blocks("views")
    views = _by_id(_view(entry) for entry in blocks)
    for block, view in zip(blocks, views.values(), strict=True):
        if not view.is_whole_body and not (view.on_body in views and views[view.on_body].is_whole_body):
            raise block.wrong("on", "the id of a drawing of the whole body")
    return views


def _view(block: Block) -> View:
    is_whole = block.yes_no("whole_body", "no")
    view = View(
        id=_id(block),
        name=block.text("name"),
        is_whole_body=is_whole,
        is_one_sided=block.yes_no("one_side", "no"),
        on_body="" if is_whole else block.text("on"),
    )
    block.close()
    return view


def _hazard(block: Block, known: Known) -> Hazard:
    sources = _sources(block, known)
    hazard = Hazard(
        id=_id(block),
        says=block.text("says"),
        to_patient=block.text("to_patient"),
        watch_for=_some_of(block, "watch_for", known.variables, "variables of triage"),
        sources=sources,
        unverified="memory" in sources,
    )
    block.close()
    return hazard


def _region(block: Block, name: str, views: Mapping[str, View]) -> Region:
    if block.text("region") != name:
        raise block.wrong("region", f"{name}, as the file is called")
    own = block.texts("views")
    for view in own:
        if view not in views or views[view].is_whole_body:
            raise block.wrong("views", "close-ups of index.yaml")
    sided = block.yes_no("sided")
    on_body = _places(block, "on_body", views, sided)
    if not on_body or not all(views[view].is_whole_body for view in on_body):
        raise block.wrong("on_body", "places on drawings of the whole body")
    return Region(id=name, name=block.text("name"), views=own, on_body=on_body, sided=sided)


def _structure(
    block: Block, region: Region, views: Mapping[str, View], hazards: Mapping[str, Hazard], known: Known
) -> Structure:
    ident = _id(block)
    block.where = f"{block.where} ({ident})"  # a complaint names the entry as the clinician knows it
    sources = _sources(block, known)
    sided = block.yes_no("sided")
    found = Structure(
        id=ident,
        name=block.text("name"),
        region=region.id,
        kind=block.one_of("kind", KINDS),
        sided=sided,
        aliases=block.texts("aliases", ()),
        techniques=block.texts("techniques", ()),
        approach=block.text("approach", ""),
        needle=block.text("needle", ""),
        guidance=_some_of(block, "guidance", frozenset(GUIDANCE), "kinds of guidance"),
        volume_ml=_volume(block),
        hazards=_some_of(block, "hazards", frozenset(hazards), "ids of hazards.yaml"),
        triage_site=block.one_of("triage_site", tuple(sorted(known.sites))),
        also_triaged_as=_some_of(block, "also_triaged_as", known.sites, "sites of triage"),
        views=_places(block, "views", views, sided),
        sources=sources,
        unverified="memory" in sources,
        note=block.text("note", ""),
    )
    if not any(view in region.views for view in found.views):
        raise block.wrong("views", f"a place on at least one of: {', '.join(region.views)}")
    if found.triage_site in found.also_triaged_as:
        raise block.wrong("also_triaged_as", "other sites than triage_site")
    block.close()
    return found


def _some_of(block: Block, key: str, allowed: frozenset[str], what: str) -> tuple[str, ...]:
    words = block.texts(key, ())
    for word in words:
        if word not in allowed:
            raise NotReadable(f'{block.where}: "{key}" names {word}, which is none of the {what}.')
    if len(set(words)) != len(words):
        raise block.wrong(key, "without repeats")
    return words


def _volume(block: Block) -> tuple[Decimal, Decimal] | None:
    if "volume_ml" not in block:
        return None
    bounds = block.block("volume_ml")
    low, high = bounds.number("from"), bounds.number("to")
    bounds.close()
    if not 0 < low <= high <= MOST_ML:
        raise block.wrong("volume_ml", f"from above 0 to at most {MOST_ML} mL, the smaller figure first")
    return low, high


def _places(block: Block, key: str, views: Mapping[str, View], sided: bool) -> Mapping[str, Place]:
    places = block.block(key)
    found: dict[str, Place] = {}
    for name in places:
        if name not in views:
            raise NotReadable(f'{block.where}: "{key}" names the drawing {name}, which index.yaml does not have.')
        numbers = places.numbers(name)
        if len(numbers) != 2 or not all(0 <= number <= EDGE and number == int(number) for number in numbers):
            raise places.wrong(name, f"[x, y], two whole numbers from 0 to {EDGE}")
        if not sided and (views[name].is_one_sided or numbers[0] != MIDLINE):
            raise places.wrong(name, f"on the midline ({MIDLINE}) of a drawing of both sides, for it has no side")
        found[name] = (int(numbers[0]), int(numbers[1]))
    return MappingProxyType(found)


def _spell(found: Structure, where: str, spellings: dict[str, str]) -> None:
    """Keeps every spelling for one structure only: nobody may have to guess between two."""
    for spelling in dict.fromkeys(map(naming, (found.id, found.name, *found.aliases))):
        if not spelling:
            raise NotReadable(f"{where}: an empty name or alias.")
        if spellings.setdefault(spelling, found.id) != found.id:
            raise NotReadable(f'{where}: "{spelling}" already means {spellings[spelling]}.')
