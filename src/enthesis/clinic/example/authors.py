"""Who writes down what of a made-up course: several clinicians give its sessions, the patient sets the goal."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from random import Random

from enthesis.clinic.accounts import invite
from enthesis.clinic.example.calendar import SECOND, link_account
from enthesis.clinic.example.letters import PATIENT
from enthesis.clinic.models import Clinic, Role, User
from enthesis.pathway.events import Event, GoalSet, InjectionsGiven

# Those who give sessions beside the clinician who can sign in.
COLLEAGUES = (("n.example@example.test", SECOND), ("o.example@example.test", "Dr O. Example"))
NEWER = 100  # not a limit: days; the last colleague took nobody on since
STANDS_IN = 0.15  # share of the sessions that another one gives


def keep_colleagues(clinic: Clinic) -> tuple[User, ...]:
    """Accounts of those who treat, too. Nobody signs in to them."""
    found = [invite(email, clinic=clinic, role=Role.CLINICIAN, name=name) for email, name in COLLEAGUES]
    for (_, name), user in zip(COLLEAGUES, found, strict=True):
        link_account(clinic, name, user)
    return tuple(found)


def with_authors(
    lines: Iterable[tuple[datetime, Event, str]], place: int, ago: int, clinicians: Sequence[User]
) -> Iterator[tuple[datetime, Event, str]]:
    """Sessions by the clinician of the course, now and then by another one; the goal by the patient.

    The last of the clinicians treats only those who began some months ago.
    """
    rng = Random(f"{place}/clinicians")  # noqa: S311  made-up data, no secret
    here = clinicians if ago > NEWER else clinicians[:-1]
    own = here[place % len(here)]
    for at, event, who in lines:
        if isinstance(event, InjectionsGiven):
            yield at, event, (rng.choice(here) if rng.random() < STANDS_IN else own).handle
        else:
            yield at, event, PATIENT if isinstance(event, GoalSet) else who
