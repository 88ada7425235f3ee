"""A copy of everything that a clinic holds of a patient: for reading, for programs, and the files themselves."""

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime

from django.template.loader import render_to_string

from enthesis.clinic.access import By
from enthesis.clinic.audit.reading import Visitor, visitors_of
from enthesis.clinic.errors import NotAllowed
from enthesis.clinic.files.keeping import files_of, open_file
from enthesis.clinic.looks import looked
from enthesis.clinic.models import Clinic, CourseRecord, Person
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.people import Profile, profile_of
from enthesis.clinic.same_person import group_of
from enthesis.pathway.codec import write
from enthesis.web.telling import details, headline


def copy_of(person: Person, clinic: Clinic, by: By, *, now: datetime) -> bytes:
    """A zip file for the patient: `record.html` to read, `events.jsonl` for programs, and the files.

    Nothing is in it that the patient could not open one by one. Taking it is written down.
    """
    group = group_of(person.pk, clinic.pk)
    courses = _courses(group, by)
    profile = _profile(person)
    zone = courses[0].zone if courses else now.tzinfo
    visitors = [each for one in group for each in visitors_of(one, clinic.pk, by, zone=zone, now=now)] if zone else []
    looked(by, "export", clinic=clinic.pk, person=person.pk)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        names = []
        for one in group:
            for row in files_of(one):
                row.refresh_from_db(fields=["content"])
                content, _media_type, name = open_file(row, by=by)
                names.append(f"files/{row.number} {name}")
                kept.writestr(names[-1], content)
        kept.writestr("record.html", _to_read(clinic, profile, courses, visitors, names, now))
        kept.writestr("events.jsonl", "".join(_lines(courses)))
        kept.writestr("person.json", json.dumps(_about(person, clinic, profile), ensure_ascii=False, indent=1))
    return out.getvalue()


def _courses(group: Sequence[int], by: By) -> list[Seen]:
    found = []
    for record in CourseRecord.objects.filter(person__in=group).order_by("pk"):
        try:
            found.append(open_course(record.number, by))
        except NotAllowed:
            continue  # nothing that this account may open
    return found


def _profile(person: Person) -> Profile | None:
    wrapped = person.key.wrapped
    return profile_of(person.pk, bytes(wrapped) if wrapped is not None else None, bytes(person.sealed))


def _lines(courses: Sequence[Seen]) -> list[str]:
    """One event a line, as `enthesis course import` reads it, with its course."""
    return [
        json.dumps({"course": seen.number, **write(event)}, ensure_ascii=False) + "\n"
        for seen in courses
        for event in seen.log
    ]


def _about(person: Person, clinic: Clinic, profile: Profile | None) -> dict[str, object]:
    known: dict[str, object] = {"number": person.number, "clinic": clinic.name}
    if profile is not None:
        known |= {name: getattr(profile, name) for name in profile.__slots__}
        known["born"] = profile.born.isoformat() if profile.born else None
    return {name: value if isinstance(value, str | None) else str(value) for name, value in known.items()}


def _to_read(
    clinic: Clinic,
    profile: Profile | None,
    courses: Sequence[Seen],
    visitors: Sequence[Visitor],
    names: Sequence[str],
    now: datetime,
) -> str:
    told = [
        (seen, [(event, headline(event, seen.protocol), details(event, seen.zone)) for event in seen.log])
        for seen in courses
    ]
    shown = {"clinic": clinic, "profile": profile, "courses": told, "visitors": visitors, "files": names, "now": now}
    return render_to_string("web/my_data/record.html", shown)
