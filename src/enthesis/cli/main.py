"""The command line. Each group of commands is a module beside this one."""

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence

from enthesis import __version__, cli
from enthesis.cli.common import BAD_INPUT, MISSING, BadInput, print_json
from enthesis.cli.settings import prepared

# Each command, and the module beside this one that registers it.
GROUPS = {
    "protocol": "protocol",
    "course": "course",
    "case": "case",
    "screen": "screen",
    "drugs": "drugs",
    "mix": "mix",
    "triage": "triage",
    "structures": "structures",
    "score": "score",
    "instruments": "instruments",
    "estimate": "estimate",
    "evidence": "evidence",
    "leaflets": "leaflets",
    "book": "book",
    "waiting": "waiting",
    "evaluations": "evaluations",
    "due": "record",
    "verify": "record",
    "rebuild": "record",
    "erase": "record",
    "outcomes": "outcomes",
    "registry": "registry",
    "recall": "recall",
    "knowledge": "knowledge",
    "clinic": "clinic",
    "demo": "demo",
    "serve": "demo",
    "work": "work",
    "messages": "messages",
    "settings": "environment",
    "backup": "backup",
    "restore": "backup",
}

CUT_OFF = 141  # 128 and SIGPIPE's 13, as a shell tells of a program whose reader went away

EXIT = """exit status:
  0  fine
  1  the answer is no: a complaint, a refusal, a broken chain
  2  bad input: the message says what, where, and what to do
  3  something is missing on this machine
  141  whoever read the answer left before it was whole, as `| head` does, and it was not yet known
"""


def parser(only: str = "") -> argparse.ArgumentParser:
    """The whole command line, or, to start quickly, just the part of one group's name."""
    top = argparse.ArgumentParser(
        prog="enthesis",
        description="Runs a prolotherapy programme, from a first pain evaluation to a measured outcome.",
        epilog=EXIT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"enthesis {__version__}")
    top.add_argument("--knowledge", metavar="DIR", help="a clinic's own knowledge files; stands before the command")
    groups = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    modules = [GROUPS[only]] if only in GROUPS else dict.fromkeys(GROUPS.values())
    for name in modules:
        importlib.import_module(f"{cli.__name__}.{name}").register(groups)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Bad input ends in a sentence and status 2, never in a trace."""
    given = sys.argv[1:] if argv is None else list(argv)
    try:
        given = prepared(given, os.environ)
    except BadInput as bad:
        print(f"enthesis: {bad.says} {bad.remedy}".rstrip(), file=sys.stderr)
        return BAD_INPUT
    args = parser(given[0] if given else "").parse_args(given)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a character that the output does not have is told, not tripped over
        sys.stdout.reconfigure(errors="backslashreplace")
    status: int = CUT_OFF
    try:
        status = args.run(args)
        sys.stdout.flush()
        return status
    except BadInput as bad:
        if getattr(args, "json", None):
            print_json(bad.as_json())
        else:
            print(f"enthesis: {bad.says} {bad.remedy}".rstrip(), file=sys.stderr)
        return BAD_INPUT
    except _database_errors() as problem:
        told = " ".join(str(problem).split())
        print(f"enthesis: The database failed: {told}. If it is damaged, put back a backup.", file=sys.stderr)
        return MISSING
    except BrokenPipeError:  # the reader of our output went away, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return status
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def _database_errors() -> tuple[type[Exception], ...]:
    """What a database throws when it breaks off; nothing where no command has opened one."""
    module = sys.modules.get("django.db.utils")
    return (module.DatabaseError,) if module else ()


if __name__ == "__main__":
    sys.exit(main())
