"""`enthesis clinic calendar` and `feed`: calendars kept elsewhere, and secret addresses of the clinic's own."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from enthesis.cli.clinic_clocks import clinic_of
from enthesis.cli.common import FINE, NO, BadInput, print_json


def register(commands: Any) -> None:
    """Adds the commands to the group `enthesis clinic`."""
    calendar = commands.add_parser("calendar", help="calendars kept elsewhere, whose busy times nobody is booked at")
    ways = calendar.add_subparsers(title="commands", metavar="COMMAND", required=True)
    brought = ways.add_parser("import", help="read a file, or an address from now on every hour")
    brought.add_argument("resource", help="whose calendar it is, by the resource's name")
    brought.add_argument("source", metavar="FILE-OR-ADDRESS", help="an .ics file, or an address with https://")
    brought.add_argument("--name", help="what it is called; left out: the file's or the host's name")
    again = ways.add_parser("refresh", help="read every address again now")
    listed = ways.add_parser("list", help="the calendars, and what is booked although one of them says busy")
    gone = ways.add_parser("remove", help="its busy times are free again")
    gone.add_argument("number", type=int, help="as `list` shows it")
    feed = commands.add_parser("feed", help="secret addresses under which calendar programs read booked visits")
    kinds = feed.add_subparsers(title="commands", metavar="COMMAND", required=True)
    made = kinds.add_parser("make", help="make an address; it is shown only here")
    made.add_argument("whose", help="a resource's name, or a patient's number like P-0031")
    feeds = kinds.add_parser("list", help="the addresses that work, without their secrets")
    revoked = kinds.add_parser("revoke", help="an address shows nothing any more")
    revoked.add_argument("number", type=int, help="as `list` shows it")
    for parser, run in (
        (brought, run_import),
        (again, run_refresh),
        (listed, run_list),
        (gone, run_remove),
        (made, run_make),
        (feeds, run_feeds),
        (revoked, run_revoke),
    ):
        parser.add_argument("--clinic", metavar="NAME", help="the clinic, where there are several")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.set_defaults(run=run)


def run_import(args: argparse.Namespace) -> int:
    clinic = clinic_of(args.clinic)
    resource = _resource(clinic, args.resource, "resource")
    from urllib.parse import urlsplit

    from enthesis.clinic.access import Operator
    from enthesis.clinic.ical.outside import bring, follow
    from enthesis.clinic.ical.reading import LARGEST, NotACalendar

    now, address = datetime.now(UTC), "://" in args.source
    try:
        if address:
            name = args.name or urlsplit(args.source).hostname or "feed"
            found = follow(resource, name, args.source, by=Operator(), now=now)
        else:
            with Path(args.source).open("rb") as stream:
                data = stream.read(LARGEST + 1)
            found = bring(resource, args.name or Path(args.source).stem, data, by=Operator(), now=now)
    except NotACalendar as problem:
        raise BadInput("not-a-calendar", problem.says, problem.remedy, "source") from None
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise BadInput(
            "unreadable", f"{args.source}: cannot be read ({reason}).", "Check the name.", "source"
        ) from None
    return _tell(clinic, args.json, found)


def run_refresh(args: argparse.Namespace) -> int:
    clinic = clinic_of(args.clinic)
    from enthesis.clinic.ical.outside import refresh
    from enthesis.clinic.models import OutsideCalendar

    rows = OutsideCalendar.objects.exclude(address="").filter(resource__clinic=clinic)
    fine = [refresh(row, datetime.now(UTC)) for row in rows.select_related("resource__clinic").order_by("pk")]
    _tell(clinic, args.json)
    return FINE if all(fine) else NO


def run_list(args: argparse.Namespace) -> int:
    return _tell(clinic_of(args.clinic), args.json)


def run_remove(args: argparse.Namespace) -> int:
    clinic = clinic_of(args.clinic)
    from enthesis.clinic.access import Operator
    from enthesis.clinic.ical.outside import remove
    from enthesis.clinic.models import OutsideCalendar

    found = OutsideCalendar.objects.select_related("resource").filter(pk=args.number, resource__clinic=clinic).first()
    if found is None:
        raise BadInput(
            "no-such-calendar", f"No calendar {args.number}.", "See: enthesis clinic calendar list", "number"
        )
    remove(found, by=Operator())
    return _tell(clinic, args.json)


def run_make(args: argparse.Namespace) -> int:
    clinic = clinic_of(args.clinic)
    from enthesis.clinic.access import Operator
    from enthesis.clinic.ical.feeds import make_feed
    from enthesis.clinic.models import Person
    from enthesis.clinic.numbers import key_of

    key = key_of(args.whose, "P")
    person = Person.objects.filter(pk=key, clinic=clinic).first() if key else None
    made = make_feed(person or _resource(clinic, args.whose, "whose"), by=Operator())
    if args.json:
        print_json({"feed": made.feed.pk, "whose": args.whose, "address": made.address})
        return FINE
    print(f"{made.address}")
    print("This address is shown only here. Whoever has it can read when the visits are.")
    if not made.address.startswith("http"):
        print("Put the clinic's own address before it; Enthesis learns it from ENTHESIS_ADDRESS.")
    return FINE


def run_feeds(args: argparse.Namespace) -> int:
    clinic = clinic_of(args.clinic)
    from enthesis.clinic.models import CalendarFeed

    found = CalendarFeed.objects.filter(clinic=clinic, revoked_at=None).select_related("resource", "person")
    rows = [
        {
            "feed": each.pk,
            "whose": each.resource.name if each.resource else each.person.number if each.person else "",
            "made": each.made_at.isoformat(),
            "read": each.read_at.isoformat() if each.read_at else None,
        }
        for each in found.order_by("pk")
    ]
    if args.json:
        print_json({"clinic": clinic.name, "feeds": rows})
        return FINE
    for row in rows:
        made, read = str(row["made"])[:10], str(row["read"] or "never")[:10]
        print(f"{row['feed']:>4}  {row['whose']:<24} made {made}, read {read}")
    print(f"{len(rows)} addresses.")
    return FINE


def run_revoke(args: argparse.Namespace) -> int:
    clinic = clinic_of(args.clinic)
    from enthesis.clinic.access import Operator
    from enthesis.clinic.ical.feeds import revoke_feed
    from enthesis.clinic.models import CalendarFeed

    rows = CalendarFeed.objects.filter(pk=args.number, clinic=clinic, revoked_at=None)
    found = rows.select_related("resource", "person").first()
    if found is None:
        raise BadInput("no-such-feed", f"No address {args.number} works.", "See: enthesis clinic feed list", "number")
    revoke_feed(found, by=Operator())
    return run_feeds(args)


def _resource(clinic: Any, name: str, field: str) -> Any:
    from enthesis.clinic.models import Resource

    found = Resource.objects.select_related("clinic").filter(clinic=clinic, name=name).first()
    if found is None:
        raise BadInput(
            "no-such-resource", f'No resource is called "{name:.80}".', "See: enthesis clinic resource", field
        )
    return found


def _tell(clinic: Any, as_json: bool, only: Any = None) -> int:
    """The calendars of a clinic, or one, and what is booked although they say busy."""
    from enthesis.clinic.ical.outside import conflicts
    from enthesis.clinic.models import OutsideCalendar

    rows = OutsideCalendar.objects.filter(resource__clinic=clinic).select_related("resource").order_by("pk")
    rows = rows.filter(pk=only.pk) if only is not None else rows
    shown = [
        {
            "calendar": row.pk,
            "resource": row.resource.name,
            "name": row.name,
            "kind": "feed" if row.address else "file",
            "read": row.read_at.isoformat() if row.read_at else None,
            "busy": row.busy.count(),
            "problem": row.problem or None,
        }
        for row in rows
    ]
    clashes = [
        {
            "course": each.course,
            "visit": each.visit,
            "starts": each.starts.isoformat(),
            "resource": each.resource,
            "calendar": each.calendar,
        }
        for each in conflicts(clinic.pk, datetime.now(UTC), only)
    ]
    if as_json:
        print_json({"clinic": clinic.name, "calendars": shown, "conflicts": clashes})
        return FINE
    for row in shown:
        print(f"{row['calendar']:>4}  {row['resource']:<16} {row['name']:<20} {row['kind']}, {row['busy']} busy times")
        if row["problem"]:
            print(f"      {row['problem']}")
    for each in clashes:
        print(f"Booked all the same: {each['course']}, {each['starts']}, {each['resource']} ({each['calendar']}).")
    print(f"{len(shown)} calendars. {len(clashes)} visits are booked while one of them says busy; they stay booked.")
    return FINE
