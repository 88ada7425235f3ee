"""`enthesis protocol`: list, show, check and compare protocol files."""

import argparse
import sys
from datetime import date, datetime
from pathlib import Path
from textwrap import fill
from typing import Any

from enthesis.cli import protocol_own
from enthesis.cli.common import BAD_INPUT, FINE, NO, BadInput, print_json, read_text
from enthesis.cli.protocol_tables import listed, shown
from enthesis.pathway.protocol import library
from enthesis.pathway.protocol.as_json import protocol_as_json, summary_as_json
from enthesis.pathway.protocol.complaint import Complaint, ProtocolError
from enthesis.pathway.protocol.diff import difference
from enthesis.pathway.protocol.figures import open_points
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.protocol.read import examine, read_protocol
from enthesis.pictures.course_plan import picture

NAMED = "an id, an older id, id@version, a file, or - for standard input"


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = subparsers.add_parser("protocol", help="list, show, check and compare protocols")
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)

    every = commands.add_parser("list", help="the protocols that ship with Enthesis")
    every.set_defaults(run=run_list)

    show = commands.add_parser("show", help="one protocol as a table, and as a picture in a file")
    show.add_argument("protocol", metavar="ID", help=NAMED)
    show.add_argument("--picture", metavar="FILE.svg", help="where the picture goes (default: ID.svg in this folder)")
    show.add_argument("--no-picture", action="store_true", help="write no picture")
    show.add_argument("--narrow", action="store_true", help="draw the picture for a phone")
    show.add_argument("--text", action="store_true", help="print the file itself, to start a protocol of your own")
    show.set_defaults(run=run_show)

    check = commands.add_parser("check", help="everything that is wrong with a file, in one run")
    check.add_argument("files", metavar="FILE", nargs="+", help="a file, - for standard input, or a shipped id")
    check.add_argument("--on", metavar="DAY", help="the day of the check, as 2026-11-21 (default: today)")
    check.set_defaults(run=run_check)

    diff = commands.add_parser("diff", help="what two protocols say differently; status 1 when they differ")
    diff.add_argument("a", metavar="A", help=NAMED)
    diff.add_argument("b", metavar="B", help=NAMED)
    diff.set_defaults(run=run_diff)

    protocol_own.register(commands)
    for command in (every, show, check, diff):
        command.add_argument("--json", action="store_true", help="print JSON")


def run_list(args: argparse.Namespace) -> int:
    protocols = list(library.latest().values())
    if args.json:
        print_json([summary_as_json(protocol) for protocol in protocols])
        return FINE
    print("\n".join(listed(protocols)))
    print(f"\n{len(protocols)} protocols. A figure that is not stated is for the clinic to decide, in its own copy.")
    return FINE


# -- show --------------------------------------------------------------------------------------------------


def run_show(args: argparse.Namespace) -> int:
    if args.text:
        print(_text(args.protocol)[0], end="")
        return FINE
    try:
        protocol = _protocol(args.protocol)
    except ProtocolError as error:
        return _refused(error, args.json)
    if args.json:
        print_json(protocol_as_json(protocol))
    else:
        print("\n".join(shown(protocol)))
    if args.no_picture or (args.json and not args.picture):
        return FINE
    written = _write_picture(protocol, args.picture, args.narrow)
    if not args.json:
        print(f"\nPicture: {written}")
    return FINE


def _write_picture(protocol: Protocol, wanted: str | None, narrow: bool) -> str:
    """Write the picture and say where. A file that is no picture of a course is never written over unasked."""
    path = Path(wanted or f"{protocol.id}.svg")
    try:
        if (
            wanted is None
            and path.exists()
            and 'id="plan-' not in path.read_text(encoding="utf-8", errors="replace")[:400]
        ):
            raise BadInput("other-file", f"{path}: another file has this name.", "Name one with --picture FILE.svg.")
        path.write_text(picture(protocol, narrow=narrow), encoding="utf-8")
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        remedy = "Name another with --picture FILE.svg, or use --no-picture."
        raise BadInput("unwritable", f"{path}: cannot be written ({reason}).", remedy) from None
    return str(path)


# -- check ---------------------------------------------------------------------------------------------------


def run_check(args: argparse.Namespace) -> int:
    day = _day(args.on)
    status = FINE
    answers: list[dict[str, Any]] = []
    for name in args.files:
        try:
            text, called = _text(name)
        except BadInput as bad:  # the other files are still looked at
            if len(args.files) == 1:
                raise
            status = BAD_INPUT
            answers.append(bad.as_json())
            if not args.json:
                print(f"{bad.says} {bad.remedy}".rstrip())
            continue
        examined = examine(text, called, today=day)
        if not examined.is_usable:
            status = max(status, NO)
        answers.append(
            {
                "file": called,
                "usable": examined.is_usable,
                "complaints": [complaint.as_json() for complaint in examined.complaints],
            }
        )
        if not args.json:
            _print_complaints(examined.complaints)
            if not examined.complaints:
                print(_fine(called, examined.protocol))
    if args.json:
        print_json(answers if len(answers) > 1 else answers[0])
    return status


def _fine(name: str, protocol: Protocol) -> str:
    house = sum(activity.origin == "house" for activity in protocol.activities)
    own = len(protocol.activities) - house
    points = len(open_points(protocol))
    return f"{name}: no complaints. {own} activities, {house} house steps; {points} figures are not stated."


def _print_complaints(complaints: tuple[Complaint, ...]) -> None:
    for complaint in complaints:
        print(fill(str(complaint), 100, subsequent_indent="    ", break_on_hyphens=False, break_long_words=False))


def _day(word: str | None) -> date:
    if word is None:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise BadInput("not-a-day", f'"{word}" is not a day.', "Write it as 2026-11-21.", "on") from None


# -- diff ----------------------------------------------------------------------------------------------------


def run_diff(args: argparse.Namespace) -> int:
    try:
        a, b = _protocol(args.a), _protocol(args.b)
    except ProtocolError as error:
        return _refused(error, args.json)
    changes = difference(a, b)
    if args.json:
        print_json([change.as_json() for change in changes])
    elif not changes:
        print(f"{args.a} and {args.b} say the same.")
    else:
        for change in changes:
            print(fill(str(change), 100, subsequent_indent="    ", break_on_hyphens=False, break_long_words=False))
        print(f"{len(changes)} {'difference' if len(changes) == 1 else 'differences'}.")
    return NO if changes else FINE


# -- finding a protocol --------------------------------------------------------------------------------------


def _text(name: str) -> tuple[str, str]:
    """The text of a file or of a shipped protocol, and what complaints call it."""
    if name == "-":
        return read_text("-"), "standard input"
    if Path(name).exists() or name.endswith((".yaml", ".yml")):
        return read_text(name), Path(name).name
    found = _shipped(name)
    return library.text_of(found.id, found.version), f"{found.id}.yaml"


def _protocol(name: str) -> Protocol:
    if name == "-" or Path(name).exists() or name.endswith((".yaml", ".yml")):
        return read_protocol(*_text(name))
    return _shipped(name)


def _shipped(name: str) -> Protocol:
    found = library.find(name)
    if found is None:
        raise BadInput("no-such-protocol", f'there is no protocol "{name}".', library.suggest(name), "protocol")
    return found


def _refused(error: ProtocolError, as_json: bool) -> int:
    if as_json:
        print_json({"error": {"code": "unsound-protocol", "complaints": [c.as_json() for c in error.complaints]}})
    else:
        for complaint in error.complaints:
            print(f"enthesis: {complaint}", file=sys.stderr)
    return BAD_INPUT
