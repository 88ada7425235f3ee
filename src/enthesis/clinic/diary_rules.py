"""How far back a patient may fill in the diary. No source states it: the clinic decides, a default holds until then."""

from dataclasses import dataclass

from enthesis.clinic.access import By
from enthesis.clinic.decisions import NotDecided, decide, decisions
from enthesis.clinic.models import Clinic
from enthesis.pathway.diary import DAYS_BACK, MOST_DAYS_BACK

NAME = "diary:days-back"


@dataclass(frozen=True, slots=True)
class DiaryRules:
    """What holds at a clinic now."""

    days_back: int  # a day of so many days ago may still be filled in; 0: today only
    is_decided: bool


def diary_rules(clinic: int) -> DiaryRules:
    """What the clinic decided, or the default."""
    kept = [one.value for one in decisions(clinic, (NAME,))]
    value = kept[-1] if kept else ""  # "": taken back
    return DiaryRules(int(value) if value else DAYS_BACK, bool(value))


def set_days_back(days: int | None, *, clinic: Clinic, by: By, why: str = "") -> None:
    """How many days back a diary day may be filled in; None: no longer decided.

    Raises `NotDecided`, and `NotAllowed` for who may not decide.
    """
    if days is not None and not 0 <= days <= MOST_DAYS_BACK:
        raise NotDecided(f"{days} days back.", f"Give 0 to {MOST_DAYS_BACK}.", "days")
    decide(NAME, "" if days is None else str(days), clinic=clinic, by=by, why=why)
