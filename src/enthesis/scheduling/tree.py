"""How the visits of a series hang on each other: each on the visit that it is counted from, so that they form trees."""

from collections.abc import Sequence
from dataclasses import dataclass

from enthesis.scheduling.problem import Gap, Wanted


class NotASeries(Exception):
    """The visits cannot be put in an order. `item` is the visit at fault."""

    def __init__(self, says: str, remedy: str, item: str) -> None:
        super().__init__(says)
        self.says, self.remedy, self.item = says, remedy, item


@dataclass(frozen=True, slots=True)
class Tree:
    """Visits by their place in `Problem.wanted`. A visit's first gap ties it to its parent; the others are `more`."""

    order: tuple[int, ...]  # parents before their children
    parent: tuple[int, ...]  # -1: counted from nothing that is wanted
    gap: tuple[Gap | None, ...]  # to the parent
    children: tuple[tuple[int, ...], ...]
    more: tuple[tuple[int, int, Gap], ...]  # visit, the other visit, the days between

    @property
    def roots(self) -> tuple[int, ...]:
        return tuple(item for item in self.order if self.parent[item] < 0)


def tree_of(wanted: Sequence[Wanted]) -> Tree:
    """Raises `NotASeries`: an id twice, a visit counted from one that is not there, or from itself in a circle."""
    place: dict[str, int] = {}
    for number, visit in enumerate(wanted):
        if visit.id in place:
            raise NotASeries(f'Two visits are called "{visit.id}".', "Give every visit an id of its own.", visit.id)
        place[visit.id] = number
    for visit in wanted:
        for gap in visit.after:
            if gap.after not in place:
                says = f'"{visit.id}" is counted from "{gap.after}", which no visit is called.'
                raise NotASeries(says, f"The visits are: {', '.join(place)}.", visit.id)
    parent = [place[visit.after[0].after] if visit.after else -1 for visit in wanted]
    children: list[list[int]] = [[] for _ in wanted]
    for number, above in enumerate(parent):
        if above >= 0:
            children[above].append(number)
    order: list[int] = []
    waiting = [number for number, above in enumerate(parent) if above < 0]
    while waiting:
        number = waiting.pop(0)
        order.append(number)
        waiting[:0] = children[number]
    if len(order) < len(wanted):
        lost = next(visit for number, visit in enumerate(wanted) if number not in order)
        says = f'"{lost.id}" is counted from itself, by way of others.'
        raise NotASeries(says, "Count each visit from an earlier one.", lost.id)
    more = tuple((number, place[gap.after], gap) for number, visit in enumerate(wanted) for gap in visit.after[1:])
    first = tuple(visit.after[0] if visit.after else None for visit in wanted)
    return Tree(tuple(order), tuple(parent), first, tuple(map(tuple, children)), more)
