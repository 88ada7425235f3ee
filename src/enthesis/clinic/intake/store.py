"""Keeping the evaluation of a stranger, from the first answer until the clinic has settled it or its time is over."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.db import transaction

from enthesis.clinic.access import By
from enthesis.clinic.decisions import NotDecided, decide, decisions
from enthesis.clinic.intake.models import Evaluation, State
from enthesis.clinic.intake.papers import Line, Papers, new_key, opened, sealed
from enthesis.clinic.links import drop_links
from enthesis.clinic.messages.notices import take_back
from enthesis.clinic.models import Clinic

KEEP_DAYS = "intake:keep-days"
UNLESS_DECIDED = 30  # no source states it
LEAST_DAYS, MOST_DAYS = 1, 366
LINK = "evaluation"  # the purpose of the links by which somebody comes back
REMINDER = "evaluation-reminder"  # the notice to who has not finished
_OPEN = (State.BEGUN, State.SENT, State.ASKED)


@dataclass(frozen=True, slots=True)
class Kept:
    """For how many days an evaluation that nobody took on is kept."""

    days: int
    is_decided: bool


def keeping(clinic: int) -> Kept:
    """What the clinic decided, or the stated default."""
    said = [one.value for one in decisions(clinic, [KEEP_DAYS])]
    return Kept(int(said[-1]), True) if said and said[-1] else Kept(UNLESS_DECIDED, False)


def set_keep_days(days: int | None, *, clinic: Clinic, by: By, why: str = "") -> None:
    """Decide the number of days; None takes the decision back. Raises `NotDecided` and `NotAllowed`."""
    if days is not None and not LEAST_DAYS <= days <= MOST_DAYS:
        raise NotDecided(f"{days} days cannot be right.", f"Give {LEAST_DAYS} to {MOST_DAYS}.", "days")
    decide(KEEP_DAYS, "" if days is None else str(days), clinic=clinic, by=by, why=why)


def begin(clinic: Clinic) -> Evaluation:
    """A new evaluation with a key of its own and nothing in it."""
    now = datetime.now(UTC)
    with transaction.atomic():
        made = Evaluation.objects.create(clinic=clinic, begun_at=now, changed_at=now)
        made.wrapped = new_key(made.pk)
        made.sealed = sealed(Papers(), made.pk, made.wrapped)
        made.save(update_fields=["wrapped", "sealed"])
    return made


def find(pk: int | None) -> tuple[Evaluation, Papers] | None:
    """An evaluation with what it holds; None where there is none (any more)."""
    row = Evaluation.objects.select_related("clinic").filter(pk=pk).exclude(wrapped="").first() if pk else None
    return (row, opened(bytes(row.sealed), row.pk, row.wrapped)) if row else None


def keep(row: Evaluation, papers: Papers) -> bool:
    """Put these papers in the place of those before. False where the evaluation was settled or destroyed meanwhile."""
    return _write(row, papers, row.state)


def send(row: Evaluation, papers: Papers) -> bool:
    """The clinic gets it. False where it was settled or destroyed meanwhile."""
    return _write(row, papers, State.SENT, sent=True)


def reply(row: Evaluation, papers: Papers, words: str, on: str) -> bool:
    """The stranger answers what the clinic asked: the evaluation stands in the inbox again."""
    return _write(row, replace(papers, lines=(*papers.lines, Line(on, "", words))), State.SENT)


def _write(row: Evaluation, papers: Papers, state: str, *, sent: bool = False) -> bool:
    now = datetime.now(UTC)
    with transaction.atomic():
        held = Evaluation.objects.select_for_update().filter(pk=row.pk, state__in=_OPEN).exclude(wrapped="").first()
        if held is None:
            return False
        held.sealed, held.changed_at, held.state = sealed(papers, held.pk, held.wrapped), now, state
        if sent and held.sent_at is None:
            held.sent_at = now
        held.save(update_fields=["sealed", "changed_at", "state", "sent_at"])
        if state != State.BEGUN or papers.no_reminder:
            take_back(held.clinic_id, REMINDER, held.number)
    row.state, row.sent_at = held.state, held.sent_at
    return True


def destroy(row: Evaluation, state: str = "") -> None:
    """Destroy the key and what it sealed, and every link to it. There is no way back."""
    now = datetime.now(UTC)
    state = state or (row.state if row.state == State.DECLINED else State.GONE)
    Evaluation.objects.filter(pk=row.pk).update(wrapped="", sealed=b"", state=state, destroyed_at=now, changed_at=now)
    drop_links(LINK, str(row.pk))
    take_back(row.clinic_id, REMINDER, row.number)


def over(clinic: Clinic, now: datetime) -> list[Evaluation]:
    """The evaluations of a clinic whose time is over: nobody took them on, or they were declined long enough ago."""
    limit = now - timedelta(days=keeping(clinic.pk).days)
    kept = Evaluation.objects.filter(clinic=clinic, changed_at__lt=limit).exclude(wrapped="")
    return list(kept.exclude(state=State.TAKING).order_by("pk"))


def purge(now: datetime, clinic: Clinic | None = None) -> list[Evaluation]:
    """Destroy what is over, at one clinic or at all. Gives what was destroyed."""
    clinics = [clinic] if clinic else list(Clinic.objects.order_by("pk"))
    found = [row for each in clinics for row in over(each, now)]
    for row in found:
        destroy(row)
    return found
