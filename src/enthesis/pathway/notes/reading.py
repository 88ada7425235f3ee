"""Reads `knowledge/note_templates.yaml` once. What is wrong is said with place and remedy."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from enthesis.knowledge import path
from enthesis.pathway.plain_yaml import Block, read_plain

FILE = "note_templates.yaml"


class Kind(StrEnum):
    """How a field is answered."""

    WORDS = "words"
    LINE = "line"
    ONE = "one"
    SOME = "some"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is asked for."""

    id: str
    label: str
    kind: Kind
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under one title."""

    id: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """What a note asks for. `stamp` is how a record names it: "consultation 2026-11"."""

    id: str
    version: str
    title: str
    activities: tuple[str, ...]  # kinds of steps
    sections: tuple[Section, ...]

    @property
    def stamp(self) -> str:
        return f"{self.id} {self.version}"

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for section in self.sections for field in section.fields)


@cache
def shipped() -> tuple[Template, ...]:
    """The templates as they ship, or as the clinic laid over them. Raises `NotReadable`."""
    return read_templates(path(FILE).read_text(encoding="utf-8"))


def template_for(kind: str) -> Template | None:
    """The template for the visits of one kind of step; None where there is none."""
    return next((template for template in shipped() if kind in template.activities), None)


def read_templates(text: str) -> tuple[Template, ...]:
    """The templates in a text laid out like `knowledge/note_templates.yaml`. Raises `NotReadable`, a sentence."""
    file = read_plain(text, FILE)
    file.one_of("status", ("draft", "reviewed", "retired"))
    file.day("review_by")
    file.texts("sources")
    file.text("ruling")
    version = file.text("version")
    found = tuple(_template(block, version) for block in file.blocks("templates"))
    file.close()
    return found


def _template(block: Block, version: str) -> Template:
    found = Template(
        id=block.text("id"),
        version=version,
        title=block.text("title"),
        activities=block.texts("activities"),
        sections=tuple(map(_section, block.blocks("sections"))),
    )
    names = [field.id for field in found.fields]
    told = [*(field.label for field in found.fields), *(section.title for section in found.sections)]
    for what, of in (("ids", names), ("labels and titles", told)):
        if len(set(of)) != len(of):
            raise block.wrong("sections", f"{what} that differ from one another")
    if any(":" in each or "\n" in each for each in told):
        raise block.wrong("sections", "labels and titles without a colon")
    block.close()
    return found


def _section(block: Block) -> Section:
    found = Section(block.text("id"), block.text("title"), tuple(map(_field, block.blocks("fields"))))
    block.close()
    return found


def _field(block: Block) -> Field:
    kind = Kind(block.one_of("kind", tuple(Kind)))
    choices = block.texts("choices", ())
    if bool(choices) != (kind in (Kind.ONE, Kind.SOME)):
        raise block.wrong("choices", "a list of choices, for the kinds one and some only")
    if any(";" in choice for choice in choices):
        raise block.wrong("choices", "choices without a semicolon")
    found = Field(block.text("id"), block.text("label"), kind, choices)
    block.close()
    return found
