"""A note as the text that is kept, and the text as what was answered, so that a note can be corrected in its form."""

from collections.abc import Mapping

from enthesis.pathway.notes.reading import Field, Kind, Template

WORDS = "words"  # what was written outside of every field
_MORE = "  "  # before the second and further lines of an answer
Answers = Mapping[str, str | tuple[str, ...]]


def written(template: Template, answers: Answers) -> str:
    """The note: a title for each section that says something, a line for each answer; "" where nothing was said.

    `answers` is by field id; under `WORDS` stands what belongs to no field.
    """
    parts = []
    for section in template.sections:
        lines = [f"{field.label}: {said}" for field in section.fields if (said := _said(field, answers))]
        if lines:
            parts.append("\n".join([section.title, *lines]))
    words = str(answers.get(WORDS, "")).strip()
    return "\n\n".join([*parts, *([words] if words else [])])


def _said(field: Field, answers: Answers) -> str:
    value = answers.get(field.id, "")
    if isinstance(value, tuple):
        return "; ".join(value)
    return f"\n{_MORE}".join(line.strip() for line in value.strip().splitlines() if line.strip())


def read_back(template: Template, text: str) -> dict[str, str | tuple[str, ...]]:
    """What was answered. What stands under no title and label of the template comes back under `WORDS`, whole."""
    found: dict[str, str | tuple[str, ...]] = {}
    rest: list[str] = []
    for part in text.split("\n\n"):
        lines = part.split("\n")
        section = next((each for each in template.sections if each.title == lines[0]), None)
        said = _fields({field.label: field for field in section.fields}, lines[1:]) if section and not rest else None
        if said is None:
            rest.append(part)
        else:
            found.update(said)
    if rest:
        found[WORDS] = "\n\n".join(rest)
    return found


def _fields(labels: Mapping[str, Field], lines: list[str]) -> dict[str, str | tuple[str, ...]] | None:
    """The answers of one section; None where a line belongs to none."""
    said: dict[str, list[str]] = {}
    last = ""
    for line in lines:
        label, colon, value = line.partition(": ")
        if line.startswith(_MORE) and last:
            said[last].append(line.strip())
        elif colon and label in labels:
            last = label
            said[last] = [value]
        else:
            return None
    return {labels[label].id: _value(labels[label], "\n".join(value)) for label, value in said.items()}


def _value(field: Field, text: str) -> str | tuple[str, ...]:
    return tuple(text.split("; ")) if field.kind is Kind.SOME else text
