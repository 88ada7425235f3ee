"""What a good-faith estimate must hold and say in the US, from `knowledge/good_faith.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from enthesis import knowledge
from enthesis.pathway.finding import NOTE, Finding
from enthesis.pathway.plain_yaml import Block, read_plain

FILE = "good_faith.yaml"
COUNTRY = "US"
SEPARATE = "separate"  # the sentence that stands above what is arranged separately


@dataclass(frozen=True, slots=True)
class Needed:
    """One thing that the estimate must hold, in words that end "... is missing"."""

    code: str
    says: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoodFaith:
    """The whole file. Sentences are complete: their figures are in them."""

    version: str
    holds: Mapping[str, Needed]  # by code
    sentences: Mapping[str, Finding]  # by code; `to_patient` is what is printed
    given: tuple[Finding, ...]  # when it has to be given, for the clinic
    most_months: int


@cache
def good_faith() -> GoodFaith:
    return read_good_faith(knowledge.path(FILE).read_text(encoding="utf-8"))


def read_good_faith(text: str) -> GoodFaith:
    """The text of a file laid out like `good_faith.yaml`. Raises `KnowledgeUnreadable`."""
    block = read_plain(text, FILE)
    for name in ("id", "title", "status", "review_by"):
        block.text(name)
    version = knowledge.edition(block.text("version"), FILE)
    dispute = block.block("dispute")
    figures = {name: dispute.text(name) for name in ("above", "within_days", "fee", "ask", "telephone", "most_months")}
    dispute.texts("sources")
    found = GoodFaith(
        version=version,
        holds={one.code: one for one in map(_needed, block.blocks("holds"))},
        sentences={one.code: one for one in (_sentence(each, figures, version) for each in block.blocks("sentences"))},
        given=tuple(_sentence(each, {}, version) for each in block.blocks("given")),
        most_months=dispute.whole("most_months"),
    )
    dispute.close()
    block.close()
    return found


def _needed(block: Block) -> Needed:
    found = Needed(block.text("code"), block.text("says"), block.texts("sources"))
    block.close()
    return found


def _sentence(block: Block, figures: Mapping[str, str], version: str) -> Finding:
    says, sources = block.text("says"), block.texts("sources")
    for name, figure in figures.items():
        says = says.replace(f"{{{name}}}", figure)
    if "{" in says:
        raise block.wrong("says", f"without a word in braces but {', '.join(sorted(figures)) or 'none'}")
    found = Finding(
        code=block.text("code"),
        level=NOTE,
        says=says,
        to_patient=says if figures else "",
        sources=sources,
        version=version,
        unverified="memory" in sources,
    )
    block.close()
    return found
