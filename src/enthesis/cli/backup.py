"""`enthesis backup FILE` and `enthesis restore FILE`: everything but the keys, which are kept apart."""

import argparse
import os
from pathlib import Path
from typing import Any

from enthesis.cli.common import FINE, NO, BadInput, print_json

MASTER = "master-key"


def register(subparsers: Any) -> None:
    kept = subparsers.add_parser("backup", help="write everything but the keys into one file, while the clinic works")
    kept.set_defaults(run=run_backup)
    back = subparsers.add_parser("restore", help="put a backup back into an empty data folder")
    back.set_defaults(run=run_restore)
    for command in (kept, back):
        command.add_argument("file", metavar="FILE", help="the backup")
        command.add_argument("--json", action="store_true", help="print JSON")


def run_backup(args: argparse.Namespace) -> int:
    from enthesis.clinic.start import opened

    opened()
    from django.conf import settings

    from enthesis.clinic.backup import NotBackedUp, backup

    own = os.environ.get("ENTHESIS_KNOWLEDGE", "")
    try:
        made = backup(Path(args.file), settings.DATABASES["default"], Path(own) if own else None)
    except NotBackedUp as problem:
        raise BadInput("no-backup", problem.says, problem.remedy, "file") from None
    if args.json:
        print_json({"file": args.file, "made_at": made.made_at, "database": made.database, "knowledge": made.knowledge})
        return FINE
    print(f"{args.file}: the records ({made.database}), {made.knowledge} knowledge files of the clinic.")
    print(f"The keys are not in it. Keep {settings.HOME / MASTER} apart from it, in a safe place of its own:")
    print("without it nobody reads a name in this backup, and nobody can bring one back.")
    return FINE


def run_restore(args: argparse.Namespace) -> int:
    from enthesis.clinic.database_url import database
    from enthesis.clinic.environment import faults
    from enthesis.clinic.home import home

    wrong = faults(os.environ)
    if wrong:
        raise BadInput("environment", wrong[0].says, wrong[0].remedy, wrong[0].name)
    from enthesis.clinic.backup import NotBackedUp, restore

    place = home()
    try:
        found = restore(Path(args.file), place, database(os.environ.get("ENTHESIS_DATABASE", ""), place))
    except NotBackedUp as problem:
        raise BadInput("not-restored", problem.says, problem.remedy, "file") from None
    if not (place / MASTER).exists() and not os.environ.get("ENTHESIS_MASTER_KEY"):
        if not args.json:
            print(f"The records of {found.made_at:%Y-%m-%d %H:%M} UTC are back in {place}.")
            print(f"Now put the {MASTER} of that clinic into {place}, then check: enthesis verify")
        else:
            print_json({"made_at": found.made_at, "verified": None})
        return FINE
    return _verified(args, found.made_at)


def _verified(args: argparse.Namespace, made_at: Any) -> int:
    """With the key in place: bring the tables up to date and prove the chains."""
    from enthesis.clinic.start import ready

    ready()
    from enthesis.clinic.verify import verify

    verdict = verify()
    if args.json:
        print_json({"made_at": made_at, "verified": not verdict.faults})
    else:
        print(f"The records of {made_at:%Y-%m-%d %H:%M} UTC are back.")
        print("Every chain is whole." if not verdict.faults else "Chains are broken: enthesis verify tells which.")
    return NO if verdict.faults else FINE
