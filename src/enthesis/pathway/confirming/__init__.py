"""Entries of the knowledge that rest on memory, and what a clinic has confirmed of them by name.

An entry that nobody has confirmed still holds: it is shown as "unverified: confirm before use". A confirmation
is for what the entry said when it was given; another text is another entry, and the confirmation lapses.
"""

from enthesis.pathway.confirming.confirmed import Confirmed, Standing, confirmation_of, latest, standing_of
from enthesis.pathway.confirming.entries import Entry, entries, entry
from enthesis.pathway.confirming.resting import entries_of

__all__ = [
    "Confirmed",
    "Entry",
    "Standing",
    "confirmation_of",
    "entries",
    "entries_of",
    "entry",
    "latest",
    "standing_of",
]
