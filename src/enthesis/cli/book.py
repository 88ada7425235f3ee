"""`enthesis book`: the best complete series under its windows, why there is none, and what a proposed one breaks."""

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from enthesis.cli import book_mend
from enthesis.cli.common import FINE, NO, BadInput, answer_cases, read_json


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    book = subparsers.add_parser("book", help="book a whole series: the best one, or why there is none")
    commands = book.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, help_, answer, tell in (
        (
            "solve",
            "the best complete series of a problem, with its cost and reasons, or why there is none",
            solve,
            _told,
        ),
        ("check", "which rule a proposed series breaks, and what it costs", check, _checked),
    ):
        parser = commands.add_parser(name, help=help_, description=f"Says {help_}. The format: docs/commands/book.md.")
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument(
            "file", nargs="?", metavar="FILE", help="a problem as JSON, answered in sentences; - is standard input"
        )
        source.add_argument(
            "--json", metavar="FILE", help="one problem or a list of them, answered as JSON; - is standard input"
        )
        parser.set_defaults(run=_run, answer=answer, tell=tell)

    course = commands.add_parser(
        "course",
        help="what a stored course could have booked next, in the clinic's own calendars; with --take it is booked",
    )
    course.add_argument(
        "course", metavar="COURSE", nargs="+", help="the course's number, like C-0192; several of one patient: at once"
    )
    course.add_argument("--sessions", type=int, metavar="N", help="how many, where no number is agreed yet")
    course.add_argument(
        "--days-between", type=int, default=0, metavar="N", help="from one session to the next, where none is stated"
    )
    course.add_argument("--weekday", action="append", default=[], metavar="DAY", help="mon; wished, may be repeated")
    course.add_argument("--time", action="append", default=[], metavar="SPAN", help='"08:00-12:00"; wished')
    course.add_argument("--only", action="store_true", help="these weekdays and times are the only ones that go")
    course.add_argument("--away", action="append", default=[], metavar="DAYS", help='"2026-12-20/2027-01-03"')
    course.add_argument("--with", dest="clinician", default="", metavar="NAME", help="the person wished for")
    course.add_argument("--same-clinician", action="store_true", help="the same one for all of it, if it can be")
    course.add_argument("--telehealth", action="append", default=[], metavar="ACTIVITY", help="held without a room")
    course.add_argument("--take", type=int, metavar="K", help="book the K-th of the series, 1 is the best one")
    course.add_argument("--by", metavar="E-MAIL", help="with --take: who books it")
    course.add_argument("--json", action="store_true", help="print JSON")
    course.set_defaults(run=run_course)
    book_mend.register(commands)


def run_course(args: argparse.Namespace) -> int:
    from enthesis.cli.book_course import run

    return run(args)


def solve(case: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one problem of the machine door."""
    from enthesis.scheduling.answer import solve_case

    return _read(solve_case, case)


def check(case: Mapping[str, Any]) -> dict[str, Any]:
    """What a proposed series breaks."""
    from enthesis.scheduling.answer import check_case

    return _read(check_case, case)


def _read(answer: Callable[[Mapping[str, Any]], dict[str, Any]], case: Mapping[str, Any]) -> dict[str, Any]:
    from enthesis.scheduling.values import UnreadableProblem

    try:
        return answer(case)
    except UnreadableProblem as problem:
        raise BadInput(problem.code, problem.says, problem.remedy, problem.field) from None


def _run(args: argparse.Namespace) -> int:
    if args.json:
        return answer_cases(args.json, args.answer)
    case = read_json(args.file)
    if not isinstance(case, Mapping):
        raise BadInput("not-an-object", "A problem is a JSON object.", "Give a list of them with --json.")
    status: int = args.tell(args.answer(case))
    return status


def _told(answer: Mapping[str, Any]) -> int:
    if answer["series"] is None:
        why = answer["why"]
        print(f"No complete series: {why['says']}")
        for relaxation in why["relaxations"]:
            print(f"  It would go: {relaxation['says']}")
        return NO
    _print_series(answer["series"])
    print(f"{answer['cost']} points. {len(answer['starts'])} start days from which the series can be completed.")
    for other in answer["others"]:
        first = other["series"][0]
        print(f"Or {other['differs']}: from {first['day']}, {other['cost']} points.")
    return FINE


def _print_series(series: list[Mapping[str, Any]]) -> None:
    for visit in series:
        why = "; ".join(f"{penalty['says']} ({penalty['points']})" for penalty in visit["penalties"])
        print(
            f"{visit['starts'][:16].replace('T', ' ')}  {visit['item']:<20} {', '.join(visit['resources']):<40} {why}"
        )


def _checked(answer: Mapping[str, Any]) -> int:
    for breach in answer["breaks"]:
        print(breach["says"])
    if answer["cost"] is not None:
        print(f"{answer['cost']} points.")
    if answer["holds"]:
        print("Nothing speaks against it.")
    return FINE if answer["holds"] else NO
