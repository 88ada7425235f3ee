"""Who is silent in a clinic, and what the desk does about it: read from the courses, written as `ContactTried`."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from enthesis.clinic.access import MAY_RECORD, By, Operator
from enthesis.clinic.decisions import NotDecided, decide, decisions
from enthesis.clinic.door import new_id, record
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.filing import look
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.messages.notices import notify
from enthesis.clinic.models import AgendaRow, Clinic
from enthesis.clinic.opening import Seen, seen_in
from enthesis.clinic.people import clinics_of
from enthesis.clinic.profiles import NO_MESSAGES
from enthesis.pathway import events as e
from enthesis.pathway.chase import MESSAGE, Chase, Rules, chase, shipped, with_days
from enthesis.pathway.course import Status
from enthesis.pathway.protocol.model import Kind

PREFIX = "chase:"  # of the clinic's decisions, and a name of `Rules.days`
MOST = 400  # courses with something open that are gone through for one list
MOST_DAYS = 365
_KINDS = (Kind.VISIT, Kind.INJECTION, Kind.REVIEW, Kind.QUESTIONNAIRE, Kind.DIARY, Kind.OUTCOME)
PAGES = "/my/"


@dataclass(frozen=True, slots=True)
class Silent:
    """A course whose patient is silent."""

    seen: Seen
    chase: Chase


def rules_of(clinic: int) -> tuple[Rules, frozenset[str]]:
    """The ladder with what a clinic decided, and the names of the days that it decided."""
    names = {f"{PREFIX}{name}": name for name in shipped().days()}
    last = {names[one.name]: one.value for one in decisions(clinic, names)}
    kept = {name: int(value) for name, value in last.items() if value}
    return with_days(shipped(), kept), frozenset(kept)


def set_days(name: str, days: int | None, *, clinic: Clinic, by: By) -> None:
    """How many days a clinic decides for a silence or a step; None: the default.

    Raises `NotDecided` and `NotAllowed`.
    """
    if name not in shipped().days():
        raise NotDecided(f"“{name:.40}” has no days that a clinic decides.", "Name one of the list.", name)
    if days is not None and not 0 <= days <= MOST_DAYS:
        raise NotDecided(f"{days} days.", f"Give 0 to {MOST_DAYS}.", name)
    decide(f"{PREFIX}{name}", "" if days is None else str(days), clinic=clinic, by=by)


def silent(by: By, clinic: Clinic, today: date) -> list[Silent]:
    """The courses whose patients are silent, by the day on which the next step is due. The look is written down.

    At most 400 courses with something open are gone through, the longest open first. Raises `NotAllowed`.
    """
    _check_may(by, clinic)
    rules, _ = rules_of(clinic.pk)
    first = min(one.days for one in rules.silences)
    rows = AgendaRow.objects.filter(
        clinic=clinic.pk, owed=True, kind__in=[kind.value for kind in _KINDS], first_day__lte=today - timedelta(first)
    )
    running = rows.filter(course__status=Status.ACTIVE.value).order_by("last_day")
    keys = list(dict.fromkeys(running.values_list("course", flat=True)))[:MOST]
    looked(by, "chase", clinic=clinic.pk, courses=keys)
    found = []
    for key in keys:
        file = look(key, by)
        seen = seen_in(file, by) if file is not None else None
        told = chase_of(seen, rules, today) if seen is not None else None
        if seen is not None and told is not None:
            found.append(Silent(seen, told))
    return sorted(found, key=lambda one: (one.chase.due, one.seen.number))


def chase_of(seen: Seen, rules: Rules, today: date) -> Chase | None:
    """The next step for an opened course; None where nobody is chased, or the person was erased."""
    profile = seen.profile
    if seen.is_erased or profile is None:
        return None
    wants_none = profile.messages == NO_MESSAGES
    return chase(seen.course, seen.agenda, seen.log, rules, today=today, wants_none=wants_none)


def tried(seen: Seen, step: str, outcome: str, *, by: By, today: date, note: str = "") -> bool:
    """Note that a step was taken, and send the message where it is one. False: it is no longer the next step.

    Raises `NotAllowed` and `Refused` as `record` does. What comes twice is sent and noted once.
    """
    rules, _ = rules_of(seen.clinic)
    found = chase_of(seen, rules, today)
    if found is None or found.step.id != step or not found.is_due(today):
        return False
    way = found.step.way
    event = e.ContactTried(id=new_id(), happened_on=today, way=way, outcome=outcome, step=step, note=note)
    record(event, course=seen, by=by)
    if way == MESSAGE:
        key = f"{found.step.purpose} {seen.number} {found.silence.since.isoformat()} {len(found.tried)}"
        notify(seen.person, found.step.purpose, key, {"link": PAGES}, now=datetime.now(UTC))
    return True


def _check_may(by: By, clinic: Clinic) -> None:
    roles = next((held for one, held in clinics_of(by) if one.pk == clinic.pk), frozenset())
    if not isinstance(by, Operator) and not roles & MAY_RECORD[e.ContactTried]:
        raise refusal(NotAllowed(NOT_YOUR_ROLE, "That list is not for your role."), by, "chase", clinic.pk)
