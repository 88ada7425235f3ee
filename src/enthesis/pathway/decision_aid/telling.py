"""An aid as a page and a paper show it: filled in, in one language, every way in the same cells in the same order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from enthesis.pathway.decision_aid.model import Aid, Compared, Counted, Option, Point, Said

Speak = Callable[[str], str]  # a sentence of the knowledge in the language of the reader
Prices = Mapping[str, Sequence[str]]  # way -> sentences of the clinic's own price; nothing: not stated


@dataclass(frozen=True, slots=True)
class ToldSaid:
    """One sentence or more, marked where nobody has checked a part of it."""

    text: str
    is_unchecked: bool = False


@dataclass(frozen=True, slots=True)
class ToldHarm:
    """What can go wrong, and how often as far as anybody has counted."""

    said: ToldSaid
    often: str
    is_counted: bool


@dataclass(frozen=True, slots=True)
class ToldCell:
    """One question put to one way. `is_known` is False where the answer is that nobody knows."""

    id: str
    heading: str
    lines: tuple[ToldSaid, ...]
    harms: tuple[ToldHarm, ...] = ()
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class ToldPicture:
    """A hundred people of one way, or the words that nobody knows; `count` is None then."""

    id: str
    title: str
    count: int | None
    gain: str = ""
    loss: str = ""
    more: tuple[str, ...] = ()
    nobody: str = ""


@dataclass(frozen=True, slots=True)
class ToldOption:
    """One way to go."""

    id: str
    title: str
    cells: tuple[ToldCell, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """Everything that a page or a paper shows of an aid."""

    aid: Aid
    title: str
    decision: str
    about: tuple[ToldSaid, ...]
    why_no_picture: str  # "" where people were counted
    pictures_say: str
    pictures: tuple[ToldPicture, ...]  # of the ways in their order, with the groups that they are compared with
    options: tuple[ToldOption, ...]
    ask: tuple[str, ...]
    standing: tuple[str, ...]
    labels: Mapping[str, str]


def tell(aid: Aid, speak: Speak, prices: Prices) -> Told:
    """The aid in the reader's language, with this clinic's prices."""
    return _Telling(aid, speak, prices).whole()


class _Telling:
    def __init__(self, aid: Aid, speak: Speak, prices: Prices) -> None:
        self.aid, self.speak, self.prices = aid, speak, prices
        self.outcome = aid.outcome.text if aid.outcome else ""

    def whole(self) -> Told:
        aid = self.aid
        counted = aid.outcome is not None
        return Told(
            aid=aid,
            title=self.speak(aid.title),
            decision=self.speak(aid.decision.text),
            about=tuple(self._said(point.said) for point in aid.about),
            why_no_picture="" if aid.no_outcome is None else self.speak(aid.no_outcome.text),
            pictures_say=self._label("hundred-intro", outcome=self.outcome) if counted else "",
            pictures=tuple(self._pictures()) if counted else (),
            options=tuple(ToldOption(o.id, self.speak(o.title), tuple(self._cells(o))) for o in aid.options),
            ask=self._points(aid.shared.ask),
            standing=self._points(aid.shared.standing),
            labels={name: self.speak(says) for name, says in aid.shared.labels.items() if "{" not in says},
        )

    def _pictures(self) -> Iterator[ToldPicture]:
        """The ways in their order, each followed by the group that its figure is held against; other groups last."""
        beside = [option.beside for option in self.aid.options if option.beside]
        for option in self.aid.options:
            if option.counted is None:
                yield ToldPicture(option.id, self.speak(option.title), None, nobody=self._label("nobody-counted"))
                continue
            yield self._picture(option.id, option.title, option.counted, option.beside)
            if option.beside:
                yield self._group(option.beside)
        yield from (self._group(group) for group in self.aid.compare if group not in beside)

    def _group(self, group: Compared) -> ToldPicture:
        return self._picture(group.id, group.label, group.counted, None)

    def _picture(self, name: str, title: str, counted: Counted, beside: Compared | None) -> ToldPicture:
        more = [
            self._label("counted", count=counted.count, of=counted.of),
            self._label("again", low=counted.range.low, high=counted.range.high),
        ]
        return ToldPicture(
            name,
            self.speak(title),
            counted.hundred,
            gain=self._label("of-hundred", count=counted.hundred, outcome=self.outcome),
            loss=self._label("of-hundred-not", count=counted.others),
            more=(*more, *self._gap(counted, beside)),
        )

    def _gap(self, counted: Counted, beside: Compared | None) -> Iterator[str]:
        """What a group has more than the one beside it; nothing where it has less, for no aid has such a group."""
        if beside is None:
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
                lines = tuple(ToldSaid(self.speak(line)) for line in self.prices.get(option.id, ()))
                yield ToldCell(name, said, lines or (ToldSaid(self._label("no-price")),), is_known=bool(lines))
            elif name in option.cells:
                yield ToldCell(name, said, (self._said(option.cells[name]),))
            else:
                yield ToldCell(name, said, (ToldSaid(self._label("unknown")),), is_known=False)

    def _chance(self, option: Option, heading: str) -> ToldCell:
        if option.counted is None:
            return ToldCell("chance", heading, (ToldSaid(self._label("nobody-counted")),), is_known=False)
        told = self._picture(option.id, option.title, option.counted, option.beside)
        return ToldCell("chance", heading, tuple(map(ToldSaid, (told.gain, told.loss, *told.more))))

    def _harms(self, option: Option) -> Iterator[ToldHarm]:
        for harm in option.harms:
            often = self.speak(harm.often) if harm.often else self._label("not-said-often")
            yield ToldHarm(self._said(harm.said), often, bool(harm.often))

    def _said(self, said: Said) -> ToldSaid:
        return ToldSaid(self.speak(said.text), bool(said.unverified))

    def _points(self, points: Sequence[Point]) -> tuple[str, ...]:
        return tuple(self.speak(point.said.text) for point in points)

    def _label(self, name: str, **filled: object) -> str:
        """A label with its blanks filled by figures and by words that are said in the language too."""
        return self.speak(self.aid.shared.labels[name].format_map(filled))
