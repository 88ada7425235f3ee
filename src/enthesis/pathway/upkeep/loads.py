"""Who reads which knowledge file, and reading all of them: to check a folder, or to have everything ready."""

import gc
from collections.abc import Callable, Iterator, Mapping
from csv import DictReader
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources.abc import Traversable
from typing import TypeAlias

from enthesis.knowledge import KnowledgeUnreadable
from enthesis.pathway import (
    candidacy,
    dictionary,
    indicators,
    instruments,
    leaflets,
    letter_words,
    numbers,
    outlook,
    outlook_words,
    structures,
    triage,
)
from enthesis.pathway.chase import rules as chase
from enthesis.pathway.consent import reading as consent
from enthesis.pathway.decision_aid import reading as decision_aid
from enthesis.pathway.dosing import solutions
from enthesis.pathway.escalation import knowledge as clocks
from enthesis.pathway.estimate.money import currencies, read_currencies
from enthesis.pathway.estimate.words import read_words, words
from enthesis.pathway.finding import REFUSE, Finding
from enthesis.pathway.handout.billing_codes import billing_codes
from enthesis.pathway.handout.good_faith import FILE as GOOD_FAITH
from enthesis.pathway.handout.good_faith import good_faith, read_good_faith
from enthesis.pathway.home import aftercare, preparation, programmes, rescue
from enthesis.pathway.injection.checklist import FILE as CHECKLIST
from enthesis.pathway.injection.checklist import checklist, read_checklist
from enthesis.pathway.instruments.library import read_folder
from enthesis.pathway.languages.words import TEMPLATES, is_translation, words_of
from enthesis.pathway.medications import acetaminophen, advice, holds, library, names
from enthesis.pathway.messages import reading as messages
from enthesis.pathway.notes import reading as notes
from enthesis.pathway.plain_yaml import read_plain
from enthesis.pathway.protocol import library as protocols
from enthesis.pathway.protocol.complaint import ProtocolError
from enthesis.pathway.protocol.house import FILE, NO_HOUSE, House, read_house
from enthesis.pathway.protocol.read import check_protocol
from enthesis.pathway.structures.reading import Known
from enthesis.pathway.triage.vocabulary import read_vocabulary, vocabulary
from enthesis.pathway.trials import reading as trials

Numbers: TypeAlias = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads the files of one rule set, and refuses what is not in order."""

    files: tuple[str, ...]  # names, or folders with a stroke at the end
    read: Callable[[Traversable, Numbers], object]

    def reads(self, file: str) -> bool:
        return any(file == name or (name.endswith("/") and file.startswith(name)) for name in self.files)


def _triage(root: Traversable, shared: Numbers) -> None:
    rules = triage.read_rules(root.joinpath("triage"), shared)
    read_vocabulary(_text(root, "triage/words.yaml"), "words.yaml", rules)


def _structures(root: Traversable, _: Numbers) -> None:
    known = Known(
        sources=frozenset(row["key"] for row in DictReader(_text(root, "sources.csv").splitlines())),
        variables=frozenset(
            entry.text("id")
            for entry in read_plain(_text(root, "triage/questions.yaml"), "questions.yaml").blocks("variables")
        ),
        sites=frozenset(read_plain(_text(root, "triage/sites.yaml"), "sites.yaml").block("sites")),
    )
    structures.read_catalogue(root.joinpath("structures"), known)


def _consent(root: Traversable, shared: Numbers) -> None:
    sources = frozenset(row["key"] for row in DictReader(_text(root, "sources.csv").splitlines()))
    consent.read_folder(root.joinpath("consent"), candidacy.load(root.joinpath("candidacy"), shared), sources)


READERS = (
    Reader((numbers.FILE,), lambda root, _: numbers.read_numbers(_text(root, numbers.FILE))),
    Reader(("candidacy/",), lambda root, shared: candidacy.load(root.joinpath("candidacy"), shared)),
    Reader(("triage/escalation.yaml",), lambda root, _: clocks.read_rules(_text(root, clocks.FILE), clocks.FILE)),
    Reader(("triage/",), _triage),
    Reader(("home/aftercare.yaml",), lambda root, _: aftercare.read_aftercare(root)),
    Reader(("home/preparation.yaml",), lambda root, _: preparation.read_preparation(root)),
    Reader(("home/rescue.yaml",), lambda root, _: rescue.read_rescue(root)),
    Reader(("programmes/",), lambda root, _: programmes.read_templates(root)),
    Reader(("medications/",), lambda root, _: library.read_library(root.joinpath("medications"))),
    Reader(("solutions.yaml",), lambda root, shared: solutions.read_solutions(_text(root, "solutions.yaml"), shared)),
    Reader(("instruments/",), lambda root, _: read_folder(root.joinpath("instruments"))),
    Reader(("estimate.yaml",), lambda root, _: read_words(_text(root, "estimate.yaml"))),
    Reader(("iso4217.csv",), lambda root, _: read_currencies(_text(root, "iso4217.csv"))),
    Reader(("structures/",), _structures),
    Reader(("patient/",), lambda root, _: leaflets.library.read_library(root.joinpath("patient"))),
    Reader((f"{decision_aid.FOLDER}/",), lambda root, _: decision_aid.read_aids(root)),
    Reader((f"{trials.FOLDER}/",), lambda root, _: trials.read_table(root)),
    Reader((CHECKLIST,), lambda root, _: read_checklist(_text(root, CHECKLIST))),
    Reader((GOOD_FAITH,), lambda root, _: read_good_faith(_text(root, GOOD_FAITH))),
    Reader(("consent/",), _consent),
    Reader((letter_words.FILE,), lambda root, _: letter_words.read_words(_text(root, letter_words.FILE))),
    Reader((chase.FILE,), lambda root, _: chase.read_rules(_text(root, chase.FILE), chase.FILE)),
    Reader((notes.FILE,), lambda root, _: notes.read_templates(_text(root, notes.FILE))),
    Reader((messages.FILE,), lambda root, _: messages.read_rules(_text(root, messages.FILE))),
    Reader(
        (dictionary.FILE,), lambda root, _: dictionary.read_dictionary(_text(root, dictionary.FILE), "dictionary.yaml")
    ),
    Reader((f"{indicators.FOLDER}/",), lambda root, _: indicators.read_indicators(root)),
    Reader((outlook.FILE,), lambda root, _: outlook.read_outlook(_text(root, outlook.FILE), "growth.yaml")),
    Reader(
        (outlook_words.FILE,),
        lambda root, _: outlook_words.read_words(_text(root, outlook_words.FILE), "forecast.yaml"),
    ),
    Reader(TEMPLATES, lambda root, _: [words_of(_text(root, name), name) for name in TEMPLATES]),
)


def check_readable(root: Traversable) -> Iterator[Finding]:
    """What those who read the files refuse: the first thing of each rule set, and everything of each protocol."""
    shared: Numbers = {}
    for reader in READERS:
        try:
            found = reader.read(root, shared)
        except (KnowledgeUnreadable, OSError, KeyError, ValueError, TypeError, AttributeError) as problem:
            yield _refused(reader, problem)
        else:
            if reader is READERS[0]:
                shared = numbers.values(found)  # type: ignore[arg-type]  # the first reader reads numbers
    yield from _check_protocols(root)


def _refused(reader: Reader, problem: Exception) -> Finding:
    name = reader.files[0]
    says = (
        str(problem) if isinstance(problem, KnowledgeUnreadable) else f"not built like the shipped file ({problem!r})."
    )
    folder = name if name.endswith("/") else name.rpartition("/")[0]
    begins_with_file = says.split(":")[0].split(",")[0].endswith((".yaml", ".csv"))
    told = f"{folder.rstrip('/')}/{says}" if folder and begins_with_file and not says.startswith(folder) else says
    return Finding(code="not-in-order", level=REFUSE, says=told, remedy="Correct the entry.", field=name)


def _check_protocols(root: Traversable) -> Iterator[Finding]:
    folder = root.joinpath("protocols")
    house: House = NO_HOUSE
    try:
        house = read_house(_text(root, f"protocols/{FILE}"), FILE)
    except ProtocolError as problem:
        yield from (_told(str(each), each.finding) for each in problem.complaints)
    earlier = folder.joinpath(protocols.EARLIER)
    entries = [*folder.iterdir(), *(earlier.iterdir() if earlier.is_dir() else ())]
    for entry in sorted(entries, key=lambda each: each.name):
        if entry.name.endswith(".yaml") and entry.name != FILE and not is_translation(entry.name):
            for each in check_protocol(entry.read_text(encoding="utf-8"), entry.name, None, house):
                yield _told(str(each), each.finding)


def _told(says: str, finding: Finding) -> Finding:
    return Finding(code=finding.code, level=finding.level, says=f"protocols/{says}", field="protocols/")


def is_read(file: str) -> bool:
    """Whether anything reads a file of this name."""
    return any(reader.reads(file) for reader in READERS) or file.startswith("protocols/")


def read_everything() -> None:
    """Read everything once that answers are given from, so that nobody waits later. Raises as each reader does."""
    collects = gc.isenabled()
    gc.disable()  # what is read is kept: looking for garbage in between would take a sixth of the time
    try:
        for read in _EVERYTHING:
            read()
    finally:
        if collects:
            gc.enable()


_EVERYTHING: tuple[Callable[[], object], ...] = (
    numbers.shared,
    candidacy.shipped,
    triage.load,
    vocabulary,
    clocks.shipped,
    messages.shipped,
    names.names,
    advice.sentences,
    holds.published,
    acetaminophen.daily_limit_mg,
    solutions.shipped,
    instruments.load,
    words,
    currencies,
    structures.load,
    leaflets.library.load,
    decision_aid.shipped,
    trials.shipped,
    consent.shipped,
    letter_words.shipped,
    chase.shipped,
    notes.shipped,
    checklist,
    good_faith,
    billing_codes,
    protocols.shipped,
)


def _text(root: Traversable, name: str) -> str:
    return root.joinpath(*name.split("/")).read_text(encoding="utf-8")
