"""Which persons are one and the same: read from the merges (merging.py), whose last row for a person counts."""

from collections.abc import Iterable, Mapping

from enthesis.clinic.frontdesk.models import PersonMerge
from enthesis.clinic.prepared import Prepared

_MERGES = Prepared(
    lambda clinics: PersonMerge.objects.filter(clinic__in=clinics).order_by("pk").values_list("person", "into")
)


def merged(clinics: Iterable[int]) -> Mapping[int, int]:
    """Each person of some clinics who is read as another one -> that one, at the end of the chain."""
    last: dict[int, int | None] = {}
    for person, into in _MERGES(list(clinics)):
        last[person] = into
    now = {person: into for person, into in last.items() if into is not None}
    return {person: _end(person, now) for person in now}


def head_of(person: int, clinic: int) -> int:
    """The one as whom a person is read; the person where nothing was merged."""
    return merged([clinic]).get(person, person)


def group_of(person: int, clinic: int) -> tuple[int, ...]:
    """All that are one with a person, the one as whom they are read first."""
    into = merged([clinic])
    head = into.get(person, person)
    return (head, *sorted(other for other, end in into.items() if end == head))


def _end(person: int, into: Mapping[int, int]) -> int:
    seen = {person}
    while person in into and into[person] not in seen:
        person = into[person]
        seen.add(person)
    return person
