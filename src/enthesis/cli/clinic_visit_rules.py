"""`enthesis clinic visit-rule`: what patients may do with their visits alone, as the clinic decides it."""

import argparse
from typing import Any

from enthesis.cli.clinic_clocks import clinic_of, decided, who_decides
from enthesis.cli.common import FINE, BadInput, print_json

HOURS, BOOKS = "patient-moves-hours", "patient-books"
NONE = "none"


def register(commands: Any) -> None:
    """Adds the command to the group `enthesis clinic`."""
    rule = commands.add_parser("visit-rule", help="what patients may do with their visits alone: shown, or decided")
    rule.add_argument("rule", nargs="?", choices=(HOURS, BOOKS), help="left out: show all")
    rule.add_argument("value", nargs="?", metavar="VALUE", help=f"hours; yes or no; {NONE} to take it back")
    rule.add_argument("--why", default="", help="why, for those who read it later")
    rule.add_argument("--by", metavar="E-MAIL", help="who decides: a clinician or a lead of the clinic")
    rule.add_argument("--clinic", metavar="NAME", help="the clinic, where there are several")
    rule.add_argument("--json", action="store_true", help="print JSON")
    rule.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    clinic = clinic_of(args.clinic)
    from enthesis.clinic.visit_rules import set_books, set_moves_hours, visit_rules

    if args.rule is not None:
        if args.value is None:
            raise BadInput("no-value", "No value is given.", f"Give one, or {NONE} to take it back.", "value")
        keep, value = (set_moves_hours, _hours(args.value)) if args.rule == HOURS else (set_books, _yes(args.value))
        decided(keep, value, clinic=clinic, by=who_decides(args.by), why=args.why)
    rules = visit_rules(clinic.pk)
    rows: list[dict[str, Any]] = [
        {"rule": HOURS, "value": rules.moves_hours, "decided": rules.hours_decided},
        {"rule": BOOKS, "value": rules.books, "decided": rules.books_decided},
    ]
    if args.json:
        print_json({"clinic": clinic.name, "visit_rules": rows})
        return FINE
    says = {
        HOURS: f"patients move and cancel visits alone until {rules.moves_hours} hours before them",
        BOOKS: f"patients {'choose' if rules.books else 'do not choose'} the times of their visits alone",
    }
    for row in rows:
        print(f"{row['rule']:<20} {says[row['rule']]}{'' if row['decided'] else ' (not decided by the clinic)'}")
    return FINE


def _hours(text: str) -> int | None:
    if text == NONE:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise BadInput("not-a-number", f'"{text:.40}" is no whole number of hours.', "Write it as 24.", "value")
    return int(text)


def _yes(text: str) -> bool | None:
    if text not in ("yes", "no", NONE):
        raise BadInput("not-yes-or-no", f'"{text:.40}" is neither yes nor no.', f"Write yes, no or {NONE}.", "value")
    return None if text == NONE else text == "yes"
