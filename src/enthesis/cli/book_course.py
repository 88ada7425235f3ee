"""`enthesis book course`: what a stored course could have booked next, and booking it."""

import argparse
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from enthesis.cli.clinic_clocks import account
from enthesis.cli.clinic_resources import DAYS, hours_of
from enthesis.cli.common import FINE, NO, BadInput, print_json

if TYPE_CHECKING:
    from enthesis.clinic.booking import Proposal
    from enthesis.clinic.opening import Seen
    from enthesis.scheduling.choices import Choice
    from enthesis.scheduling.problem import Patient
    from enthesis.scheduling.why import WhyNot


def run(args: argparse.Namespace) -> int:
    wishes = _wishes(args)
    from enthesis.clinic.start import opened

    opened()
    from enthesis.clinic.access import Operator
    from enthesis.clinic.errors import NotAllowed
    from enthesis.clinic.opening import open_course

    by = account(args.by, "--by") if args.by else Operator()
    seen = []
    for number in dict.fromkeys(args.course):
        try:
            seen.append(open_course(number, by=by))
        except NotAllowed:
            raise BadInput(
                "no-such-course", f'There is no course "{number:.20}".', "See: enthesis due.", "course"
            ) from None
    if args.sessions is not None and not 1 <= args.sessions <= 30:
        raise BadInput("out-of-range", f"{args.sessions} sessions.", "Give 1 to 30.", "--sessions")
    if not 0 <= args.days_between <= 366:
        raise BadInput("out-of-range", f"{args.days_between} days.", "Give 1 to 366.", "--days-between")
    return _one(args, seen[0], wishes, by) if len(seen) == 1 else _several(args, seen, wishes, by)


def _one(args: argparse.Namespace, seen: "Seen", wishes: "Patient", by: Any) -> int:
    from enthesis.clinic.booking import book, propose

    now, remote = datetime.now(UTC), frozenset(args.telehealth)
    found = propose(seen, wishes, now=now, sessions=args.sessions, remote=remote, days_between=args.days_between)

    def take(choice: "Choice", key: str) -> int:
        done = book(seen, found.visits, choice.series.visits, by=by, key=key)
        return len(done.events) if done else 0

    booked = _take(args, found.choices, take)
    if args.json:
        print_json(_as_json(found, seen) | ({"booked": booked} if booked is not None else {}))
    else:
        _tell(found, seen, booked)
    return FINE if found.choices else NO


def _several(args: argparse.Namespace, courses: "list[Seen]", wishes: "Patient", by: Any) -> int:
    from enthesis.clinic.booking_together import book_together, propose_together

    if len({seen.person for seen in courses}) > 1:
        raise BadInput("not-one-patient", "These courses are of different patients.", "Give one patient's.", "course")
    found = propose_together(
        courses,
        wishes,
        now=datetime.now(UTC),
        sessions=args.sessions,
        remote=frozenset(args.telehealth),
        days_between=args.days_between,
    )

    def take(choice: "Choice", key: str) -> int:
        return sum(len(done.events) for done in book_together(found, choice.series.visits, by=by, key=key))

    booked, zone = _take(args, found.choices, take), courses[0].zone
    unplaced = [(number, each) for number, some in found.unplaced.items() for each in some]
    if args.json:
        answer = {
            "courses": [seen.number for seen in courses],
            "choices": [_choice_as_json(choice, zone) for choice in found.choices],
            "why": found.why.says if found.why else None,
            "relaxations": [relaxation.says for relaxation in found.why.relaxations] if found.why else [],
            "not_asked_for": [{"course": no, "activity": each.activity, "why": each.why} for no, each in unplaced],
        }
        print_json(answer | ({"booked": booked} if booked is not None else {}))
        return FINE if found.choices else NO
    if found.problem is None:
        print("There is nothing to book now.")
    _tell_choices(found.choices, zone)
    _tell_why(found.why)
    for number, each in unplaced:
        print(f"Not asked for: {number} {each.activity}: {each.why}.")
    _tell_booked(booked)
    return FINE if found.choices else NO


def _wishes(args: argparse.Namespace) -> "Patient":
    from enthesis.scheduling.problem import Away, Patient

    for day in args.weekday:
        if day not in DAYS:
            raise BadInput("not-a-weekday", f'"{day:.20}" is no weekday.', f"One of {', '.join(DAYS)}.", "--weekday")
    away = []
    for span in args.away:
        first, _, last = span.partition("/")
        try:
            away.append(Away(date.fromisoformat(first), date.fromisoformat(last or first)))
        except ValueError:
            says = f'"{span:.40}" is not days.'
            raise BadInput("not-days", says, "Write 2026-12-20/2027-01-03.", "--away") from None
    times = hours_of([f"mon {span}" for span in args.time], "--time")[0]
    return Patient(
        away=tuple(away),
        weekdays=frozenset(DAYS.index(day) for day in args.weekday),
        times=times,
        only=args.only,
        clinician=args.clinician,
        same_clinician=args.same_clinician,
    )


def _take(args: argparse.Namespace, found: "Sequence[Choice]", take: "Callable[[Choice, str], int]") -> int | None:
    """How many visits were booked; None: none was to be."""
    from enthesis.clinic.door import NotRecorded, new_id

    if args.take is None:
        return None
    if not 1 <= args.take <= len(found):
        there = f"There are {len(found)}." if found else "There is none."
        raise BadInput("no-such-series", f"No series {args.take}.", there, "--take")
    try:
        return take(found[args.take - 1], new_id())
    except NotRecorded as problem:
        raise BadInput("not-booked", " ".join(str(problem).split()), "Ask for the series again.", "--take") from None


def _tell(found: "Proposal", seen: "Seen", booked: int | None) -> None:
    if found.problem is None:
        print(f"{seen.number} has nothing to book now.")
    _tell_choices(found.choices, seen.zone)
    _tell_why(found.why)
    for unplaced in found.unplaced:
        print(f"Not asked for: {unplaced.activity}: {unplaced.why}.")
    for kind in found.undecided:
        print(f"No source says how long it takes: {kind}. The clinic decides: enthesis clinic visit-minutes {kind} ...")
    _tell_booked(booked)


def _tell_choices(found: "Sequence[Choice]", zone: tzinfo) -> None:
    for choice in found:
        print(f"{'Best' if not choice.differs else 'Or ' + choice.differs}, {choice.series.cost} points:")
        for visit in sorted(choice.series.visits, key=lambda visit: visit.starts):
            when = visit.starts.astimezone(zone).strftime("%a %d %b %Y %H:%M")
            print(f"  {when}  {visit.item:<24} {', '.join(visit.resources)}")


def _tell_why(why: "WhyNot | None") -> None:
    if why is not None:
        print(f"No complete series: {why.says}")
        for relaxation in why.relaxations:
            print(f"  It would go: {relaxation.says}")


def _tell_booked(booked: int | None) -> None:
    if booked is not None:
        print(f"Booked: {booked} visits." if booked else "Nothing changes.")


def _as_json(found: "Proposal", seen: "Seen") -> dict[str, Any]:
    zone = seen.zone
    return {
        "course": seen.number,
        "choices": [_choice_as_json(choice, zone) for choice in found.choices],
        "starts": {str(day): number for day, number in found.starts.counts.items()} if found.starts else {},
        "why": found.why.says if found.why else None,
        "relaxations": [relaxation.says for relaxation in found.why.relaxations] if found.why else [],
        "not_asked_for": [{"activity": unplaced.activity, "why": unplaced.why} for unplaced in found.unplaced],
        "not_stated": list(found.undecided),
    }


def _choice_as_json(choice: "Choice", zone: tzinfo) -> dict[str, Any]:
    return {
        "differs": choice.differs,
        "cost": choice.series.cost,
        "series": [
            {
                "item": visit.item,
                "starts": visit.starts.astimezone(zone).isoformat(timespec="minutes"),
                "ends": visit.ends.astimezone(zone).isoformat(timespec="minutes"),
                "resources": list(visit.resources),
            }
            for visit in choice.series.visits
        ],
    }
