"""`enthesis knowledge`: whether the knowledge files are in order, what rests on memory, what a clinic changed."""

import argparse
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from enthesis.cli.common import FINE, NO, BadInput, print_json
from enthesis.cli.knowledge_languages import check_languages
from enthesis.cli.protocol_tables import table
from enthesis.knowledge import KnowledgeUnreadable, Layered, OwnFiles, laid_over, lay_over, own_files, shipped_path
from enthesis.pathway.finding import NOTE, REFUSE, WARN, Finding
from enthesis.pathway.upkeep import (
    KnowledgeFile,
    Statement,
    check,
    differences,
    read_files,
    statements,
    unverified,
)

_CHECKOUT = Path(__file__).resolve().parents[3]
_MARKS = {REFUSE: "fault", WARN: "look", NOTE: "note"}
_HEAD = ("file", "version", "status", "review by", "rules", "unverified", "what it is")
_WIDEST = (44, 24, 9, 10, 6, 10, 60)


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = subparsers.add_parser(
        "knowledge",
        help="the clinical files: are they in order, what rests on memory, what a clinic changed",
        description="Looks at the knowledge that ships, or at it with a clinic's own files laid over it (DIR, or"
        " ENTHESIS_KNOWLEDGE). Changes nothing. Exit status: 0 fine, 1 a fault or a difference, 2 bad input.",
    )
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    checked = _command(commands, "check", "is every file sound", run_check)
    checked.add_argument(
        "--as-of", metavar="DATE", help="the day on which a review is due or not; today where left out"
    )
    _command(commands, "list", "every file with its version, status and review date", run_list)
    _command(commands, "unverified", "every entry that rests on memory", run_unverified)
    differs = commands.add_parser("diff", help="what a clinic's files say otherwise, entry by entry")
    differs.add_argument("folder", metavar="DIR", help="the clinic's own files")
    _as_json(differs)
    differs.set_defaults(run=run_diff)


def _command(commands: Any, name: str, told: str, run: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=told)
    parser.add_argument("folder", nargs="?", metavar="DIR", help="a clinic's own files, laid over those that ship")
    _as_json(parser)
    parser.set_defaults(run=run)
    return parser


def _as_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


# -- check ---------------------------------------------------------------------------------------------------


def run_check(args: argparse.Namespace) -> int:
    as_of = _day(args.as_of) if args.as_of else datetime.now().astimezone().date()
    own = _own(args.folder, hold=True)  # those who read the files read the clinic's, too
    checked = check(shipped_path(), own, as_of=as_of, tests=_tests())
    findings = (*checked.findings, *(check_languages() if checked.is_sound else ()))
    if args.json:
        print_json(
            {
                "sound": checked.is_sound,
                "as_of": as_of.isoformat(),
                "files": len(checked.files),
                "own": dict(own.versions) if own else {},
                "findings": [finding.as_json() for finding in findings],
            }
        )
    else:
        for line in _told(findings):
            print(line)
        print(_sum(findings, len(checked.files), own))
    return FINE if checked.is_sound else NO


def _tests() -> Path | None:
    """The specs of a checkout; an installed copy has none."""
    return _CHECKOUT / "tests" if (_CHECKOUT / "pyproject.toml").is_file() else None


def _told(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        yield f"{_MARKS[finding.level]}: {finding.says} {finding.remedy}".rstrip()


def _sum(findings: tuple[Finding, ...], files: int, own: OwnFiles | None) -> str:
    faults = sum(finding.level == REFUSE for finding in findings)
    warnings = sum(finding.level == WARN for finding in findings)
    of = f", {len(own.versions)} of them the clinic's own" if own else ""
    return f"{files} files{of}: {faults or 'no'} fault{'' if faults == 1 else 's'}, {warnings} to look at."


# -- list ----------------------------------------------------------------------------------------------------


def run_list(args: argparse.Namespace) -> int:
    own = _own(args.folder)
    files = [file for file in _files(own) if not file.name.endswith(".about.yaml")]
    rows = [_row(file, own) for file in files]
    if args.json:
        print_json(rows)
        return FINE
    cells = [[_cell(value) for name, value in row.items() if name not in ("id", "own")] for row in rows]
    print("\n".join(table(_HEAD, cells, _WIDEST)))
    print(f"{len(rows)} files, {sum(row['unverified'] for row in rows)} unverified entries.")
    return FINE


def _row(file: KnowledgeFile, own: OwnFiles | None) -> dict[str, Any]:
    stated = list(statements(file))
    return {
        "file": file.name,
        "id": file.id,
        "version": file.version,
        "status": file.status,
        "review_by": file.review_by.isoformat() if file.review_by else None,
        "rules": len(file.rows) if file.is_table else len(stated),
        "unverified": sum(bool(each.unverified) for each in stated),
        "title": file.title,
        "own": own is not None and file.name in own.versions,
    }


def _cell(value: object) -> str:
    return "" if value is None else str(value)


# -- unverified ----------------------------------------------------------------------------------------------


def run_unverified(args: argparse.Namespace) -> int:
    found = unverified(_files(_own(args.folder)))
    if args.json:
        print_json([statement.as_json() for statement in found])
        return FINE
    print("\n".join(_entries(found)))
    print(f"{len(found)} entries rest on memory. They hold, and are shown as: unverified, confirm before use.")
    return FINE


def _entries(found: Iterable[Statement]) -> Iterator[str]:
    file = ""
    for each in found:
        if each.file != file:
            file = each.file
            yield f"{file} (version {each.version})"
        yield f"  line {each.line:<4} {each.entry}"
        yield f"            {each.says}"
        yield f"            unverified: {each.unverified} [{', '.join(each.sources)}]"


# -- diff ----------------------------------------------------------------------------------------------------


def run_diff(args: argparse.Namespace) -> int:
    own = _own(args.folder)
    assert own is not None
    _files(own)  # a file that cannot be read differs in everything and says nothing
    found = differences(own, shipped_path())
    if args.json:
        print_json([each.as_json() for each in found])
    else:
        file = ""
        for each in found:
            if each.file != file:
                file = each.file
                print(file)
            print(f"  {each}")
        print(f"{len(found)} differences in {len(own.versions)} of the clinic's own files.")
    return NO if found else FINE


# -- shared --------------------------------------------------------------------------------------------------


def _own(folder: str | None, *, hold: bool = False) -> OwnFiles | None:
    """The clinic's own files: those of a folder that is named, else those that are laid over already."""
    if folder is None:
        return laid_over()
    try:
        return lay_over(Path(folder).absolute()) if hold else own_files(Path(folder), shipped_path())
    except KnowledgeUnreadable as problem:
        raise BadInput("own-knowledge", str(problem), "", "DIR") from None


def _files(own: OwnFiles | None) -> tuple[KnowledgeFile, ...]:
    files, unreadable = read_files(Layered(shipped_path(), own.folder) if own else shipped_path())
    if unreadable:
        first = unreadable[0]
        raise BadInput(
            "unreadable", first.says, f"{first.remedy} See all faults: enthesis knowledge check", first.field
        )
    return files


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("not-a-day", f'"{text[:40]}" is no day.', "Write it as 2027-12-31.", "--as-of") from None
