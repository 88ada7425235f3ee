"""`enthesis registry report`: what came of it, over everybody who began, with who is missing."""

import argparse
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from enthesis.cli.common import FINE, BadInput, print_json
from enthesis.cli.protocol_tables import table
from enthesis.cli.registry_folder import add_folder, folder_of

if TYPE_CHECKING:
    from enthesis.outcomes.report import Filters, Report

_HEAD = ("of what", "of whom", "answer", "figure (95 % interval)", "who is missing")
_WIDEST = (40, 24, 28, 48, 20)
_MOST_NAMED = 20  # groups in a sentence
_OF_WHOM = 1  # the column that says nothing where there are no groups


def register(actions: Any) -> None:
    report = actions.add_parser(
        "report",
        help="every indicator: the answer, the figure, who is missing",
        description="Counts every indicator over everybody who began. Groups of fewer than 10 people are not shown.",
    )
    report.add_argument("--by", action="append", default=[], metavar="GROUPING", help="by group; may be repeated")
    report.add_argument("--indicator", action="append", default=[], metavar="ID", help="only this one; may be repeated")
    report.add_argument("--from", dest="since", type=str, metavar="DAY", help="courses started on this day or later")
    report.add_argument("--to", dest="until", type=str, metavar="DAY", help="courses started on this day or earlier")
    report.add_argument(
        "--where", action="append", default=[], metavar="GROUPING=VALUE", help="only such courses; may be repeated"
    )
    report.add_argument("--json", action="store_true", help="print JSON")
    report.set_defaults(run=run_report)
    add_folder(report)


def run_report(args: argparse.Namespace) -> int:
    from enthesis.outcomes.choosing import how_many
    from enthesis.outcomes.figure import EVERYBODY
    from enthesis.outcomes.naming import scope
    from enthesis.outcomes.registry import NoRegistry, open_registry
    from enthesis.outcomes.report import BadReport, report

    filters = _filters(args)
    try:
        with open_registry(folder_of(args)) as registry:
            found = report(registry, groups=args.by, filters=filters, only=args.indicator)
            _check_values(registry, filters)
            is_empty = filters != EVERYBODY and not how_many(registry, filters)
            built_on, made_up, windows = registry.built_on, registry.made_up, registry.windows
    except NoRegistry as problem:
        raise BadInput("no-registry", problem.says, problem.remedy, "folder") from None
    except BadReport as problem:
        raise BadInput("no-such-report", str(problem), "See docs/outcomes/indicators.md.") from None
    if args.json:
        print_json({"built_on": built_on, "made_up": made_up, "windows": windows.as_json(), **found.as_json()})
        return FINE
    print(f"As of {built_on}, {'made-up clinics: ' if made_up else ''}{scope(filters)}.")
    if is_empty:
        print("No course is like that.")
        return FINE
    for line in _told(found):
        print(line)
    return FINE


def _check_values(registry: Any, filters: "Filters") -> None:
    """A value that no course has is a slip of the pen more often than a question."""
    from enthesis.outcomes.choosing import choices
    from enthesis.outcomes.figure import EVERYBODY

    if not filters.where:
        return
    there = choices(registry, EVERYBODY, [name for name, _ in filters.where])
    for name, value in filters.where:
        if value not in there[name]:
            known = ", ".join(there[name][:_MOST_NAMED]) or "no course at all"
            raise BadInput("no-such-group", f'No course has {name} "{value[:40]}".', f"There is {known}.", "--where")


def _filters(args: argparse.Namespace) -> "Filters":
    from enthesis.outcomes.figure import Filters

    where = []
    for each in args.where:
        name, sign, value = each.partition("=")
        if not sign or not name or not value:
            raise BadInput("where", f'"{each[:40]}" names no group.', "Write it as indication=knee-oa.", "--where")
        where.append((name, value))
    return Filters(_day(args.since, "--from"), _day(args.until, "--to"), tuple(where))


def _day(text: str | None, field: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("not-a-day", f'"{text[:40]}" is no day.', "Write it as 2027-12-31.", field) from None


def _told(found: "Report") -> Iterator[str]:
    from enthesis.outcomes import telling
    from enthesis.outcomes.naming import place
    from enthesis.pathway.indicators import shipped

    definitions = shipped().definitions
    for name in dict.fromkeys(each.indicator for each in found.figures):
        one = definitions[name]
        yield ""
        yield f"{one.title} ({name}, version {one.version}, {one.status})"
        rows = [
            [telling.name(each), telling.group(each), telling.answer(each), telling.detail(each), telling.missing(each)]
            for each in sorted(found.of(name), key=place)
        ]
        kept = [place for place in range(len(_HEAD)) if found.groups or place != _OF_WHOM]
        head, *cells = [[row[place] for place in kept] for row in (_HEAD, *rows)]
        yield from table(head, cells, [_WIDEST[place] for place in kept])
        if name in found.not_grouped:
            yield f"Not counted by {', '.join(found.groups)}."
    for stated in found.not_stated:
        yield ""
        yield f"Not stated: {definitions[stated.indicator].title}. {stated.says}"
