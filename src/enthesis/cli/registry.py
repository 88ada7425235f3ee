"""`enthesis registry build | report | export | dictionary`: outcomes of everybody who was started, as tables."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from enthesis.cli import registry_report
from enthesis.cli.common import FINE, MISSING, NO, BadInput, print_json
from enthesis.cli.registry_folder import add_folder, folder_of


def register(subparsers: Any) -> None:
    registry = subparsers.add_parser("registry", help="what came of everybody's course: tables, figures, an export")
    actions = registry.add_subparsers(title="actions", metavar="ACTION", required=True)

    build = actions.add_parser("build", help="bring the tables up to date with the record; changes nothing in it")
    build.add_argument("--anew", action="store_true", help="build everything again, not only what has changed")
    build.set_defaults(run=run_build)

    export = actions.add_parser("export", help="a de-identified copy for research, with its codebook")
    export.add_argument("to", metavar="DIR", help="a new folder to write it into")
    export.add_argument(
        "--project", metavar="NAME", default="", help="another name gives other codes and shifts of days"
    )
    export.add_argument(
        "--k", type=int, metavar="N", help="fewest courses that are alike; else as the clinic decided, or 10"
    )
    export.add_argument("--format", metavar="FORM", help="only parquet or csv; default: both")
    export.set_defaults(run=run_export)

    told = actions.add_parser("dictionary", help="what each table and column means")
    told.add_argument("table", nargs="?", metavar="TABLE", help="only this one")
    told.add_argument("--page", action="store_true", help="print the page of the documentation")
    told.set_defaults(run=run_dictionary)

    registry_report.register(actions)
    for action in (build, export, told):
        action.add_argument("--json", action="store_true", help="print JSON")
    for action in (build, export):
        add_folder(action)


def run_build(args: argparse.Namespace) -> int:
    from enthesis.clinic.start import opened

    opened()
    from enthesis.clinic.keys import CannotOpen
    from enthesis.clinic.log import Unreadable
    from enthesis.clinic.registry.build import build
    from enthesis.outcomes.registry import NoRegistry

    try:
        built = build(folder_of(args), anew=args.anew)
    except NoRegistry as problem:
        raise BadInput("no-registry", problem.says, problem.remedy, "folder") from None
    except (Unreadable, CannotOpen) as problem:
        print(f"enthesis: {problem}. The registry is as it was before.")
        return MISSING
    except OSError as problem:
        raise BadInput(
            "folder", f"{folder_of(args)}: {problem.strerror or problem}.", "Name another.", "folder"
        ) from None
    models, problem_of_learning = _learn(folder_of(args))
    if args.json:
        not_learned = {"not_learned": problem_of_learning} if problem_of_learning else {}
        print_json({**built.as_json(), "models": models, **not_learned})
    else:
        print(f"{built.folder}, as of {built.built_on}: {_count(built.courses, 'course')}.")
        print(f"{_count(built.written, 'course')} of them written now, from {_count(built.events, 'event')}.")
        if built.taken_out:
            print(f"{_count(built.taken_out, 'course')} taken out that the record holds no more.")
        if models:
            print("What is expected of courses was learned from it.")
        if problem_of_learning:
            print(f"What is expected of courses was not learned: {problem_of_learning}")
    return NO if problem_of_learning else FINE


def _learn(folder: Path) -> tuple[Mapping[str, str], str]:
    """Learn each clinic's growth model where the clinic's own registry became another; their versions, or why not.

    No worker waits beside a command.
    """
    from enthesis.clinic.forecasts import behind, learn
    from enthesis.clinic.registry.build import registry_folder
    from enthesis.clinic.results.asking import NotCounted

    if folder.resolve() != registry_folder().resolve() or not behind():
        return {}, ""
    try:
        return learn(), ""
    except (NotCounted, OSError) as problem:
        return {}, str(problem)


def run_export(args: argparse.Namespace) -> int:
    from enthesis.clinic.start import opened

    opened()
    from enthesis.clinic.models import Clinic
    from enthesis.clinic.outcome_rules import fewest
    from enthesis.clinic.registry.secret import export_key
    from enthesis.outcomes.registry import NoRegistry, open_registry
    from enthesis.outcomes.registry.export import FORMATS, NotExported, export

    if args.format not in (None, *FORMATS):
        raise BadInput("no-such-form", f'"{args.format:.40}" is no form.', f"There is: {', '.join(FORMATS)}.", "format")
    decided, is_decided = fewest(Clinic.objects.values_list("pk", flat=True))
    k = decided if args.k is None else args.k
    forms = (args.format,) if args.format else FORMATS
    try:
        with open_registry(folder_of(args)) as registry:
            done = export(registry, Path(args.to), export_key(), project=args.project, k=k, formats=forms)
    except (NoRegistry, NotExported) as problem:
        raise BadInput("not-exported", problem.says, problem.remedy) from None
    except OSError as problem:
        raise BadInput("folder", f"{args.to}: {problem.strerror or problem}.", "Name another folder.", "to") from None
    if args.json:
        print_json(done.as_json())
    else:
        _tell_export(done, k, "as you said" if args.k is not None else _DECIDED if is_decided else _HOUSE)
    return FINE if done.cells.leave else NO


_DECIDED = "as the clinic decided"
_HOUSE = "the default of Enthesis (HOUSE), which no source states"


def _tell_export(done: Any, k: int, whose: str) -> None:
    print(f"{done.folder}: {_count(done.cells.leave, 'course')}, {_count(sum(done.rows.values()), 'row')} in all.")
    print(f"Fewest courses that are alike: {k}, {whose}.")
    few = "because too few others are like them"
    for step in done.cells.steps:
        print(f"{_count(step.courses, 'course')} without {' and '.join(step.columns)}, {few}.")
    print(f"{_count(done.cells.left_out, 'course')} left out, {few} even so.")


def run_dictionary(args: argparse.Namespace) -> int:
    from enthesis.pathway.dictionary import shipped

    known = shipped()
    if args.page:
        from enthesis.outcomes.registry.codebook import as_markdown

        print(as_markdown(known), end="")
        return FINE
    if args.table and args.table not in known.tables:
        raise BadInput(
            "no-such-table", f'There is no table "{args.table:.40}".', f"There is: {', '.join(known.tables)}.", "table"
        )
    tables = [table for name, table in known.tables.items() if args.table in (None, name)]
    if args.json:
        print_json({"version": known.version, "status": known.status, "tables": [_as_json(table) for table in tables]})
        return FINE
    for table in tables:
        print(f"{table.name}: {table.says}")
        width = max(map(len, table.columns))
        for column in table.columns.values():
            empty = f" Empty: {column.empty}." if column.may_be_empty else ""
            print(f"  {column.name:<{width}}  {column.type:<6}  {column.says}{empty}")
        print()
    return FINE


def _as_json(table: Any) -> dict[str, Any]:
    return {
        "table": table.name,
        "says": table.says,
        "key": list(table.key),
        "derived": table.is_derived,
        "columns": [
            {
                "column": column.name,
                "type": column.type,
                "says": column.says,
                "empty": column.empty or None,
                "export": column.export,
                "coarse": column.coarse or None,
            }
            for column in table.columns.values()
        ],
    }


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
