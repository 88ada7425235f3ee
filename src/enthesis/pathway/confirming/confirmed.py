"""What a clinic has confirmed by name, and whether it still says what it said then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from enthesis.pathway.confirming.entries import Entry, entry
from enthesis.pathway.confirming.resting import entries_of
from enthesis.pathway.finding import Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class Confirmed:
    """Somebody of a clinic confirmed an entry, or took that back."""

    entry: str
    version: str
    digest: str
    by: str  # a name
    at: datetime
    note: str = ""
    is_confirmed: bool = True  # False: taken back


class Standing(StrEnum):
    """How an entry stands in a clinic."""

    OPEN = "open"  # nobody has confirmed it, or it was taken back
    CONFIRMED = "confirmed"
    LAPSED = "lapsed"  # confirmed, but it says something else now


def latest(rows: Iterable[Confirmed]) -> Mapping[str, Confirmed]:
    """The last word on each entry; what was taken back is gone."""
    last = {row.entry: row for row in rows}
    return {name: row for name, row in last.items() if row.is_confirmed}


def standing_of(found: Entry, confirmed: Mapping[str, Confirmed]) -> Standing:
    """How an entry stands; `confirmed` is the last word on each."""
    row = confirmed.get(found.id)
    if row is None:
        return Standing.OPEN
    return Standing.CONFIRMED if row.digest == found.digest else Standing.LAPSED


def confirmation_of(finding: Finding, confirmed: Mapping[str, Confirmed]) -> Confirmed | None:
    """The confirmation that makes a finding usable without another look; None: unverified, confirm before use.

    Where a finding rests on several entries, all of them are confirmed, and the last to be is told.
    """
    rows = [confirmed.get(name) for name in entries_of(finding)]
    kept = [row for row in rows if row is not None]
    if not kept or len(kept) < len(rows):
        return None
    for row in kept:
        found = entry(row.entry)
        if found is None or found.digest != row.digest:
            return None
    return max(kept, key=lambda row: row.at)
