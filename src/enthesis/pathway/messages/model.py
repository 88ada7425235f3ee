"""What a message is: its purpose, when it leaves, and what it says. A notice is one that belongs to no visit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum


class When(StrEnum):
    """What a purpose is counted from."""

    AT_BOOKING = "at-booking"
    BEFORE_VISIT = "before-visit"
    BEFORE_HOLD = "before-hold"
    AFTER_INJECTION = "after-injection"
    AT_CANCELLING = "at-cancelling"
    AT_ASKING = "at-asking"


CONFIRMATION, REMINDER, PREPARATION, DRUG_HOLD = "confirmation", "reminder", "preparation", "drug-hold"
ARRIVAL, AFTERCARE, CANCELLATION = "arrival", "aftercare", "cancellation"
OFFER, PROPOSED_MOVE = "offer", "proposed-move"

# What a text may speak of, and what a paragraph may depend on.
CONDITIONS = (
    "booked",
    "moved",
    "in-person",
    "telehealth",
    "telephone",
    "pages",
    "link",
    "no-link",
    "own-link",
    "until",
)
PLACES = frozenset(
    (
        "clinic",
        "day",
        "time",
        "old_day",
        "old_time",
        "hold_day",
        "until_day",
        "until_time",
        "telephone",
        "pages",
        "link",
        "visits",
        "number",
    ),
)


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why a message leaves the clinic. `amount` counts minutes or days, as `unit` says."""

    id: str
    title: str
    when: When
    injections_only: bool
    unit: str
    amount: int  # used until the clinic decides: no source states one
    most: int
    call_if_unwanted: bool  # somebody tells it where the patient wants no messages
    says: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Why a message leaves that belongs to no visit, once, when something has happened."""

    id: str
    title: str
    to_patient: bool  # by the way that the patient chose; else to an e-mail address
    keeps_quiet: bool  # waits for the end of the quiet hours
    days: int  # for which it is of use
    call_if_unwanted: bool  # somebody tells it where the patient wants no messages
    holds: tuple[str, ...]  # what it is given
    says: str


@dataclass(frozen=True, slots=True)
class Series:
    """Several messages of one purpose that are due at once, as one letter with words of its own."""

    id: str
    of: str  # the purpose
    title: str
    says: str


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours on the clinic's clock in which nothing leaves; both alike: there are none."""

    since: time
    until: time


@dataclass(frozen=True, slots=True)
class Paragraph:
    says: str
    only_if: str = ""  # empty: always


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one purpose in one language."""

    subject: str
    subject_moved: str
    body: tuple[Paragraph, ...]
    sms: tuple[Paragraph, ...]  # said in one line


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language."""

    code: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    date: str
    stop: str  # the last line of a letter to a patient: where another way of messages, or none, is chosen
    line: tuple[Paragraph, ...]  # one visit in the list of a series
    never: tuple[str, ...]  # beginnings of words that no text may hold
    texts: Mapping[str, Text]  # by purpose, notice or series


@dataclass(frozen=True, slots=True)
class MessageRules:
    """One version of `knowledge/messages.yaml`."""

    version: str
    quiet: Quiet
    purposes: Mapping[str, Purpose]
    notices: Mapping[str, Notice]
    series: Mapping[str, Series]  # by the purpose of which several leave as one
    languages: Mapping[str, Language]


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """When messages leave at one clinic. `undecided`: what it has not decided, so that the proposal is used."""

    amounts: Mapping[str, int]  # by purpose, in the purpose's unit
    quiet: Quiet
    undecided: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Planned:
    """A message that is to leave because of a visit. Another time of the visit makes another key."""

    purpose: str
    visit: str
    key: str  # purpose, visit and which of its times: sent once in a course
    due: datetime  # UTC
    until: datetime  # afterwards it is of no use and is not sent
    starts: datetime  # of the visit
    hold_first: str = ""  # the first day of a pause of medicines, as 2026-03-02
