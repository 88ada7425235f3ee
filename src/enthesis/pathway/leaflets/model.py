"""What a patient information leaflet is made of: sections of statements, each with its sources and how sure it is."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

STATUSES = ("draft", "reviewed", "retired")


class Flag(StrEnum):
    """What a fair leaflet does with a point of `points.csv`."""

    PRINT = "print"  # said as it is
    NEEDED = "needed"  # clinics' own pages leave it out; a fair page says it
    WITH_NOTE = "with_note"  # clinics claim more than studies carry: only with a note that says so
    NEVER = "never"  # not printed


class Level(StrEnum):
    """How urgent the signs of a section are. The first three are levels of the triage rules."""

    EMERGENCY = "emergency"
    URGENT_CARE = "urgent_care"
    CALL_CLINIC = "call_clinic_same_day"
    NONE = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One thing that a leaflet says. `text` may hold placeholders that the clinic fills: `{emergency}`."""

    id: str
    text: str
    sources: tuple[str, ...]
    lead: str = ""  # a few words in front, set in bold
    honesty: str = ""  # what a reader must know beside it
    unverified: str = ""  # which part rests on memory; "" where none does
    points: tuple[str, ...] = ()  # what it covers of `points.csv`
    consent: tuple[str, ...] = ()  # rules of candidacy's consent that it explains
    triage: tuple[str, ...] = ()  # triage rules that it puts into words
    regions: frozenset[str] = frozenset()  # empty: for everybody

    @property
    def words(self) -> str:
        """Lead, text and note as one reads them."""
        return " ".join(part for part in (self.lead, self.text, self.honesty) if part)


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """Reports counted out of all reports: kinds of harm, never rates."""

    of: int
    unit: str
    sources: tuple[str, ...]
    each: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A part of a leaflet with its own heading."""

    id: str
    title: str
    shape: str  # text | list | steps
    level: Level
    shows: str  # "", chances, options or consent: the table that stands here beside the statements
    see: tuple[str, ...]  # leaflets that one reads next
    regions: frozenset[str]
    says: tuple[Statement, ...]
    counts: Counts | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source of the section, each once, in the order of the text."""
        found = [source for said in self.says for source in said.sources]
        return tuple(dict.fromkeys([*found, *(self.counts.sources if self.counts else ())]))


@dataclass(frozen=True, slots=True)
class Review:
    """Who wrote a leaflet, who else checked it, and by when somebody looks at it again."""

    written_by: str
    checked_by: str
    reviewed_on: date | None
    review_by: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaflet:
    """One page for patients, in one version and one language."""

    id: str
    title: str
    short: str  # one line for the list of leaflets
    version: str
    status: str
    review: Review
    language: str
    audience: str
    group: str  # under which heading of the list it stands
    place: int  # its place in the list
    belongs_to: tuple[str, ...]  # agenda items beside which it is offered, by activity or kind
    days_after_injection: int  # for how long it is offered after an injection; 0: not at all
    words: tuple[str, ...]  # the hard words that it explains
    sections: tuple[Section, ...]

    @property
    def statements(self) -> Iterator[Statement]:
        return (said for section in self.sections for said in section.says)

    @property
    def regions(self) -> frozenset[str]:
        """The parts of the body that the leaflet says something of its own about."""
        return frozenset().union(*(s.regions for s in self.sections), *(s.regions for s in self.statements))

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(source for section in self.sections for source in section.sources))

    def about(self, region: str) -> "Leaflet":
        """What of it is for somebody with this part of the body; all of it where no region is named."""
        if not region:
            return self
        kept = []
        for section in self.sections:
            if _is_for(section.regions, region):
                says = tuple(said for said in section.says if _is_for(said.regions, region))
                if says or section.shows or section.counts:
                    kept.append(replace(section, says=says))
        return replace(self, sections=tuple(kept))


def _is_for(regions: frozenset[str], region: str) -> bool:
    return not regions or region in regions


@dataclass(frozen=True, slots=True)
class Word:
    """A hard word and what it means. `forms` are the spellings by which it is found in a text."""

    word: str
    means: str
    forms: tuple[str, ...]

    def is_in(self, folded: str) -> bool:
        """Whether a text, case-folded already, uses it in any of its forms."""
        forms = (form.casefold() for form in (self.word, *self.forms))
        return any(form in folded and re.search(rf"\b{re.escape(form)}\b", folded) for form in forms)


def words_used(words: Iterable[Word], text: str) -> tuple[Word, ...]:
    """Those of the hard words that a text uses."""
    folded = text.casefold()
    return tuple(word for word in words if word.is_in(folded))


@dataclass(frozen=True, slots=True)
class Point:
    """Something that a fair leaflet says, says only with a note, or leaves out."""

    id: str
    flag: Flag
    about: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a source has it, or as it was worked out from the source's own."""

    source: str
    number: str  # as it stands in the text, without separators
    what: str


@dataclass(frozen=True, slots=True)
class Avoided:
    """A word that promises more than is known, or hides a danger."""

    word: str
    pattern: str  # a regular expression that finds it
    because: str
    say: str


@dataclass(frozen=True, slots=True)
class Group:
    """The people of a trial who got one treatment, and how they fared."""

    option: str  # an option of the table; "" where it is none of them
    label: str
    value: int  # out of `Chances.of`
    counted: str  # the count behind it: "25 of 54 people"; "" where the source prints none
    is_to_compare: bool = False  # nobody would choose it: salt water


@dataclass(frozen=True, kw_only=True, slots=True)
class Chances:
    """How people of one trial fared, in the same unit for every treatment."""

    region: str
    title: str
    is_people: bool  # True: people out of `of`; False: points out of `of`, on average
    of: int
    says: str  # what is counted: "had more than half of their pain gone after 1 year"
    note: Statement  # how sure it is
    groups: tuple[Group, ...]

    @property
    def to_compare(self) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.is_to_compare)

    def of_option(self, option: str) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.option == option)


@dataclass(frozen=True, slots=True)
class Option:
    """One way to go, told in the same columns as every other. A cell that is not there: we do not know."""

    id: str
    title: str
    regions: frozenset[str]
    cells: Mapping[str, Statement]


@dataclass(frozen=True, slots=True)
class Frame:
    """The words around every leaflet, in one language."""

    language: str
    labels: Mapping[str, str]
    groups: Mapping[str, str]  # id -> heading of the list
    columns: Mapping[str, str]  # of the table of options: id -> heading
    filled: Mapping[str, str]  # placeholder -> what stands there with the clinic's number, `{number}`
    neutral: Mapping[str, str]  # placeholder -> what stands there without
    standing: tuple[Statement, ...]  # what every leaflet says at its foot
    emergency: str  # what stands at the top of every leaflet


@dataclass(frozen=True, kw_only=True, slots=True)
class Library:
    """All leaflets with what they share."""

    leaflets: tuple[Leaflet, ...]
    frames: Mapping[str, Frame]
    words: Mapping[str, Mapping[str, Word]]  # by language
    points: Mapping[str, Point]
    figures: tuple[Figure, ...]
    avoided: tuple[Avoided, ...]
    chances: Mapping[str, tuple[Chances, ...]]  # by language
    options: Mapping[str, tuple[Option, ...]]

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.frames)

    def of(self, language: str = "en") -> tuple[Leaflet, ...]:
        """The leaflets of a language in the order in which they are listed."""
        return tuple(leaflet for leaflet in self.leaflets if leaflet.language == language)

    def leaflet(self, name: str, language: str = "en") -> Leaflet | None:
        return next((leaflet for leaflet in self.of(language) if leaflet.id == name), None)

    def beside(self, *names: str, language: str = "en") -> tuple[Leaflet, ...]:
        """The leaflets that are offered beside an agenda item: `names` are its activity and its kind."""
        return tuple(leaflet for leaflet in self.of(language) if not set(names).isdisjoint(leaflet.belongs_to))

    def after_injection(self, days: int, language: str = "en") -> tuple[Leaflet, ...]:
        """The leaflets that are offered so many days after an injection."""
        return tuple(leaflet for leaflet in self.of(language) if 0 <= days <= leaflet.days_after_injection > 0)

    def explained(self, leaflet: Leaflet) -> tuple[Word, ...]:
        """The hard words of a leaflet with what they mean."""
        known = self.words[leaflet.language]
        return tuple(known[word] for word in leaflet.words)

    def chances_of(self, regions: Collection[str] = (), language: str = "en") -> tuple[Chances, ...]:
        """How people fared, for these parts of the body or for all."""
        return tuple(each for each in self.chances[language] if not regions or each.region in regions)

    def options_of(self, region: str = "", language: str = "en") -> tuple[Option, ...]:
        return tuple(each for each in self.options[language] if not region or _is_for(each.regions, region))


BETTER = "better"  # the column of the table of options that `Chances` fill


def statements_of(leaflet: Leaflet, chances: Sequence[Chances], options: Sequence[Option]) -> Iterator[Statement]:
    """Every statement of a leaflet, those of the tables that it shows among them."""
    for section in leaflet.sections:
        yield from section.says
        if section.shows == "chances":
            yield from (each.note for each in chances if _is_for(section.regions, each.region))
        if section.shows == "options":
            yield from (cell for option in options for cell in option.cells.values())
