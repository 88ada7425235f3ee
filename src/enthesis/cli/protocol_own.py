"""`enthesis protocol copy`, `publish`, `retire`: a clinic's own versions, as its lead makes them in the browser."""

import argparse
import sys
from typing import Any

from enthesis.cli.common import FINE, NO, BadInput, print_json, read_text


def register(commands: Any) -> None:
    """Adds the commands to the group `enthesis protocol`."""
    copied = commands.add_parser("copy", help="print a protocol as a draft of the clinic's own, to edit")
    copied.add_argument("protocol", metavar="ID@VERSION", help="a protocol that the clinic knows")
    copied.add_argument("--by", default="the operator", metavar="NAME", help="who writes it")
    copied.set_defaults(run=run_copy)
    published = commands.add_parser("publish", help="keep a file as a version that courses may follow, for good")
    published.add_argument("file", metavar="FILE", help="a protocol file; - is standard input")
    published.set_defaults(run=run_publish)
    retired = commands.add_parser("retire", help="no course begins with a version any more")
    retired.add_argument("protocol", metavar="ID@VERSION")
    retired.add_argument("--why", required=True, help="kept with the version")
    retired.set_defaults(run=run_retire)
    for command in (copied, published, retired):
        command.add_argument("--clinic", metavar="NAME", help="the clinic, where there are several")
        command.add_argument("--json", action="store_true", help="print JSON")


def run_copy(args: argparse.Namespace) -> int:
    clinic = _clinic(args)
    from enthesis.clinic.lead import drafts
    from enthesis.clinic.protocols import NotKept
    from enthesis.pathway.protocol.edit import next_version

    name, version = _named(args.protocol)
    try:
        text = drafts.text_of(clinic.pk, name, version)
    except NotKept as problem:
        raise BadInput("no-such-protocol", str(problem), "See enthesis protocol list.", "protocol") from None
    own = drafts.copied(text, version=next_version(version, drafts.taken(clinic.pk, name)), by=args.by)
    if args.json:
        print_json({"protocol": name, "text": own})
    else:
        print(own, end="")
    return FINE


def run_publish(args: argparse.Namespace) -> int:
    text = read_text(args.file)
    clinic = _clinic(args)
    from enthesis.clinic.access import Operator
    from enthesis.clinic.lead import drafts
    from enthesis.clinic.protocols import NotKept

    try:
        kept = drafts.publish_file(text, clinic=clinic, by=Operator())
    except NotKept as problem:
        if args.json:
            print_json({"says": str(problem), "complaints": [each.as_json() for each in problem.complaints]})
        else:
            print(f"enthesis: {problem}", file=sys.stderr)
            for each in problem.complaints:
                print(f"  {each}", file=sys.stderr)
        return NO
    if args.json:
        print_json({"protocol": kept.protocol, "version": kept.version})
    else:
        print(f"{kept.protocol} {kept.version} is published. Courses stay on theirs until somebody moves them.")
    return FINE


def run_retire(args: argparse.Namespace) -> int:
    clinic = _clinic(args)
    from enthesis.clinic.access import Operator
    from enthesis.clinic.lead import drafts
    from enthesis.clinic.protocols import NotKept

    name, version = _named(args.protocol)
    try:
        drafts.retire(name, version, clinic=clinic, by=Operator(), why=args.why)
    except NotKept as problem:
        raise BadInput("not-retired", str(problem), "See enthesis protocol list.", "protocol") from None
    if args.json:
        print_json({"protocol": name, "version": version, "retired": True})
    else:
        print(f"No course begins with {name} {version} any more.")
    return FINE


def _named(word: str) -> tuple[str, str]:
    """Id and version; of a shipped one its newest where none is given."""
    from enthesis.pathway.protocol.library import find, suggest

    name, _at, version = word.partition("@")
    found = find(word)
    if found is not None:
        return found.id, found.version
    if not version:
        raise BadInput("no-version", f'"{word:.60}" names no version.', suggest(word), "protocol")
    return name, version


def _clinic(args: argparse.Namespace) -> Any:
    from enthesis.clinic.start import opened

    opened()
    from enthesis.clinic.importing import NotImported, the_clinic

    try:
        return the_clinic(args.clinic)
    except NotImported as problem:
        raise BadInput("no-such-clinic", problem.says, problem.remedy, problem.field) from None
