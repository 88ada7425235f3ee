"""`enthesis messages`: what is to leave, what has left, and sending what is due now."""

import argparse
from datetime import UTC, datetime
from typing import Any

from enthesis.cli.common import FINE, BadInput, print_json


def register(subparsers: Any) -> None:
    group = subparsers.add_parser("messages", help="messages to patients, about their visits and otherwise")
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listed = commands.add_parser("list", help="what is planned and what became of it, of one course or of all")
    listed.add_argument("course", nargs="?", help="the course's number, like C-0192; left out: all")
    due = commands.add_parser("due", help="what is to leave now; changes nothing")
    sent = commands.add_parser("send", help="send what is due now, without waiting for the worker")
    times = commands.add_parser("times", help="when messages leave: shown, or decided")
    times.add_argument("what", nargs="?", help="a purpose, or quiet; left out: show")
    times.add_argument("amount", nargs="?", help="minutes or days, 20:00-08:00 for quiet, or none to take it back")
    times.add_argument("--why", default="", help="why, for those who read it later")
    times.add_argument("--by", metavar="E-MAIL", help="who decides: a clinician or a lead of the clinic")
    times.add_argument("--clinic", metavar="NAME", help="the clinic, where there are several")
    for parser, run in ((listed, run_list), (due, run_due), (sent, run_send), (times, run_times)):
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.set_defaults(run=run)


def run_list(args: argparse.Namespace) -> int:
    from enthesis.clinic.start import opened

    opened()
    from enthesis.clinic.messages.shown import lines_of
    from enthesis.clinic.models import CourseRecord
    from enthesis.clinic.numbers import key_of

    key = key_of(args.course) if args.course else None
    if args.course and not (key and CourseRecord.objects.filter(pk=key).exists()):
        raise BadInput("no-such-course", f'No course is called "{args.course:.40}".', "See: enthesis due.", "course")
    lines = lines_of(key)
    if args.json:
        print_json([line.as_json() for line in lines])
        return FINE
    for line in lines:
        print(f"{line.due:%Y-%m-%d %H:%M} UTC  {line.course}  {line.purpose:<13} {line.says}")
    print(f"{len(lines)} messages. Nothing was changed.")
    return FINE


def run_due(args: argparse.Namespace) -> int:
    from enthesis.clinic.start import opened

    opened()
    from enthesis.clinic.messages import notices_sending
    from enthesis.clinic.messages.sending import due
    from enthesis.clinic.notices.models import Notice
    from enthesis.clinic.numbers import number_of

    now = datetime.now(UTC)
    found = [{"course": number_of(each.course), "key": each.key} for each in due(now)]
    notices = Notice.objects.filter(pk__in=notices_sending.due(now)).order_by("due", "pk")
    found += [{"course": "notice", "key": f"{row.purpose}:{row.key}"} for row in notices]
    if args.json:
        print_json(found)
        return FINE
    for each in found:
        print(f"{each['course']}  {each['key']}")
    print(f"{len(found)} messages are due. Nothing was changed.")
    return FINE


def run_send(args: argparse.Namespace) -> int:
    from enthesis.clinic.start import opened

    opened()
    from enthesis.clinic.messages import notices_sending
    from enthesis.clinic.messages.sending import due, send, settle
    from enthesis.clinic.notices.models import Notice
    from enthesis.clinic.numbers import number_of

    now = datetime.now(UTC)
    settle(now)
    notices_sending.settle(now)
    done = [
        {"course": number_of(each.course), "key": each.key, "state": send(each.course, each.key, datetime.now(UTC))}
        for each in due(now)
    ]
    for row in Notice.objects.filter(pk__in=notices_sending.due(now)).order_by("due", "pk"):
        state = notices_sending.send(row.pk, now)
        done.append({"course": "notice", "key": f"{row.purpose}:{row.key}", "state": state})
    if args.json:
        print_json(done)
        return FINE
    for each in done:
        print(f"{each['course']}  {each['key']}  {each['state'] or 'not sent: no longer planned'}")
    print(f"{len(done)} messages were due.")
    return FINE


def run_times(args: argparse.Namespace) -> int:
    from enthesis.cli.clinic_clocks import clinic_of, decided, who_decides

    clinic = clinic_of(args.clinic)
    from enthesis.clinic.messages.times import QUIET, quiet_of, set_amount, set_quiet, times_of
    from enthesis.pathway.messages import shipped

    if args.what is not None:
        if args.amount is None:
            raise BadInput("missing", "How much is missing.", "Give a number, or none to take it back.", "amount")
        by, back = who_decides(args.by), args.amount == "none"
        if args.what == QUIET:
            quiet = None if back else decided(quiet_of, args.amount)
            decided(set_quiet, quiet, clinic=clinic, by=by, why=args.why)
        else:
            amount = None if back else _whole(args.amount)
            decided(set_amount, args.what, amount, clinic=clinic, by=by, why=args.why)
    times = times_of(clinic.pk)
    rows: list[dict[str, Any]] = [
        {
            "what": each.id,
            "amount": times.amounts[each.id],
            "unit": each.unit,
            "decided": each.id not in times.undecided,
        }
        for each in shipped().purposes.values()
    ]
    hours = f"{times.quiet.since:%H:%M}-{times.quiet.until:%H:%M}"
    rows.append({"what": QUIET, "amount": hours, "unit": "hours", "decided": QUIET not in times.undecided})
    if args.json:
        print_json({"clinic": clinic.name, "times": rows})
        return FINE
    for row in rows:
        said = "" if row["decided"] else "  the clinic has not decided"
        print(f"{row['what']:<13} {row['amount']} {row['unit']}{said}")
    return FINE


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 9):
        raise BadInput("not-a-number", f'"{text:.40}" is no whole number.', "Write it as 2880.", "amount")
    return int(text)
