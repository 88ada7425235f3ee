"""The consents of a clinic: where each course stands, and whether an older signature holds, as the clinic decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from enthesis.clinic.access import FRONT_DESK, By, Operator, user_key
from enthesis.clinic.consent_texts import offered
from enthesis.clinic.decisions import decide, decisions
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.filing import look
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import Clinic, CourseRecord, Membership
from enthesis.clinic.opening import Seen, seen_in
from enthesis.pathway.consent import Standing, State, consent_of
from enthesis.pathway.consent.reading import ENGLISH
from enthesis.pathway.course import Status
from enthesis.pathway.events import ConsentSigned
from enthesis.pathway.protocol.model import Kind, Role

AGAIN = "consent:sign-again"
UNLESS_DECIDED = "no"  # no source states it
YES, NO = "yes", "no"
READS = frozenset({FRONT_DESK, Role.CLINICIAN.value})


@dataclass(frozen=True, slots=True)
class ConsentRules:
    """What holds at a clinic where the text has changed since a patient signed."""

    again: bool  # whether the newer text has to be signed before the next injection
    is_decided: bool


def consent_rules(clinic: int) -> ConsentRules:
    """What the clinic decided; where it did not, an older signature holds."""
    last = [one.value for one in decisions(clinic, [AGAIN])]
    value = last[-1] if last and last[-1] else ""
    return ConsentRules((value or UNLESS_DECIDED) == YES, bool(value))


def set_again(again: bool, *, clinic: Clinic, by: By, why: str) -> None:
    """Decide whether a new version has to be signed again. Raises `NotAllowed` for who may not decide."""
    decide(AGAIN, YES if again else NO, clinic=clinic, by=by, why=why)


@dataclass(frozen=True, slots=True)
class CourseConsent:
    """One course, how it stands with its consent, and when an injection comes next."""

    seen: Seen
    standing: Standing
    starts: datetime | None  # of the next injection that is booked
    opens: date | None  # the first day on which the next one may be given, where none is booked
    must_again: bool

    @property
    def day(self) -> date | None:
        """The day of the next injection: as booked, or the first on which it may be given."""
        if self.starts is not None:
            return self.starts.astimezone(self.seen.zone).date()
        return self.opens

    @property
    def holds(self) -> bool:
        """Whether the consent lets an injection take place as the clinic wants it."""
        return self.standing.holds and not self.must_again


def stands(seen: Seen, again: bool) -> CourseConsent:
    """How one opened course stands; `again`: the clinic wants newer words signed again."""
    standing = consent_of(seen.course, seen.log, offered(seen.clinic, _language_of(seen)))
    injections = {each.id for each in seen.protocol.activities if each.kind is Kind.INJECTION} if seen.protocol else ()
    booked = [each.starts for each in seen.course.bookings.values() if each.activity in injections]
    opens = [item.window.opens for item in seen.agenda if item.kind == Kind.INJECTION and item.owed]
    return CourseConsent(
        seen=seen,
        standing=standing,
        starts=min(booked, default=None),
        opens=next(iter(opens), None),
        must_again=again and standing.state is State.EARLIER,
    )


def _language_of(seen: Seen) -> str:
    """The language of what was signed: newer words in another language do not make it an earlier version."""
    event = seen.course.consent.event if seen.course.consent else ""
    signed = (each.language for each in seen.log if isinstance(each, ConsentSigned) and each.id == event)
    return next(signed, "") or ENGLISH


def consents_of(by: By, clinic: Clinic) -> list[CourseConsent]:
    """Every course of a clinic that goes on: by the booked injections first, then by when the next may be given.

    The look is written down.

    Raises `NotAllowed` for who is neither clinician nor front desk there.
    """
    held = set(Membership.objects.filter(user_id=user_key(by), clinic=clinic).values_list("role", flat=True))
    if not isinstance(by, Operator) and not held & READS:
        says = "The list of consents is for clinicians and the front desk."
        raise refusal(NotAllowed(NOT_YOUR_ROLE, says), by, "consents", clinic.pk)
    looked(by, "consents", clinic=clinic.pk)
    again = consent_rules(clinic.pk).again
    found = [stands(seen, again) for seen in _active(by, clinic)]
    return sorted(found, key=lambda each: (each.starts is None, each.day or date.max, each.seen.number))


def _active(by: By, clinic: Clinic) -> Iterator[Seen]:
    going = (Status.ACTIVE.value, Status.PAUSED.value)
    for course in (
        CourseRecord.objects.filter(clinic=clinic, status__in=going).order_by("pk").values_list("pk", flat=True)
    ):
        file = look(course, by)
        if file is not None:
            yield seen_in(file, by)


def signed_at(standing: Standing, zone: ZoneInfo) -> datetime | None:
    """When the signature was given, on the clinic's clock; None for one of paper, of which only the day is known."""
    signed = standing.signed
    if signed is None or signed.recorded_at is None or signed.way not in ("drawn", "typed"):
        return None
    return signed.recorded_at.astimezone(zone)
