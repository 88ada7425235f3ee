"""`enthesis clinic contact`: whom patients call. The numbers stand in the leaflets and can be tapped on a phone."""

import argparse
import re
from typing import Any

from enthesis.cli.common import FINE, BadInput, print_json

LONGEST = 40
_NUMBER = re.compile(r"\+?[0-9][0-9 ()/.-]*")
_FIELDS = {
    "telephone": "by day",
    "telephone_when_closed": "when the clinic is closed",
    "emergency_number": "in an emergency",
}


def register(commands: Any) -> None:
    """Adds the command to the group `enthesis clinic`."""
    contact = commands.add_parser("contact", help="whom patients call: shown, or set")
    contact.add_argument("--telephone", metavar="NUMBER", help="of the clinic, by day; empty takes it out")
    contact.add_argument("--telephone-when-closed", metavar="NUMBER", help="at night and on days off")
    contact.add_argument("--emergency-number", metavar="NUMBER", help="of the country, for instance 112")
    contact.add_argument("--clinic", metavar="NAME", help="the clinic, where there are several")
    contact.add_argument("--json", action="store_true", help="print JSON")
    contact.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    given = {name: value for name in _FIELDS if (value := getattr(args, name)) is not None}
    numbers = {name: _number(name, value) for name, value in given.items()}
    from enthesis.clinic.start import ready

    ready()
    from enthesis.clinic.importing import NotImported, the_clinic

    try:
        clinic = the_clinic(args.clinic)
    except NotImported as problem:
        raise BadInput("no-such-clinic", problem.says, problem.remedy, problem.field) from None
    for name, value in numbers.items():
        setattr(clinic, name, value)
    if numbers:
        clinic.save(update_fields=list(numbers))
    found = {name: getattr(clinic, name) for name in _FIELDS}
    if args.json:
        print_json({"clinic": clinic.name, **found})
        return FINE
    print(f"{clinic.name}:")
    for name, when in _FIELDS.items():
        print(f"  {when}: {found[name] or 'not set; the leaflets say it in neutral words'}")
    return FINE


def _number(name: str, value: str) -> str:
    number = " ".join(value.split())
    if number and (len(number) > LONGEST or not _NUMBER.fullmatch(number)):
        option = f"--{name.replace('_', '-')}"
        raise BadInput("no-telephone", f'"{value:.60}" is no telephone number.', "Write it as +1 555 0100.", option)
    return number
