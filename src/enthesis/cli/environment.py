"""`enthesis settings`: every variable of the environment, without secrets, and what is wrong with it."""

import argparse
import os
from typing import Any

from enthesis.cli.common import BAD_INPUT, FINE, print_json


def register(subparsers: Any) -> None:
    shown = subparsers.add_parser("settings", help="what is set in the environment, without secrets")
    shown.add_argument("--json", action="store_true", help="print JSON")
    shown.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from enthesis.clinic.environment import faults, lines, strangers

    wrong = faults(os.environ)
    if args.json:
        print_json(
            {
                "settings": [
                    {"name": each.name, "value": each.value, "is_set": each.is_set} for each in lines(os.environ)
                ],
                "faults": [{"name": each.name, "says": each.says, "remedy": each.remedy} for each in wrong],
                "unknown": strangers(os.environ),
            }
        )
        return BAD_INPUT if wrong else FINE
    for line in lines(os.environ):
        print(f"{line.name:<22} {line.value}")
        print(f"{'':<22} {line.what}")
    for each in wrong:
        print(f"\n{each}")
    for name in strangers(os.environ):
        print(f"\n{name} is read by nobody. Check how it is spelt.")
    return BAD_INPUT if wrong else FINE
