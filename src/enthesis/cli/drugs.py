"""`enthesis drugs`: what a drug as typed is, when it is left out, and what only its prescriber may stop."""

import argparse
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from textwrap import fill
from typing import Any, TypeVar

from enthesis.cli.common import FINE, NO, BadInput, add_json_door, answer_cases
from enthesis.pathway.medications import (
    Agreement,
    Circumstances,
    DrugAnswer,
    Hold,
    Session,
    Taken,
    check_day,
    country_code,
    intakes,
    is_known,
    problem,
    review,
    taken_inside_hold,
)
from enthesis.pathway.medications.advice import on as in_words
from enthesis.pathway.medications.holds import FIRST_DAY, LAST_DAY, Side
from enthesis.pathway.medications.look_up import LONGEST
from enthesis.pathway.medications.text import is_control

FIELDS = ("names", "sessions", "country", "holds", "agreements", "taken", "circumstances")
MOST = 200  # entries of one list
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_One = TypeVar("_One")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "drugs",
        help="what a drug is, when it is left out, what only its prescriber may stop",
        description="Reads drugs as typed and says what each is, from when to when it is left out around the sessions, "
        "and what only its prescriber may stop. "
        "Exit status: 0 every name was read, 1 a person has to look at one, 2 bad input.",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help='as typed: "Plavix 75 mg"')
    parser.add_argument("--session", action="append", default=[], metavar="DAY", help="day of an injection: 2026-12-01")
    parser.add_argument("--country", default="", help="US or UK: whose names to use; elsewhere the international ones")
    parser.add_argument(
        "--hold",
        action="append",
        default=[],
        metavar="CLASS=BEFORE,AFTER",
        help="days that the clinic has decided: nsaid=7,14",
    )
    add_json_door(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.json:
        return answer_cases(args.json, answer)
    if not args.names:
        raise BadInput("names-missing", "No drug was given.", 'Write its name: enthesis drugs "Plavix 75 mg".', "names")
    case = {
        "names": args.names,
        "sessions": args.session,
        "country": args.country,
        "holds": [_typed_hold(text) for text in args.hold],
    }
    answers = _review(case)
    print("\n\n".join(_told(one) for one in answers))
    day = check_day(intakes(args.names))
    for found in day.findings:
        print(f"\nAcetaminophen, all products together: {found.says} {found.remedy}".rstrip())
    return NO if any(one.needs_person for one in answers) else FINE


def answer(case: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one case of the machine door."""
    answers = _review(case)
    day = check_day(intakes(_names(case)), _circumstances(case.get("circumstances")))
    notes = taken_inside_hold(
        _each(case, "taken", _taken), _each(case, "sessions", _session), _each(case, "holds", _hold), _country(case)
    )
    return {
        "drugs": [one.as_json() for one in answers],
        "acetaminophen": day.as_json() if day.intakes else None,
        "taken_inside_hold": [dict(note.as_json()) for note in notes],
        "country": _country(case) or None,
        "unknown": sorted(field for field in case if field not in FIELDS),
    }


def _review(case: Mapping[str, Any]) -> list[DrugAnswer]:
    return review(
        _names(case),
        _each(case, "sessions", _session),
        _country(case),
        _each(case, "holds", _hold),
        _each(case, "agreements", _agreement),
    )


# Reading a case. Every complaint says where it is and what to write instead.


def _each(case: Mapping[str, Any], field: str, read: Callable[[Any, str], _One]) -> list[_One]:
    given = case.get(field)
    if given is None:
        return []
    if not isinstance(given, list):
        raise BadInput("not-a-list", f"{field} is not a list.", f"Write [...], or leave {field} out.", field)
    if len(given) > MOST:
        raise BadInput("too-many", f"{field} has {len(given)} entries.", f"Give {MOST} at most.", field)
    return [read(one, f"{field}[{at}]") for at, one in enumerate(given)]


def _names(case: Mapping[str, Any]) -> list[str]:
    if case.get("names") is None:
        raise BadInput("names-missing", "names is missing.", 'Write {"names": ["Plavix 75 mg"], ...}.', "names")
    return _each(case, "names", _name)


def _name(given: Any, field: str) -> str:
    text = _text(given, field).strip()
    if not text:
        raise BadInput("name-empty", f"{field} is empty.", "Leave it out, or write the name on the pack.", field)
    if len(text) > LONGEST:
        raise BadInput(
            "name-too-long",
            f"{field} has {len(text)} signs; a drug's name has {LONGEST} at most.",
            "Give one name in each entry.",
            field,
        )
    if any(map(is_control, text)):
        raise BadInput(
            "control-characters",
            f"{field} holds signs that cannot be printed, or a line break.",
            "Type the name on one line, or give one name in each entry.",
            field,
        )
    return text


def _text(given: Any, field: str) -> str:
    if not isinstance(given, str):
        raise BadInput("not-a-text", f"{field} is not a text.", "Write it in quotation marks.", field)
    return given


def _day(given: Any, field: str) -> date:
    text = _text(given, field).strip()
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise BadInput(
            "bad-date", f"{field} is not a day of the calendar.", "Write year, month and day: 2026-12-01.", field
        )
    return day


def _object(given: Any, field: str) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise BadInput("not-an-object", f"{field} is not a JSON object.", 'Write {"field": value, ...}.', field)
    return given


def _session(given: Any, field: str) -> Session:
    if isinstance(given, str):
        return Session(_day(given, field))
    if not isinstance(given, Mapping):
        raise BadInput(
            "bad-date",
            f"{field} is not a day.",
            'Write "2026-12-01", or {"on": "2026-12-01", "cancelled": true}.',
            field,
        )
    day, cancelled = given.get("on", given.get("date")), given.get("cancelled", False)
    if not isinstance(cancelled, bool):
        raise BadInput("not-yes-or-no", f"{field}.cancelled is neither true nor false.", "Write true or false.", field)
    return Session(None if day is None else _day(day, f"{field}.on"), is_cancelled=cancelled)


def _country(case: Mapping[str, Any]) -> str:
    given = case.get("country")
    return "" if given is None else country_code(_text(given, "country")[:LONGEST])


def _hold(given: Any, field: str) -> Hold:
    spec = _object(given, field)
    covers = _text(spec.get("for"), f"{field}.for")
    if not is_known(covers):
        raise BadInput(
            "hold-for-nothing",
            f"{field}: no drug or class has this name.",
            'Write a class ("nsaid", "nsaid_topical") or a drug\'s id ("meloxicam").',
            f"{field}.for",
        )
    set_by = spec.get("set_by")
    try:
        return Hold(
            covers,
            _whole(spec.get("before_days"), f"{field}.before_days"),
            _whole(spec.get("after_days"), f"{field}.after_days"),
            "the clinic" if set_by is None else _text(set_by, f"{field}.set_by"),
        )
    except ValueError as problem_found:
        raise BadInput("bad-days", f"{problem_found}", "Correct the number of days.", field) from None


def _whole(given: Any, field: str) -> int | None:
    if given is None or (isinstance(given, int) and not isinstance(given, bool)):
        return given
    raise BadInput("not-a-whole-number", f"{field} is not a whole number.", "Write days as 7, or leave it out.", field)


def _agreement(given: Any, field: str) -> Agreement:
    spec = _object(given, field)
    day = spec.get("on")
    found = Agreement(
        drug=_name(spec.get("drug"), f"{field}.drug"),
        prescriber=_text(spec.get("prescriber"), f"{field}.prescriber"),
        agreed=_text(spec.get("agreed"), f"{field}.agreed"),
        on=None if day is None else _day(day, f"{field}.on"),
    )
    if objection := problem(found):
        raise BadInput(objection.code, objection.says, objection.remedy, f"{field}.{objection.field}")
    return found


def _taken(given: Any, field: str) -> Taken:
    spec = _object(given, field)
    return Taken(_day(spec.get("on"), f"{field}.on"), _name(spec.get("name"), f"{field}.name"))


def _circumstances(given: Any) -> Circumstances:
    if given is None:
        return Circumstances()
    spec = _object(given, "circumstances")
    liver = spec.get("liver_disease")
    if liver is not None and not isinstance(liver, bool):
        field = "circumstances.liver_disease"
        raise BadInput("not-yes-or-no", f"{field} is neither true nor false.", "Write true or false.", field)
    return Circumstances(
        liver_disease=liver,
        drinks_a_day=_number(spec.get("drinks_a_day"), "circumstances.drinks_a_day"),
        weight_kg=_number(spec.get("weight_kg"), "circumstances.weight_kg"),
    )


def _number(given: Any, field: str) -> Decimal | None:
    if given is None:
        return None
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    if not is_number or not 0 <= given <= 500:
        raise BadInput(
            "bad-number", f"{field} is not a number from 0 to 500.", "Write a number, or leave it out.", field
        )
    return Decimal(str(given))


def _typed_hold(text: str) -> dict[str, Any]:
    found = re.fullmatch(r"([a-z0-9_]+)=(\d{0,3}),(\d{0,3})", text.strip())
    if found is None:
        raise BadInput(
            "bad-hold", f'"{text[:40]}" is not a pause.', "Write class, days before, days after: nsaid=7,14.", "--hold"
        )
    before, after = (int(days) if days else None for days in found.groups()[1:])
    return {"for": found[1], "before_days": before, "after_days": after}


# Telling a person.


def _told(one: DrugAnswer) -> str:
    found = one.as_json()
    codes = [
        f"{kind} {code}" for kind, label in (("ATC", "atc"), ("RxNorm", "rxnorm")) for code in found["codes"][label]
    ]
    what = ", ".join([found["match"] or found["status"], *filter(None, [found["class"]]), *codes])
    lines = [f"{one.mention.typed}: {what}"]
    if one.prescriber_only:
        is_known = one.mention.drug is not None
        lines.append("Only its prescriber may pause it." if is_known else "Until it is named, nobody pauses it.")
    lines += [_told_window(one, at) for at in range(len(one.windows))]
    lines += [f"Clinician ({said.level}): {said.says} {said.remedy}".rstrip() for said in one.findings]
    lines += [f"Patient: {one.patient_words}"] if one.patient_words else []
    sources = dict.fromkeys(key for said in one.findings for key in said.sources)
    lines += [f"Sources: {', '.join(sources)}"] if sources else []
    return "\n".join(
        [lines[0], *(fill(line, 110, initial_indent="    ", subsequent_indent="        ") for line in lines[1:])]
    )


def _told_window(one: DrugAnswer, at: int) -> str:
    window = one.windows[at]
    sides = [_told_side(window.before, "before"), _told_side(window.after, "after")]
    decided = f"set by {window.set_by}" if window.set_by else "published range; the clinic decides"
    return f"Session {in_words(window.session)}: {'; '.join(sides)} ({decided})"


def _told_side(side: Side, word: str) -> str:
    if side.days is None:
        return f"{word}: no pause" if side.is_decided else f"{word}: not stated"
    edge = side.days.first if word == "before" else side.days.last
    reach = f"from {in_words(edge)}" if word == "before" else f"until {in_words(edge)}"
    if side.shortest is None:
        return f"{word}: {reach}"
    least = side.shortest.first if word == "before" else side.shortest.last
    return f"{word}: {reach} at the longest, {in_words(least)} at the shortest"
