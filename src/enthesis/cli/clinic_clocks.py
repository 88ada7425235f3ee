"""`enthesis clinic on-call`, `answers-within` and `hold`: what a clinic decides where no source states it."""

import argparse
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from enthesis.cli.common import FINE, BadInput, print_json

NOBODY = "nobody"


def register(commands: Any) -> None:
    """Adds the commands to the group `enthesis clinic`."""
    duty = commands.add_parser("on-call", help="who is on call for reported symptoms: shown, or set")
    duty.add_argument("who", nargs="?", metavar="E-MAIL", help=f"the clinician's account, or {NOBODY}; left out: show")
    duty.add_argument(
        "--from", dest="since", metavar="INSTANT", help="from when on, like 2026-03-02T18:00; now if left out"
    )
    duty.add_argument("--why", default="", help="why, for those who read it later")
    times = commands.add_parser("answers-within", help="within what time a symptom is answered: shown, or decided")
    times.add_argument("clock", nargs="?", help="emergency, not-triaged, urgent, call or soon; left out: show")
    times.add_argument("amount", nargs="?", metavar="NUMBER", help="minutes (days for soon), or none to take it back")
    times.add_argument("--why", default="", help="why; a decision has a reason")
    hold = commands.add_parser("hold", help="how long drugs are left out around a session: shown, or decided")
    hold.add_argument("group", nargs="?", help="a group of drugs, like anti_inflammatory; left out: show")
    hold.add_argument("--before", metavar="DAYS", help="days before a session; 0: no pause; left out: not decided")
    hold.add_argument("--after", metavar="DAYS", help="days after a session")
    hold.add_argument("--why", default="", help="why; a decision has a reason")
    for parser, run in ((duty, run_on_call), (times, run_answers_within), (hold, run_hold)):
        parser.add_argument("--by", metavar="E-MAIL", help="who decides: a clinician or a lead of the clinic")
        parser.add_argument("--clinic", metavar="NAME", help="the clinic, where there are several")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.set_defaults(run=run)


def run_on_call(args: argparse.Namespace) -> int:
    clinic = clinic_of(args.clinic)
    zone = ZoneInfo(clinic.time_zone)
    if args.who is not None:
        from enthesis.clinic.decisions import set_on_call

        owner = None if args.who == NOBODY else account(args.who, "who")
        since = _instant(args.since, zone) if args.since else None
        decided(set_on_call, owner, clinic=clinic, by=who_decides(args.by), why=args.why, since=since)
    from enthesis.clinic.accounts import names_of
    from enthesis.clinic.decisions import escalation_rules

    rules, now = escalation_rules(clinic.pk, zone), datetime.now(UTC)
    there = rules.on_call_at(now)
    ahead = [duty for duty in rules.on_call if duty.since > now]
    names = names_of([there, *(duty.owner for duty in ahead)])
    if args.json:
        listed = [{"who": duty.owner or None, "from": duty.since.isoformat()} for duty in ahead]
        print_json({"clinic": clinic.name, "on_call": there or None, "ahead": listed})
        return FINE
    print(f"On call in {clinic.name}: {names.get(there, there) or NOBODY}.")
    for duty in ahead:
        print(f"From {duty.since.astimezone(zone):%d %b %Y %H:%M}: {names.get(duty.owner, duty.owner) or NOBODY}.")
    return FINE


def run_answers_within(args: argparse.Namespace) -> int:
    clinic = clinic_of(args.clinic)
    if args.clock is not None:
        from enthesis.clinic.decisions import set_answers_within

        amount = _amount(args.amount)
        decided(set_answers_within, args.clock, amount, clinic=clinic, by=who_decides(args.by), why=args.why)
    from enthesis.clinic.decisions import escalation_rules

    rules, now = escalation_rules(clinic.pk, ZoneInfo(clinic.time_zone)), datetime.now(UTC)
    rows = []
    for clock in (clock for clock in rules.clocks if clock.unit):
        kept = rules.decision(clock, now)
        rows.append(
            {
                "clock": clock.id,
                "title": clock.title,
                "unit": clock.unit,
                "amount": kept.amount if kept else None,
                "by": kept.by if kept else None,
                "why": kept.why if kept else None,
            }
        )
    if args.json:
        print_json({"clinic": clinic.name, "answers_within": rows})
        return FINE
    for row in rows:
        said = f"{row['amount']} {row['unit']}, decided by {row['by']}: {row['why']}" if row["amount"] else ""
        print(f"{row['clock']:<12} {row['title']}: {said or 'not stated: the clinic decides'}")
    return FINE


def run_hold(args: argparse.Namespace) -> int:
    clinic = clinic_of(args.clinic)
    if args.group is not None:
        from enthesis.clinic.decisions import set_hold

        before, after = (_whole(text, f"--{side}") for side, text in (("before", args.before), ("after", args.after)))
        decided(set_hold, args.group, before, after, clinic=clinic, by=who_decides(args.by), why=args.why)
    from enthesis.clinic.decisions import own_holds
    from enthesis.pathway.medications.holds import published

    own = own_holds(clinic.pk)
    rows = [
        {
            "group": group.id,
            "title": group.title,
            "before": own[group.id].hold.before_days if group.id in own else None,
            "after": own[group.id].hold.after_days if group.id in own else None,
            "by": own[group.id].by if group.id in own else None,
            "published": group.in_words,
        }
        for group in published().values()
    ]
    if args.json:
        print_json({"clinic": clinic.name, "holds": rows})
        return FINE
    for row in rows:
        sides = [f"{row[side]} days {side}" for side in ("before", "after") if row[side] is not None]
        said = f"{', '.join(sides)}, decided by {row['by']}" if sides else "not stated: the clinic decides"
        print(f"{row['group']}: {said} (published: {row['published']})")
    return FINE


# -- shared with `enthesis clinic confirm` ---------------------------------------------------------------------------


def clinic_of(name: str | None) -> Any:
    """The clinic of that name, or the only one. Raises `BadInput`."""
    from enthesis.clinic.start import ready

    ready()
    from enthesis.clinic.importing import NotImported, the_clinic

    try:
        return the_clinic(name)
    except NotImported as problem:
        raise BadInput("no-such-clinic", problem.says, problem.remedy, problem.field) from None


def account(email: str, field: str) -> Any:
    """The account with that address. Raises `BadInput`."""
    from enthesis.clinic.models import User

    found = User.objects.filter(email=User.objects.normalize_email(email).strip().lower(), is_active=True).first()
    if found is None:
        raise BadInput("no-such-account", f'No account has the address "{email:.80}".', "See: clinic invite.", field)
    return found


def who_decides(email: str | None) -> Any:
    """The account that a decision is kept under. Raises `BadInput` where none is named."""
    if not email:
        raise BadInput("nobody-named", "A decision has a name on it.", "Give --by E-MAIL.", "--by")
    return account(email, "--by")


def decided(keep: Any, *words: Any, **named: Any) -> Any:
    """Keep a decision. A no becomes `BadInput`."""
    from enthesis.clinic.decisions import NotDecided
    from enthesis.clinic.errors import NotAllowed

    try:
        return keep(*words, **named)
    except NotDecided as problem:
        raise BadInput("not-decided", problem.says, problem.remedy, problem.field) from None
    except NotAllowed as problem:
        raise BadInput("not-allowed", str(problem), "Name a clinician or a lead of the clinic.", "--by") from None


def _amount(text: str | None) -> int | None:
    if text is None:
        raise BadInput("no-number", "No number is given.", "Give one, or none to take it back.", "amount")
    return None if text == "none" else _whole(text, "amount")


def _whole(text: str | None, field: str) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 6:
        raise BadInput("not-a-number", f'"{text:.40}" is no whole number.', "Write it as 15.", field)
    return int(text)


def _instant(text: str, zone: ZoneInfo) -> datetime:
    """An instant on the clinic's clock, unless it brings a time zone of its own."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(
            "no-instant", f'"{text:.40}" is no instant.', "Write it as 2026-03-02T18:00.", "--from"
        ) from None
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
