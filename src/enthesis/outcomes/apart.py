"""Counting in a process of its own: `python -m enthesis.outcomes.apart`, a question as JSON in, its answer out.

The engine and its libraries take a second and some hundred megabytes. A server that answers patients keeps neither: it
asks here (`clinic/results`), and what was loaded goes when the answer is given.

    {"folder": "...", "groups": ["indication"], "from": null, "to": null, "where": [["clinic", "1"]], "only": []}
    {"folder": "...", "rows": "responder_30", "of": {"weeks": "13"}, "group": {}, "may_see": [4, 7], "page": 1, ...}

Answers: `{"report": ..., "funnels": [...], "choices": {...}, "courses": 250, "injected": 210}` or `{"rows": ...}`,
or `{"error": {"says", "remedy"}}`. `choices` are the groups that there are in the clinic, `courses` how many it is
about, `injected` those of them with an injection.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from enthesis.outcomes.choosing import choices, how_many
from enthesis.outcomes.figure import Filters
from enthesis.outcomes.funnel import funnel
from enthesis.outcomes.registry import NoRegistry, open_registry
from enthesis.outcomes.report import BadReport, Report, report, rows


def answer(question: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked, counted. Whatever cannot be counted is an `error` with sentences."""
    filters = Filters(_day(question.get("from")), _day(question.get("to")), _named(question.get("where", ())))
    try:
        with open_registry(Path(question["folder"])) as registry:
            told = {"built_on": registry.built_on.isoformat(), "made_up": registry.made_up}
            if "rows" in question:
                found = rows(
                    registry,
                    question["rows"],
                    of=question.get("of"),
                    group=question.get("group"),
                    filters=filters,
                    may_see=question.get("may_see"),
                    page=question.get("page", 1),
                    over_page=question.get("over_page", 1),
                )
                return told | {"rows": asdict(found)}
            groups = question.get("groups", ())
            counted = report(registry, groups=groups, filters=filters, only=question.get("only", ()))
            clinic = Filters(where=tuple(each for each in filters.where if each[0] == "clinic"))
            return told | {
                "report": counted.as_json(),
                "funnels": _funnels(counted),
                "choices": choices(registry, clinic),
                "courses": how_many(registry, filters),
                "injected": how_many(registry, filters, injected=True),
            }
    except NoRegistry as problem:
        return {"error": {"says": problem.says, "remedy": problem.remedy}}
    except BadReport as problem:
        return {"error": {"says": str(problem), "remedy": "Choose another period or another group."}}


def _funnels(counted: Report) -> list[dict[str, Any]]:
    """Every funnel that there is in a report with groups."""
    found = []
    for indicator, of in dict.fromkeys((each.indicator, each.of) for each in counted.figures if each.group):
        try:
            named: dict[str, Any] = dict(of)
            one = funnel(counted, indicator, **named)
        except BadReport:
            continue
        if one.points and one.of == of:
            found.append(asdict(one) | {"of": dict(of)})
    return found


def _named(where: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in where)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


if __name__ == "__main__":
    json.dump(answer(json.load(sys.stdin)), sys.stdout, default=str)
