"""A consent text of a clinic's own: the shipped one with its statements said otherwise, more of them or fewer.

What the consent rules demand cannot be left out: `check_own` says which statement is missing, as the reader of the
shipped files does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from enthesis.pathway.candidacy import shipped as candidacy_rules
from enthesis.pathway.consent.reading import faults
from enthesis.pathway.consent.text import ConsentText, Own, Section, Statement
from enthesis.pathway.leaflets.citations import citations

CLINIC = "clinic"  # the source of a statement that a clinic added: its own word
OWN = "own"
# not limits: what a page can hold
LONGEST, MOST = 1_500, 30  # characters of a statement, statements of a section


class NotOwn(ValueError):
    """The words cannot be used as they are. `field` names the statement; the message is a sentence."""

    def __init__(self, says: str, field: str = "") -> None:
        super().__init__(says)
        self.field = field


@dataclass(frozen=True, slots=True)
class Said:
    """One statement as a form gives it. `id` is empty for a new one; an empty text leaves the statement out."""

    id: str
    text: str
    unverified: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the sections."""

    title: str
    own_title: str
    own_says: str
    own_none: str
    declares: tuple[str, ...]
    withdrawing: tuple[str, ...]


def demanded(section: Section) -> Mapping[str, tuple[str, ...]]:
    """The statements of a section that cannot be left out, with the rules that each puts into words."""
    return {said.id: said.consent for said in section.says if said.consent}


def with_section(text: ConsentText, name: str, told: Sequence[Said]) -> ConsentText:
    """The text with one section said anew. Raises `NotOwn`, and `KeyError` for a section that there is not."""
    before = {section.id: section for section in text.sections}[name]
    known, needed = {said.id: said for said in before.says}, demanded(before)
    taken = {said.id for said in text.statements}
    kept: list[Statement] = []
    for said in told:
        words, unsure = " ".join(said.text.split()), " ".join(said.unverified.split())
        if not words and said.id in needed:
            rules = ", ".join(needed[said.id])
            raise NotOwn(f"This cannot be left out: every consent says it ({rules}). Say it in your words.", said.id)
        if not words:
            continue
        if len(words) > LONGEST:
            raise NotOwn(f"Shorten this to {LONGEST:,} characters.", said.id)
        if said.id in known:
            kept.append(replace(known[said.id], text=words, unverified=unsure))
        else:
            new = next(f"{OWN}-{n}" for n in range(1, len(taken) + 2) if f"{OWN}-{n}" not in taken)
            taken.add(new)
            kept.append(Statement(new, words, (CLINIC,), unverified=unsure))
    missing = [one for one in needed if one not in {said.id for said in kept}]
    if missing:
        raise NotOwn("A statement that every consent makes is missing. Open the page afresh.", missing[0])
    if not kept:
        raise NotOwn("A section says something. Write one statement at least.")
    if len(kept) > MOST:
        raise NotOwn(f"A section holds {MOST} statements at most.")
    sections = tuple(replace(each, says=tuple(kept)) if each.id == name else each for each in text.sections)
    changed = replace(text, sections=sections)
    check_own(changed)
    return changed


def with_frame(text: ConsentText, frame: Frame) -> ConsentText:
    """The text with other words around its sections. Raises `NotOwn`."""
    for name in ("title", "own_title", "own_says", "own_none", "declares", "withdrawing"):
        if not getattr(frame, name):
            raise NotOwn("This cannot be empty.", name)
    return replace(
        text,
        title=frame.title,
        own=Own(frame.own_title, frame.own_says, frame.own_none),
        declares=frame.declares,
        withdrawing=frame.withdrawing,
    )


def check_own(text: ConsentText) -> None:
    """Raises `NotOwn` with the first thing that the text lacks of what the consent rules demand."""
    for fault in faults(text, candidacy_rules(), frozenset(citations())):
        name = fault.partition(":")[0]
        raise NotOwn(fault, name if name in {said.id for said in text.statements} else "")


def as_version(text: ConsentText, began_as: str, number: int, checked_by: str, review_by: date) -> ConsentText:
    """The text as it is offered: which version of the clinic's own, and who checked it. Raises `NotOwn`."""
    checked = " ".join(checked_by.split())
    if sum(sign.isalpha() for sign in checked) < 2:
        raise NotOwn("Say who checked these words: somebody who knows medicine, and the law here.", "checked_by")
    check_own(text)
    version = f"{began_as}-{OWN}.{number}"
    return replace(text, version=version, status="reviewed", checked_by=checked, review_by=review_by)


def as_values(text: ConsentText) -> dict[str, Any]:
    """The text as values that JSON can hold."""
    return {**asdict(text), "review_by": text.review_by.isoformat()}


def from_values(values: Mapping[str, Any]) -> ConsentText:
    """The text of such values."""
    kept = dict(values)
    kept["review_by"] = date.fromisoformat(kept["review_by"])
    kept["own"] = Own(**kept["own"])
    kept["declares"], kept["withdrawing"] = tuple(kept["declares"]), tuple(kept["withdrawing"])
    kept["sections"] = tuple(
        Section(each["id"], each["title"], tuple(map(_statement, each["says"]))) for each in kept["sections"]
    )
    return ConsentText(**kept)


def _statement(values: Mapping[str, Any]) -> Statement:
    lists = {name: tuple(values[name]) for name in ("sources", "consent", "regions")}
    return Statement(**{**values, **lists})
