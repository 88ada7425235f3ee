"""What a clinic wishes of the series that are proposed: points, days on which it gathers a device, days between visits.

Each is a decision of the clinic. What it has not decided is as `scheduling.problem.Penalties` has it
(docs/commands/book.md).
"""

from dataclasses import dataclass, fields, replace

from enthesis.clinic.access import By
from enthesis.clinic.decisions import NotDecided, decide, decisions
from enthesis.clinic.models import Clinic
from enthesis.scheduling.problem import Penalties
from enthesis.scheduling.values import WEEKDAYS

PREFIX = "booking:"
DEVICE_DAYS = "device-weekdays"
DAYS_APART = "days-between-visits"
MOST_POINTS, MOST_DAYS = 10_000, 60  # not a limit: what is believed
POINTS = tuple(field.name for field in fields(Penalties))
NAMES = (*POINTS, DEVICE_DAYS, DAYS_APART)


@dataclass(frozen=True, slots=True)
class BookingWishes:
    """What holds at a clinic."""

    penalties: Penalties
    device_weekdays: frozenset[int]  # 0 is Monday
    one_visit_per_days: int  # any two visits of a patient are at least this many days apart
    decided: frozenset[str]  # names that the clinic decided


def booking_wishes(clinic: int) -> BookingWishes:
    """What a clinic wishes of its series."""
    kept = decisions(clinic, [f"{PREFIX}{name}" for name in NAMES])
    last = {one.name.removeprefix(PREFIX): one.value for one in kept}
    there = {name: value for name, value in last.items() if value}  # "": taken back
    points = {name: int(value) for name, value in there.items() if name in POINTS and value.isdecimal()}
    days = there.get(DEVICE_DAYS, "").split()
    apart = there.get(DAYS_APART, "")
    return BookingWishes(
        replace(Penalties(), **points),
        frozenset(WEEKDAYS.index(day) for day in days if day in WEEKDAYS),
        int(apart) if apart.isdecimal() else 1,
        frozenset(there),
    )


def set_booking_wish(name: str, value: str, *, clinic: Clinic, by: By) -> None:
    """A clinic decides one of them; "" takes the decision back.

    Raises `NotDecided`, and `NotAllowed` for who may not decide.
    """
    if name not in NAMES:
        raise NotDecided(f'"{name:.40}" is no wish of a clinic.', f"There are {', '.join(NAMES)}.", "name")
    decide(f"{PREFIX}{name}", _value(name, " ".join(value.lower().split())), clinic=clinic, by=by)


def _value(name: str, said: str) -> str:
    if not said:
        return ""
    if name == DEVICE_DAYS:
        wrong = [day for day in said.split() if day not in WEEKDAYS]
        if wrong:
            raise NotDecided(f'"{wrong[0]:.20}" is no weekday.', f"Of {', '.join(WEEKDAYS)}.", "value")
        return " ".join(sorted(set(said.split()), key=WEEKDAYS.index))
    least, most = (1, MOST_DAYS) if name == DAYS_APART else (0, MOST_POINTS)
    if not (said.isascii() and said.isdecimal() and len(said) < 9 and least <= int(said) <= most):
        raise NotDecided(f'"{said:.20}" is no whole number from {least} to {most}.', "Give one.", "value")
    return str(int(said))
