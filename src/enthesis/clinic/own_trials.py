"""The trials that a clinic has added to the evidence on its pages, each with its source; and the table with them.

Every addition and every taking out makes a version, `own-1`, `own-2`, ... A consent keeps the version of the table that
stood beside it. What the command adds to the clinic's folder of knowledge files is in the table below, for everybody.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from django.db import IntegrityError, transaction

from enthesis.clinic.access import LEAD, By, Operator, handle, user_key
from enthesis.clinic.accounts import names_of
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import Clinic, Membership
from enthesis.clinic.notices.models import OwnTrial
from enthesis.clinic.prepared import Prepared
from enthesis.pathway.plain_yaml import NotReadable
from enthesis.pathway.trials import Row, Stamp, Table, shipped, stamp_now, with_own
from enthesis.pathway.trials.own import check_new

_TRIES = 5  # that somebody else adds at the same moment so often is no accident


class State(NamedTuple):
    """Which table a clinic has: the same state, the same table, in every process."""

    folder: Stamp
    version: int  # of the clinic's own trials; 0: none was ever added
    rows: tuple[str, ...]  # JSON of those that count now, in the order in which they were added


@dataclass(frozen=True, slots=True)
class Change:
    """Who did something, and when, and the version that it made."""

    version: str
    at: datetime
    by: str  # name of the account


@dataclass(frozen=True, slots=True)
class Own:
    """One trial of a clinic's own."""

    number: int
    trial: str
    rows: tuple[Row, ...]
    checked_by: str
    added: Change
    gone: Change | None  # None: it counts


def table_of(clinic: int | None) -> Table:
    """The evidence table as a clinic shows it now; None: as it is without any clinic's own trials."""
    return table_in(state_of(clinic))


def state_of(clinic: int | None) -> State:
    """What the table of a clinic depends on. One query; what is made of it is kept by it."""
    found = list(_ROWS(clinic)) if clinic is not None else []
    gone = {takes_out for _, takes_out, _ in found}
    counted = tuple(rows for number, takes_out, rows in found if takes_out is None and number not in gone)
    return State(stamp_now(), max((number for number, *_ in found), default=0), counted)


_ROWS = Prepared(
    lambda clinic: OwnTrial.objects.filter(clinic=clinic).order_by("number").values_list("number", "takes_out", "rows")
)


@lru_cache(maxsize=32)
def table_in(state: State) -> Table:
    """The table of a state."""
    table = shipped()
    if not state.version:
        return table
    return with_own(table, [row for text in state.rows for row in json.loads(text)], f"own-{state.version}")


def own_trials(clinic: int) -> list[Own]:
    """Every trial that a clinic has added, the last first, those that were taken out among them."""
    rows = list(OwnTrial.objects.filter(clinic=clinic).order_by("-number"))
    names = names_of(row.made_by for row in rows)
    changes = {
        row.number: Change(f"own-{row.number}", row.made_at, names.get(row.made_by, row.made_by)) for row in rows
    }
    gone = {row.takes_out: changes[row.number] for row in rows if row.takes_out is not None}
    return [
        Own(
            number=row.number,
            trial=row.trial,
            rows=tuple(json.loads(row.rows)),
            checked_by=row.checked_by,
            added=changes[row.number],
            gone=gone.get(row.number),
        )
        for row in rows
        if row.takes_out is None
    ]


def add(rows: Sequence[Row], checked_by: str, *, clinic: Clinic, by: By, name: str) -> str:
    """Add one trial; the version that it makes. Raises `NotReadable` by the rules of the command, and `NotAllowed`.

    `name` says in sentences where the rows come from.
    """
    _check_may(clinic, by)
    if not rows:
        raise NotReadable(f"{name}: holds no line of figures.")
    trials = list(dict.fromkeys(row["trial_id"] for row in rows))
    if len(trials) > 1:
        raise NotReadable(f"{name}: holds {len(trials)} trials. Add one at a time, so that each makes its version.")
    _can_be_shown(rows, name)
    told = json.dumps([dict(each) for each in rows], ensure_ascii=False)
    for _ in range(_TRIES):
        added = OwnTrial.objects.filter(clinic=clinic, takes_out=None).values_list("trial", flat=True)
        check_new(rows, [{"trial_id": trial} for trial in added], shipped(), name)
        if version := _keep(OwnTrial(clinic=clinic, trial=trials[0], rows=told, checked_by=checked_by), by):
            looked(by, f"evidence add {trials[0]}", clinic=clinic.pk)
            return version
    raise NotReadable(f"{name}: somebody else adds trials at this moment. Send it again.")


def take_out(number: int, *, clinic: Clinic, by: By) -> str:
    """Show a trial no longer; the version that this makes, "" where it is not shown. Raises `NotAllowed`.

    Its name stays taken, and consents keep the version under which it was shown.
    """
    _check_may(clinic, by)
    for _ in range(_TRIES):
        mine = OwnTrial.objects.filter(clinic=clinic)
        row = mine.filter(number=number, takes_out=None).first()
        if row is None or mine.filter(takes_out=number).exists():
            return ""
        if version := _keep(OwnTrial(clinic=clinic, trial=row.trial, takes_out=number), by):
            looked(by, f"evidence take-out {row.trial}", clinic=clinic.pk)
            return version
    return ""


def _keep(row: OwnTrial, by: By) -> str:
    """Write a change as the next version, and its name; "" where somebody else wrote one at that moment."""
    numbers = OwnTrial.objects.filter(clinic=row.clinic).order_by("-number").values_list("number", flat=True)
    row.number = (numbers.first() or 0) + 1
    row.made_at, row.made_by = datetime.now(UTC), handle(by)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return ""
    return f"own-{row.number}"


def _can_be_shown(rows: Sequence[Row], name: str) -> None:
    """Whether the page can be made with these rows. Raises `NotReadable`."""
    from enthesis.evidence.groups import comparisons  # numpy and SciPy: only where something is pooled

    table = with_own(shipped(), rows, "own")
    try:
        for condition in table.conditions:
            if any(row["region"] in condition.regions for row in rows):
                comparisons(table, condition)
    except (ArithmeticError, ValueError) as problem:
        raise NotReadable(f"{name}: its figures cannot be used ({problem}). Look at each number.") from None


def _check_may(clinic: Clinic, by: By) -> None:
    held = Membership.objects.filter(user_id=user_key(by), clinic=clinic, role=LEAD, user__is_active=True)
    if not isinstance(by, Operator) and not held.exists():
        problem = NotAllowed(NOT_YOUR_ROLE, "Only a lead of the clinic may change its evidence.")
        raise refusal(problem, by, "evidence", clinic.pk)
