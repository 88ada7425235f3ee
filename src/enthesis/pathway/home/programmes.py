"""Templates of a physical-therapy programme (knowledge/programmes): what sources state, and what the therapist decides.

A figure that no source states is None, and stays so until a therapist gives one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable

from enthesis.knowledge import path
from enthesis.pathway.events import Exercise
from enthesis.pathway.home.reading import Head, Line, line_of, open_file
from enthesis.pathway.languages import is_translation
from enthesis.pathway.plain_yaml import Block

FOLDER = "programmes"
NOT_STATED = "not stated"
EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class TemplateStage:
    """A stage of a template. `days` is None where the therapist decides it."""

    id: str
    title: str
    injection: int
    days: int | None
    exercises: tuple[Exercise, ...]
    sources: tuple[str, ...]  # of its exercises


@dataclass(frozen=True, slots=True)
class Template:
    """One file."""

    id: str
    title: str
    head: Head
    regions: tuple[str, ...]
    sources: tuple[str, ...]
    says: str  # what is known of such a programme
    rest_days: int | None  # days without exercises after an injection; None: the therapist decides
    rest: Line  # what is published about rest
    stages: tuple[TemplateStage, ...]

    @property
    def stamp(self) -> str:
        """What a programme that began with it keeps: its name and version."""
        return f"{self.id} {self.head.version}"


@cache
def templates() -> Mapping[str, Template]:
    """Every template by its id, those of a region before the empty one. Raises `NotReadable`."""
    return read_templates()


def read_templates(root: Traversable | None = None) -> Mapping[str, Template]:
    """The same from another knowledge folder. Raises `NotReadable`."""
    folder = root.joinpath(FOLDER) if root is not None else path(FOLDER)
    listed = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    names = [name for name in listed if not is_translation(name)]
    found = {template.id: template for template in (_template(name, root) for name in names)}
    return dict(sorted(found.items(), key=lambda entry: (entry[0] == EMPTY, entry[0])))


def template_for(region: str) -> Template:
    """The template of a region, or the empty one. Raises `NotReadable`."""
    told = templates()
    return next((each for each in told.values() if region in each.regions), told[EMPTY])


def _template(name: str, root: Traversable | None) -> Template:
    file, head = open_file(f"{FOLDER}/{name}", root)
    rest = file.block("rest")
    found = Template(
        id=file.text("id"),
        title=file.text("title"),
        head=head,
        regions=file.texts("regions"),
        sources=file.texts("sources"),
        says=file.text("says"),
        rest_days=_stated(rest, "days"),
        rest=line_of(rest),
        stages=tuple(_stage(block) for block in file.blocks("stages")),
    )
    rest.close()
    file.close()
    return found


def _stage(block: Block) -> TemplateStage:
    exercises: list[Exercise] = []
    sources: list[str] = []
    for each in block.blocks("exercises"):
        sources.extend(each.texts("sources"))
        exercises.append(
            Exercise(
                id=each.text("id"),
                name=each.text("name"),
                how=each.text("how", ""),
                sets=_stated(each, "sets"),
                repeats=_stated(each, "repeats"),
                seconds=_stated(each, "seconds"),
                days_a_week=_stated(each, "days_a_week"),
            )
        )
        each.close()
    found = TemplateStage(
        id=block.text("id"),
        title=block.text("title"),
        injection=block.whole("injection"),
        days=_stated(block, "days"),
        exercises=tuple(exercises),
        sources=tuple(dict.fromkeys(sources)),
    )
    block.close()
    return found


def _stated(block: Block, key: str) -> int | None:
    """A whole number; None where it is left out or "not stated"."""
    return None if block.text(key, NOT_STATED) == NOT_STATED else block.whole(key)
