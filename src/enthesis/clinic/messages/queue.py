"""The job queue: what is due becomes a job, once, and a job that died is found again.

Jobs are rows of the same database (django-tasks-db), so they need no other server. It has no retries and no periodic
jobs of its own: `tick` looks every few seconds at what is due and makes a job of it where none is open. A job that is
made twice does no harm: what it does is done once (sending.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from enthesis.clinic import taken
from enthesis.clinic.ical.outside import READ_EVERY, refresh, to_refresh
from enthesis.clinic.intake.store import purge
from enthesis.clinic.messages import notices_sending, sending
from enthesis.clinic.models import OutsideCalendar, WaitingEntry

KEPT = timedelta(days=7)  # for which a job that is over is remembered
_LOCK = 0x456E7468  # one worker at a time makes jobs, on PostgreSQL
_OPEN = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a look came to."""

    messages: int  # jobs that were made
    calendars: int
    settled: int  # letters whose worker had died
    notices: int = 0  # jobs that were made


@task()
def send_message(course: int, key: str) -> str:
    """Sends one message if it is still planned."""
    return sending.send(course, key, datetime.now(UTC)) or "not planned"


@task()
def send_notice(notice: int) -> str:
    """Sends one notice if it still waits."""
    return notices_sending.send(notice, datetime.now(UTC)) or "not waiting"


@task()
def read_calendar(calendar: int) -> bool:
    """Reads one calendar's address again."""
    found = OutsideCalendar.objects.select_related("resource__clinic").filter(pk=calendar).first()
    return found is not None and refresh(found, datetime.now(UTC))


def tick(now: datetime) -> Ticked:
    """Look at what is due, and make jobs of it."""
    settled = sending.settle(now) + notices_sending.settle(now)
    messages = [(each.course, each.key) for each in sending.due(now)]
    notices = [(notice,) for notice in notices_sending.due(now)]
    calendars = [(calendar.pk,) for calendar in to_refresh(now)]
    if not (messages or notices or calendars):
        return Ticked(0, 0, settled)
    return replace(_make(messages, notices, calendars, now), settled=settled)


def give_out_free_times(now: datetime) -> int:
    """Give back what was held for too long, and offer what is free to those who wait. How many offers were made."""
    taken.free_over(now)
    waiting = WaitingEntry.objects.filter(state="waiting").order_by("clinic").values_list("clinic", flat=True)
    clinics = list(waiting.distinct())
    if not clinics:
        return 0
    from enthesis.clinic.waiting import give_out  # with all that finds times: not before somebody waits

    return sum(len(give_out(clinic, now).offers) for clinic in clinics)


def forget_old(now: datetime) -> None:
    """Remove the rows of jobs that were over long ago, and of those whose worker died, and what notices were given.

    Evaluations that no clinic took on are destroyed.
    """
    notices_sending.forget(now)
    purge(now)
    DBTaskResult.objects.exclude(status=TaskResultStatus.READY).filter(enqueued_at__lt=now - KEPT).delete()


def is_job_ready() -> bool:
    """Whether a worker has something to do."""
    return bool(DBTaskResult.objects.ready().exists())


def _make(
    messages: list[tuple[Any, ...]], notices: list[tuple[Any, ...]], calendars: list[tuple[Any, ...]], now: datetime
) -> Ticked:
    """A job for each where none is open, in one transaction. How many of each."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
                if not cursor.fetchone()[0]:
                    return Ticked(0, 0, 0)
        alive = now - sending.LEASE
        open_ones = set(_jobs(send_message.module_path, alive)) if messages else set()
        open_notices = set(_jobs(send_notice.module_path, alive)) if notices else set()
        lately = set(_jobs(read_calendar.module_path, alive, now - READ_EVERY)) if calendars else set()
        to_send = [each for each in messages if each not in open_ones]
        to_give = [each for each in notices if each not in open_notices]
        to_read = [each for each in calendars if each not in lately]
        for each in to_send:
            send_message.enqueue(*each)
        for each in to_give:
            send_notice.enqueue(*each)
        for each in to_read:
            read_calendar.enqueue(*each)
    return Ticked(len(to_send), len(to_read), 0, len(to_give))


def _jobs(path: str, alive_since: datetime, ended_since: datetime | None = None) -> Iterator[tuple[Any, ...]]:
    """What jobs of one kind are about: those that wait or run, and those that ended after an instant."""
    rows = DBTaskResult.objects.filter(task_path=path)
    found = [rows.filter(status=TaskResultStatus.READY)]
    found.append(rows.filter(status=TaskResultStatus.RUNNING, started_at__gt=alive_since))
    if ended_since is not None:
        found.append(rows.exclude(status__in=_OPEN).filter(finished_at__gt=ended_since))
    for each in found:
        yield from (tuple(given["args"]) for given in each.order_by().values_list("args_kwargs", flat=True))
