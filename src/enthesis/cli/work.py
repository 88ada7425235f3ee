"""`enthesis work`: the process that sends messages, reads calendars kept elsewhere and gives out free times."""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from enthesis.cli.common import FINE, print_json

_BESIDE = "--with-parent"


def register(subparsers: Any) -> None:
    work = subparsers.add_parser("work", help="send what is due, read calendars again, give out free times")
    work.add_argument("--once", action="store_true", help="do what is due now, and stop")
    work.add_argument(_BESIDE, action="store_true", help="stop when the process that started this one ends")
    work.add_argument("--json", action="store_true", help="with --once: print what was done as JSON")
    work.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from enthesis.clinic.start import opened

    opened()
    from enthesis.clinic.messages.worker import Work

    work = Work(with_parent=args.with_parent)
    if not args.once:
        where = "Beside the server, messages" if args.with_parent else "Messages"
        print(f"{where} are sent and calendars are read. Stop with Ctrl+C.", flush=True)
        work.run()
        return FINE
    from datetime import UTC, datetime

    from enthesis.clinic.messages.queue import give_out_free_times, tick

    now = datetime.now(UTC)
    ticked, offers = tick(now), give_out_free_times(now)
    work.once()
    done = {
        "messages": ticked.messages,
        "notices": ticked.notices,
        "calendars": ticked.calendars,
        "settled": ticked.settled,
        "offers": offers,
    }
    if args.json:
        print_json(done)
    else:
        print(", ".join(f"{number} {what}" for what, number in done.items()) + ".")
    return FINE


@contextmanager
def beside() -> Iterator[None]:
    """A worker of its own while something else runs, such as a server: it ends with it, however that ends."""
    command = [sys.executable, "-m", "enthesis.cli.main", "work", _BESIDE]
    worker = subprocess.Popen(command, env=os.environ.copy())  # noqa: S603 - this very program
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(timeout=40)
        except subprocess.TimeoutExpired:
            worker.kill()
