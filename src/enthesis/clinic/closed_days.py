"""Days on which a clinic is closed for everybody: holidays. A clinic's decision, one for each day, with who and why.

Nothing is copied into the hours of its people and rooms: a resource that is added later is closed on these days too,
and a day that is opened again is as it was.
"""

from datetime import date, timedelta

from enthesis.clinic.access import By
from enthesis.clinic.decisions import NotDecided, decide
from enthesis.clinic.models import Clinic, ClinicDecision

CLOSED_ON = "closed-on:"  # and the day; the value is "closed", or empty where the clinic opened it again
MOST_DAYS = 92


def closed_days(clinic: int, first: date, last: date) -> dict[date, str]:
    """The days of a span on which a clinic is closed for everybody, and why."""
    kept = ClinicDecision.objects.filter(
        clinic=clinic, name__gte=f"{CLOSED_ON}{first}", name__lte=f"{CLOSED_ON}{last}"
    ).order_by("name", "since", "pk")
    held = {one.name: one for one in kept}  # the last word on each day
    return {
        date.fromisoformat(name.removeprefix(CLOSED_ON)): one.why for name, one in held.items() if one.value == "closed"
    }


def close_days(first: date, last: date, *, clinic: Clinic, by: By, why: str) -> list[date]:
    """Close some days in a row for everybody. Days that are closed already stay as they are; gives those that were not.

    What is booked on them stays booked, and is to be mended. Raises `NotDecided`, and `NotAllowed` for others than a
    clinician or a lead.
    """
    if last < first:
        raise NotDecided("The last day lies before the first one.", "Give the later day second.", "last")
    if (last - first).days >= MOST_DAYS:
        raise NotDecided(f"More than {MOST_DAYS} days at once.", "Close them in several steps.", "last")
    if not why.strip():
        raise NotDecided("A closed day has a reason.", "Say why: a public holiday, a course for all staff.", "why")
    there = closed_days(clinic.pk, first, last)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    new = [day for day in days if day not in there]
    for day in new:
        decide(f"{CLOSED_ON}{day}", "closed", clinic=clinic, by=by, why=why.strip())
    return new


def open_day(day: date, *, clinic: Clinic, by: By) -> bool:
    """Work on a day that was closed, as the hours say. Whether it was closed. Raises `NotAllowed`."""
    if day not in closed_days(clinic.pk, day, day):
        return False
    decide(f"{CLOSED_ON}{day}", "", clinic=clinic, by=by)
    return True
