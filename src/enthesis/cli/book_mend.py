"""`enthesis book mend` and `enthesis book close-day`: what would move, and moving it."""

import argparse
from datetime import UTC, date, tzinfo
from typing import TYPE_CHECKING, Any

from enthesis.cli.clinic_clocks import account, clinic_of, decided, who_decides
from enthesis.cli.common import FINE, NO, BadInput, print_json

if TYPE_CHECKING:
    from enthesis.clinic.closing import Closing, Outcome
    from enthesis.clinic.mending import Line, Mend, Mended


def register(commands: Any) -> None:
    """Adds the commands to the group `enthesis book`."""
    mend = commands.add_parser(
        "mend",
        help="what is wrong with the booked times of a course, and what would move; with --do it is moved",
    )
    mend.add_argument("course", metavar="COURSE", help="the course's number, like C-0192")
    mend.set_defaults(run=run_mend)
    close = commands.add_parser(
        "close-day",
        help="somebody, or the whole clinic, cannot work on a day: one plan for all; with --do it is carried out",
    )
    close.add_argument("day", metavar="DAY", help="2026-12-07")
    who = close.add_mutually_exclusive_group(required=True)
    who.add_argument("--resource", action="append", default=[], metavar="NAME", help="who or what; may be repeated")
    who.add_argument("--all", action="store_true", help="the whole clinic")
    close.add_argument("--why", default="", metavar="WORDS", help="with --do: why, for those who read it later")
    close.add_argument("--clinic", metavar="NAME", help="the clinic, where there are several")
    close.set_defaults(run=run_close)
    for parser in (mend, close):
        parser.add_argument("--do", action="store_true", help="move what nobody has confirmed, hold the rest")
        parser.add_argument("--by", metavar="E-MAIL", help="with --do: who does it")
        parser.add_argument("--json", action="store_true", help="print JSON")


def register_hours(commands: Any) -> None:
    """Adds `enthesis clinic move-hours`."""
    hours = commands.add_parser(
        "move-hours",
        help="how long a confirmed visit's new time is held, and how much notice a patient has of one: decided",
    )
    hours.add_argument("what", choices=("held", "notice"))
    hours.add_argument("hours", type=int, metavar="HOURS")
    hours.add_argument("--by", metavar="E-MAIL", help="who decides: a clinician or a lead of the clinic")
    hours.add_argument("--clinic", metavar="NAME", help="the clinic, where there are several")
    hours.add_argument("--json", action="store_true", help="print JSON")
    hours.set_defaults(run=run_hours)


def run_hours(args: argparse.Namespace) -> int:
    clinic = clinic_of(args.clinic)
    from enthesis.clinic.move_hours import HELD, set_move_hours

    decided(set_move_hours, args.what, args.hours, clinic=clinic, by=who_decides(args.by))
    if args.json:
        print_json({"clinic": clinic.name, "what": args.what, "hours": args.hours})
    elif args.what == HELD:
        print(f"The new time of a confirmed visit is held for {args.hours} hours while the patient decides.")
    else:
        print(f"No visit is moved to a time that is less than {args.hours} hours ahead.")
    return FINE


def run_mend(args: argparse.Namespace) -> int:
    from enthesis.clinic.start import opened

    opened()
    from enthesis.clinic import mending
    from enthesis.clinic.door import NotRecorded, new_id
    from enthesis.clinic.errors import NotAllowed
    from enthesis.clinic.opening import open_course

    by = _who(args)
    try:
        seen = open_course(args.course, by=by)
    except NotAllowed:
        says = f'There is no course "{args.course:.20}".'
        raise BadInput("no-such-course", says, "See: enthesis due.", "course") from None
    done = None
    if args.do:
        try:
            done = mending.mend(seen, by=by, key=new_id())
        except NotRecorded as problem:
            raise BadInput("not-moved", " ".join(str(problem).split()), "Ask for the plan again.", "course") from None
    plan = done.plan if done else mending.plan(seen)
    if args.json:
        print_json(_plan_json(plan, seen.zone) | (_done_json(done, seen.zone) if done else {}))
    else:
        _tell(plan, seen.zone)
        if done:
            _tell_done(done, seen.zone)
        elif plan.moves:
            print("Nothing was changed. To do it: --do --by E-MAIL.")
    return NO if plan.says else FINE


def run_close(args: argparse.Namespace) -> int:
    try:
        day = date.fromisoformat(args.day)
    except ValueError:
        raise BadInput("not-a-day", f'"{args.day:.20}" is no day.', "Write 2026-12-07.", "day") from None
    if args.do and not args.why.strip():
        raise BadInput("missing", "A closed day has a reason.", "Give --why.", "--why")
    clinic = clinic_of(args.clinic)
    from enthesis.clinic import closing
    from enthesis.clinic.door import new_id
    from enthesis.clinic.errors import NotAllowed

    by = _who(args)
    try:
        found = closing.plan_day(clinic, day, args.resource, by=by)
        outcomes = closing.close_day(found, by=by, key=new_id(), why=args.why.strip()) if args.do else ()
    except closing.CannotClose as problem:
        raise BadInput("cannot-close", problem.says, problem.remedy, problem.field) from None
    except NotAllowed as problem:
        raise BadInput("not-allowed", str(problem), "Name somebody who may.", "--by") from None
    if args.json:
        print_json(_closing_json(found, outcomes))
    else:
        _tell_closing(found, outcomes)
    return NO if found.left_out or any(outcome.says for outcome in outcomes) else FINE


def _who(args: argparse.Namespace) -> Any:
    from enthesis.clinic.access import Operator

    if args.do and not args.by:
        raise BadInput("nobody-named", "Moving visits has a name on it.", "Give --by E-MAIL.", "--by")
    return account(args.by, "--by") if args.by else Operator()


# -- in sentences -----------------------------------------------------------------------------------------------


def _tell(plan: "Mend", zone: tzinfo) -> None:
    for wrong in plan.wrong:
        print(f"Wrong: {wrong.says}")
    for line in plan.lines:
        print(f"  {_line(line, zone)}")
        for why in line.why if line.moves else ():
            print(f"      {why}")
    if plan.says:
        print(f"Cannot be mended: {plan.says}")
        for relaxation in plan.why.relaxations if plan.why else ():
            print(f"  It would go: {relaxation.says}")
    elif not plan.moves:
        print(f"{plan.course} has nothing to mend.")
    if any(line.is_asked for line in plan.moves):
        print(f"Asked, the new time held for {_hours(plan)}.")


def _hours(plan: "Mend") -> str:
    hours = int(plan.hours.held.total_seconds() // 3600)
    open_ = " (the clinic has not decided: enthesis clinic move-hours held)" if "held" in plan.hours.undecided else ""
    return f"{hours} hours{open_}"


def _line(line: "Line", zone: tzinfo) -> str:
    old = f"{line.old.astimezone(zone):%a %d %b %Y %H:%M}" if line.old else "no time"
    new = f"{line.new.astimezone(zone):%a %d %b %Y %H:%M}"
    if not line.moves:
        return f"{line.name:<24} {old}  stays{' (frozen)' if line.is_frozen else ''}"
    how = "asks the patient" if line.is_asked else "books" if line.is_new else "moves"
    return f"{line.name:<24} {old} -> {new}  {', '.join(line.resources)}  {how}"


def _tell_done(done: "Mended", zone: tzinfo) -> None:
    if done.moved:
        print(f"Moved or booked: {len(done.moved)}.")
    if done.held:
        print(f"The patient is asked until {done.held.until.astimezone(zone):%d %b %Y %H:%M}: {done.held.key}.")
    if done.says:
        print(done.says)


def _tell_closing(found: "Closing", outcomes: "tuple[Outcome, ...]") -> None:
    whom = ", ".join(found.names) if found.names else "the whole clinic"
    print(f"{found.day}, {whom}: {len(found.reached)} course{'' if len(found.reached) == 1 else 's'} reached.")
    for reached in found.reached:
        seen = reached.seen
        print(f"{seen.number}{f'  {seen.profile.name}' if seen.profile else ''}")
        for line in reached.plan.moves:
            print(f"  {_line(line, seen.zone)}")
        if reached.is_left_out:
            print(f"  Cannot be placed: {reached.plan.says}")
    batch = found.batch
    print(
        f"{batch.points} points ({batch.way}); no plan for these costs less than {batch.bound}: "
        f"{batch.distance} points at most above the best. {len(found.left_out)} cannot be placed."
    )
    if not outcomes:
        print("Nothing was changed. To do it: --do --why WORDS --by E-MAIL.")
    for outcome in outcomes:
        again = ", planned again because somebody was quicker" if outcome.planned_again else ""
        moved = len(outcome.done.moved) if outcome.done else 0
        asked = "; the patient is asked" if outcome.done and outcome.done.held else ""
        print(f"{outcome.course}: {moved} moved{asked}{again}.{f' {outcome.says}' if outcome.says else ''}")


# -- as JSON ----------------------------------------------------------------------------------------------------


def _plan_json(plan: "Mend", zone: tzinfo) -> dict[str, Any]:
    return {
        "course": plan.course,
        "wrong": [{"item": w.name, "visit": w.visit, "code": w.code, "says": w.says} for w in plan.wrong],
        "visits": [
            {
                "item": line.name,
                "visit": line.visit or None,
                "old": line.old.astimezone(zone).isoformat(timespec="minutes") if line.old else None,
                "new": line.new.astimezone(zone).isoformat(timespec="minutes"),
                "resources": list(line.resources),
                "moves": line.moves,
                "confirmed": line.confirmed,
                "asked": line.is_asked,
                "frozen": line.is_frozen,
                "why": list(line.why),
            }
            for line in plan.lines
        ],
        "why": plan.says or None,
        "relaxations": [relaxation.says for relaxation in plan.why.relaxations] if plan.why else [],
        "held_hours": plan.hours.held.total_seconds() / 3600,
        "notice_hours": plan.hours.notice.total_seconds() / 3600,
        "not_decided": sorted(plan.hours.undecided),
    }


def _done_json(done: "Mended", zone: tzinfo) -> dict[str, Any]:
    held = done.held
    return {
        "moved": len(done.moved),
        "held": {"key": held.key, "until": held.until.astimezone(zone).isoformat(timespec="minutes")} if held else None,
        "problem": done.says or None,
    }


def _closing_json(found: "Closing", outcomes: "tuple[Outcome, ...]") -> dict[str, Any]:
    batch = found.batch
    return {
        "day": str(found.day),
        "resources": list(found.names),
        "way": batch.way,
        "points": batch.points,
        "bound": batch.bound,
        "distance": batch.distance,
        "courses": [_plan_json(each.plan, each.seen.zone) for each in found.reached],
        "left_out": [{"course": each.seen.number, "why": each.plan.says} for each in found.left_out],
        "done": [
            {
                "course": outcome.course,
                "planned_again": outcome.planned_again,
                **(_done_json(outcome.done, UTC) if outcome.done else {}),
                "problem": outcome.says or None,
            }
            for outcome in outcomes
        ],
    }
