"""`enthesis clinic`: a clinic of one's own, and the accounts of those who work and are treated in it."""

import argparse
import secrets
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from enthesis.cli import (
    clinic_calendars,
    clinic_clocks,
    clinic_confirm,
    clinic_contact,
    clinic_resources,
    clinic_visit_rules,
)
from enthesis.cli.common import FINE, BadInput, print_json

PATIENT = "patient"
STAFF = ("clinician", "therapist", "front-desk", "lead")


def register(subparsers: Any) -> None:
    group = subparsers.add_parser("clinic", help="make a clinic; invite its staff and patients")
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)

    made = commands.add_parser("new", help="make a clinic and the account of its lead")
    made.add_argument("name", help="the clinic's name, as patients see it")
    made.add_argument("--zone", required=True, metavar="ZONE", help="its time zone, for instance Europe/Berlin")
    made.add_argument("--lead", required=True, metavar="E-MAIL", help="the lead's e-mail address, to sign in with")
    made.add_argument("--json", action="store_true", help="print JSON")
    made.set_defaults(run=run_new)

    invited = commands.add_parser("invite", help="make an account for somebody of the clinic")
    invited.add_argument("email", help="the e-mail address to sign in with")
    invited.add_argument("--role", required=True, choices=(*STAFF, PATIENT))
    invited.add_argument("--person", metavar="P-NUMBER", help="for a patient: whose record the account opens")
    invited.add_argument("--name", default="", help="the name that others in the clinic see")
    invited.add_argument("--clinic", metavar="NAME", help="the clinic, where there are several")
    invited.add_argument("--json", action="store_true", help="print JSON")
    invited.set_defaults(run=run_invite)

    clinic_contact.register(commands)
    clinic_clocks.register(commands)
    clinic_confirm.register(commands)
    clinic_resources.register(commands)
    clinic_calendars.register(commands)
    clinic_visit_rules.register(commands)


def run_new(args: argparse.Namespace) -> int:
    from enthesis.clinic.start import ready

    try:
        ZoneInfo(args.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(
            "no-such-zone", f'"{args.zone:.60}" is no time zone.', "Write it as Europe/Berlin.", "--zone"
        ) from None
    name = args.name.strip()
    if not 0 < len(name) <= 200:
        raise BadInput("no-name", "A clinic has a name of up to 200 characters.", "Give it.", "name")
    ready()
    from enthesis.clinic.models import Clinic

    if Clinic.objects.filter(name=name).exists():
        raise BadInput("there-already", f'A clinic called "{name}" is there already.', "Choose another name.", "name")
    _check_email(args.lead)
    clinic = Clinic.objects.create(name=name, time_zone=args.zone)
    return _told(clinic, args.lead, "lead", "", args.json)


def run_invite(args: argparse.Namespace) -> int:
    from enthesis.clinic.start import ready

    ready()
    from enthesis.clinic.importing import NotImported, the_clinic

    try:
        clinic = the_clinic(args.clinic)
    except NotImported as problem:
        raise BadInput("no-such-clinic", problem.says, problem.remedy, problem.field) from None
    _check_email(args.email)
    if (args.role == PATIENT) != bool(args.person):
        raise BadInput(
            "person-missing" if args.role == PATIENT else "person-given",
            "A patient's account opens one person's record; staff's accounts name no person.",
            "Give --person P-0001 with --role patient, and only then.",
            "--person",
        )
    person = _person(clinic, args.person) if args.person else None
    return _told(clinic, args.email, args.role, args.name, args.json, person)


def _person(clinic: Any, number: str) -> Any:
    from enthesis.clinic.models import Person
    from enthesis.clinic.numbers import key_of

    key = key_of(number, "P")
    found = Person.objects.filter(clinic=clinic, pk=key).first() if key else None
    if found is None:
        raise BadInput(
            "no-such-person", f'No person "{number:.40}" is in {clinic.name}.', "See the patients' page.", "--person"
        )
    return found


def _check_email(address: str) -> None:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(address.strip())
    except ValidationError:
        raise BadInput(
            "no-e-mail", f'"{address:.80}" is no e-mail address.', "Write it as name@clinic.example.", "email"
        ) from None


def _told(clinic: Any, email: str, role: str, name: str, as_json: bool, person: Any = None) -> int:
    """Make the account, and say once how its owner signs in; an account that is there keeps its password."""
    from enthesis.clinic.accounts import invite
    from enthesis.clinic.models import User

    address = User.objects.normalize_email(email).strip().lower()
    password = None if User.objects.filter(email=address).exists() else secrets.token_urlsafe(12)
    invite(address, clinic=clinic, role=role, name=name, person=person, password=password)
    if as_json:
        print_json({"clinic": clinic.name, "email": address, "role": role, "password": password})
        return FINE
    print(f"{address} is {role} in {clinic.name}.")
    if password:
        print(f"First password, shown only here: {password}")
        print("Change it after the first sign-in, and set up a second factor.")
    else:
        print("The account was there already and keeps its password.")
    return FINE
