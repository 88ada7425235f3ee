"""`record` against a bare loop that inserts one row of the same size and commits, on the same database.

Timed as a server does it: one process, its connection open, what it has read before in memory (`known.py`). An event is
recorded by a clinician's account with the head that the page showed. The course starts and the people are made outside
of the time. The cold figure empties the memory before every event: the first event after a restart.
"""

from collections.abc import Callable
from random import Random
from statistics import median
from time import perf_counter

from benchmarks import courses
from benchmarks.clinic import Bare, new_clinic, patient, stored_rows
from benchmarks.figure import Figure, at_least, figure
from benchmarks.sizes import Sizes
from benchmarks.timing import interleaved, ratio
from enthesis.clinic import keys, known
from enthesis.clinic.door import record, start_course
from enthesis.pathway.events import Event

BEFORE = 20  # events that each of many courses has already
COLD_COURSES = 40


def measure(sizes: Sizes, database: str) -> list[Figure]:
    clinic, user = new_clinic()
    people = iter(range(10**9))
    bare = Bare()

    def started(events: list[Event]) -> tuple[str, int]:
        told = start_course(events, person=patient(clinic, next(people)), by=user)
        return told.number, told.seq

    def grow_one_course() -> float:
        """Whole courses, one after the other, from the second event to the last."""
        seconds, done = 0.0, 0
        for _ in range(sizes.record_courses):
            number = next(people)
            log = courses.course(number, sizes.course_events)
            name, seen = started(log[:1])
            begun = perf_counter()
            for event in log[1:]:
                seen = record(event, course=name, by=user, seen=seen).seq
            seconds += perf_counter() - begun
            done += len(log) - 1
            last.append(name)
        return seconds / done

    last: list[str] = []
    grow_one_course()
    rows = bare.rows(stored_rows(last[-1]))[1:] * sizes.record_courses

    def insert_and_commit() -> float:
        begun = perf_counter()
        bare.one_commit_each(rows)
        return (perf_counter() - begun) / len(rows)

    def in_turn(count: int, forget: bool) -> Callable[[], float]:
        """Every repetition gives each of many courses one more event, in a new order."""
        waiting = []
        for _ in range(count):
            log = courses.course(next(people), sizes.course_events)
            name, seen = started(log[:BEFORE])
            waiting.append((name, seen, iter(log[BEFORE:])))
        order = Random(1)

        def once() -> float:
            order.shuffle(waiting)
            seconds = 0.0
            for place, (name, seen, rest) in enumerate(waiting):
                event = next(rest)
                if forget:
                    known.forget()
                    keys.forget()
                begun = perf_counter()
                told = record(event, course=name, by=user, seen=seen)
                seconds += perf_counter() - begun
                waiting[place] = (name, told.seq, rest)
            return seconds / len(waiting)

        return once

    one = interleaved(sizes.repetitions, ours=grow_one_course, bare=insert_and_commit)
    many = interleaved(sizes.repetitions, ours=in_turn(sizes.many_courses, False), bare=insert_and_commit)
    cold = interleaved(
        sizes.repetitions, ours=in_turn(min(COLD_COURSES, sizes.many_courses), True), bare=insert_and_commit
    )

    def told(name: str, taken: dict[str, list[float]], what: str, bar: float | None) -> Figure:
        ours, against = median(taken["ours"]) * 1e6, median(taken["bare"]) * 1e6
        says = f"rate of record, {what} / of insert and commit: {ours:.0f} us and {against:.0f} us an event"
        return figure(
            f"{name}_{database}",
            ratio(taken["bare"], taken["ours"]),
            "ratio",
            f"{says}; median of {sizes.repetitions}",
            at_least(bar) if bar else None,
        )

    size, count = sizes.course_events, sizes.many_courses
    return [
        told("record_one_course", dict(one), f"one course growing to {size} events, memory warm", 0.5),
        told("record_many_courses", dict(many), f"{count} courses in turn, memory warm", 0.5),
        told("record_cold", dict(cold), f"a course of some {BEFORE} events that the process has not read yet", None),
    ]
