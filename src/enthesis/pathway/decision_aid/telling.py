"""An aid as a page and a paper show it: filled in, in one language, every way in the same cells in the same order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from enthesis.pathway.decision_aid.model import Aid, Compared, Counted, Gained, Option, Point, Said
from enthesis.pathway.decision_aid.priced import Prices, ToldPrice, price_lines, price_table

Speak = Callable[[str], str]  # a sentence of the knowledge in the language of the reader


@dataclass(frozen=True, slots=True)
class ToldSaid:
    """One sentence or more, marked where nobody has checked a part of it. `more` is folded in behind it."""

    text: str
    is_unchecked: bool = False
    more: str = ""


@dataclass(frozen=True, slots=True)
class ToldHarm:
    """What can go wrong, and how often as far as anybody has counted."""

    said: ToldSaid
    often: str
    is_counted: bool


@dataclass(frozen=True, slots=True)
class ToldCell:
    """One question put to one way. `is_known` is False where the answer is that nothing was read about it."""

    id: str
    heading: str
    lines: tuple[ToldSaid, ...]
    harms: tuple[ToldHarm, ...] = ()
    is_known: bool = True

    @property
    def more(self) -> tuple[str, ...]:
        """Everything of it that is folded in."""
        said = (*self.lines, *(harm.said for harm in self.harms))
        return tuple(each.more for each in said if each.more)


@dataclass(frozen=True, slots=True)
class ToldPicture:
    """A hundred people of one way, or what they gained on average, or the words why there is neither."""

    id: str
    title: str
    count: int | None = None
    gained: Gained | None = None
    most: int = 0  # points that anybody could gain
    gain: str = ""
    loss: str = ""
    more: tuple[str, ...] = ()
    nobody: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """Its words, one behind the other."""
        return tuple(line for line in (self.gain, self.loss, *self.more, self.nobody) if line)


@dataclass(frozen=True, slots=True)
class ToldOption:
    """One way to go."""

    id: str
    title: str
    cells: tuple[ToldCell, ...]

    @property
    def more(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What is folded in, by the heading that it stands under."""
        return tuple((cell.heading, cell.more) for cell in self.cells if cell.more)


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """Everything that a page or a paper shows of an aid."""

    aid: Aid
    title: str
    decision: str
    about: tuple[ToldSaid, ...]
    pictures_title: str
    why_no_people: str  # "" where people were counted
    pictures_say: str
    pictures: tuple[ToldPicture, ...]  # of the ways in their order, with the groups that they are compared with
    options: tuple[ToldOption, ...]
    operation: ToldSaid
    prices: tuple[ToldPrice, ...]  # a line for each way at least; none where nothing is priced
    ask: tuple[str, ...]
    standing: tuple[str, ...]
    labels: Mapping[str, str]


def tell(aid: Aid, speak: Speak, prices: Prices) -> Told:
    """The aid in the reader's language, with this clinic's prices."""
    return _Telling(aid, speak, prices).whole()


class _Telling:
    def __init__(self, aid: Aid, speak: Speak, prices: Prices) -> None:
        self.aid, self.speak, self.prices = aid, speak, prices
        self.outcome = aid.outcome.text if aid.outcome else aid.average.says.text if aid.average else ""

    def whole(self) -> Told:
        aid = self.aid
        kind = "averages" if aid.average else "hundred"
        return Told(
            aid=aid,
            title=self.speak(aid.title),
            decision=self.speak(aid.decision.text),
            about=tuple(self._said(point.said) for point in aid.about),
            pictures_title=self._label(kind),
            why_no_people="" if aid.no_outcome is None else self.speak(aid.no_outcome.text),
            pictures_say=self._label(f"{kind}-intro", outcome=self.outcome),
            pictures=tuple(self._pictures()),
            options=tuple(ToldOption(o.id, self.speak(o.title), tuple(self._cells(o))) for o in aid.options),
            operation=self._said(aid.operation),
            prices=price_table(aid, self.prices, self.speak) if any(p.paths for p in self.prices.values()) else (),
            ask=self._points(aid.shared.ask),
            standing=self._points(aid.shared.standing),
            labels={name: self.speak(says) for name, says in aid.shared.labels.items() if "{" not in says},
        )

    def _pictures(self) -> Iterator[ToldPicture]:
        """The ways in their order, each followed by the groups that belong to it; other groups last."""
        placed = []
        for option in self.aid.options:
            yield self._picture(option.id, option.title, option, option.beside)
            placed += [option.beside, *option.groups]
            if option.beside:
                yield self._group(option.beside)
            yield from map(self._group, option.groups)
        yield from (self._group(group) for group in self.aid.compare if group not in placed)

    def _group(self, group: Compared) -> ToldPicture:
        beside = next((each for each in self.aid.compare if each.id == group.against), None)
        return self._picture(group.id, group.label, group, beside)

    def _picture(self, name: str, title: str, of: Option | Compared, beside: Compared | None) -> ToldPicture:
        said = self.speak(title)
        if of.counted:
            return self._people(name, said, of.counted, beside)
        if of.gained:
            return self._average(name, said, of.gained)
        why = of.uncounted if isinstance(of, Option) else None
        return ToldPicture(name, said, nobody=self.speak(why.text) if why else self._label("not-searched"))

    def _people(self, name: str, title: str, counted: Counted, beside: Compared | None) -> ToldPicture:
        seen = (
            self._label("counted-share", of=counted.of)
            if counted.count is None
            else self._label("counted", count=counted.count, of=counted.of)
        )
        again = self._label("again", low=counted.range.low, high=counted.range.high)
        return ToldPicture(
            name,
            title,
            counted.hundred,
            gain=self._label("of-hundred", count=counted.hundred, outcome=self.outcome),
            loss=self._label("of-hundred-not", count=counted.others),
            more=(seen, again, *self._gap(counted, beside)),
        )

    def _average(self, name: str, title: str, gained: Gained) -> ToldPicture:
        most = self.aid.average.most if self.aid.average else 0
        told = self._label("gained", points=gained.points, most=most, outcome=self.outcome)
        if gained.low is None or gained.high is None:
            more: tuple[str, ...] = (self._label("gained-together", of=gained.of),)
        else:
            again = self._label("gained-again", low=gained.low, high=gained.high)
            more = (self._label("gained-of", of=gained.of), again)
        return ToldPicture(name, title, gained=gained, most=most, gain=told, more=more)

    def _gap(self, counted: Counted, beside: Compared | None) -> Iterator[str]:
        """What a group has more than the one beside it; nothing where it has less, for no aid has such a group."""
        if beside is None or beside.counted is None:
            return
        gap = counted.gap_to(beside.counted)
        if gap.low < 0:
            yield self._label("gap-more", more=gap.more, other=beside.says, low=-gap.low, high=gap.high)
        else:
            yield self._label("gap-sure", more=gap.more, other=beside.says, low=gap.low, high=gap.high)

    def _cells(self, option: Option) -> Iterator[ToldCell]:
        for name, heading in self.aid.shared.headings.items():
            said = self.speak(heading)
            if name == "chance":
                yield self._chance(option, said)
            elif name == "harms":
                yield ToldCell(name, said, (), tuple(self._harms(option)))
            elif name == "price":
                lines = tuple(map(ToldSaid, price_lines(self.aid, self.prices.get(option.id), self.speak)))
                yield ToldCell(name, said, lines or (ToldSaid(self._label("no-price")),), is_known=bool(lines))
            elif name in option.cells:
                yield ToldCell(name, said, (self._said(option.cells[name]),))
            else:
                yield ToldCell(name, said, (ToldSaid(self._label("unknown")),), is_known=False)

    def _chance(self, option: Option, heading: str) -> ToldCell:
        told = self._picture(option.id, option.title, option, option.beside)
        lines = [*told.lines]
        for group in map(self._group, option.groups):
            lines.append(f"{group.title}: {group.gain[:1].lower()}{group.gain[1:]}")
        return ToldCell("chance", heading, tuple(map(ToldSaid, lines)), is_known=not told.nobody)

    def _harms(self, option: Option) -> Iterator[ToldHarm]:
        for harm in option.harms:
            often = self.speak(harm.often) if harm.often else self._label("not-said-often")
            yield ToldHarm(self._said(harm.said), often, bool(harm.often))

    def _said(self, said: Said) -> ToldSaid:
        return ToldSaid(self.speak(said.text), bool(said.unverified), self.speak(said.more) if said.more else "")

    def _points(self, points: Sequence[Point]) -> tuple[str, ...]:
        return tuple(self.speak(point.said.text) for point in points)

    def _label(self, name: str, **filled: object) -> str:
        """A label with its blanks filled by figures and by words that are said in the language too."""
        return self.speak(self.aid.shared.labels[name].format_map(filled))
