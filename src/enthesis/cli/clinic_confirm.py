"""`enthesis clinic confirm`: entries of the knowledge that rest on memory, confirmed by name, and how each stands."""

import argparse
from typing import Any

from enthesis.cli.clinic_clocks import clinic_of, decided, who_decides
from enthesis.cli.common import FINE, NO, BadInput, print_json


def register(commands: Any) -> None:
    """Adds the command to the group `enthesis clinic`."""
    confirm = commands.add_parser("confirm", help="confirm by name what rests on memory; --list shows how each stands")
    confirm.add_argument("entry", nargs="?", metavar="ENTRY", help="the entry, like triage/rules/emergency:T02")
    confirm.add_argument("--by", metavar="E-MAIL", help="who confirms: a clinician or a lead of the clinic")
    confirm.add_argument("--note", default="", help="where it was looked up, for those who read it later")
    confirm.add_argument("--withdraw", action="store_true", help="take the confirmation back")
    confirm.add_argument("--list", action="store_true", help="every entry; status 1 where one is not confirmed")
    confirm.add_argument("--clinic", metavar="NAME", help="the clinic, where there are several")
    confirm.add_argument("--json", action="store_true", help="print JSON")
    confirm.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.list == bool(args.entry):
        raise BadInput("no-entry", "Name one entry, or ask for the list.", "Give ENTRY or --list.", "entry")
    clinic = clinic_of(args.clinic)
    if args.list:
        return _list(clinic, args.json)
    from enthesis.clinic.confirmations import confirm, withdraw

    keep = withdraw if args.withdraw else confirm
    row = decided(keep, args.entry, clinic=clinic, by=who_decides(args.by), note=args.note)
    if args.json:
        print_json(
            {
                "clinic": clinic.name,
                "entry": row.entry,
                "version": row.version,
                "confirmed": row.confirmed,
                "by": row.made_by,
                "at": row.made_at.isoformat(),
                "note": row.note,
            }
        )
        return FINE
    said = "is confirmed" if row.confirmed else "is unverified again"
    print(f"{row.entry} {said} in {clinic.name}, as of version {row.version}.")
    return FINE


def _list(clinic: Any, as_json: bool) -> int:
    from enthesis.clinic.confirmations import confirmed_of
    from enthesis.pathway.confirming import Standing, entries, standing_of

    confirmed = confirmed_of(clinic.pk)
    found = [(entry, standing_of(entry, confirmed), confirmed.get(entry.id)) for entry in entries().values()]
    open_ones = sum(standing is not Standing.CONFIRMED for _, standing, _ in found)
    if as_json:
        print_json(
            [
                {
                    **entry.as_json(),
                    "standing": standing.value,
                    "by": row.by if row else None,
                    "at": row.at.isoformat() if row else None,
                    "note": (row.note or None) if row else None,
                    "for_version": row.version if row else None,
                }
                for entry, standing, row in found
            ]
        )
    else:
        for entry, standing, row in found:
            by = f" by {row.by} on {row.at:%d %b %Y}" if row else ""
            print(f"{standing.value:<9} {entry.id}{by}")
            print(f"          {entry.says}")
        print(f"{len(found)} entries rest on memory; {len(found) - open_ones} are confirmed in {clinic.name}.")
    return NO if open_ones else FINE
