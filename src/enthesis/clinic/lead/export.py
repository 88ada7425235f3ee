"""A clinic's data to take along: one JSON line for each event of each course, and its lists as tables.

What the reader's role may not see is withheld in it as on every page: a lead's copy has figures and no names and no
words of patients. `enthesis backup` holds everything.
"""

import csv
import io
import json
from collections.abc import Iterator, Sequence

from enthesis.clinic.access import By
from enthesis.clinic.errors import NotAllowed
from enthesis.clinic.looks import looked
from enthesis.clinic.models import Clinic, ClinicDecision, CourseRecord, Membership, ProtocolCopy, Resource
from enthesis.clinic.numbers import PERSON, number_of
from enthesis.clinic.opening import open_course
from enthesis.pathway.codec import write

LISTS = ("staff", "resources", "decisions", "protocols", "courses")
Row = Sequence[object]


def courses(clinic: Clinic, *, by: By) -> Iterator[str]:
    """Every event of every course, patient by patient, a line each. Each course that is read is written down."""
    looked(by, "export courses", clinic=clinic.pk)
    rows = CourseRecord.objects.filter(clinic=clinic).order_by("person_id", "pk").values_list("pk", "person_id")
    for key, person in rows.iterator(chunk_size=200):
        number = number_of(key)
        try:
            seen = open_course(number, by)
        except NotAllowed:
            continue  # closed to this account, and so to its copy
        of = {"person": number_of(person, PERSON), "course": number}
        for event in seen.log:
            yield json.dumps({**of, **write(event)}, ensure_ascii=False) + "\n"


def table(name: str, clinic: Clinic, *, by: By) -> Iterator[str]:
    """One of `LISTS` as CSV, line by line."""
    looked(by, f"export {name}", clinic=clinic.pk)
    for row in _rows(name, clinic):
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerow([_plain(value) for value in row])
        yield out.getvalue()


def _rows(name: str, clinic: Clinic) -> Iterator[Row]:
    match name:
        case "staff":
            yield ("name", "email", "role", "active")
            staff = Membership.objects.filter(clinic=clinic, person=None).select_related("user").order_by("pk")
            for each in staff:
                yield (each.user.name, each.user.email, each.role, each.user.is_active)
        case "resources":
            yield ("name", "kind", "skills", "site", "hours")
            yield from (
                Resource.objects.filter(clinic=clinic)
                .order_by("pk")
                .values_list("name", "kind", "skills", "site", "hours")
            )
        case "decisions":
            yield ("name", "value", "since", "why", "made_at", "made_by")
            kept = ClinicDecision.objects.filter(clinic=clinic).order_by("pk")
            yield from kept.values_list("name", "value", "since", "why", "made_at", "made_by")
        case "protocols":
            yield ("protocol", "version", "made_at", "made_by", "text")
            copies = ProtocolCopy.objects.filter(clinic=clinic).order_by("pk")
            yield from copies.values_list("protocol", "version", "made_at", "made_by", "text")
        case "courses":
            yield ("course", "person", "status", "protocol", "version", "region", "side", "started_on", "closed_on")
            for row in CourseRecord.objects.filter(clinic=clinic).order_by("pk"):
                who = number_of(row.person_id, PERSON)
                where = (row.status, row.protocol, row.version, row.region, row.side)
                yield (row.number, who, *where, row.started_on, row.closed_on)


def _plain(value: object) -> object:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
