"""Deriving everything that is searched again from the log alone, and proving that it equals what is there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from enthesis.clinic import derive, known, lots, opened, restricting, taken
from enthesis.clinic.keys import CannotOpen
from enthesis.clinic.known import Known
from enthesis.clinic.log import Unreadable, rows_of
from enthesis.clinic.messages import rows as messages
from enthesis.clinic.models import AgendaRow, CourseRecord, NameWord, Person
from enthesis.clinic.numbers import number_of
from enthesis.clinic.people import name_words, profile_of, write_words
from enthesis.clinic.putting import UPSERT
from enthesis.clinic.sql import cursor, plain


@dataclass(frozen=True, slots=True)
class Difference:
    """Something derived that did not follow from the log."""

    where: str  # C-0192, P-0031
    what: str  # which row or column
    says: str

    def as_json(self) -> dict[str, Any]:
        return {"where": self.where, "what": self.what, "says": self.says}


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild came to. Without a difference, everything was as it should be."""

    courses: int
    people: int
    differences: tuple[Difference, ...]


def rebuild(*, check: bool = False) -> Rebuilt:
    """Derive every course's columns and agenda and every person's words again. With `check`, nothing is changed."""
    differences: list[Difference] = []
    courses = list(CourseRecord.objects.order_by("pk").values_list("pk", flat=True))
    for course in courses:
        differences += _course(course, check)
    for course, tables in opened.orphans().items():
        rows = ", ".join(f"{number} of {name}" for name, number in tables.items())
        differences.append(Difference(number_of(course), "rows", f"of a course that is not there: {rows}"))
    if not check:
        opened.remove_orphans()
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    for person in people:
        differences += _person(person, check)
    for astray in list(restricting.astray()):
        says = f"says {'restricted' if astray.restricted else 'open'}, its rows say otherwise"
        differences.append(Difference(astray.number, "restricted", says))
    if not check:
        restricting.put_right()
    return Rebuilt(len(courses), len(people), tuple(differences))


def _course(key: int, check: bool) -> list[Difference]:
    """One course in one transaction, with its writers held back."""
    with transaction.atomic():
        locked = CourseRecord.objects.select_related("clinic", "person__key").select_for_update(of=("self",))
        record = locked.get(pk=key)
        if not hasattr(record.person, "key"):
            return [Difference(number_of(key), "key", f"the key of {record.person.number} is gone")]
        wrapped = record.person.key.wrapped
        try:
            entry = known.read(
                key,
                record.clinic_id,
                record.person_id,
                bytes(wrapped) if wrapped is not None else None,
                record.clinic.time_zone,
                rows_of(key),
            )
        except (Unreadable, CannotOpen) as problem:
            return [Difference(number_of(key), "log", str(problem))]
        differences = list(_differences(record, entry))
        if differences and not check:
            columns = derive.course_columns(entry.state)
            CourseRecord.objects.filter(pk=key).update(**dict(zip(derive.COURSE_COLUMNS, columns, strict=True)))
            AgendaRow.objects.filter(course=key).delete()
            rows = [derive.agenda_row(record.clinic_id, key, *each) for each in derive.keyed(entry.agenda).items()]
            UPSERT.on_each(cursor(), rows)
            lots.put_back(cursor(), record.clinic_id, key, entry.state.injections)
            taken.put_back(cursor(), record.clinic_id, key, entry.state.bookings)
            messages.put_back(cursor(), record.clinic_id, key, entry.state)
        return differences


def _differences(record: CourseRecord, entry: Known) -> Iterator[Difference]:
    number = record.number
    for name, wanted in zip(derive.COURSE_COLUMNS, derive.course_columns(entry.state), strict=True):
        there = plain(getattr(record, name))
        if there != wanted:
            yield Difference(number, name, f"{there!r} instead of {wanted!r}")
    there = agenda_there(record.pk)
    wanted = agenda_wanted(record.clinic_id, record.pk, entry)
    for key in sorted(there.keys() | wanted.keys()):
        if key not in there:
            yield Difference(number, f"agenda {key}", "is missing")
        elif key not in wanted:
            yield Difference(number, f"agenda {key}", "is not in the agenda")
        else:
            names = [name for name in derive.AGENDA_COLUMNS if there[key][name] != wanted[key][name]]
            for name in names:
                yield Difference(
                    number, f"agenda {key}, {name}", f"{there[key][name]!r} instead of {wanted[key][name]!r}"
                )
    for what, says in lots.differences(record.clinic_id, record.pk, entry.state.injections):
        yield Difference(number, what, says)
    for what, says in taken.differences(record.clinic_id, record.pk, entry.state.bookings):
        yield Difference(number, what, says)
    for what, says in messages.differences(record.clinic_id, record.pk, entry.state):
        yield Difference(number, what, says)


def agenda_there(course: int) -> dict[str, dict[str, Any]]:
    """The agenda rows of a course as they are stored, by key, in plain values."""
    rows = AgendaRow.objects.filter(course=course).values(*derive.AGENDA_COLUMNS)
    return {row["key"]: {name: plain(value) for name, value in row.items()} for row in rows}


def agenda_wanted(clinic: int, course: int, entry: Known) -> dict[str, dict[str, Any]]:
    """The agenda rows of a course as the log leaves them."""
    return {
        key: dict(zip(derive.AGENDA_COLUMNS, derive.agenda_row(clinic, course, key, item), strict=True))
        for key, item in derive.keyed(entry.agenda).items()
    }


def _person(key: int, check: bool) -> list[Difference]:
    with transaction.atomic():
        person = Person.objects.select_related("key").select_for_update(of=("self",)).get(pk=key)
        if not hasattr(person, "key"):
            return [Difference(person.number, "key", "is gone")]
        wrapped = person.key.wrapped
        try:
            profile = profile_of(key, bytes(wrapped) if wrapped is not None else None, bytes(person.sealed))
        except CannotOpen as problem:
            return [Difference(person.number, "profile", str(problem))]
        there = {bytes(token) for token in NameWord.objects.filter(person=key).values_list("token", flat=True)}
        if there == name_words(person.clinic_id, profile):
            return []
        if not check:
            NameWord.objects.filter(person=key).delete()
            write_words([(person.clinic_id, key, profile)])
        return [Difference(person.number, "name words", "are not those of the name")]
