"""The page of all events, made from the classes themselves."""

import inspect
import re
from dataclasses import MISSING, Field, fields
from typing import Any

from enthesis.pathway import events as e
from enthesis.pathway.events import KINDS, Happening

INTRO = """# Events, and a course as JSON lines

Everything that can happen in a course is one of the events below. A course is written as JSON lines: one event a
line, in the order in which it was recorded; blank lines and lines that begin with `#` are passed over.

```text
{"kind": "CourseStarted", "id": "e1", "protocol": "nutura-back", "version": "2026-11", "problem": "back"}
{"kind": "DiaryEntered", "happened_on": "2026-03-12", "pain": "4"}
```

`enthesis course agenda FILE` answers for such a file without storing anything; `enthesis course import FILE` records
it. Days are `2026-03-02`, instants carry their time zone (`2026-03-02T09:30:00+01:00`), doses and scores are numbers or
texts of numbers. A field that is not known is left out; it is never guessed. Fields marked *own words* are a person's
own and are sealed under that person's key.

A course to import may begin with a line that names the person; without one a new person without a name is made:

```text
{"course": {"name": "Example Person", "born": "1970-05-01"}}
```

Every event may carry:

| field | meaning |
| --- | --- |
| `kind` | the name of the event, as in the headings below |
| `id` | its own name within the course; made up where it is missing |
| `happened_on` | the day on the clinic's calendar; left out where nobody knows it |
| `after` | the `id` of the event that an event without a day stands behind |
| `replaces` | the `id` of the event that this one corrects; it is folded in that one's place |
| `overrides` | objections that a named clinician passed: code of the objection, reason |
| `recorded_at`, `recorded_by` | set by the record; read only when an old course is imported |
"""


def page() -> str:
    shared = {spec.name for spec in fields(Happening)}
    parts = [INTRO]
    for name, kind in KINDS.items():
        own = [spec for spec in fields(kind) if spec.name not in shared]
        parts.append(f"## {name}\n\n{inspect.getdoc(kind)}\n")
        if own:
            parts.append(
                "| field | type | needed |\n| --- | --- | --- |\n" + "\n".join(_row(s, kind) for s in own) + "\n"
            )
    for nested in (e.Part, e.Site, e.Stage, e.Exercise):
        parts.append(f"### {nested.__name__}\n\n{inspect.getdoc(nested)}\n")
        parts.append(
            "| field | type | needed |\n| --- | --- | --- |\n" + "\n".join(_row(s, nested) for s in fields(nested))
        )
    return "\n".join(parts) + "\n"


def _row(spec: "Field[Any]", kind: type[Any]) -> str:
    needed = "yes" if spec.default is MISSING and spec.default_factory is MISSING else "no"
    own = ", *own words*" if spec.name in getattr(kind, "personal", ()) else ""
    return f"| `{spec.name}` | {_type(spec.type)}{own} | {needed} |"


def _type(hint: Any) -> str:
    text = hint if isinstance(hint, str) else getattr(hint, "__name__", str(hint))
    if "[" in str(hint) or "|" in str(hint):
        text = str(hint)
    for pattern, word in (
        (r"\w+\.(?=\w)", ""),
        (r" \| None", ""),
        (r"tuple\[(\w+), \.\.\.\]", r"list of \1"),
        (r"Mapping\[.*\]", "object"),
        (r"\bstr\b", "text"),
        (r"\bint\b", "whole number"),
        (r"\bbool\b", "true or false"),
        (r"\bDecimal\b", "number"),
        (r"\bdatetime\b", "instant"),
        (r"\bdate\b", "day"),
    ):
        text = re.sub(pattern, word, text)
    return text
