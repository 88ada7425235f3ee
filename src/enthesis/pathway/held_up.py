"""What a visit that cannot be booked yet waits for: the step that somebody has to take first."""

from collections.abc import Iterator, Sequence

from enthesis.pathway.agenda import Item
from enthesis.pathway.protocol.model import Activity, Kind, Once, Protocol, Schedule, Series
from enthesis.pathway.visits import BOOKED_KINDS, Unplaced


def held_up_by(protocol: Protocol, agenda: Sequence[Item], unplaced: Sequence[Unplaced]) -> list[Item]:
    """The items of the agenda that what has no place yet hangs on, each once, in the protocol's order.

    A visit that is to be booked itself holds nothing up: it is offered beside. A number of sessions hangs on the plan.
    """
    due = {item.activity: item for item in agenda}
    plans = [each.id for each in protocol.activities if each.kind is Kind.PLAN]
    found: dict[str, Item] = {}
    for each in unplaced:
        activity = protocol.activity(each.activity)
        begins = [each.activity, *(plans if activity and isinstance(activity.timing, Series | Schedule) else ())]
        for name in begins:
            first = next((due[step] for step in _back(protocol, name) if step in due), None)
            if first is not None and not _is_booked(protocol.activity(first.activity)):
                found.setdefault(first.activity, first)
    return sorted(found.values(), key=lambda item: item.order)


def _back(protocol: Protocol, name: str) -> Iterator[str]:
    """An activity and what it is counted from, back to the beginning of the course."""
    seen: set[str] = set()
    while name not in seen:
        seen.add(name)
        activity = protocol.activity(name)
        if activity is None:
            return
        yield name
        if not isinstance(activity.timing, Once | Series | Schedule):
            return
        name = activity.timing.step.after


def _is_booked(activity: Activity | None) -> bool:
    """Whether it is a visit for which a time is looked for."""
    return activity is not None and activity.kind in BOOKED_KINDS and activity.origin != "house"
