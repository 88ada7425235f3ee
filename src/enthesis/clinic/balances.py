"""Which balance a course has, and which courses of a clinic have an open one."""

from dataclasses import dataclass
from datetime import date, timedelta

from enthesis.clinic.access import MAY_RECORD, By
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.filing import look
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import Clinic, CourseRecord
from enthesis.clinic.opening import Seen, seen_in
from enthesis.clinic.people import clinics_of
from enthesis.clinic.prices import prices_of
from enthesis.pathway import events as e
from enthesis.pathway.balance import Balance, balance
from enthesis.pathway.course import Status

PAGE = 100  # courses that are gone through for one page of the list
KEPT_OPEN = timedelta(days=365)  # how long after its closing a course is still gone through


@dataclass(frozen=True, slots=True)
class Open:
    """A course on which something is open, or was paid ahead."""

    seen: Seen
    balance: Balance


def balance_of(seen: Seen) -> Balance | None:
    """The balance of an opened course; None where the clinic has no prices, or the course no protocol."""
    given = seen.course.estimate
    listed = prices_of(seen.clinic, given.version if given else "") or prices_of(seen.clinic)
    if listed is None or seen.protocol is None:
        return None
    return balance(seen.course, seen.protocol, listed)


def open_balances(by: By, clinic: Clinic, today: date, page: int = 1) -> tuple[list[Open], bool]:
    """The courses of one page with a balance that is not 0, and whether there are more pages. The look is written down.

    Gone through are running courses and those closed within a year, the newest first. Raises `NotAllowed`.
    """
    roles = next((held for one, held in clinics_of(by) if one.pk == clinic.pk), frozenset())
    if not roles & MAY_RECORD[e.PaymentTaken]:
        raise refusal(NotAllowed(NOT_YOUR_ROLE, "Your role takes no payments."), by, "balances", clinic.pk)
    looked(by, "balances", clinic=clinic.pk)
    rows = CourseRecord.objects.filter(clinic=clinic).exclude(status=Status.NOT_STARTED.value)
    rows = rows.exclude(closed_on__lt=today - KEPT_OPEN).order_by("-pk")
    first = (page - 1) * PAGE
    keys = list(rows.values_list("pk", flat=True)[first : first + PAGE + 1])
    found = []
    for key in keys[:PAGE]:
        file = look(key, by)
        seen = seen_in(file, by) if file is not None else None
        told = balance_of(seen) if seen is not None else None
        if seen is not None and told is not None and told.open.amount:
            found.append(Open(seen, told))
    return sorted(found, key=lambda each: -each.balance.open.amount), len(keys) > PAGE
