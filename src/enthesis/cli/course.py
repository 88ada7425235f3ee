"""`enthesis course`: what is next in a course, from a file without storing anything, or from the record."""

import argparse
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from enthesis.cli.common import (
    FINE,
    NO,
    BadInput,
    add_json_door,
    answer_cases,
    print_json,
    read_text,
)
from enthesis.cli.course_words import print_answer
from enthesis.pathway import codec
from enthesis.pathway.agenda import Item, agenda
from enthesis.pathway.checks import check
from enthesis.pathway.course import Course, fold
from enthesis.pathway.course_drugs import completed, course_drugs
from enthesis.pathway.escalation import escalation, open_symptoms, rules
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.complaint import ProtocolError
from enthesis.pathway.protocol.library import find, suggest
from enthesis.pathway.protocol.model import Kind, Protocol
from enthesis.pathway.protocol.read import read_protocol
from enthesis.pathway.response import advise
from enthesis.pathway.window import in_words


def register(subparsers: Any) -> None:
    group = subparsers.add_parser("course", help="what is next in a course; import and show a course")
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)

    asked = commands.add_parser("agenda", help="what is next after some events; nothing is stored")
    asked.add_argument("file", nargs="?", help="events as JSON lines (docs/manual/events.md); - is standard input")
    asked.add_argument("--protocol", metavar="ID", help="the protocol, where the events do not name it")
    asked.add_argument("--as-of", metavar="DATE", help="how each item stands on that day")
    add_json_door(asked)
    asked.set_defaults(run=run_agenda)

    brought = commands.add_parser("import", help="read a course from JSON lines and record it")
    brought.add_argument("file", help="a course as JSON lines (docs/manual/events.md); - is standard input")
    brought.add_argument("--clinic", metavar="NAME", help="the clinic, where there are several")
    brought.add_argument("--dry-run", action="store_true", help="say what would be recorded, and record nothing")
    brought.add_argument("--json", action="store_true", help="print JSON")
    brought.set_defaults(run=run_import)

    shown = commands.add_parser("show", help="state, agenda and reasons of a recorded course")
    shown.add_argument("id", help="the course's number, as C-0192")
    shown.add_argument("--as-of", metavar="DATE", help="as it stood at the end of that day")
    shown.add_argument("--json", action="store_true", help="print JSON")
    shown.set_defaults(run=run_show)


# -- agenda ----------------------------------------------------------------------------------------------------


def run_agenda(args: argparse.Namespace) -> int:
    if args.json:
        return answer_cases(args.json, answer)
    if not args.file:
        raise BadInput("nothing-given", "No events are given.", "Name a file of JSON lines, or - for standard input.")
    events = list(read_lines(read_text(args.file), args.file))
    found = answer({"protocol": args.protocol, "events": [codec.write(e) for e in events], "as_of": args.as_of})
    print_answer(found)
    return 0


def answer(case: Mapping[str, Any]) -> dict[str, Any]:
    """One case of the door `course agenda`: `protocol`, `events`, `as_of` -> `items`."""
    raw = case.get("events")
    if not isinstance(raw, list):
        raise BadInput("no-events", "The case has no list of events.", 'Add "events": [...].', "events")
    events = [_event(value, f"events[{place}]") for place, value in enumerate(raw)]
    day = day_of(case.get("as_of"), "as_of")
    if day is not None:
        events = [event for event in events if event.happened_on is None or event.happened_on <= day]
    course = fold(events)
    protocol = _protocol(case.get("protocol"), course)
    clocks = escalation(open_symptoms(events), rules())
    pauses = course_drugs(protocol, course, agenda(protocol, course), events).clocks if course.drugs else ()
    unknown = sorted(str(key) for key in case if key not in ("protocol", "events", "as_of"))
    return {
        "protocol": f"{protocol.id}@{protocol.version}",
        "status": course.status.value,
        "as_of": day.isoformat() if day else None,
        "items": [
            _advised(item_json(item, day), protocol, course, day)
            for item in agenda(protocol, course)
            if day is None or not item.is_past(day)
        ],
        "objections": [f | {"event": e.id} for e, f in _objections(protocol, events, day)],
        **({"symptoms": [dict(clock.as_json()) for clock in clocks]} if clocks else {}),
        **({"pauses": [clock.as_json() for clock in pauses]} if pauses else {}),
        **({"unknown": unknown} if unknown else {}),
    }


def _objections(protocol: Protocol, events: list[Event], day: date | None) -> Iterator[tuple[Event, dict[str, Any]]]:
    """What spoke against each event when it came, in the order of the log."""
    today = day or max((e.happened_on for e in events if e.happened_on), default=date.max)
    for place, event in enumerate(events):
        before = events[:place]
        for finding in check(protocol, fold(before), event, today=today, log=before, history=True):
            yield event, dict(finding.as_json())


def _event(value: Any, where: str) -> Event:
    if isinstance(value, Mapping) and "id" not in value:
        value = {**value, "id": where}
    try:
        return completed(codec.read(value))
    except codec.UnreadableEvent as problem:
        field = f"{where}.{problem.field}" if problem.field else where
        raise BadInput("unreadable-event", f"{where}: {problem.says}", problem.remedy, field) from None


def _protocol(named: Any, course: Course) -> Protocol:
    """The protocol named by the caller, as an id, `id@version` or the text of a file; else the course's own."""
    name = named if isinstance(named, str) and named.strip() else f"{course.protocol}@{course.version}"
    if "\n" in name:
        try:
            return read_protocol(name, "protocol")
        except ProtocolError as problem:
            raise BadInput("unsound-protocol", str(problem), "Run enthesis protocol check on it.", "protocol") from None
    if name == "@":
        raise BadInput("no-protocol", "No protocol is named.", 'Add "protocol", or a CourseStarted.', "protocol")
    protocol = find(name) or (find(course.protocol) if not named else None)
    if protocol is None:
        raise BadInput("unknown-protocol", f'No protocol is called "{name:.80}".', suggest(name), "protocol")
    return protocol


def item_json(item: Item, day: date | None) -> dict[str, Any]:
    """One item of an agenda in the field names of the machine doors."""

    def plain(value: date | None) -> str | None:
        return value.isoformat() if value else None

    window = item.window
    return {
        "key": item.key,
        "activity": item.activity,
        "number": item.number or None,
        "title": item.title,
        "kind": item.kind,
        "who": item.who.value,
        "opens": plain(window.opens),
        "ideal": plain(window.ideal),
        "closes": plain(window.closes),
        "not_stated": list(item.not_stated),
        "timing": window.on(day).value if day else None,
        "may": item.may,
        "why_not": list(item.why_not),
        "owed": item.owed,
        "because": item.because,
        "booked": item.booking.starts.isoformat() if item.booking else None,
        "minutes": item.minutes,
        "needs": list(item.needs),
        **({"lapses": True} if item.lapses else {}),
        **({"course": item.course} if item.course else {}),
    }


def _advised(item: dict[str, Any], protocol: Protocol | None, course: Course, day: date | None) -> dict[str, Any]:
    """The item, with what the figures say on that day where it is a review. A clinician decides."""
    activity = protocol.activity(item["activity"]) if protocol and day and item["kind"] == Kind.REVIEW else None
    if protocol is None or day is None or activity is None or activity.decision is None:
        return item
    advice = advise(protocol, course, activity, day)
    said = {"verdict": advice.verdict.value, "option": advice.option or None, "reasons": list(advice.reasons)}
    return {**item, "advice": said}


# -- import ----------------------------------------------------------------------------------------------------


def read_lines(text: str, name: str) -> Iterator[Event]:
    """The events of a file of JSON lines; blank lines and lines that begin with # are passed over."""
    name = "standard input" if name == "-" else name
    for number, line in _with_content(text):
        where = f"{name}, line {number}"
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):  # ValueError: also a number of thousands of digits
            raise BadInput("not-json", f"{where}: not a JSON object.", "One event a line.", where) from None
        yield _event(value, where)


def _with_content(text: str) -> Iterator[tuple[int, str]]:
    """The lines that hold an event, with their numbers."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line


def run_import(args: argparse.Namespace) -> int:
    from enthesis.clinic.start import opened

    text = read_text(args.file)
    opened()
    from enthesis.clinic.importing import NotImported, import_course, split_header, the_clinic

    try:
        header, rest = split_header(text)
        events = list(read_lines(rest, args.file))
        if not events:
            raise NotImported(f"{args.file}: no event in it.", "One event a line, see docs/manual/events.md.")
        done = import_course(header, events, clinic=the_clinic(args.clinic), dry_run=args.dry_run)
    except NotImported as problem:
        raise BadInput("not-imported", problem.says, problem.remedy, problem.field) from None
    lines = [number for number, _ in _with_content(rest)]
    if args.json:
        print_json(done.as_json(lines))
    else:
        for place, finding in (*done.refused, *done.unknown):
            print(f"line {lines[place - 1]}, event {place}: {finding.says} {finding.remedy}".rstrip())
        if done.refused:
            print("Nothing was recorded.")
        elif args.dry_run:
            print(f"{done.events} events would be recorded. Nothing was changed.")
        else:
            print(f"{done.number}: {done.events} events recorded.")
    return NO if done.refused else FINE


# -- show --------------------------------------------------------------------------------------------------------


def run_show(args: argparse.Namespace) -> int:
    from enthesis.clinic.start import opened

    day = day_of(args.as_of, "--as-of")
    opened()
    from enthesis.clinic.reading import NotKnown, course_as_of

    try:
        stood = course_as_of(args.id, day)
    except NotKnown as problem:
        raise BadInput("no-such-course", problem.says, problem.remedy, "id") from None
    course, protocol = stood.course, stood.protocol
    shown = {
        "course": args.id,
        "as_of": stood.day.isoformat(),
        "protocol": f"{protocol.id}@{protocol.version}" if protocol else None,
        "status": course.status.value,
        "problem": course.problem,
        "state": state_json(course),
        "items": [
            _advised(item_json(item, stood.day), protocol, course, stood.day)
            for item in stood.agenda
            if not item.is_past(stood.day)
        ],
        **({"symptoms": [dict(clock.as_json()) for clock in stood.clocks]} if stood.clocks else {}),
        **({"pauses": [clock.as_json() for clock in stood.pauses]} if stood.pauses else {}),
    }
    if args.json:
        print_json(shown)
        return FINE
    if course.started_on is None and not course.problem:
        print(f"{args.id}: nothing was recorded by {in_words(stood.day)}.")
        return FINE
    print(f"{args.id}: {course.problem or 'no problem named'}; as it stood on {in_words(stood.day)}.")
    for name, value in shown["state"].items():
        print(f"  {name.replace('_', ' ')}: {', '.join(value) if isinstance(value, list) else value}")
    print_answer(shown)
    return FINE


def state_json(course: Course) -> dict[str, Any]:
    """What is known of a course, in figures and days; nobody's words."""
    eligibility, last = course.eligibility, course.injections[-1] if course.injections else None
    state: dict[str, Any] = {
        "started_on": course.started_on and course.started_on.isoformat(),
        "candidacy": eligibility.option if eligibility else "not decided",
        "consent": "signed" if course.consent else "not signed",
        "sessions_planned": course.sessions_planned,
        "injections": len(course.injections),
        "last_injection": last.happened_on.isoformat() if last and last.happened_on else None,
        "diary_days": len({entry.on for entry in course.diary}),
        "decisions": [f"{d.activity}: {d.option}" for d in course.decisions],
        "goal": f"a pain of {course.goal.pain} or less" if course.goal else None,
        "goal_set_on": course.goal.happened_on.isoformat() if course.goal and course.goal.happened_on else None,
        "open_concerns": len(course.concerns),
        "adverse_events": len(course.adverse_events),
        "closed_because": course.closed_because or None,
    }
    return {name: value for name, value in state.items() if value not in (None, [])}


# -- small readers -------------------------------------------------------------------------------------------------


def day_of(value: Any, field: str) -> date | None:
    """A day from the outside, None where none is given."""
    if value is None or value == "":
        return None
    try:
        if isinstance(value, str):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise BadInput("not-a-day", f"{value!r:.60} is not a day.", "Write it as 2026-03-02.", field)
