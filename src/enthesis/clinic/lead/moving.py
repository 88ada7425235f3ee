"""Courses that follow another version of a protocol than the one they could: what a move would change, and the move.

A lead proposes, a clinician decides. Each course is moved by its own event, with a name and a reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction

from enthesis.clinic.access import LEAD, MAY_RECORD, By, Operator, handle, user_key
from enthesis.clinic.accounts import names_of
from enthesis.clinic.door import record
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed, NotRecorded
from enthesis.clinic.lead.models import MoveProposal
from enthesis.clinic.looks import refusal
from enthesis.clinic.models import Clinic, CourseRecord, Membership
from enthesis.clinic.opening import open_course
from enthesis.pathway.events import ProtocolTransferred
from enthesis.pathway.moving import Moving, moving
from enthesis.pathway.protocol.model import Protocol

MOVES = MAY_RECORD[ProtocolTransferred]
RUNNING = ("active", "paused")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One course that could go on under another version."""

    number: str
    version: str  # that it follows now
    head: int  # its last event, as this was read
    moving: Moving
    proposed_by: str = ""
    proposed_why: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of one course. `problem` is a sentence; empty: it was moved."""

    number: str
    problem: str = ""


def courses_elsewhere(clinic: int, name: str, version: str) -> list[str]:
    """The numbers of the running courses of a protocol that follow another version of it."""
    rows = CourseRecord.objects.filter(clinic=clinic, protocol=name, status__in=RUNNING).exclude(version=version)
    return [row.number for row in rows.order_by("pk")]


def candidates(clinic: int, numbers: Sequence[str], then: Protocol, *, by: By) -> list[Candidate]:
    """What a move would change for each course. Every look is written down."""
    open_ones = {each.course: each for each in _proposals(clinic) if (each.protocol, each.version) == _key(then)}
    names = names_of(each.made_by for each in open_ones.values())
    found = []
    for number in numbers:
        seen = open_course(number, by)
        if seen.protocol is None:
            continue
        proposal = open_ones.get(number)
        found.append(
            Candidate(
                number,
                seen.course.version,
                seen.head,
                moving(seen.course, seen.protocol, then, seen.zone),
                names.get(proposal.made_by, proposal.made_by) if proposal else "",
                proposal.why if proposal else "",
            )
        )
    return found


def proposed(clinic: int) -> Mapping[tuple[str, str], int]:
    """How many courses are proposed to go on under which protocol and version."""
    found: dict[tuple[str, str], int] = {}
    for each in _proposals(clinic):
        key = (each.protocol, each.version)
        found[key] = found.get(key, 0) + 1
    return found


def propose(numbers: Sequence[str], then: Protocol, *, clinic: Clinic, by: By, why: str) -> int:
    """Propose to a clinician that courses go on under a version. Raises `NotAllowed`."""
    roles = set(Membership.objects.filter(user_id=user_key(by), clinic=clinic).values_list("role", flat=True))
    if not isinstance(by, Operator) and LEAD not in roles:
        raise refusal(NotAllowed(NOT_YOUR_ROLE, "A lead proposes to move courses."), by, "propose-move", clinic.pk)
    wanted = set(numbers) & set(courses_elsewhere(clinic.pk, *_key(then)))
    with transaction.atomic():
        _end(clinic.pk, wanted, by)
        now = datetime.now(UTC)
        said = {"protocol": then.id, "version": then.version, "why": why[:400], "made_at": now, "made_by": handle(by)}
        MoveProposal.objects.bulk_create(
            [MoveProposal(clinic=clinic, course=number, **said) for number in sorted(wanted)]
        )
    return len(wanted)


def decline(numbers: Sequence[str], *, clinic: Clinic, by: By) -> int:
    """A clinician, or whoever may propose, says that courses stay as they are. Raises `NotAllowed`."""
    roles = set(Membership.objects.filter(user_id=user_key(by), clinic=clinic).values_list("role", flat=True))
    if not isinstance(by, Operator) and not roles & (MOVES | {LEAD}):
        raise refusal(NotAllowed(NOT_YOUR_ROLE, "A clinician decides that."), by, "decline-move", clinic.pk)
    return _end(clinic.pk, set(numbers), by)


def move(
    heads: Mapping[str, int], then: Protocol, *, clinic: Clinic, by: By, why: str, form: str, today: date
) -> list[Moved]:
    """Move each course. One that cannot be moved says why, and holds no other up.

    `heads`: the last event of each course when its agenda was looked at; one that has grown since is not moved.
    `form`: what tells one sending from another, so that the same one twice moves nothing twice.
    """
    allowed = set(courses_elsewhere(clinic.pk, *_key(then)))
    found = []
    for number, head in heads.items():
        event = ProtocolTransferred(
            id=f"{form}-{number}", happened_on=today, protocol=then.id, version=then.version, reason=why
        )
        try:
            if number not in allowed:
                found.append(Moved(number, "It follows that version already, or it is over."))
                continue
            record(event, course=number, by=by, seen=head)
        except NotRecorded as problem:
            found.append(Moved(number, str(problem)))
        else:
            _end(clinic.pk, {number}, by)
            found.append(Moved(number))
    return found


def _proposals(clinic: int) -> list[MoveProposal]:
    return list(MoveProposal.objects.filter(clinic=clinic, ended_at=None).order_by("pk"))


def _end(clinic: int, numbers: set[str], by: By) -> int:
    rows = MoveProposal.objects.filter(clinic=clinic, course__in=numbers, ended_at=None)
    return rows.update(ended_at=datetime.now(UTC), ended_by=handle(by))


def _key(protocol: Protocol) -> tuple[str, str]:
    return protocol.id, protocol.version
