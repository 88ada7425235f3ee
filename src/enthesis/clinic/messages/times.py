"""When a clinic's messages leave: its own decisions, and the shipped proposal where it has decided nothing."""

from dataclasses import replace
from datetime import UTC, datetime, time

from enthesis.clinic.access import By
from enthesis.clinic.decisions import MESSAGES, NotDecided, decide, decisions
from enthesis.clinic.models import Clinic
from enthesis.pathway.messages import LeadTimes, Quiet, lead_times, shipped

QUIET = "quiet"


def times_of(clinic: int, now: datetime | None = None) -> LeadTimes:
    """The times of a clinic that hold now."""
    given = lead_times(shipped())
    at = now or datetime.now(UTC)
    amounts, quiet, undecided = dict(given.amounts), given.quiet, set(given.undecided)
    for one in decisions(clinic, [f"{MESSAGES}{name}" for name in (*amounts, QUIET)]):
        name = one.name.removeprefix(MESSAGES)
        if one.since > at:
            continue
        undecided -= {name}
        if not one.value:
            undecided |= {name}
            amounts[name] = given.amounts.get(name, 0)
            quiet = given.quiet if name == QUIET else quiet
        elif name == QUIET:
            quiet = _quiet(one.value)
        else:
            amounts[name] = int(one.value)
    amounts.pop(QUIET, None)
    return replace(given, amounts=amounts, quiet=quiet, undecided=frozenset(undecided))


def set_amount(purpose: str, amount: int | None, *, clinic: Clinic, by: By, why: str = "") -> None:
    """How long before or after a message of one purpose leaves, in the purpose's unit; None: not decided any more.

    Every course of the clinic is planned anew. Raises `NotDecided`, and `NotAllowed` for who may not decide.
    """
    found = shipped().purposes.get(purpose)
    if found is None:
        known = ", ".join(shipped().purposes)
        raise NotDecided(f'"{purpose:.40}" is no purpose of a message.', f"There are {known}.", "what")
    if amount is not None and not 0 <= amount <= found.most:
        raise NotDecided(f"{amount} {found.unit}.", f"Give 0 to {found.most} {found.unit}.", "amount")
    decide(f"{MESSAGES}{purpose}", "" if amount is None else str(amount), clinic=clinic, by=by, why=why)


def set_quiet(quiet: Quiet | None, *, clinic: Clinic, by: By, why: str = "") -> None:
    """Hours of the day in which nothing leaves; both alike: none; None: not decided any more. Raises as above."""
    value = f"{quiet.since:%H:%M}-{quiet.until:%H:%M}" if quiet else ""
    decide(f"{MESSAGES}{QUIET}", value, clinic=clinic, by=by, why=why)


def quiet_of(text: str) -> Quiet:
    """Quiet hours as they are typed: "20:00-08:00". Raises `NotDecided`."""
    try:
        return _quiet(text)
    except ValueError:
        raise NotDecided(f'"{text:.40}" is not hours of a day.', "Write 20:00-08:00.", "amount") from None


def _quiet(text: str) -> Quiet:
    since, _, until = text.partition("-")
    return Quiet(time.fromisoformat(since.strip()), time.fromisoformat(until.strip()))
