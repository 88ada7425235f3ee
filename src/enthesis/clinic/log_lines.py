"""Log lines without personal words. What went wrong and where stays; what somebody typed does not.

A trace is written as places and kinds of error: file, line, function, name of the error. Its message may hold what a
person typed (a value that a database refused, an address with a name in it), so it is left out, as are local values.
"""

import logging
import re
import traceback
from types import TracebackType

_QUERY = re.compile(r"\?\S.*")  # to the end of the line: a name may hold spaces
_QUOTED = re.compile(r"(['\"“«]).*?(['\"”»])", re.DOTALL)
_EMAIL = re.compile(r"[^\s<>@]+@[^\s<>@]+")
_DETAIL = re.compile(r"(DETAIL|CONTEXT):.*")  # what a database says of a row
OURS = "enthesis"


class WithoutWords(logging.Filter):
    """Takes personal words out of a record, before any handler writes it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the line stays, its words go."""
        record.msg, record.args = _said(record), ()
        if record.exc_info:
            record.exc_text = told(record.exc_info[1])
            record.exc_info = None
        record.stack_info = None
        return True


def _said(record: logging.LogRecord) -> str:
    """The line itself. Of other programs' lines what is quoted, addresses of people and query strings are dropped."""
    try:
        text = record.getMessage()
    except (TypeError, ValueError, KeyError):
        text = str(record.msg)
    text = _DETAIL.sub("…", _QUERY.sub("?…", text.partition("\n")[0]))
    return text if record.name.partition(".")[0] == OURS else _EMAIL.sub("…", _QUOTED.sub(r"\1…\2", text))


def told(error: BaseException | None) -> str:
    """An error as places and kinds: no message, no value."""
    lines: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        lines += [type(error).__qualname__, *_places(error.__traceback__)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if error is not None:
            lines.append("after")
    return "\n".join(lines)


def _places(trace: TracebackType | None) -> list[str]:
    return [f"  {frame.filename}:{line} {frame.name}" for frame, line in _frames(trace)]


def _frames(trace: TracebackType | None) -> list[tuple[traceback.FrameSummary, int | None]]:
    return [(frame, frame.lineno) for frame in traceback.extract_tb(trace)]
