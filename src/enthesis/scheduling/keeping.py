"""Some visits of a course stay where they are: which days that leaves to the others."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from enthesis.scheduling.from_course import ToBook
from enthesis.scheduling.problem import Wanted


def around(visits: Sequence[ToBook], kept: Mapping[str, date]) -> list[ToBook]:
    """The visits that are not kept, each in the window that the kept ones leave it.

    `kept`: the days of the visits that stay, by the id of what is wanted. A gap to a visit that stays becomes days of
    the calendar, whichever of the two is counted from the other.
    """
    return [replace(visit, wanted=_narrowed(visit.wanted, visits, kept)) for visit in visits if _id(visit) not in kept]


def standing(visits: Sequence[ToBook], there: Collection[str]) -> list[ToBook]:
    """The visits in `there` that are counted from one in `there` too, or from none: the others hang in the air."""
    left = {name for name in map(_id, visits) if name in there}
    while True:
        lost = {_id(v) for v in visits if _id(v) in left and any(gap.after not in left for gap in v.wanted.after)}
        if not lost:
            return [visit for visit in visits if _id(visit) in left]
        left -= lost


def hanging_on(visits: Sequence[ToBook], item: str) -> list[ToBook]:
    """The visits that are counted from one, directly or by way of others, in their order."""
    found = {item}
    for _ in visits:
        found |= {_id(visit) for visit in visits if any(gap.after in found for gap in visit.wanted.after)}
    return [visit for visit in visits if _id(visit) in found - {item}]


def _id(visit: ToBook) -> str:
    return visit.wanted.id


def _narrowed(wanted: Wanted, visits: Sequence[ToBook], kept: Mapping[str, date]) -> Wanted:
    ideal = wanted.ideal
    first = wanted.after[0] if wanted.after else None
    if first is not None and first.after in kept and first.ideal is not None:
        ideal = kept[first.after] + timedelta(days=first.ideal)
    limits = list(_limits(wanted, visits, kept))
    there = {name for name in map(_id, visits) if name not in kept}
    opens = [wanted.opens, *(low for low, _ in limits)]
    closes = [wanted.closes, *(high for _, high in limits)]
    return replace(
        wanted,
        opens=max((day for day in opens if day is not None), default=None),
        ideal=ideal,
        closes=min((day for day in closes if day is not None), default=None),
        after=tuple(gap for gap in wanted.after if gap.after in there),
    )


def _limits(
    wanted: Wanted, visits: Sequence[ToBook], kept: Mapping[str, date]
) -> Iterator[tuple[date | None, date | None]]:
    """From each kept visit: the first and the last day that it leaves."""
    for gap in wanted.after:
        if gap.after in kept:
            day = kept[gap.after]
            yield day + timedelta(days=gap.opens), None if gap.closes is None else day + timedelta(days=gap.closes)
    for other in visits:
        for gap in other.wanted.after:
            if gap.after == wanted.id and _id(other) in kept:
                day = kept[_id(other)]
                yield None if gap.closes is None else day - timedelta(days=gap.closes), day - timedelta(days=gap.opens)
