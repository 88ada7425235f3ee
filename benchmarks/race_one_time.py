"""Many clients want one time at the same moment, again and again: one gets it, and the others are told soon."""

from collections.abc import Sequence
from statistics import median
from time import perf_counter
from typing import NamedTuple

from benchmarks import race_clinic
from benchmarks.figure import Figure, at_least, at_most, figure
from benchmarks.race_clinic import BareBooking
from benchmarks.racers import Start, race
from benchmarks.sizes import Sizes
from enthesis.clinic.access import By
from enthesis.clinic.door import Refused, new_id, record

NAMES = [f"{kind} 0" for kind in race_clinic.KINDS]
PER_DAY = 24  # rounds that have room on one day


class Answer(NamedTuple):
    """What one client heard in one round."""

    won: bool
    codes: tuple[str, ...]
    seconds: float


def measure(sizes: Sizes, database: str) -> list[Figure]:
    clients, rounds = sizes.racers, sizes.rounds
    clinic, user = race_clinic.make(1)
    courses = [race_clinic.course(clinic, number, user) for number in range(clients)]
    record(race_clinic.visit(new_id(), race_clinic.at(-1, 0), NAMES), course=courses[0], by=user)
    rows = race_clinic.rows_of(int(courses[0][2:]))
    race_clinic.make_bare_tables()

    def ours(client: int, start: Start) -> list[Answer]:
        warm = race_clinic.visit(new_id(), race_clinic.at(-2 - client, 0), NAMES)
        record(warm, course=courses[client], by=user)  # a worker of a server has served somebody before
        return [_ours(courses[client], number, start, user) for number in range(rounds)]

    def bare(client: int, start: Start) -> list[Answer]:
        booking = BareBooking()
        answers = []
        for number in range(rounds):
            mine = race_clinic.moved(rows, client, number, 1000 + 12 * number)
            start()
            begun = perf_counter()
            answers.append(Answer(booking.book(mine), (), perf_counter() - begun))
        booking.close()
        return answers

    told, against = race(clients, ours), race(clients, bare)
    one = sum(sum(answer.won for answer in answers) == 1 for answers in zip(*told, strict=True))
    lost = [answer for answers in told for answer in answers if not answer.won]
    wrong = [answer for answer in lost if set(answer.codes) != {"time-taken"}]
    slowest = max((answer.seconds for answer in lost), default=0.0)
    of = f"{clients} clients, {rounds} times"
    ends, bare_ends = _until_all_know(told), _until_all_know(against)
    says = (
        f"{of}; until every client knows, ours {ends * 1000:.0f} ms, the bare transaction {bare_ends * 1000:.0f} ms "
        f"(median); of the bare rounds {sum(sum(a.won for a in each) == 1 for each in zip(*against, strict=True))} had "
        "one winner"
    )
    return [
        figure(f"one_winner_{database}", one / rounds, "ratio", f"rounds with exactly one winner; {says}", at_least(1)),
        figure(
            f"loser_told_{database}", slowest * 1000, "ms", f"the slowest answer of all who lost; {of}", at_most(1000)
        ),
        figure(
            f"loser_told_wrongly_{database}",
            len(wrong),
            "answers",
            f"losers who heard something else than that the time is taken; {of}",
            at_most(0),
        ),
    ]


def _ours(course: str, number: int, start: Start, user: By) -> Answer:
    starts = race_clinic.at(number // PER_DAY, 12 * (number % PER_DAY) + 1)
    wanted = race_clinic.visit(new_id(), starts, NAMES)
    start()
    begun = perf_counter()
    try:
        record(wanted, course=course, by=user)
    except Refused as problem:
        return Answer(False, problem.codes, perf_counter() - begun)
    return Answer(True, (), perf_counter() - begun)


def _until_all_know(told: Sequence[Sequence[Answer]]) -> float:
    return median(max(answer.seconds for answer in answers) for answers in zip(*told, strict=True))
