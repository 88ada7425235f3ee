"""What somebody typed as one word of a known list, or `other`: free text never reaches the registry."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from enthesis.pathway import candidacy
from enthesis.pathway.dosing.mixture import read_part
from enthesis.pathway.dosing.wording import Kind
from enthesis.pathway.events import Part
from enthesis.pathway.medications import Hold, look_up
from enthesis.pathway.medications.holds import set_for, set_for_class
from enthesis.pathway.structures import find

OTHER = "other"
SIDES = ("left", "right")
GUIDANCE = {word.casefold(): word for word in ("none", "landmark", "ultrasound", "fluoroscopy", "CT")}
CLOSED_BECAUSE = ("completed", "no_response", "stopped_by_patient", "not_suitable", "adverse_event", "lost", OTHER)
SEXES = ("female", "male", OTHER)
SEVERITY = ("mild", "moderate", "severe", "serious")
RELATEDNESS = ("unrelated", "possible", "probable", "certain")
_HANDLE = re.compile(r"U-\d{1,15}")
_NSAID = (Hold("nsaid", 1, 1),)  # asks only whether the class covers a drug
_CONDITION = "condition"  # the answer that says what the patient has been told they have


@lru_cache(maxsize=4096)
def structure_of(text: str) -> str:
    """The id of a structure of the catalogue."""
    found = find(text)
    return found.id if found else OTHER


@lru_cache(maxsize=1024)
def _active(name: str) -> frozenset[str]:
    """The active parts of one ingredient as it was typed."""
    found = read_part(name, None).ingredients
    return frozenset(
        OTHER if each.kind is Kind.UNKNOWN else each.name for each in found if each.kind is not Kind.DILUENT
    )


def solution_of(parts: Iterable[Part]) -> str | None:
    """The active parts by name: "dextrose + lidocaine"; None where nothing is recorded."""
    names = frozenset[str]().union(*(_active(part.name) for part in parts))
    return " + ".join(sorted(names)) or None


@lru_cache(maxsize=4096)
def is_nsaid(name: str) -> bool:
    """Whether a medicine as it was typed is an anti-inflammatory drug by mouth."""
    for mention in look_up(name).mentions:
        if not mention.is_taken:
            continue
        if mention.drug is not None:
            if set_for(mention.drug, _NSAID):
                return True
        elif any(set_for_class(each, _NSAID) for each in mention.classes):
            return True
    return False


@lru_cache(maxsize=1)
def _regions() -> frozenset[str]:
    return frozenset(candidacy.shipped().regions)


@lru_cache(maxsize=1)
def _conditions() -> Mapping[str, frozenset[str]]:
    """Each condition of the evaluation, and the regions that it is of; none: of any."""
    question = candidacy.shipped().questions[_CONDITION]
    return {choice.value: frozenset(choice.regions) for choice in question.choices}


def region_of(text: str) -> str:
    """A region of the evaluation."""
    return text if text in _regions() else OTHER


def indication_of(region: str, answers: Mapping[str, object]) -> str:
    """The problem: what the patient has been told they have, where it is of the region that is treated; else its pain.

    The problem in somebody's own words (`Course.problem`) is no part of the registry.
    """
    said = answers.get(_CONDITION)
    named = [said] if isinstance(said, str) else said if isinstance(said, list | tuple) else ()
    for each in named:
        if isinstance(each, str) and region in _conditions().get(each, ()):
            return each
    return f"{region}_pain" if region != OTHER else OTHER


def one_of(text: str, words: Iterable[str]) -> str | None:
    """The word itself where it is one of a list."""
    return text if text in words else None


def reason_of(text: str) -> str | None:
    """Why a course was closed; None where it is not."""
    return (text if text in CLOSED_BECAUSE else OTHER) if text else None


def account_of(text: str) -> str | None:
    """An account as the log names it."""
    return text if _HANDLE.fullmatch(text) else None
