"""A process that records without end and says so after each time: `python -m tests.clinic.writer COURSE...`."""

import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count

from enthesis.clinic.start import ready

ready(migrated=False)

from enthesis.clinic.access import Operator  # noqa: E402 - models can be imported only now
from enthesis.clinic.door import new_id, record  # noqa: E402
from enthesis.pathway import events as e  # noqa: E402

FIRST = datetime(2026, 3, 3, 9, tzinfo=UTC)


def something(turn: int, run: str) -> e.Event:
    """Events of which some move the agenda and some do not."""
    kind, visit = turn % 4, f"{run}-{turn // 4}"
    on = {"id": new_id(), "happened_on": FIRST.date()}
    at = FIRST + timedelta(days=30 + turn % 50)
    if kind == 0:
        return e.VisitBooked(**on, visit=visit, activity="imaging", starts=at, minutes=30)
    if kind == 1:
        return e.VisitMoved(**on, visit=visit, starts=at + timedelta(days=1))
    if kind == 2:
        return e.ScoresTaken(**on, instrument="nrs_pain", value=Decimal(turn % 10), words=f"turn {turn}")
    return e.VisitCancelled(**on, visit=visit, reason="no longer needed")


def main(courses: list[str]) -> None:
    run = new_id()
    for turn in count():
        for course in courses:
            done = record(something(turn, run), course=course, by=Operator())
            sys.stdout.write(f"{course} {done.seq} {done.events[0].id}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
