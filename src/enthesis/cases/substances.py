"""What an injection of a case contained besides dextrose, or in its place, by the vocabulary."""

from collections.abc import Iterator, Mapping
from typing import Any

from enthesis.cases import words
from enthesis.pathway.finding import NOTE, Finding

_TOLD_IN = (
    "solution",
    "mix",
    "injectate",
    "product",
    "procedure",
    "technique",
    "what_was_injected",
    "agent",
    "told_as",
)
_IS_DEXTROSE = ("dextrose", "glucose")


def substances_in(details: Mapping[str, Any]) -> tuple[str, ...]:
    """The injected substances of the vocabulary that are no dextrose and no anaesthetic."""
    return tuple(words.every("injectates", "injectate", _told(details)))


def is_without_dextrose(details: Mapping[str, Any]) -> bool:
    """Whether another substance is told and dextrose is not: then nobody asks for its strength."""
    return bool(substances_in(details)) and not any(name in " ".join(_told(details)).lower() for name in _IS_DEXTROSE)


def substance_findings(details: Mapping[str, Any]) -> Iterator[Finding]:
    """That something else than dextrose was injected: the figures of a dextrose protocol say nothing about it."""
    found = substances_in(details)
    if not found:
        return
    names = ", ".join(found)
    alone = is_without_dextrose(details)
    yield Finding(
        code="not-dextrose" if alone else "more-than-dextrose",
        level=NOTE,
        says=f"Told as injected: {names}{', and no dextrose' if alone else ''}. The protocol's figures are those of"
        f" dextrose and say nothing about {'it' if len(found) == 1 else 'them'}.",
        remedy="A clinician judges it by its own rules; its result is not counted as one of dextrose alone.",
        sources=("HOUSE",),
    )


def _told(details: Mapping[str, Any]) -> list[str]:
    return [text for name in _TOLD_IN for text in words.in_words(details.get(name))]
