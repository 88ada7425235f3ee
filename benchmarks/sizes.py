"""How much is measured: the sizes that the bars speak of, and small ones for a quick look."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    events: int = 150  # of the course that is folded
    repetitions: int = 7  # of each comparison
    course_events: int = 60  # of a course that is recorded or imported
    record_courses: int = 8  # recorded from start to end in each repetition
    many_courses: int = 200  # that take an event each in turn
    worklist: tuple[int, ...] = (1_000, 10_000, 100_000)  # active courses in one clinic
    import_courses: int = 1_000
    engine_courses: int = 1_000  # that take twelve steps each
    series: int = 100  # courses for which the best series is sought
    twins: int = 200  # of them held against CP-SAT
    pages: int = 40  # that the server shows before its memory is read
    racers: int = 16  # clients that book at the same moment
    rounds: int = 200  # in which they want the same time
    bookings: int = 40  # of each of them at times of their own, in each repetition
    crowd: int = 64  # clients that book, move and cancel series
    crowd_threads: int = 4  # of them in one process
    attempts: int = 5_000  # of all of them together
    sequences: int = 20_000  # courses whose bookings go through anything
    patients: int = 50  # who write diaries at the same time
    seconds: int = 60  # for which they do
    requests: int = 200  # of each page in each repetition
    simulated_clinics: int = 200  # whose truth is known
    registry_courses: int = 200_000  # of made-up clinics, with some 50 days of diary each


QUICK = Sizes(
    repetitions=5,
    record_courses=3,
    many_courses=60,
    worklist=(1_000, 10_000),
    import_courses=60,
    engine_courses=60,
    series=20,
    twins=10,
    pages=12,
    rounds=20,
    bookings=10,
    crowd=16,
    attempts=300,
    sequences=300,
    patients=10,
    seconds=5,
    requests=60,
    simulated_clinics=40,
    registry_courses=20_000,
)
