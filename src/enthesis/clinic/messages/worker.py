"""The process that works by itself: it looks at what is due every few seconds and does the jobs of the queue.

Between two looks it sleeps, so that a clinic in which nothing is due costs next to nothing. Any number of workers may
run, on any machine that reaches the database. One that is stopped finishes what it has in hand.
"""

import logging
import os
import secrets
import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import FrameType

from django.db import close_old_connections
from django.db.utils import DatabaseError
from django_tasks_db.management.commands.db_worker import Worker

from enthesis.clinic.alarms import raise_alarms
from enthesis.clinic.health import seen_working
from enthesis.clinic.intake.reminding import remind
from enthesis.clinic.messages.queue import forget_old, give_out_free_times, is_job_ready, tick
from enthesis.clinic.results.jobs import ask_daily

LOOK_EVERY = 5.0  # seconds between two looks for jobs
TICK_EVERY = 20.0  # seconds between two looks at what is due
GIVE_OUT_EVERY = 60.0
REMIND_EVERY = timedelta(minutes=10).total_seconds()
COUNT_EVERY = timedelta(hours=1).total_seconds()
FORGET_EVERY = timedelta(hours=12).total_seconds()

_log = logging.getLogger(__name__)


class Work:
    """One worker. `run` returns when it is stopped, or when the process that started it has ended."""

    def __init__(self, *, with_parent: bool = False) -> None:
        self._stopped = threading.Event()
        self._parent = os.getppid() if with_parent else None
        self._next: dict[str, float] = {}
        self._name = f"enthesis-{os.getpid()}-{secrets.token_hex(4)}"

    def stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        """End after what is in hand. A signal handler."""
        self._stopped.set()

    def run(self) -> None:
        """Work until stopped."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        while not self._stopped.is_set() and self._has_parent():
            self.once()
            self._stopped.wait(LOOK_EVERY)

    def once(self) -> None:
        """One look, and the jobs that are ready. A database that does not answer is tried again later."""
        close_old_connections()
        try:
            self._every("seen", TICK_EVERY, lambda: seen_working(datetime.now(UTC)))
            self._every("strangers", REMIND_EVERY, lambda: remind(datetime.now(UTC)))
            self._every("tick", TICK_EVERY, lambda: tick(datetime.now(UTC)))
            self._every("alarms", TICK_EVERY, lambda: raise_alarms(datetime.now(UTC)))
            self._every("give out", GIVE_OUT_EVERY, lambda: give_out_free_times(datetime.now(UTC)))
            self._every("results", COUNT_EVERY, lambda: ask_daily(datetime.now(UTC)))
            self._every("forget", FORGET_EVERY, lambda: forget_old(datetime.now(UTC)))
            if is_job_ready():
                self._jobs()
        except DatabaseError as problem:
            _log.warning("The database does not answer: %s", " ".join(str(problem).split()))
        finally:
            close_old_connections()

    def _every(self, what: str, seconds: float, does: Callable[[], object]) -> None:
        now = time.monotonic()
        if now >= self._next.get(what, 0.0):
            self._next[what] = now + seconds
            try:
                does()
            except DatabaseError:
                raise
            except Exception:  # one thing that goes wrong must not keep the others from being done
                _log.exception("What is done every %d s went wrong: %s", seconds, what)

    def _jobs(self) -> None:
        """The jobs that are ready now, until there are none."""
        worker = Worker(
            queue_names=["default"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self._name,
            excluded_queue_names=[],
        )
        handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

        def stop(number: int, frame: FrameType | None) -> None:
            self.stop()
            worker.running = False

        in_main = threading.current_thread() is threading.main_thread()
        for number in handlers if in_main else ():
            signal.signal(number, stop)
        try:
            worker.run()
        finally:
            for number, handler in handlers.items() if in_main else ():
                signal.signal(number, handler)

    def _has_parent(self) -> bool:
        return self._parent is None or os.getppid() == self._parent
