"""`enthesis recall`: from a lot to every patient, session and point."""

import argparse
import sys
from typing import Any

from enthesis.cli.common import FINE, MISSING, NO, BadInput, print_json
from enthesis.cli.course import day_of


def register(subparsers: Any) -> None:
    recall = subparsers.add_parser(
        "recall",
        help="who got a lot: every patient, session and point; changes nothing",
        epilog="exit status: 0 somebody got it, 1 nobody did, 2 bad input, 3 the record cannot be read",
    )
    recall.add_argument("lot", metavar="LOT", help="the number on the vial; case, blanks and dashes do not matter")
    recall.add_argument("--since", metavar="DATE", help="only from this day on, like 2026-03-23")
    recall.add_argument("--clinic", metavar="NAME", help="only this clinic; default: all on this machine")
    printed = recall.add_mutually_exclusive_group()
    printed.add_argument("--json", action="store_true", help="print JSON")
    printed.add_argument("--csv", action="store_true", help="print a table for a spreadsheet, a line for each point")
    recall.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from enthesis.clinic.start import opened

    since = day_of(args.since, "--since")
    opened()
    from enthesis.clinic.access import Operator
    from enthesis.clinic.log import Unreadable
    from enthesis.clinic.models import Clinic
    from enthesis.clinic.recall import NoLot, recall
    from enthesis.clinic.recall_table import as_csv, as_json

    clinics = list(Clinic.objects.order_by("pk"))
    if args.clinic:
        names = ", ".join(clinic.name for clinic in clinics) or "none"
        clinics = [clinic for clinic in clinics if clinic.name.casefold() == args.clinic.casefold()]
        if not clinics:
            raise BadInput(
                "no-such-clinic", f'No clinic is called "{args.clinic:.40}".', f"There is: {names}.", "--clinic"
            )
    try:
        found = [recall(args.lot, by=Operator(), clinic=clinic.pk, since=since) for clinic in clinics]
    except NoLot as problem:
        raise BadInput("no-lot", problem.says, problem.remedy, "lot") from None
    except Unreadable as problem:
        if args.json:
            print_json({"error": {"code": "unreadable", "field": "", "says": str(problem), "remedy": ""}})
        else:
            print(f"enthesis: {problem}", file=sys.stderr)
        return MISSING
    if args.json:
        print_json([as_json(each) for each in found])
    elif args.csv:
        print(as_csv(found), end="")
    else:
        for each in found:
            _say(each)
    return FINE if any(each.uses for each in found) else NO


def _say(found: Any) -> None:
    from enthesis.pathway.window import in_words

    for use in found.uses:
        day = in_words(use.given.happened_on) if use.given.happened_on else "day not known"
        print(f"{use.course}  {_whom(use)}  {day}  {'; '.join(_part(part) for part in use.parts)}")
        for part in use.expired:
            print(f"    EXPIRED on that day: last day {in_words(part.expires)}.")
        points = "; ".join(_point(point) for point in use.reach.points)
        print(f"    {use.reach.says}{f' {points}.' if points else ''}")
    since = f" since {in_words(found.since)}" if found.since else ""
    counted = (
        _count(found.patients, "patient"),
        _count(len(found.uses), "session"),
        _count(found.points, "point"),
    )
    print(f"Lot {found.lot} in {found.clinic}{since}: {', '.join(counted)}. Nothing was changed.")
    if found.near:
        near = ", ".join(f"{near.lot} ({_count(near.sessions, 'session')})" for near in found.near)
        print(f"Not counted, but written nearly so: {near}.")


def _whom(use: Any) -> str:
    if use.is_erased:
        return f"{use.person} (erased)"
    known = [use.profile.name, use.profile.contact] if use.profile else []
    return " ".join([use.person, *filter(None, known)])


def _part(part: Any) -> str:
    syringe = f", syringe {part.syringe}" if part.syringe else ""
    return f"{part.ml} mL {part.name}, lot {part.lot}{syringe}"


def _point(point: Any) -> str:
    from enthesis.pathway.injection import target_in_words

    amount = f" {point.site.ml} mL" if point.site.ml is not None else ""
    return f"{target_in_words(point.site)}{amount}{'' if point.is_told else ' (may be)'}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
