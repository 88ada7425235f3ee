"""What a clinic confirms by name of the entries that rest on memory. Rows are added and never changed."""

from collections.abc import Mapping
from datetime import UTC, datetime

from enthesis.clinic.access import By, handle
from enthesis.clinic.accounts import names_of
from enthesis.clinic.decisions import NotDecided, check_may_decide
from enthesis.clinic.looks import looked
from enthesis.clinic.models import Clinic, Confirmation
from enthesis.pathway.confirming import Confirmed, Entry, Standing, entry, latest, standing_of

LONGEST_NOTE = 1000


def confirm(name: str, *, clinic: Clinic, by: By, note: str = "") -> Confirmation:
    """Confirm an entry as it reads now. Raises `NotAllowed`, and `NotDecided` where there is no such entry."""
    check_may_decide(by, clinic, f"confirm {name}")
    return _keep(_found(name), True, clinic, by, note)


def withdraw(name: str, *, clinic: Clinic, by: By, note: str = "") -> Confirmation:
    """Take a confirmation back: the entry is shown as unverified again. Raises `NotAllowed` and `NotDecided`."""
    check_may_decide(by, clinic, f"withdraw {name}")
    found = _found(name)
    if standing_of(found, confirmed_of(clinic.pk)) is Standing.OPEN:
        raise NotDecided(f"“{name}” is not confirmed.", "There is nothing to take back.", "entry")
    return _keep(found, False, clinic, by, note)


def confirmed_of(clinic: int) -> Mapping[str, Confirmed]:
    """The last word of a clinic on each entry that it has confirmed and not taken back."""
    rows = list(Confirmation.objects.filter(clinic=clinic).order_by("pk"))
    names = names_of(row.made_by for row in rows)
    return latest(
        Confirmed(
            entry=row.entry,
            version=row.version,
            digest=row.digest,
            by=names.get(row.made_by, row.made_by),
            at=row.made_at,
            note=row.note,
            is_confirmed=row.confirmed,
        )
        for row in rows
    )


def _found(name: str) -> Entry:
    found = entry(name)
    if found is None:
        raise NotDecided(
            f"“{name:.80}” is no entry that rests on memory.", "See them all: enthesis clinic confirm --list.", "entry"
        )
    return found


def _keep(found: Entry, is_confirmed: bool, clinic: Clinic, by: By, note: str) -> Confirmation:
    said = " ".join(note.split())
    if len(said) > LONGEST_NOTE:
        raise NotDecided(f"A note of {len(said)} characters.", f"Shorten it to {LONGEST_NOTE}.", "note")
    looked(by, f"{'confirm' if is_confirmed else 'withdraw'} {found.id}", clinic=clinic.pk)
    return Confirmation.objects.create(
        clinic=clinic,
        entry=found.id,
        version=found.version[:80],
        digest=found.digest,
        confirmed=is_confirmed,
        note=said,
        made_at=datetime.now(UTC),
        made_by=handle(by),
    )
