"""Clients that do the same thing at the same moment, each with a connection of its own, as workers of a server are."""

import multiprocessing
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from django.db import connection, connections

Told = TypeVar("Told")
Start = Callable[[], Any]  # returns when all clients are ready
Client = Callable[[int, Start], Told]

MINUTES = 10  # after which somebody is given up who does not come to the start


class ClientFailed(Exception):
    """A client ended otherwise than with an answer; the message is its trace."""


def race(clients: int, work: Client[Told], threads: int = 1) -> list[Told]:
    """What each client returned. They are processes with so many threads each; `work` gets its number and a `Start`."""
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined] - of this database only
    fork = multiprocessing.get_context("fork")
    barrier = fork.Barrier(clients, timeout=MINUTES * 60)
    running = []
    for first in range(0, clients, threads):
        ours, theirs = fork.Pipe(duplex=False)
        numbers = range(first, min(first + threads, clients))
        process = fork.Process(target=_process, args=(numbers, work, barrier, theirs))
        process.start()
        theirs.close()
        running.append((process, ours))
    told: list[Told] = []
    failed = ""
    for process, pipe in running:
        try:
            answer = pipe.recv()
        except EOFError:
            answer = "A client ended without a word."
        failed = failed or (answer if isinstance(answer, str) else "")
        told += answer if isinstance(answer, list) else []
        process.join()
    if failed:
        raise ClientFailed(failed)
    return told


def _process(numbers: range, work: Client[Any], barrier: Any, pipe: Connection) -> None:
    def run(number: int) -> Any:
        try:
            return work(number, barrier.wait)
        except BaseException:
            barrier.abort()  # nobody waits for this one
            raise
        finally:
            connections.close_all()

    try:
        with ThreadPoolExecutor(len(numbers)) as pool:
            pipe.send(list(pool.map(run, numbers)))
    except BaseException:  # told to the parent, which raises it
        pipe.send(traceback.format_exc())
