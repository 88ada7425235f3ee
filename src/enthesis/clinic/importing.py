"""A course brought over from a file: read whole, checked whole, recorded through the one door, or not at all."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from enthesis.clinic.access import Operator
from enthesis.clinic.door import new_id, start_course
from enthesis.clinic.errors import Refused
from enthesis.clinic.models import Clinic, NameWord, Person, PersonKey
from enthesis.clinic.people import Profile, new_person
from enthesis.clinic.protocols import protocol_of
from enthesis.clinic.writing import TAKEN
from enthesis.pathway.checks import check, standing_objections
from enthesis.pathway.course import fold
from enthesis.pathway.events import CourseStarted, Event, ScoresTaken
from enthesis.pathway.finding import NOTE, REFUSE, Finding
from enthesis.pathway.instruments import load as instruments
from enthesis.pathway.protocol.library import suggest
from enthesis.pathway.storable import why_not_storable


class NotImported(Exception):
    """Nothing was recorded. `says` and `remedy` are sentences for whoever brought the file."""

    def __init__(self, says: str, remedy: str, field: str = "") -> None:
        super().__init__(says)
        self.says, self.remedy, self.field = says, remedy, field


@dataclass(frozen=True, slots=True)
class Header:
    """Whose course it is. A file without this line brings a person without a name."""

    name: str = ""
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to. `refused` is empty where it was recorded, or would be."""

    number: str  # of the course; "" after a dry run or a refusal
    events: int
    refused: tuple[tuple[int, Finding], ...] = ()  # which event, counted from 1, and why
    notes: tuple[Finding, ...] = ()
    unknown: tuple[tuple[int, Finding], ...] = ()  # which event brings what nobody here can read, and what it is

    def as_json(self, lines: Sequence[int]) -> dict[str, Any]:
        """As plain values; `lines` are those of the file on which its events stand."""

        def told(found: tuple[tuple[int, Finding], ...]) -> list[dict[str, Any]]:
            return [{"event": place, "line": lines[place - 1], **finding.as_json()} for place, finding in found]

        return {
            "course": self.number or None,
            "events": self.events,
            "recorded": bool(self.number),
            "refused": told(self.refused),
            "notes": [*told(self.unknown), *(finding.as_json() for finding in self.notes)],
        }


def split_header(text: str) -> tuple[Header, str]:
    """The header of a file of JSON lines, where its first line of content is one, and the rest of the text.

    The header's line is left empty in the rest, so that line numbers stay true.
    """
    lines = text.split("\n")
    for place, line in enumerate(lines):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):  # ValueError: also a number of thousands of digits
            break  # the reader of the events says what is wrong with it
        if isinstance(value, dict) and "course" in value and "kind" not in value:
            lines[place] = ""
            return _header(value["course"], place + 1), "\n".join(lines)
        break
    return Header(), text


def _header(value: Any, line: int) -> Header:
    if not isinstance(value, dict):
        raise NotImported("The first line's course is not an object.", 'Write {"course": {"name": ...}}.', "course")
    name, born = value.get("name") or "", value.get("born")
    if not isinstance(name, str) or len(name) > 200:
        raise NotImported("The name is not a short text.", "Give up to 200 characters.", "course.name")
    wrong = why_not_storable(name)
    if wrong:
        says = f"Line {line}: the name cannot be kept: {wrong}."
        raise NotImported(says, "Correct the name.", "course.name")
    if born is None:
        return Header(name)
    try:
        return Header(name, date.fromisoformat(born))
    except (ValueError, TypeError):
        raise NotImported(f"{born!r:.40} is not a birthday.", "Write it as 1970-05-01.", "course.born") from None


def the_clinic(name: str | None) -> Clinic:
    """The clinic of that name, or the only one there is."""
    found = list(Clinic.objects.filter(name=name) if name else Clinic.objects.all()[:2])
    if len(found) == 1:
        return found[0]
    if name:
        there = ", ".join(f'"{each}"' for each in Clinic.objects.order_by("name").values_list("name", flat=True)[:20])
        raise NotImported(f'No clinic is called "{name:.80}".', f"There is {there or 'none yet'}.", "--clinic")
    if not found:
        raise NotImported("There is no clinic yet.", "Make one with enthesis demo, or in the browser.")
    raise NotImported("There are several clinics.", "Say which with --clinic NAME.", "--clinic")


def import_course(header: Header, events: Sequence[Event], *, clinic: Clinic, dry_run: bool = False) -> Imported:
    """Record a course with a new person. Ids are made new, and references follow them.

    `recorded_at` is kept where the file tells it, so that what was known on a day can still be shown.
    """
    if not isinstance(events[0], CourseStarted):
        raise NotImported("The first event is not CourseStarted.", "Begin the file with the start of the course.")
    wrong = tuple((place, TAKEN) for place in _ids_again(events)) or tuple(_pointing_ahead(events))
    if wrong:
        return Imported("", len(events), wrong)
    unknown = tuple(_unknown_instruments(events))
    renamed = _renamed(events)
    if dry_run:
        return Imported("", len(events), tuple(_objections(header, renamed, clinic)), unknown=unknown)
    now = datetime.now(UTC)
    try:
        with transaction.atomic():
            person = new_person(Profile(header.name or "(no name)", header.born), clinic=clinic, by=Operator())
        told = start_course(renamed, person=person, by=Operator(), as_of=[e.recorded_at or now for e in events])
    except Refused as refused:
        _forget(person)
        return Imported("", len(events), tuple((refused.number, finding) for finding in refused.findings))
    return Imported(told.number, len(told.events), notes=told.findings, unknown=unknown)


def _forget(person: Person) -> None:
    """A person who was made for a course that was refused leaves nothing behind."""
    with transaction.atomic():
        NameWord.objects.filter(person=person).delete()
        PersonKey.objects.filter(person=person).delete()
        person.delete()


def _ids_again(events: Sequence[Event]) -> list[int]:
    """Where an id stands that an earlier event has, counted from 1."""
    first: dict[str, int] = {}
    return [place for place, event in enumerate(events, 1) if first.setdefault(event.id, place) != place]


def _pointing_ahead(events: Sequence[Event]) -> Iterator[tuple[int, Finding]]:
    """Corrections of an event that stands later in the file, or of themselves. Ids are those of the file."""
    places = {event.id: place for place, event in enumerate(events, 1)}
    for place, event in enumerate(events, 1):
        later = places.get(event.replaces, 0) if event.replaces else 0
        if later < place:
            continue
        says = f'It corrects "{event.replaces}", which is event {later} of the file and comes after it.'
        if later == place:
            says = f'It corrects "{event.replaces}", which is itself.'
        remedy = "Put the correction behind what it corrects, or name an earlier event."
        yield place, Finding(code="no-such-event", level=REFUSE, says=says, remedy=remedy, field="replaces")


def _unknown_instruments(events: Sequence[Event]) -> Iterator[tuple[int, Finding]]:
    """Scores of questionnaires that no definition knows: they are kept, and nothing is computed from them."""
    for place, event in enumerate(events, 1):
        if isinstance(event, ScoresTaken) and event.instrument not in instruments():
            says = (
                f'No questionnaire "{event.instrument:.60}" is known here: its score is kept, and nothing is computed.'
            )
            near = get_close_matches(event.instrument, instruments(), 1, 0.6)
            remedy = f'Did you mean "{near[0]}"?' if near else "See: enthesis instruments list"
            yield place, Finding(code="unknown-instrument", level=NOTE, says=says, remedy=remedy, field="instrument")


def _renamed(events: Sequence[Event]) -> list[Event]:
    names = {event.id: new_id() for event in events}
    return [
        replace(
            event,
            id=names[event.id],
            replaces=names.get(event.replaces, event.replaces),
            after=names.get(event.after, event.after),
            recorded_at=None,
            recorded_by="",
        )
        for event in events
    ]


def _objections(header: Header, events: Sequence[Event], clinic: Clinic) -> list[tuple[int, Finding]]:
    """What would be refused, found without a database."""
    first = events[0]
    if not isinstance(first, CourseStarted):
        return []
    protocol = protocol_of(clinic.pk, first.protocol, first.version)
    if protocol is None:
        raise NotImported(
            f"No protocol {first.protocol}@{first.version} is known here.",
            f"{suggest(f'{first.protocol}@{first.version}')} Or keep a copy of it first.".strip(),
            "protocol",
        )
    today = datetime.now(ZoneInfo(clinic.time_zone)).date()
    found: list[tuple[int, Finding]] = []
    for place, event in enumerate(events):
        before = events[:place]
        against = check(protocol, fold(before), event, today=today, born=header.born, log=before, history=True)
        found.extend((place + 1, finding) for finding in standing_objections(against, event))
    return found
