"""Reads the consent texts of `knowledge/consent` once. What is wrong is said with file, place and remedy."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from importlib.resources.abc import Traversable

from enthesis.knowledge import path
from enthesis.pathway.candidacy import Kind, RuleSet
from enthesis.pathway.candidacy import shipped as candidacy_rules
from enthesis.pathway.consent.text import RETIRED, ConsentText, Own, Section, Statement
from enthesis.pathway.leaflets.citations import citations
from enthesis.pathway.plain_yaml import Block, NotReadable, read_plain

FOLDER = "consent"
ENGLISH = "en"
NOT_STATED = "not stated"
WITHOUT_SOURCE = frozenset(("memory", "derived", "ruling", "clinic"))


@cache
def shipped() -> tuple[ConsentText, ...]:
    """Every version in every language, as it ships or as the clinic laid over it. Raises `NotReadable`."""
    return read_folder(path(FOLDER), candidacy_rules(), frozenset(citations()))


def current(language: str = ENGLISH, texts: Sequence[ConsentText] | None = None) -> ConsentText:
    """The text that is offered: the newest version that is not retired, in English where the language has none.

    A translation counts only where it is of the newest version, so that nobody signs older words unawares.
    """
    among = [text for text in (shipped() if texts is None else texts) if text.status != RETIRED]
    newest = max((text for text in among if text.language == ENGLISH), key=lambda text: text.version)
    same = (text for text in among if text.id == newest.id and text.version == newest.version)
    return next((text for text in same if text.language == language), newest)


def named(document: str, stamp: str, texts: Sequence[ConsentText] | None = None) -> ConsentText | None:
    """The very words that were signed; None where they are not on this machine."""
    among = shipped() if texts is None else texts
    return next((text for text in among if text.document == document and text.stamp == stamp), None)


def read_folder(folder: Traversable, rules: RuleSet, sources: Collection[str]) -> tuple[ConsentText, ...]:
    """The texts of a folder laid out like `knowledge/consent`. Raises `NotReadable`."""
    found: list[ConsentText] = []
    for language in sorted((each for each in folder.iterdir() if each.is_dir()), key=lambda each: each.name):
        for file in sorted(language.iterdir(), key=lambda each: each.name):
            if file.name.endswith(".yaml"):
                name = f"{language.name}/{file.name}"
                text = read_text(file.read_text(encoding="utf-8"), name)
                for fault in faults(text, rules, sources):
                    raise NotReadable(f"{name}: {fault}")
                found.append(text)
    if not any(text.language == ENGLISH and text.status != RETIRED for text in found):
        raise NotReadable("There is no consent text in English that is not retired. Put one into consent/en.")
    for text in found:
        _check_translation(text, found)
    return tuple(found)


def read_text(text: str, file: str) -> ConsentText:
    """One text from its file. Raises `NotReadable`."""
    block = read_plain(text, file)
    review, own, withdrawing = block.block("review"), block.block("own"), block.block("withdrawing")
    checked = review.text("checked_by")
    found = ConsentText(
        id=block.text("id"),
        document=block.text("document"),
        title=block.text("title"),
        version=block.text("version"),
        status=block.one_of("status", ("draft", "reviewed", RETIRED)),
        checked_by="" if checked == NOT_STATED else checked,
        review_by=review.day("review_by"),
        language=block.text("language"),
        sections=tuple(map(_section, block.blocks("sections"))),
        own=Own(own.text("title"), own.text("says"), own.text("none")),
        declares=block.texts("declares"),
        withdrawing=withdrawing.texts("says"),
    )
    review.text("written_by")
    review.text("reviewed_on")
    for each in (review, own, withdrawing, block):
        each.close()
    if file != f"{found.language}/{found.id}-{found.version}.yaml":
        raise NotReadable(f"{file}: call it {found.language}/{found.id}-{found.version}.yaml, as it says of itself.")
    return found


def _section(block: Block) -> Section:
    section = Section(block.text("id"), block.text("title"), tuple(map(_statement, block.blocks("says"))))
    block.close()
    return section


def _statement(block: Block) -> Statement:
    found = Statement(
        id=block.text("id"),
        text=block.text("text"),
        sources=block.texts("sources"),
        consent=block.texts("consent", ()),
        regions=block.texts("regions", ()),
        unverified=block.text("unverified", ""),
    )
    block.close()
    return found


def faults(text: ConsentText, rules: RuleSet, sources: Collection[str]) -> Iterator[str]:
    """What a text lacks of the consent rules, and which of its sources there are not, as sentences."""
    needed = {rule.id: rule for rule in rules.rules if rule.kind is Kind.CONSENT}
    told: set[str] = set()
    for said in text.statements:
        for key in said.sources:
            if key not in WITHOUT_SOURCE and key not in sources:
                yield f'{said.id}: there is no source "{key}". Add it to sources.csv, or correct it.'
        for region in said.regions:
            if region not in rules.regions:
                yield f'{said.id}: there is no region "{region}". There are {", ".join(rules.regions)}.'
        if "memory" in said.sources and not said.unverified:
            yield f"{said.id}: it rests on memory. Say under `unverified` which part."
        if said.consent and said.regions:
            yield f"{said.id}: what belongs to every consent is said to everybody. Take `regions` out."
        for name in said.consent:
            if name not in needed:
                yield f"{said.id}: {name} is no consent rule. There are {', '.join(needed)}."
            elif not set(said.sources) & set(needed[name].sources):
                yield f"{said.id}: it rests on none of the sources of {name} ({', '.join(needed[name].sources)})."
        told.update(said.consent)
    missing = [name for name in needed if name not in told]
    if missing:
        yield f"no statement puts {', '.join(missing)} into words. Add one with `consent: [{missing[0]}]`."


def _check_translation(text: ConsentText, among: Sequence[ConsentText]) -> None:
    if text.language == ENGLISH:
        return
    original = next(
        (each for each in among if (each.id, each.version, each.language) == (text.id, text.version, ENGLISH)), None
    )
    name = f"{text.language}/{text.id}-{text.version}.yaml"
    if original is None:
        raise NotReadable(f"{name}: there is no English text of this version to be translated.")
    if original.document != text.document or _bones(original) != _bones(text):
        raise NotReadable(f"{name}: its document, sections and statements are not those of the English text.")


def _bones(text: ConsentText) -> list[tuple[object, ...]]:
    said = [(s.id, each.id, each.sources, each.consent, each.regions) for s in text.sections for each in s.says]
    return [*said, (len(text.declares), len(text.withdrawing))]
