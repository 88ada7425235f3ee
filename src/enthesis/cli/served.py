"""The process that serves: `enthesis serve` becomes it when everything is ready.

It only watches over the processes that answer and the one that sends letters, so it holds nothing else in memory:
`python -m enthesis.cli.served HOST PORT PROCESSES LETTERS`, where LETTERS is `letters` or `no-letters`.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext

LETTERS, NO_LETTERS = "letters", "no-letters"


def become(host: str, port: int, workers: int, *, letters: bool) -> None:
    """Turn this process into the one that serves. Does not come back."""
    said = [host, str(port), str(workers), LETTERS if letters else NO_LETTERS]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "enthesis.cli.served", *said])  # noqa: S606 - this very program


def main(arguments: Sequence[str]) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    from enthesis.cli.work import beside

    host, port, workers, letters = arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enthesis.clinic.settings")
    server = Granian(
        "enthesis.clinic.wsgi:application",
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        blocking_threads=4,
        log_access=False,
        websockets=False,
    )
    with beside() if letters == LETTERS else nullcontext():
        server.serve()


if __name__ == "__main__":
    main(sys.argv[1:])
