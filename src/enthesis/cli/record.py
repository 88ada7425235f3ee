"""`enthesis verify`, `rebuild`, `erase` and `due`: proving, deriving again, erasing, and what is due."""

import argparse
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from enthesis.cli import symptoms
from enthesis.cli.common import FINE, NO, BadInput, print_json, read_json


def register(subparsers: Any) -> None:
    verify = subparsers.add_parser("verify", help="prove that nothing in the log was changed, and print its seal")
    verify.add_argument("--against", metavar="SEAL-FILE", help="an earlier `enthesis verify --json`, kept elsewhere")
    verify.add_argument("--json", action="store_true", help="print JSON; keep it elsewhere as a seal")
    verify.set_defaults(run=run_verify)

    rebuild = subparsers.add_parser("rebuild", help="derive everything that is searched again from the log")
    rebuild.add_argument("--check", action="store_true", help="only say what differs; change nothing")
    rebuild.add_argument("--json", action="store_true", help="print JSON")
    rebuild.set_defaults(run=run_rebuild)

    erase = subparsers.add_parser("erase", help="destroy a person's key: there is no way back")
    erase.add_argument("person", metavar="PERSON", help="the person's number, like P-0031")
    erase.add_argument("--dry-run", action="store_true", help="only say what would be erased")
    erase.add_argument("--json", action="store_true", help="print JSON")
    erase.set_defaults(run=run_erase)

    due = subparsers.add_parser("due", help="what is due, overdue first; changes nothing")
    due.add_argument("--on", metavar="DATE", help="the day to look at, like 2026-03-23; default: today in the clinic")
    due.add_argument("--clinic", metavar="NAME", help="only this clinic; default: all on this machine")
    due.add_argument(
        "--symptoms",
        action="store_true",
        help="instead, the open symptoms as they stand now, by the time that is left; status 1 where one is overdue",
    )
    due.add_argument("--role", metavar="ROLE", help="only for patient, therapist, front-desk, clinician or lead")
    due.add_argument("--json", action="store_true", help="print JSON")
    due.set_defaults(run=run_due)


def run_verify(args: argparse.Namespace) -> int:
    from enthesis.clinic.start import opened

    kept = read_json(args.against) if args.against else None
    opened()
    from enthesis.clinic.verify import BadSeal, read_seal, verify

    try:
        verdict = verify(read_seal(kept) if args.against else None)
    except BadSeal as bad:
        raise BadInput(
            "bad-seal", f"{args.against}: {bad}.", "Give the file that `enthesis verify --json` printed."
        ) from None
    if args.json:
        print_json(verdict.as_json())
    else:
        for fault in verdict.faults:
            where = f"{fault.course}, event {fault.seq}" if fault.seq is not None else fault.course
            print(f"{where + ': ' if where else ''}{fault.what}. {fault.says}")
        said = f"{len(verdict.faults)} faults" if len(verdict.faults) != 1 else "1 fault"
        print(f"{verdict.courses} courses, {verdict.events} events: {said if verdict.faults else 'all as recorded'}.")
        print(f"Seal: {verdict.seal}")
    return NO if verdict.faults else FINE


def run_rebuild(args: argparse.Namespace) -> int:
    from enthesis.clinic.start import opened

    opened()
    from enthesis.clinic.rebuild import rebuild

    done = rebuild(check=args.check)
    if args.json:
        shown = [difference.as_json() for difference in done.differences]
        print_json({"courses": done.courses, "people": done.people, "differences": shown, "changed": not args.check})
    else:
        for difference in done.differences:
            print(f"{difference.where}: {difference.what} {difference.says}")
        what = f"{done.courses} courses and {done.people} people"
        if not done.differences:
            print(f"{what}: everything follows from the log. Nothing was changed.")
        elif args.check:
            print(f"{what}: {len(done.differences)} differences. Nothing was changed; run: enthesis rebuild")
        else:
            print(f"{what}: {len(done.differences)} differences, put right.")
    return NO if done.differences and args.check else FINE


def run_erase(args: argparse.Namespace) -> int:
    from enthesis.clinic.start import opened

    opened()
    from enthesis.clinic.access import Operator
    from enthesis.clinic.erase import erase
    from enthesis.clinic.errors import NotAllowed

    try:
        found = erase(args.person, by=Operator(), dry_run=args.dry_run)
    except NotAllowed:
        raise BadInput(
            "no-such-person", f'No person is called "{args.person:.40}".', "A number looks like P-0031.", "person"
        ) from None
    if args.json:
        print_json({**found.as_json(), "changed": not (args.dry_run or found.already)})
    elif found.already:
        print(f"{found.person} was erased before. Nothing was changed.")
    else:
        courses = f"{len(found.courses)} course{'s' if len(found.courses) != 1 else ''}"
        kept = f"{courses}, {found.events} events stay as figures; the words of {found.sealed} can no longer be read"
        if args.dry_run:
            kept = kept.replace("can no longer", "could no longer").replace("stay", "would stay")
            print(f"{found.person} would be erased: {kept}; {found.accounts} accounts closed. Nothing was changed.")
        else:
            print(f"{found.person} is erased: {kept}; {found.accounts} accounts closed.")
            print("Backups from before still hold the key: delete them when your own rule says so.")
    return FINE


def run_due(args: argparse.Namespace) -> int:
    from enthesis.clinic.start import opened

    day = _day(args.on)
    opened()
    from enthesis.clinic.access import EVERYBODY
    from enthesis.clinic.models import Clinic, CourseRecord
    from enthesis.clinic.worklist import Due, everything_due

    if args.role and args.role not in EVERYBODY:
        raise BadInput(
            "no-such-role", f'"{args.role:.40}" is no role.', f"Give {', '.join(sorted(EVERYBODY))}.", "--role"
        )
    clinics = list(Clinic.objects.order_by("pk"))
    if args.clinic:
        names = ", ".join(clinic.name for clinic in clinics) or "none"
        clinics = [clinic for clinic in clinics if clinic.name.casefold() == args.clinic.casefold()]
        if not clinics:
            raise BadInput(
                "no-such-clinic", f'No clinic is called "{args.clinic:.40}".', f"There is: {names}.", "--clinic"
            )
    if args.symptoms:
        if day is not None or args.role:
            raise BadInput(
                "not-with-symptoms",
                "Symptoms are shown as they stand now, for everybody.",
                "Leave --on and --role out.",
            )
        return symptoms.show(clinics, args.json)
    lines: list[tuple[Due, date]] = []
    for clinic in clinics:
        on = day or datetime.now(ZoneInfo(clinic.time_zone)).date()
        lines += [(line, on) for line in everything_due(clinic.pk, on, args.role)]
    if args.json:
        print_json([line.as_json() for line, _ in lines])
        return FINE
    for line, _ in lines:
        print(_in_words(line))
    overdue = sum(line.is_overdue for line, _ in lines)
    active = CourseRecord.objects.filter(clinic__in=clinics, status="active").count()
    courses = "1 active course" if active == 1 else f"{active} active courses"
    print(f"{len(lines) - overdue} due, {overdue} overdue, in {courses}. Nothing was changed.")
    return FINE


def _in_words(line: Any) -> str:
    aim = line.window.aim
    day = f"{aim.day} {aim:%b %Y}" if aim else "no day stated"
    return f"{line.course}  {line.key}  {line.timing.value}  {day}  {line.because}"


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise BadInput("not-a-day", f'"{text:.40}" is not a day.', "Write it as 2026-03-23.", "--on")
