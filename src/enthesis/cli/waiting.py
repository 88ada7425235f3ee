"""`enthesis waiting`: who waits for another time, what is offered to whom, and the answers."""

import argparse
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from enthesis.cli.clinic_clocks import account, clinic_of, decided, who_decides
from enthesis.cli.clinic_resources import DAYS, hours_of
from enthesis.cli.common import FINE, NO, BadInput, print_json

if TYPE_CHECKING:
    from enthesis.clinic.models import Offer
    from enthesis.clinic.waiting import GivenOut, Waiting, Wishes


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    waiting = subparsers.add_parser("waiting", help="the waiting list: who waits, what is offered, the answers")
    commands = waiting.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listed = commands.add_parser(
        "list", help="who waits for what, in the order in which times are offered; open offers"
    )
    joined = commands.add_parser("join", help="put a visit of a course on the list")
    joined.add_argument("course", metavar="COURSE", help="the course's number, like C-0192")
    joined.add_argument("item", metavar="VISIT", help="which visit: treatment-2, as `enthesis book course` calls it")
    joined.add_argument(
        "--weekday", action="append", default=[], metavar="DAY", help="mon; only these; may be repeated"
    )
    joined.add_argument("--time", action="append", default=[], metavar="SPAN", help='"08:00-12:00"; only these')
    joined.add_argument("--with", dest="clinician", default="", metavar="NAME", help="only with this person")
    joined.add_argument("--notice", type=int, default=24, metavar="HOURS", help="before a visit; 24 unless told")
    joined.add_argument("--until", metavar="DATE", help="the last day that is of use")
    left = commands.add_parser("leave", help="take an entry off the list")
    left.add_argument("entry", type=int, metavar="ENTRY", help="its number in the list")
    given = commands.add_parser(
        "give-out", help="offer what is free now to whoever is next; `enthesis work` does it too"
    )
    for name, help_ in (("accept", "say yes to an offer: the visit is booked or moved"), ("decline", "say no to it")):
        answered = commands.add_parser(name, help=help_)
        answered.add_argument("offer", type=int, metavar="OFFER", help="its number in the list")
        answered.add_argument("--by", metavar="E-MAIL", help="who answers")
        answered.add_argument("--json", action="store_true", help="print JSON")
        answered.set_defaults(run=run_answer, yes=name == "accept")
    ways = commands.add_parser("way", help="how times are offered: shown, or decided by the clinic")
    ways.add_argument("way", nargs="?", metavar="WAY", help="one-by-one or first-come; left out: show")
    ways.add_argument("--minutes", type=int, metavar="N", help="for how long an offer lasts")
    for parser, run in ((listed, run_list), (given, run_give_out), (ways, run_way)):
        parser.add_argument("--clinic", metavar="NAME", help="the clinic, where there are several")
        parser.set_defaults(run=run)
    for parser, run in ((joined, run_join), (left, run_leave)):
        parser.set_defaults(run=run)
    for parser in (joined, left, ways):
        parser.add_argument("--by", metavar="E-MAIL", help="who does it")
    for parser in (listed, joined, left, given, ways):
        parser.add_argument("--json", action="store_true", help="print JSON")


def run_list(args: argparse.Namespace) -> int:
    clinic = clinic_of(args.clinic)
    from enthesis.clinic.waiting import open_offers, rules_of, waiting_list

    lines, offers = waiting_list(clinic.pk), open_offers(clinic.pk, datetime.now(UTC))
    if args.json:
        rules = rules_of(clinic.pk)
        print_json(
            {
                "clinic": clinic.name,
                "way": rules.way,
                "minutes": rules.minutes,
                "not_decided": sorted(rules.undecided),
                "waiting": [_entry(line) for line in lines],
                "offers": [_offer(offer) for offer in offers],
            }
        )
        return FINE
    for line in lines:
        found = _entry(line)
        booked = f"booked {found['booked']:.16}" if found["booked"] else "not booked"
        urgent = "  its window would be missed" if found["would_be_missed"] else ""
        print(
            f"{found['entry']:>5}  {found['course']}  {found['visit']:<24} {booked}  since {found['since']:.10}{urgent}"
        )
    for offer in offers:
        told = _offer(offer)
        print(f"Offer {told['offer']} to {told['course']}: {told['starts']:.16}, until {told['until']:.16}.")
    if not lines:
        print(f"Nobody waits in {clinic.name}.")
    return FINE


def run_join(args: argparse.Namespace) -> int:
    wishes = _wishes(args)
    until = _day(args.until) if args.until else None
    seen, by = _opened(args.course, args.by)
    from enthesis.clinic.offering import visit_of, visits_of
    from enthesis.clinic.waiting import join

    found = visit_of(visits_of(seen), "", args.item)
    visit = found.booking.visit if found and found.booking else ""
    entry = _answered(join, seen, visit, args.item, wishes, by=by, now=datetime.now(UTC), until=until)
    if args.json:
        print_json({"entry": entry.pk, "course": seen.number, "visit": entry.item, "state": entry.state})
    else:
        print(f"{seen.number} waits for {entry.item}, as entry {entry.pk}.")
    return FINE


def run_leave(args: argparse.Namespace) -> int:
    by = _by(args.by)
    from enthesis.clinic.waiting import leave

    entry = _answered(leave, args.entry, by=by, now=datetime.now(UTC))
    if args.json:
        print_json({"entry": entry.pk, "state": entry.state})
    else:
        print(f"Entry {entry.pk} is {entry.state}.")
    return FINE


def run_give_out(args: argparse.Namespace) -> int:
    clinic = clinic_of(args.clinic)
    from enthesis.clinic.waiting import give_out

    done: GivenOut = give_out(clinic, datetime.now(UTC))
    if args.json:
        print_json(
            {
                "clinic": clinic.name,
                "offers": [_offer(offer) for offer in done.offers],
                "waiting": done.waiting,
                "lapsed": done.lapsed,
                "lost": done.lost,
                "ended": done.ended,
            }
        )
        return FINE
    for offer in done.offers:
        told = _offer(offer)
        print(f"Offered to {told['course']}: {told['starts']:.16}, until {told['until']:.16} (offer {told['offer']}).")
    print(
        f"{len(done.offers)} offered, {done.waiting} wait, {done.lapsed} lapsed, {done.lost} lost, {done.ended} ended."
    )
    return FINE


def run_answer(args: argparse.Namespace) -> int:
    by = _by(args.by)
    from enthesis.clinic.errors import NotAllowed, Refused
    from enthesis.clinic.waiting import accept, decline

    try:
        if args.yes:
            done = accept(args.offer, by=by, now=datetime.now(UTC))
            offer, again = done.offer, done.again
        else:
            offer, again = decline(args.offer, by=by, now=datetime.now(UTC)), False
    except NotAllowed as problem:
        raise BadInput(problem.codes[0], str(problem), "See: enthesis waiting list.", "offer") from None
    except Refused as problem:
        says = f"{problem.findings[0].says} {problem.findings[0].remedy}"
        if args.json:
            print_json({"offer": args.offer, "refused": [finding.as_json() for finding in problem.findings]})
        else:
            print(says)
        return NO
    if args.json:
        print_json({**_offer(offer), "again": again})
    else:
        print(f"Offer {offer.pk} is {offer.state}{', as before' if again else ''}.")
    return FINE


def run_way(args: argparse.Namespace) -> int:
    clinic = clinic_of(args.clinic)
    from enthesis.clinic.waiting import rules_of, set_minutes, set_way

    if args.way is not None:
        decided(set_way, args.way, clinic=clinic, by=who_decides(args.by))
    if args.minutes is not None:
        decided(set_minutes, args.minutes, clinic=clinic, by=who_decides(args.by))
    rules = rules_of(clinic.pk)
    if args.json:
        told = {"way": rules.way, "minutes": rules.minutes, "not_decided": sorted(rules.undecided)}
        print_json({"clinic": clinic.name, **told})
        return FINE
    print(f"{clinic.name} offers a free time {rules.way}; an offer lasts {rules.minutes} minutes.")
    if rules.undecided:
        print("The clinic has not decided: these are the defaults. enthesis waiting way WAY --minutes N --by E-MAIL")
    return FINE


def _wishes(args: argparse.Namespace) -> "Wishes":
    for day in args.weekday:
        if day not in DAYS:
            raise BadInput("not-a-weekday", f'"{day:.20}" is no weekday.', f"One of {', '.join(DAYS)}.", "--weekday")
    times = hours_of([f"mon {span}" for span in args.time], "--time")[0]
    from enthesis.clinic.start import opened

    opened()
    from enthesis.clinic.waiting import Wishes

    return Wishes(frozenset(DAYS.index(day) for day in args.weekday), times, args.clinician, args.notice)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("not-a-day", f'"{text:.40}" is no day.', "Write it as 2026-12-20.", "--until") from None


def _by(email: str | None) -> Any:
    from enthesis.clinic.start import opened

    opened()
    from enthesis.clinic.access import Operator

    return account(email, "--by") if email else Operator()


def _opened(course: str, email: str | None) -> tuple[Any, Any]:
    by = _by(email)
    from enthesis.clinic.opening import open_course

    return _answered(open_course, course, by=by), by


def _answered(work: Any, *words: Any, **named: Any) -> Any:
    """What `work` returns. A no becomes `BadInput`."""
    from enthesis.clinic.errors import NotAllowed, Refused

    try:
        return work(*words, **named)
    except NotAllowed as problem:
        raise BadInput(problem.codes[0], str(problem), "See: enthesis waiting list.") from None
    except Refused as problem:
        finding = problem.findings[0]
        raise BadInput(finding.code, finding.says, finding.remedy, finding.field) from None


def _entry(line: "Waiting") -> dict[str, Any]:
    zone, visit = line.seen.zone, line.visit
    booking = visit.booking if visit else None
    window: Sequence[date | None] = (visit.wanted.opens, visit.wanted.closes) if visit else (None, None)
    return {
        "entry": line.entry.pk,
        "course": line.seen.number,
        "visit": line.entry.item,
        "booked": booking.starts.astimezone(zone).isoformat(timespec="minutes") if booking else None,
        "opens": str(window[0]) if window[0] else None,
        "closes": str(window[1]) if window[1] else None,
        "since": line.entry.since.astimezone(zone).isoformat(timespec="minutes"),
        "until": str(line.entry.until) if line.entry.until else None,
        "would_be_missed": line.is_urgent,
    }


def _offer(offer: "Offer") -> dict[str, Any]:
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(offer.entry.clinic.time_zone)
    return {
        "offer": offer.pk,
        "entry": offer.entry_id,
        "course": offer.entry.course.number,
        "visit": offer.entry.item,
        "starts": offer.starts.astimezone(zone).isoformat(timespec="minutes"),
        "minutes": offer.minutes,
        "resources": [name for name in offer.resources.split("\n") if name],
        "until": offer.until.astimezone(zone).isoformat(timespec="minutes"),
        "state": offer.state,
    }
