"""`enthesis evaluations`: people who are not patients yet. What is kept of them, and what is destroyed."""

import argparse
from typing import Any

from enthesis.cli.common import FINE, print_json


def register(subparsers: Any) -> None:
    evaluations = subparsers.add_parser(
        "evaluations", help="evaluations of people who are not patients yet: what is kept, what is destroyed"
    )
    doing = evaluations.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listed = doing.add_parser("list", help="each that is kept, without a word of what was typed")
    listed.add_argument("--json", action="store_true", help="print JSON")
    listed.set_defaults(run=show)
    purge = doing.add_parser("purge", help="destroy those that nobody took on and whose days are over")
    purge.add_argument("--dry-run", action="store_true", help="only say which they are")
    purge.add_argument("--json", action="store_true", help="print JSON")
    purge.set_defaults(run=destroy)


def show(args: argparse.Namespace) -> int:
    """What is kept: number, state and days. Names and answers stay sealed."""
    from enthesis.clinic.start import opened

    opened()
    from enthesis.clinic.intake.models import Evaluation
    from enthesis.clinic.intake.store import keeping

    rows = Evaluation.objects.exclude(wrapped="").select_related("clinic").order_by("clinic", "pk")
    told = [
        {
            "number": row.number,
            "clinic": row.clinic.name,
            "state": row.state,
            "begun": row.begun_at.date().isoformat(),
            "sent": row.sent_at.date().isoformat() if row.sent_at else None,
            "changed": row.changed_at.date().isoformat(),
            "kept_days": keeping(row.clinic_id).days,
            "decided": keeping(row.clinic_id).is_decided,
        }
        for row in rows
    ]
    if args.json:
        print_json(told)
        return FINE
    for one in told:
        undecided = "" if one["decided"] else " (the clinic has not decided)"
        print(
            f"{one['number']}  {one['state']:<9} begun {one['begun']}  last changed {one['changed']}, "
            f"kept {one['kept_days']} days from then{undecided}  {one['clinic']}"
        )
    print(f"{len(told)} kept.")
    return FINE


def destroy(args: argparse.Namespace) -> int:
    """Destroy the keys of what is over. There is no way back."""
    from datetime import UTC, datetime

    from enthesis.clinic.start import opened

    opened()
    from enthesis.clinic.intake.store import over, purge
    from enthesis.clinic.models import Clinic

    now = datetime.now(UTC)
    if args.dry_run:
        found = [row for clinic in Clinic.objects.order_by("pk") for row in over(clinic, now)]
    else:
        found = purge(now)
    if args.json:
        print_json({"destroyed": not args.dry_run, "numbers": [row.number for row in found]})
    else:
        verb = "would be destroyed" if args.dry_run else "destroyed"
        print(f"{', '.join(row.number for row in found) or 'None'} {verb}.")
    return FINE
