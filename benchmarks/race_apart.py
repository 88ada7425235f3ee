"""Many clients book at the same moment, each at other times: nobody may be refused, and how many it makes a second."""

from functools import partial
from statistics import median
from time import perf_counter
from typing import NamedTuple

from benchmarks import race_clinic
from benchmarks.figure import Figure, at_least, at_most, figure
from benchmarks.race_clinic import BareBooking
from benchmarks.racers import Start, race
from benchmarks.sizes import Sizes
from enthesis.clinic.door import NotRecorded, new_id, record

NAMES = [f"{kind} 0" for kind in race_clinic.KINDS]
STEPS = 12  # of one visit with its buffers
VISITS = 4  # that one patient has to come


class Run(NamedTuple):
    """What one client did: how many it booked and how many it was refused, and from when to when."""

    booked: int
    refused: tuple[str, ...]
    begun: float
    ended: float


def measure(sizes: Sizes, database: str) -> list[Figure]:
    clients, each = sizes.racers, sizes.bookings
    clinic, user = race_clinic.make(1)
    first = race_clinic.course(clinic, 0, user)
    record(race_clinic.visit(new_id(), race_clinic.at(-1, 0), NAMES), course=first, by=user)
    rows = race_clinic.rows_of(int(first[2:]))
    race_clinic.make_bare_tables()

    def patients() -> list[list[str]]:
        """Courses of each client's own, with a few visits to come in each, as patients have."""
        return [[race_clinic.course(clinic, 1, user) for _ in range(0, each, VISITS)] for _ in range(clients)]

    def ours(turn: int, there: list[list[str]], client: int, start: Start) -> Run:
        courses = there[client]
        places = (STEPS * (clients * (each * turn + number) + client) for number in range(each))
        wanted = [race_clinic.visit(new_id(), race_clinic.at(0, place + 1), NAMES) for place in places]
        refused = []
        warm = race_clinic.visit(new_id(), race_clinic.at(-2 - client - clients * turn, 0), NAMES)
        record(warm, course=courses[0], by=user)  # a worker of a server has served somebody before
        start()
        begun = perf_counter()
        for number, event in enumerate(wanted):
            try:
                record(event, course=courses[number // VISITS], by=user)
            except NotRecorded as problem:
                refused += problem.codes
        return Run(each - len(refused), tuple(refused), begun, perf_counter())

    def bare(turn: int, client: int, start: Start) -> Run:
        booking = BareBooking()
        numbers = [clients * (each * turn + number) + client for number in range(each)]
        wanted = [race_clinic.moved(rows, client, number, 1000 + STEPS * number) for number in numbers]
        start()
        begun = perf_counter()
        booked = sum(booking.book(one) for one in wanted)
        ended = perf_counter()
        booking.close()
        return Run(booked, ("time-taken",) * (each - booked), begun, ended)

    told, against = [], []
    for turn in range(sizes.repetitions):
        there = patients()
        told.append(race(clients, partial(ours, turn, there)))
        against.append(race(clients, partial(bare, turn)))
    refused = [code for runs in told for run in runs for code in run.refused]
    ratios = [_rate(mine) / _rate(theirs) for mine, theirs in zip(told, against, strict=True)]
    of = f"{clients} clients, each {each} visits with three resources, {VISITS} of one patient, one transaction a visit"
    says = (
        f"rate of booking / of a bare transaction that inserts the same rows: {median(map(_rate, told)):.0f} and "
        f"{median(map(_rate, against)):.0f} a second; {of}; median of {len(ratios)} turns, the two one after the other"
    )
    heard = f" ({', '.join(sorted(set(refused)))})" if refused else ""
    return [
        figure(
            f"refused_wrongly_{database}",
            len(refused),
            "bookings",
            f"of {clients * each * sizes.repetitions} at times that nobody else wanted{heard}; {of}",
            at_most(0),
        ),
        figure(f"booking_rate_{database}", median(ratios), "ratio", says, at_least(0.25)),
    ]


def _rate(runs: list[Run]) -> float:
    """Bookings a second, from the first client's start to the last one's end."""
    return sum(run.booked for run in runs) / (max(run.ended for run in runs) - min(run.begun for run in runs))
