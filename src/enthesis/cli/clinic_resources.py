"""`enthesis clinic resource`: who and what visits take up, when they work, closed days, how long a visit takes."""

import argparse
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from enthesis.cli import book_mend
from enthesis.cli.clinic_clocks import account, clinic_of, decided, who_decides
from enthesis.cli.common import FINE, BadInput, print_json

if TYPE_CHECKING:
    from enthesis.scheduling.problem import Hours

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
VISITS = ("visit", "injection", "review", "physical-therapy", "before", "after")


def register(commands: Any) -> None:
    """Adds the commands to the group `enthesis clinic`."""
    added = commands.add_parser("resource", help="people, rooms and devices that visits take up: listed, or one added")
    added.add_argument("name", nargs="?", help="its name, which it keeps; left out: list them")
    added.add_argument("--kind", help="clinician, therapist, room, device, or what the clinic calls it")
    added.add_argument(
        "--skill", action="append", default=[], metavar="WORD", help="ultrasound, c-arm; may be repeated"
    )
    added.add_argument("--site", default="", help="where it is; left out: goes anywhere")
    added.add_argument(
        "--hours", action="append", default=[], metavar="HOURS", help='"mon-fri 08:00-12:00"; may be repeated'
    )
    added.add_argument("--account", metavar="E-MAIL", help="of a person")
    use = added.add_mutually_exclusive_group()
    use.add_argument("--out-of-use", action="store_true", help="offered to nobody; what is booked stays booked")
    use.add_argument("--use-again", action="store_true")
    shut = commands.add_parser("closed-days", help="days on which the clinic is closed for all: listed, closed, opened")
    shut.add_argument("first", nargs="?", metavar="DAY", help="2026-12-24; left out: list those of the year ahead")
    shut.add_argument("last", nargs="?", metavar="LAST", help="left out: that one day")
    shut.add_argument("--why", default="", help="a public holiday, a course for all staff")
    shut.add_argument("--open", action="store_true", help="work on that day again")
    shut.add_argument("--by", metavar="E-MAIL", help="who decides: a clinician or a lead of the clinic")
    wishes = commands.add_parser("booking-wish", help="what a good series is at this clinic: points, device days")
    wishes.add_argument("name", nargs="?", default="", help="a penalty, device-weekdays or days-between-visits; all")
    wishes.add_argument("value", nargs="?", help='a number, or "tue thu"; "" takes it back')
    wishes.add_argument("--by", metavar="E-MAIL", help="who decides it")
    wishes.add_argument("--clinic", metavar="NAME", help="which clinic, where there are several")
    wishes.add_argument("--json", action="store_true", help="print JSON")
    wishes.set_defaults(run=run_wish)
    lengths = commands.add_parser("visit-minutes", help="how long visits take where no protocol says it: decided")
    lengths.add_argument("what", choices=VISITS, help="a kind of visit, or the minutes kept free before and after one")
    lengths.add_argument("minutes", type=int, metavar="MINUTES")
    lengths.add_argument("--by", metavar="E-MAIL", help="who decides: a clinician or a lead of the clinic")
    book_mend.register_hours(commands)
    for parser, run in ((added, run_resource), (lengths, run_minutes), (shut, run_closed_days)):
        parser.add_argument("--clinic", metavar="NAME", help="the clinic, where there are several")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.set_defaults(run=run)


def run_resource(args: argparse.Namespace) -> int:
    clinic = clinic_of(args.clinic)
    from enthesis.clinic import resources
    from enthesis.clinic.models import Resource

    there = Resource.objects.filter(clinic=clinic, name=args.name).first() if args.name else None
    if there is not None and not args.kind:
        _change(there, args)
    elif args.name is not None:
        if not args.kind:
            raise BadInput("missing", "A resource has a kind.", "Give --kind clinician, room or device.", "--kind")
        described = resources.Described(
            args.name, args.kind, tuple(args.skill), args.site, hours_of(args.hours, "--hours")
        )
        try:
            resources.add(clinic, described, account(args.account, "--account") if args.account else None)
        except resources.NotAResource as problem:
            raise BadInput("not-a-resource", problem.says, problem.remedy, "name") from None
    rows: list[dict[str, Any]] = [
        {"name": row.name, "kind": row.kind, "skills": row.skills.split(), "site": row.site, "in_use": row.in_use}
        for row in Resource.objects.filter(clinic=clinic).order_by("kind", "name")
    ]
    if args.json:
        print_json({"clinic": clinic.name, "resources": rows})
        return FINE
    for row in rows:
        more = ", ".join([*row["skills"], *([row["site"]] if row["site"] else [])])
        print(
            f"{row['kind']:<12} {row['name']}{f'  ({more})' if more else ''}{'' if row['in_use'] else '  not in use'}"
        )
    if not rows:
        print(
            f"{clinic.name} has no resources: enthesis clinic resource NAME --kind room --hours 'mon-fri 08:00-18:00'"
        )
    return FINE


def _change(there: Any, args: argparse.Namespace) -> None:
    """What is given of a resource that is there already; the rest stays."""
    from enthesis.clinic import resources

    try:
        if args.hours:
            resources.set_hours(there, hours_of(args.hours, "--hours"))
    except resources.NotAResource as problem:
        raise BadInput("not-hours", problem.says, problem.remedy, "--hours") from None
    if args.skill or args.site or args.account:
        user = account(args.account, "--account") if args.account else there.user
        resources.describe(there, args.skill or there.skills.split(), args.site or there.site, user)
    if args.out_of_use or args.use_again:
        resources.set_in_use(there, args.use_again)


def run_closed_days(args: argparse.Namespace) -> int:
    clinic = clinic_of(args.clinic)
    from enthesis.clinic.closed_days import close_days, closed_days, open_day

    today = datetime.now(ZoneInfo(clinic.time_zone)).date()
    first = _day_of(args.first, "day") if args.first else None
    last = _day_of(args.last, "last") if args.last else first
    if first is not None and last is not None:
        by = who_decides(args.by)
        if args.open:
            for number in range(max(0, (last - first).days) + 1):
                decided(open_day, first + timedelta(days=number), clinic=clinic, by=by)
        else:
            decided(close_days, first, last, clinic=clinic, by=by, why=args.why)
    found = closed_days(clinic.pk, min(first or today, today), max(last or today, today + timedelta(days=366)))
    if args.json:
        print_json({"clinic": clinic.name, "closed": [{"day": str(d), "why": why} for d, why in sorted(found.items())]})
    else:
        for day, why in sorted(found.items()):
            print(f"{day:%a} {day}  {why}")
        print(f"{len(found)} day{'' if len(found) == 1 else 's'} closed for all in the year ahead.")
    return FINE


def _day_of(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("not-a-day", f'"{text:.20}" is no day.', "Write it as 2026-12-24.", field) from None


def run_minutes(args: argparse.Namespace) -> int:
    clinic = clinic_of(args.clinic)
    from enthesis.clinic.booking import set_visit_minutes

    decided(set_visit_minutes, args.what, args.minutes, clinic=clinic, by=who_decides(args.by))
    told = {"clinic": clinic.name, "what": args.what, "minutes": args.minutes}
    if args.json:
        print_json(told)
    else:
        print(f"{args.what}: {args.minutes} minutes, where no protocol says otherwise.")
    return FINE


def run_wish(args: argparse.Namespace) -> int:
    clinic = clinic_of(args.clinic)
    from enthesis.clinic.booking_wishes import DAYS_APART, DEVICE_DAYS, NAMES, POINTS, booking_wishes, set_booking_wish

    if args.value is not None:
        decided(set_booking_wish, args.name, args.value, clinic=clinic, by=who_decides(args.by))
    elif args.name and args.name not in NAMES:
        raise BadInput("no-such-wish", f'"{args.name:.40}" is no wish.', f"There are {', '.join(NAMES)}.", "name")
    found = booking_wishes(clinic.pk)
    told: dict[str, object] = {name: getattr(found.penalties, name) for name in POINTS}
    told |= {DEVICE_DAYS: [DAYS[day] for day in sorted(found.device_weekdays)], DAYS_APART: found.one_visit_per_days}
    shown = {name: value for name, value in told.items() if not args.name or name == args.name}
    if args.json:
        print_json({"clinic": clinic.name, "wishes": shown, "decided": sorted(found.decided)})
    else:
        for name, value in shown.items():
            said = " ".join(value) if isinstance(value, list) else value
            print(f"{name:<20} {said}{'' if name in found.decided else '  (the clinic has not decided)'}")
    return FINE


def hours_of(texts: Sequence[str], field: str) -> tuple["Hours", ...]:
    """Hours by weekday from words like "mon-fri 08:00-12:00". Raises `BadInput`."""
    found: list[list[tuple[time, time]]] = [[] for _ in DAYS]
    for text in texts:
        try:
            days, span = text.split()
            first, _, last = days.partition("-")
            start, end = (time.fromisoformat(part) for part in span.split("-"))
            places = range(DAYS.index(first), DAYS.index(last or first) + 1)
        except ValueError:
            raise BadInput(
                "not-hours", f'"{text:.60}" is not hours of weekdays.', 'Write "mon-fri 08:00-12:00".', field
            ) from None
        if start >= end and end != time(0):
            raise BadInput("not-hours", f'"{text:.60}" ends before it begins.', "00:00 ends the day.", field)
        for place in places:
            found[place].append((start, end))
    return tuple(tuple(sorted(spans)) for spans in found)
