"""Groups as funnels, each with the same as a table. All funnels of a page are drawn on one scale, to be compared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from enthesis.outcomes import telling
from enthesis.outcomes.figure import Figure, Named
from enthesis.outcomes.funnel import SHARE, Funnel
from enthesis.pathway.indicators import shipped
from enthesis.pictures.funnel import Content, Dot, Limits, frame_around, funnel_picture
from enthesis.web.figures import BROAD, SLIM, Picture, shown
from enthesis.web.outcomes.naming import Names

FEWEST = 2  # groups: of one there is nothing to compare it with


@dataclass(frozen=True, slots=True)
class Funneled:
    """A funnel with the same as a table. Of one group only there is no picture."""

    title: str
    picture: Picture | None
    rows: tuple[tuple[str, int, str, str], ...]  # group, how many, figure, how far out
    hidden: int


@dataclass(frozen=True, slots=True)
class _Read:
    """A funnel with its words, before it is drawn."""

    found: Funnel
    title: str
    called: Mapping[Named, str]
    content: Content
    is_share: bool

    @property
    def is_drawn(self) -> bool:
        return len(self.found.points) >= FEWEST


def funneled(found: Sequence[Funnel], names: Names) -> list[Funneled]:
    """The funnels of one indicator, all in one frame."""
    read = [_read(each, names) for each in found]
    drawn = _drawn([each for each in read if each.is_drawn])
    return [
        Funneled(each.title, next(drawn) if each.is_drawn else None, _rows(each), each.found.hidden) for each in read
    ]


def _read(found: Funnel, names: Names) -> _Read:
    definition = shipped().definitions[found.indicator]
    figure = Figure(indicator=found.indicator, version="", unit=definition.unit, of=found.of)
    title = f"{definition.title}: {telling.name(figure)}" if found.of else definition.title
    called = {point.group: ", ".join(names.of(*part) for part in point.group) for point in found.points}
    is_share = definition.unit == SHARE
    return _Read(found, title, called, _content(found, called, is_share), is_share)


def _content(found: Funnel, called: Mapping[Named, str], is_share: bool) -> Content:
    narrow, broad = found.lines[0], found.lines[-1]
    limits = [
        Limits(size, (inner.low or 0.0, inner.high or 0.0), (outer.low or 0.0, outer.high or 0.0))
        for (size, inner), (_size, outer) in zip(narrow.limits, broad.limits, strict=True)
    ]
    dots = [Dot(called[point.group], point.size, point.estimate) for point in found.points]
    return Content(dots, found.centre, limits, is_share)


def _rows(read: _Read) -> tuple[tuple[str, int, str, str], ...]:
    return tuple(
        (read.called[point.group], point.size, _told(point.estimate, read.is_share), _beyond(point.beyond, point.side))
        for point in sorted(read.found.points, key=lambda each: read.called[each.group])
    )


def _drawn(read: Sequence[_Read]) -> Iterator[Picture]:
    frames = {width: frame_around([each.content for each in read], width=width) for width in (SLIM, BROAD) if read}
    for each in read:
        found = each.found
        key = "-".join(["funnel", found.indicator, *(value for _name, value in found.of)]).replace(" ", "-")
        drawn = (
            funnel_picture(
                f"{key}-{width}",
                each.title,
                each.content,
                frame=frames[width],
                of_what=_("how many are counted"),
                called=[f"{line.level:g} %" for line in (found.lines[0], found.lines[-1])],
                all_of_them=_("all"),
                width=width,
            )
            for width in (SLIM, BROAD)
        )
        yield Picture(*map(shown, drawn))


def _told(value: float, is_share: bool) -> str:
    return f"{value * 100:.0f} %" if is_share else f"{value:.1f}"


def _beyond(level: float, side: str) -> str:
    if not level:
        return _("no more apart than chance")
    words = _("above the line of %(level)s %%") if side == "above" else _("below the line of %(level)s %%")
    return words % {"level": f"{level:g}"}
