"""What every command shares: reading JSON cases, printing answers, exit statuses."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

FINE, NO, BAD_INPUT, MISSING = 0, 1, 2, 3

MAX_BYTES = 20 * 1024 * 1024


class BadInput(Exception):
    """Something the person gave cannot be read. `says` and `remedy` are sentences for them."""

    def __init__(self, code: str, says: str, remedy: str = "", field: str = "") -> None:
        super().__init__(says)
        self.code, self.says, self.remedy, self.field = code, says, remedy, field

    def as_json(self) -> dict[str, Any]:
        return {"error": {"code": self.code, "field": self.field, "says": self.says, "remedy": self.remedy}}


def read_text(source: str) -> str:
    """The text of a file, or of standard input where `source` is `-`. UTF-8 only, 20 MB at most."""
    name = "standard input" if source == "-" else source
    try:
        raw = sys.stdin.buffer.read(MAX_BYTES + 1) if source == "-" else _read_file(Path(source))
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise BadInput("unreadable", f"{name}: cannot be read ({reason}).", "Check the name and the rights.") from None
    if len(raw) > MAX_BYTES:
        raise BadInput("too-large", f"{name}: larger than 20 MB.", "Split it into smaller files.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise BadInput(
            "not-utf8", f"{name}: not UTF-8 text (byte {problem.start}).", "Save it as UTF-8 and try again."
        ) from None


def _read_file(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def read_json(source: str) -> Any:
    """The JSON value in a file or on standard input; numbers that JSON does not have are refused."""
    try:
        return json.loads(read_text(source), parse_constant=_no_such_number)
    except (ValueError, RecursionError) as problem:  # ValueError: also a number of thousands of digits
        where = f" (line {problem.lineno})" if isinstance(problem, json.JSONDecodeError) else ""
        name = "standard input" if source == "-" else source
        raise BadInput("not-json", f"{name}: not valid JSON{where}.", "Check it with a JSON editor.") from None


def _no_such_number(word: str) -> Any:
    raise BadInput("not-a-number", f"{word} is not a number that JSON has.", "Leave the field out, or write null.")


def print_json(value: Any) -> None:
    """Print JSON; with escapes where the output cannot carry a character, as half of a pair that a case brought."""
    text = json.dumps(value, indent=2, ensure_ascii=False, default=str)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=2, default=str)
    print(text)


def answer_cases(source: str, answer: Callable[[Mapping[str, Any]], Any]) -> int:
    """One case or a list in, one answer or a list out, in order. A bad case is answered with its error."""
    cases = read_json(source)
    status = FINE

    def one(case: Any) -> Any:
        nonlocal status
        try:
            if not isinstance(case, Mapping):
                raise BadInput("not-an-object", "A case is a JSON object.", 'Write {"field": value, ...}.')
            return answer(case)
        except BadInput as bad:
            status = BAD_INPUT
            return bad.as_json()

    print_json([one(case) for case in cases] if isinstance(cases, list) else one(cases))
    return status


def add_json_door(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", metavar="FILE", help="read one case or a list of cases as JSON; - is standard input")
