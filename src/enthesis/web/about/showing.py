"""A leaflet as its page shows it: placeholders filled, numbers to be tapped, figures drawn, sources looked up."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from enthesis.pathway import candidacy
from enthesis.pathway.leaflets import (
    BETTER,
    Chances,
    Citation,
    ConsentItem,
    Contact,
    Fared,
    Frame,
    Leaflet,
    Level,
    Library,
    Option,
    Section,
    Statement,
    Word,
    chances_shown,
    cited,
    consent_items,
    fared,
    filled,
    named,
    words_shown,
)
from enthesis.pictures.shares import people_picture, points_picture
from enthesis.pictures.svg import MUTED, TEAL
from enthesis.web.figures import shown

QUOTED = 9  # words of a statement beside its sources


@dataclass(frozen=True, slots=True)
class Said:
    """One statement."""

    lead: SafeString
    text: SafeString
    honesty: SafeString
    unverified: str
    begins: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How the people of one treatment fared, as a picture and in words."""

    label: str
    value: int
    of: int
    unit: str
    counted: str
    picture: SafeString
    is_to_compare: bool


@dataclass(frozen=True, slots=True)
class Shares:
    """How people of one trial fared."""

    title: str
    says: str
    each: tuple[Share, ...]
    note: Said


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column for one way to go; nothing of it: we do not know."""

    heading: str
    fared: tuple[Fared, ...]
    said: Said | None
    is_known: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One way to go, in the same columns as every other."""

    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One section."""

    id: str
    title: SafeString
    shape: str
    level: str
    says: tuple[Said, ...]
    section: Section
    shares: tuple[Shares, ...]
    ways: tuple[Way, ...]
    consent: tuple[ConsentItem, ...]
    see: tuple[Leaflet, ...]
    sources: tuple[Said, ...]  # statements with what each rests on


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the page of a leaflet shows."""

    leaflet: Leaflet
    frame: Frame
    named: str
    emergency: SafeString
    parts: tuple[Part, ...]
    words: tuple[Word, ...]
    standing: tuple[Said, ...]
    following: Leaflet | None

    @property
    def is_about_emergencies(self) -> bool:
        """Whether the first section says by itself when to call the emergency number."""
        return bool(self.parts) and self.parts[0].section.level is Level.EMERGENCY


class Showing:
    """Shows the leaflets of one library, in one language, with one clinic's numbers."""

    def __init__(self, library: Library, frame: Frame, contact: Contact, region: str) -> None:
        self.library, self.frame, self.contact, self.region = library, frame, contact, region

    def page(self, leaflet: Leaflet) -> Page:
        """The page of a leaflet, for the region that was asked for or for all."""
        all_of_them = self.library.of(leaflet.language)
        place = all_of_them.index(leaflet) + 1
        return Page(
            leaflet=leaflet,
            frame=self.frame,
            named=named(leaflet, self.library),
            emergency=self.words(self.frame.emergency),
            parts=tuple(self._part(section) for section in leaflet.about(self.region).sections),
            words=words_shown(leaflet, self.library, self.region),
            standing=tuple(map(self.said, self.frame.standing)),
            following=all_of_them[place] if place < len(all_of_them) else None,
        )

    def words(self, text: str) -> SafeString:
        """A text with the clinic's numbers in it, each to be tapped."""
        said = format_html("{}", filled(text, self.frame, self.contact)) if text else mark_safe("")
        for number in dict.fromkeys(filter(None, self.contact.numbers.values())):
            link = format_html('<a class="tel" href="tel:{}">{}</a>', _dialled(number), number)
            said = mark_safe(said.replace(format_html("{}", number), link))  # noqa: S308 (both are escaped)
        return said

    def said(self, statement: Statement) -> Said:
        """A statement with its sources."""
        first = filled(statement.lead or statement.text, self.frame, self.contact).split()
        return Said(
            lead=self.words(statement.lead),
            text=self.words(statement.text),
            honesty=self.words(statement.honesty),
            unverified=statement.unverified,
            begins=" ".join(first[:QUOTED]).rstrip(".,:") + ("…" if len(first) > QUOTED else ""),
            citations=tuple(cited(key, self.frame) for key in statement.sources),
        )

    def _part(self, section: Section) -> Part:
        language = self.frame.language
        shares = tuple(
            self._shares(chances, place)
            for place, chances in enumerate(chances_shown(section, self.library, self.region, language))
        )
        says = tuple(map(self.said, section.says))
        ways = (
            tuple(map(self._way, self.library.options_of(self.region, language))) if section.shows == "options" else ()
        )
        from_cells = tuple(cell.said for way in ways for cell in way.cells if cell.said)
        return Part(
            id=section.id,
            title=self.words(section.title),
            shape=section.shape,
            level=section.level.value,
            says=says,
            section=section,
            shares=shares,
            ways=ways,
            consent=consent_items(self.library, candidacy.shipped().rules, language)
            if section.shows == "consent"
            else (),
            see=tuple(found for name in section.see if (found := self.library.leaflet(name, language))),
            sources=(*says, *(share.note for share in shares), *from_cells),
        )

    def _shares(self, chances: Chances, place: int) -> Shares:
        draw = people_picture if chances.is_people else points_picture
        unit = self.frame.labels["people" if chances.is_people else "points"]
        return Shares(
            title=chances.title,
            says=chances.says,
            each=tuple(
                Share(
                    label=group.label,
                    value=group.value,
                    of=chances.of,
                    unit=unit,
                    counted=group.counted,
                    picture=shown(
                        draw(
                            f"{chances.region}-{place}-{number}",
                            group.value,
                            chances.of,
                            group.label,
                            fill=MUTED if group.is_to_compare else TEAL,
                        )
                    ),
                    is_to_compare=group.is_to_compare,
                )
                for number, group in enumerate(chances.groups)
            ),
            note=self.said(chances.note),
        )

    def _way(self, option: Option) -> Way:
        regions = {self.region} if self.region else ()
        known = fared(option, self.library.chances_of(regions, self.frame.language))
        cells = []
        for column, heading in self.frame.columns.items():
            statement = option.cells.get(column)
            said = self.said(statement) if statement else None
            if column == BETTER:
                cells.append(Cell(heading, known, None, bool(known)))
            else:
                cells.append(Cell(heading, (), said, said is not None))
        return Way(option.title, tuple(cells))


def _dialled(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


def grouped(leaflets: Sequence[Leaflet], frame: Frame) -> list[tuple[str, list[Leaflet]]]:
    """The leaflets under the headings of their list."""
    return [(title, [each for each in leaflets if each.group == name]) for name, title in frame.groups.items()]
