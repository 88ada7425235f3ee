"""What every command that prints a paper shares: the option, one case in, the PDF out, sentences where that fails."""

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from enthesis.cli.common import BAD_INPUT, FINE, MISSING, BadInput, read_json

STANDARD_OUTPUT = "-"


def add_pdf_door(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("--pdf", metavar="FILE", help=f"print {what} as PDF; - is standard output")


def print_to(target: str, made: Callable[[], bytes]) -> int:
    """Writes what `made` gives to a file, or to standard output. What stands in the way is told on standard error.

    The PDF is the only thing on standard output, so that a program may read it there.
    """
    from enthesis.papers.engine import PapersMissing

    try:
        pdf = made()
        _write(target, pdf)
    except PapersMissing as missing:
        _say(f"{missing.says} {missing.remedy}")
        return MISSING
    except BadInput as bad:
        _say(f"{bad.says} {bad.remedy}".strip())
        return BAD_INPUT
    return FINE


def one_case(source: str) -> Mapping[str, Any]:
    """The one case of a file: a paper is made for one person."""
    case = read_json(source)
    if isinstance(case, list) and len(case) == 1:
        case = case[0]
    if isinstance(case, list):
        raise BadInput("not-one", f"--pdf prints one case, and there are {len(case)}.", "Give one of them.")
    if not isinstance(case, Mapping):
        raise BadInput("not-an-object", "A case is a JSON object.", 'Write {"field": value, ...}.')
    return case


def today() -> date:
    return datetime.now().astimezone().date()


def _write(target: str, pdf: bytes) -> None:
    if target == STANDARD_OUTPUT:
        if sys.stdout.isatty():
            raise BadInput("terminal", "A PDF is nothing for a terminal.", "Name a file: --pdf card.pdf", "--pdf")
        sys.stdout.buffer.write(pdf)
        sys.stdout.buffer.flush()
        return
    try:
        Path(target).write_bytes(pdf)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        says = f"{target}: cannot be written ({reason})."
        raise BadInput("unwritable", says, "Check the folder and the rights.", "--pdf") from None


def _say(says: str) -> None:
    print(f"enthesis: {says}", file=sys.stderr)
