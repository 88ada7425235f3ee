"""The first clinic of an empty database: made once, by whoever holds the secret that the server printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta

from django.db import transaction

from enthesis.clinic.access import CLINICIAN, LEAD
from enthesis.clinic.accounts import invite
from enthesis.clinic.lead import drafts
from enthesis.clinic.lead.identity import set_clinic
from enthesis.clinic.links import drop_links, make_link, read_link
from enthesis.clinic.models import Clinic, User
from enthesis.clinic.resources import Described, add
from enthesis.clinic.staff import invite_colleague
from enthesis.pathway.protocol.library import latest

PURPOSE, SUBJECT = "setup", "first-clinic"
LASTS = timedelta(days=2)


class NotEmpty(Exception):
    """There is a clinic already, or the secret opens nothing."""

    def __init__(self) -> None:
        super().__init__("This place is set up already. Sign in.")


@dataclass(frozen=True, slots=True)
class First:
    """Who leads the clinic, and what it begins with."""

    name: str
    email: str
    password: str
    protocol: str = ""  # id of a shipped one, of which the clinic gets a draft of its own; "" for none
    clinician_name: str = ""
    clinician_email: str = ""
    room: str = ""
    opens: time | None = None  # on weekdays
    closes: time | None = None


def is_open() -> bool:
    """Whether there is no clinic yet."""
    return not Clinic.objects.exists()


def new_secret() -> str:
    """A secret for the first run; those printed before open nothing any more."""
    drop_links(PURPOSE, SUBJECT)
    return make_link(PURPOSE, SUBJECT, lasts=LASTS)


def is_secret(secret: str) -> bool:
    return is_open() and read_link(PURPOSE, secret) == SUBJECT


def make(secret: str, clinic: Mapping[str, str], first: First) -> tuple[Clinic, User]:
    """Make the clinic and its lead, all or nothing. Raises `NotEmpty`, `NotDecided`, `NotChanged`, `NotAResource`."""
    with transaction.atomic():
        if not is_secret(secret) or not drop_links(PURPOSE, SUBJECT):
            raise NotEmpty
        made = Clinic.objects.create(name=clinic["name"], time_zone=clinic["time_zone"])
        lead = invite(first.email, clinic=made, role=LEAD, name=first.name, password=first.password)
        set_clinic(made, clinic, by=lead)
        if first.protocol:
            drafts.copy(first.protocol, latest()[first.protocol].version, clinic=made, by=lead)
        hours = ((first.opens, first.closes),) if first.opens and first.closes else ()
        week = (*((hours,) * 5), (), ())
        if first.clinician_email:
            user = invite_colleague(first.clinician_email, first.clinician_name, [CLINICIAN], clinic=made, by=lead)
            add(made, Described(first.clinician_name, CLINICIAN, hours=week), user)
        if first.room:
            add(made, Described(first.room, "room", hours=week))
    return made, lead
