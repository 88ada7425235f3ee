"""Items of an agenda and entries of a log, as a page shows them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from enthesis.clinic.accounts import names_of
from enthesis.clinic.opening import Seen
from enthesis.pathway.agenda import CONCERN, Item
from enthesis.pathway.course import standing
from enthesis.pathway.events import EvaluationAnswered, Event, SymptomAssigned
from enthesis.pathway.window import Timing
from enthesis.web.clinician.kinds import Way, form_for, may_correct, ways
from enthesis.web.keeping import Keeping
from enthesis.web.telling import Detail, details, headline
from enthesis.web.words import ROLES, TIMINGS, since, visit_time, when

_ENDS = {
    "opens": "the earliest day",
    "ideal": "the ideal day",
    "closes": "the latest day",
    "before": "days before",
    "after": "days after",
}


_NOT_OWED = {False: "on offer", True: "passes by itself"}


@dataclass(frozen=True, slots=True)
class Told:
    """One item of the agenda."""

    item: Item
    state: str  # safety | due | overdue | upcoming
    tag: str
    when: str
    who: str
    not_stated: str  # "" or what the source leaves open, in words
    ways: Sequence[Way]
    booked: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is recorded."""

    event: Event
    says: str
    details: Sequence[Detail]
    by: str
    counts: bool  # False: corrected or taken back since
    can_correct: bool
    can_withdraw: bool
    is_correction: bool


def tell(seen: Seen, item: Item, today: date) -> Told:
    """An item with its window in words and what the one who looks can do about it."""
    timing = item.window.on(today)
    concern = item.kind == CONCERN
    return Told(
        item=item,
        state="safety" if concern else timing.value if item.owed else Timing.UPCOMING.value,
        tag="safety" if concern else (TIMINGS[timing] if item.owed else _NOT_OWED[item.lapses]),
        when=since(item.window, today) if concern else when(item.window, today),
        who=ROLES[item.who.value],
        not_stated=", ".join(_ENDS.get(name, name) for name in item.not_stated),
        ways=ways(seen, item),
        booked=visit_time(item.booking.starts, seen.zone) if item.booking else "",
    )


_logs: Keeping[SafeString] = Keeping()


def recorded(seen: Seen, most: int | None) -> SafeString:
    """The log as a part of the page, newest first: all of it, or the newest entries. Names are asked each time."""
    owners = {event.id: event.owner for event in seen.log if isinstance(event, SymptomAssigned)}
    names = names_of({*(event.recorded_by for event in seen.log), *owners.values()})

    def told() -> SafeString:
        found = list(islice(entries(seen, names, owners), most))
        return render_to_string("web/clinician/recorded.html", {"entries": found, "seen": seen})

    return _logs.of(seen, told, most, seen.roles, frozenset(names.items()))


def entries(seen: Seen, names: Mapping[str, str], owners: Mapping[str, str]) -> Iterator[Entry]:
    """The whole log, newest first."""
    counting = {event.id for event in standing(seen.log)}
    for event in reversed(seen.log):
        counts = event.id in counting
        allowed = counts and may_correct(seen, type(event))
        to = owners.get(event.id)
        yield Entry(
            event=event,
            says=headline(event, seen.protocol),
            details=[*([("to", names.get(to, to))] if to else []), *details(event, seen.zone)],
            by=names.get(event.recorded_by, event.recorded_by),
            counts=counts,
            can_correct=allowed and (form_for(event) is not None or isinstance(event, EvaluationAnswered)),
            can_withdraw=allowed,
            is_correction=bool(event.replaces),
        )
