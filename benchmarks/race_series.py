"""Many clients book, hold, move and cancel whole series in the same few calendars: nothing twice, nothing by half."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from random import Random
from time import perf_counter
from typing import NamedTuple

from django.db import connections

from benchmarks import race_clinic
from benchmarks.figure import Figure, at_most, figure
from benchmarks.racers import Start, race
from benchmarks.sizes import Sizes
from enthesis.clinic import holding
from enthesis.clinic.access import By, Operator
from enthesis.clinic.door import NotRecorded, new_id, open_course, record_all
from enthesis.clinic.filing import look
from enthesis.clinic.models import CourseRecord, TakenStep
from enthesis.clinic.rebuild import rebuild
from enthesis.clinic.taken import HELD, span
from enthesis.clinic.verify import verify
from enthesis.pathway import events as e

EACH = 3  # clinicians, rooms and devices
DAYS = 20
VISITS = 4  # of a series
STRANGERS = 0.1  # of attempts are made in the course of another client
# Somebody was quicker, cancelled the visit, or recorded something in the same course, so that one has to look again.
RIGHTLY = frozenset({"time-taken", "no-such-visit", "hold-ended", "stale"})


class Attempt(NamedTuple):
    """One attempt of one client."""

    kind: str  # book | hold | move | cancel
    key: str  # the beginning of its events' ids
    count: int  # of its events
    codes: tuple[str, ...]  # of the refusal; nothing: it was recorded
    seconds: float


def measure(sizes: Sizes, database: str) -> list[Figure]:
    clients, attempts = sizes.crowd, sizes.attempts
    clinic, user = race_clinic.make(EACH)
    courses = [race_clinic.course(clinic, number, user) for number in range(clients)]

    def one(client: int, start: Start) -> list[Attempt]:
        chance = Random(client)
        start()
        return [_attempt(courses, client, chance, user) for _ in range(-(-attempts // clients))]

    begun = perf_counter()
    told = [attempt for mine in race(clients, one, sizes.crowd_threads) for attempt in mine]
    took = perf_counter() - begun
    doubled, half = _doubled(), _half(told)
    different, faults = len(rebuild(check=True).differences), len(verify().faults)
    wrong = [attempt for attempt in told if set(attempt.codes) - RIGHTLY]
    kinds = Counter(attempt.kind for attempt in told if not attempt.codes)
    done = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    slowest = max(attempt.seconds for attempt in told)
    of = (
        f"{clients} clients, {len(told)} attempts on series of {VISITS} visits in {EACH * 3} calendars of {DAYS} days, "
        f"{len(told) / took:.0f} a second; recorded: {done}; the slowest answer {slowest * 1000:.0f} ms"
    )
    heard = ", ".join(sorted({code for attempt in wrong for code in attempt.codes}))

    def told_of(name: str, value: int, says: str) -> Figure:
        return figure(f"{name}_{database}", value, "found", says, at_most(0))

    return [
        told_of(
            "double_bookings", doubled, f"steps of a resource that two visits have, from the log and the rows; {of}"
        ),
        told_of("half_series", half, f"attempts of which some events are in the log and some are not; {of}"),
        told_of(
            "series_refused_wrongly", len(wrong), f"for another reason than a time that is taken: {heard or 'none'}"
        ),
        told_of("rows_that_differ", different + faults, "differences of enthesis rebuild --check and faults of verify"),
    ]


def _attempt(courses: list[str], client: int, chance: Random, user: By) -> Attempt:
    """One series booked, held and taken up, moved or cancelled, in the client's own course or in another's."""
    number = chance.choice(courses) if chance.random() < STRANGERS else courses[client]
    key, kind = new_id(), chance.choices(("book", "hold", "move", "cancel"), (45, 20, 20, 15))[0]
    events: tuple[e.Event, ...] = ()
    codes: tuple[str, ...] = ()
    begun = perf_counter()
    try:
        seen = open_course(number, by=user)
        events = tuple(_events(kind, key, seen.course.bookings, chance))
        if kind == "hold":
            holding.hold(seen, events, key=key, by=user, now=datetime.now(UTC))
            done = holding.take_up(seen, key, by=user)
            codes = () if done is not None else ("hold-ended",)
        elif events:
            record_all(events, course=number, by=user)
    except NotRecorded as problem:
        codes = problem.codes
    finally:
        connections["default"].close_if_unusable_or_obsolete()
    return Attempt(kind, key, len(events), codes, perf_counter() - begun)


def _events(kind: str, key: str, bookings: Mapping[str, object], chance: Random) -> Iterator[e.Event]:
    there = sorted(bookings)[:VISITS]
    for number in range(VISITS):
        name = f"{key}-{number}"
        names = [f"{each} {chance.randrange(EACH)}" for each in race_clinic.KINDS]
        wanted = race_clinic.visit(
            name, race_clinic.at(5 * number + chance.randrange(DAYS // VISITS), chance.randrange(96, 216)), names
        )
        if kind in ("book", "hold"):
            yield wanted
        elif number < len(there) and kind == "move":
            yield e.VisitMoved(
                id=name,
                happened_on=race_clinic.TODAY,
                visit=there[number],
                starts=wanted.starts,
                resources=tuple(names),
            )
        elif number < len(there):
            yield e.VisitCancelled(id=name, happened_on=race_clinic.TODAY, visit=there[number])


def _doubled() -> int:
    """Steps that two visits have: counted from the logs, and held against the rows."""
    taken: Counter[tuple[str, int]] = Counter()
    for course in CourseRecord.objects.values_list("pk", flat=True):
        file = look(course, Operator())
        assert file is not None
        for booking in file.known().state.bookings.values():
            taken.update((name, step) for name in booking.resources for step in range(*span(booking)))
    rows = set(TakenStep.objects.exclude(visit__startswith=HELD).values_list("resource__name", "step"))
    return sum(count - 1 for count in taken.values()) + len(rows ^ set(taken))


def _half(told: list[Attempt]) -> int:
    """Attempts that are in the log by half, that are there though they were refused, or the other way round."""
    there: Counter[str] = Counter()
    for course in CourseRecord.objects.values_list("pk", flat=True):
        file = look(course, Operator())
        assert file is not None
        there.update(event.id.rpartition("-")[0] for event in file.known().log)
    known = {attempt.key: 0 if attempt.codes else attempt.count for attempt in told}
    return sum(there[key] != count for key, count in known.items())
