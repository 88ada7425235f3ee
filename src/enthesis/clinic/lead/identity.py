"""What a clinic is: its name, where it is, what it counts in, whom people call. The lead says so."""

import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from enthesis.clinic.access import By
from enthesis.clinic.decisions import NotDecided, check_may_decide
from enthesis.clinic.languages import languages
from enthesis.clinic.looks import looked
from enthesis.clinic.models import Clinic
from enthesis.pathway.estimate.money import currencies

TELEPHONES = ("telephone", "telephone_when_closed", "emergency_number")
FIELDS = ("name", "time_zone", "country", "currency", "language", *TELEPHONES, "meeting_link")
_NUMBER = re.compile(r"\+?[0-9][0-9 ()/.-]{0,38}")
_COUNTRY = re.compile(r"[A-Z]{2}")


def checked(name: str, typed: str) -> str:
    """What was typed for one field, as it is kept. Raises `NotDecided`, which says what to write instead."""
    said = " ".join(typed.split())
    match name:
        case "name":
            if not 0 < len(said) <= 200:
                raise NotDecided("A clinic has a name of up to 200 characters.", "Give it.", name)
        case "time_zone":
            try:
                ZoneInfo(said)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                raise NotDecided(f"“{said:.60}” is no time zone.", "Write it as Europe/Berlin.", name) from None
        case "country":
            said = said.upper()
            if said and not _COUNTRY.fullmatch(said):
                raise NotDecided(f"“{said:.20}” is no country.", "Write two letters: US, GB, DE.", name)
        case "currency":
            said = said.upper()
            if said and said not in currencies():
                raise NotDecided(f"“{said:.20}” is no currency in use.", "Write three letters: USD, GBP, EUR.", name)
        case "language":
            if said and said not in dict(languages()):
                known = ", ".join(code for code, _name in languages())
                raise NotDecided(f"There are no pages in “{said:.20}”.", f"There are {known}.", name)
        case "meeting_link":
            if said and not (said.startswith("https://") and len(said) <= 300 and " " not in said):
                raise NotDecided("That is no link to a meeting.", "Write it from https:// on.", name)
        case _:
            if said and not _NUMBER.fullmatch(said):
                raise NotDecided(f"“{said:.40}” is no telephone number.", "Write it as +1 555 0100.", name)
    return said


def set_clinic(clinic: Clinic, said: Mapping[str, str], *, by: By) -> list[str]:
    """Keep what was typed; gives the names of the fields that changed. Raises `NotDecided` and `NotAllowed`.

    Another time zone or name changes no event: instants are kept in UTC, and days that were counted stay.
    """
    check_may_decide(by, clinic, "set the clinic")
    values = {name: checked(name, typed) for name, typed in said.items() if name in FIELDS}
    changed = [name for name, value in values.items() if getattr(clinic, name) != value]
    for name in changed:
        setattr(clinic, name, values[name])
    if changed:
        clinic.save(update_fields=changed)
        looked(by, f"set clinic: {' '.join(changed)}"[:80], clinic=clinic.pk)
    if "time_zone" in changed:
        from enthesis.clinic.messages.rows import plan_again  # which reads clinics itself

        plan_again(clinic.pk)
    return changed
