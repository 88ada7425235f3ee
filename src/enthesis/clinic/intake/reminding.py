"""One letter to who began an evaluation, had a link sent and did not finish: the link once more, then never again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from enthesis.clinic.access import By
from enthesis.clinic.decisions import NotDecided, decide, decisions
from enthesis.clinic.intake.models import Evaluation, State
from enthesis.clinic.intake.papers import opened
from enthesis.clinic.intake.store import LINK, REMINDER, keeping
from enthesis.clinic.links import make_link
from enthesis.clinic.links.models import Link
from enthesis.clinic.messages.notices import notify_address
from enthesis.clinic.models import Clinic
from enthesis.pathway.messages import shipped

REMIND_DAYS = "intake:remind-days"
UNLESS_DECIDED = 3  # no source states it
NEVER, MOST_DAYS = 0, 60
BACK = "/evaluation/back/"  # where a link leads; the worker reads no pages


@dataclass(frozen=True, slots=True)
class Reminding:
    """After how many days without an answer somebody is reminded; 0: never."""

    days: int
    is_decided: bool


def reminding(clinic: int) -> Reminding:
    """What the clinic decided, or the stated default."""
    said = [one.value for one in decisions(clinic, [REMIND_DAYS])]
    return Reminding(int(said[-1]), True) if said and said[-1] else Reminding(UNLESS_DECIDED, False)


def set_remind_days(days: int | None, *, clinic: Clinic, by: By, why: str = "") -> None:
    """Decide the number of days; None takes the decision back. Raises `NotDecided` and `NotAllowed`."""
    if days is not None and not NEVER <= days <= MOST_DAYS:
        raise NotDecided(f"{days} days cannot be right.", f"Give {NEVER} (never) to {MOST_DAYS}.", "remind")
    decide(REMIND_DAYS, "" if days is None else str(days), clinic=clinic, by=by, why=why)


def remind(now: datetime) -> int:
    """Remind whoever is to be reminded now, at every clinic. How many there were.

    Nobody where the address of this Enthesis is not known: the link would lead nowhere.
    """
    if not settings.ADDRESS:
        return 0
    links = Link.objects.filter(purpose=LINK, until__gt=now).order_by().values("subject").annotate(end=Max("until"))
    ends = {int(each["subject"]): each["end"] for each in links}
    rows = Evaluation.objects.filter(pk__in=ends, state=State.BEGUN, reminded_at=None).order_by("pk")
    return sum(_remind(pk, clinic, ends[pk], now) for pk, clinic in list(rows.values_list("pk", "clinic")))


def _remind(pk: int, clinic: int, end: datetime, now: datetime) -> bool:
    """Remind of one evaluation, if it is time: the letter and that it was written are there together, or not at all."""
    days, kept = reminding(clinic).days, timedelta(days=keeping(clinic).days)
    if days == NEVER:
        return False
    silent_since = now - timedelta(days=days)
    of_use = timedelta(days=shipped().notices[REMINDER].days)  # it may wait for so long until it leaves
    with transaction.atomic():
        rows = Evaluation.objects.select_for_update().filter(pk=pk, state=State.BEGUN, reminded_at=None)
        row = rows.filter(changed_at__lte=silent_since).exclude(wrapped="").first()
        if row is None:
            return False
        papers, end = opened(bytes(row.sealed), row.pk, row.wrapped), min(end, row.changed_at + kept)
        if papers.no_reminder or not papers.link_to or end - now < of_use:
            return False
        secret = make_link(LINK, str(row.pk), lasts=end - now)
        until = end.astimezone(ZoneInfo(row.clinic.time_zone)).date()
        values = {"link": f"{settings.ADDRESS}{BACK}{secret}/", "until": until.isoformat()}
        notify_address(clinic, papers.link_to, REMINDER, row.number, values, now=now, language=papers.language)
        row.reminded_at = now
        row.save(update_fields=["reminded_at"])
    return True
