"""No figure of fewer than ten people, and none that would give such a figure away by subtraction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from itertools import combinations

from enthesis.outcomes.figure import Figure, Named


def suppress(figures: Iterable[Figure], smallest: int) -> list[Figure]:
    """The same figures in their order, those that must not be shown without their numbers."""
    found = list(figures)
    too_few = f"fewer than {smallest} people"
    gives_away = f"would give away a group of fewer than {smallest} people"
    hidden = {place: too_few for place, each in enumerate(found) if each.started and (each.people or 0) < smallest}
    alike: dict[tuple[str, Named], list[int]] = defaultdict(list)
    for place, each in enumerate(found):
        if each.group:
            alike[each.indicator, each.of].append(place)
    for places in alike.values():
        for place in _given_away(found, places, set(hidden), smallest):
            hidden[place] = gives_away
    return [_without(each, hidden[place]) if place in hidden else each for place, each in enumerate(found)]


def _given_away(figures: Sequence[Figure], places: Sequence[int], hidden: set[int], smallest: int) -> set[int]:
    """Which more of the groups of one figure must be hidden.

    Everybody, and each group by fewer groupings, may be known from elsewhere: of every such sum, either nothing is
    hidden or at least two groups with enough people between them, so that what is left over says nothing about few.
    """
    more: set[int] = set()
    slices = list(_slices(figures, places))
    is_done = False
    while not is_done:
        is_done = True
        for each in slices:
            away = [place for place in each if place in hidden or place in more]
            shown = [place for place in each if place not in hidden and place not in more]
            people = sum(figures[place].people or 0 for place in away)
            if away and shown and (len(away) < 2 or people < smallest):
                more.add(min(shown, key=lambda place: (figures[place].people or 0, figures[place].group)))
                is_done = False
    return more


def _slices(figures: Sequence[Figure], places: Sequence[int]) -> Iterable[list[int]]:
    """The groups that add up to one of fewer groupings, for each such sum."""
    names = [name for name, _ in figures[places[0]].group]
    for number in range(len(names)):
        for kept in combinations(names, number):
            sums: dict[Named, list[int]] = defaultdict(list)
            for place in places:
                sums[tuple(part for part in figures[place].group if part[0] in kept)].append(place)
            yield from sums.values()


_KEPT = ("indicator", "version", "unit", "of", "group")


def _without(figure: Figure, why: str) -> Figure:
    kept = {each.name: getattr(figure, each.name) for each in fields(figure) if each.name in _KEPT}
    return Figure(**kept, suppressed=True, why=why)
