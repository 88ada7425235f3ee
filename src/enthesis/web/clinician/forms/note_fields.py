"""The fields of a note's template as fields of a form."""

from collections.abc import Mapping
from typing import Any

from django import forms

from enthesis.pathway.notes import WORDS, Field, Kind, Template, read_back
from enthesis.web.forms import fields

NOTE = "note"  # the field for what belongs to none of the template's


def name_of(field: Field) -> str:
    """A field's name in the form."""
    return f"note-{field.id}"


def add_fields(form: forms.Form, template: Template) -> None:
    """Every field of the template; none has to be answered."""
    for field in template.fields:
        form.fields[name_of(field)] = _made(field)


def _made(field: Field) -> forms.Field:
    options = tuple((choice, choice.capitalize()) for choice in field.choices)
    match field.kind:
        case Kind.WORDS:
            return fields.words(field.label, rows=2)
        case Kind.LINE:
            return fields.line(field.label)
        case Kind.ONE:
            return fields.choice(field.label, options, missing="", inline=True, required=False)
        case Kind.SOME:
            return fields.several(field.label, options)


def answers_of(template: Template, said: Mapping[str, Any]) -> dict[str, str | tuple[str, ...]]:
    """What was answered, by the ids of the template."""
    found: dict[str, str | tuple[str, ...]] = {WORDS: said.get(NOTE) or ""}
    for field in template.fields:
        value = said.get(name_of(field)) or ""
        found[field.id] = tuple(value) if isinstance(value, list | tuple) else str(value)
    return found


def shown_again(template: Template, initial: Mapping[str, Any]) -> dict[str, Any]:
    """The initial values that show a kept note; one of another template or version is shown as words."""
    note = str(initial.get(NOTE) or "")
    if initial.get("template") != template.stamp:
        return {}
    said = read_back(template, note)
    return {
        NOTE: said.get(WORDS, ""),
        **{name_of(field): _again(field, said[field.id]) for field in template.fields if field.id in said},
    }


def _again(field: Field, value: str | tuple[str, ...]) -> Any:
    return list(value) if field.kind is Kind.SOME else value
